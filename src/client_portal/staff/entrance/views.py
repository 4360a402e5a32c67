"""Into the workspace: signing in, choosing a practice, joining one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from client_portal.access.selectors import actor_for
from client_portal.conf import conf
from client_portal.core import rate_limit
from client_portal.core.actor import Actor, Capacity
from client_portal.core.errors import InvalidState, NotVisible
from client_portal.pages import sessions
from client_portal.pages.accounts import (
    NewPasswordForm,
    ResetRequestForm,
    SignInForm,
    authenticate_by_email,
    keep_reset,
    limit_reset,
    next_address,
    password_rules,
    user_of_reset,
)
from client_portal.pages.entrance import EntrancePage
from client_portal.pages.forms import PortalForm, add_service_errors
from client_portal.pages.requests import client_ip
from client_portal.pages.views import StaffPage
from client_portal.people import services as people_services
from client_portal.people.adapters import people
from client_portal.practices import selectors, services
from client_portal.practices.models import StaffInvitation
from client_portal.practices.tenancy import portal_reverse

TOKEN = "client_portal.staff_invitation"  # noqa: S105 - the session key, not the secret
CHOOSE = "choose"


class Index(EntrancePage):
    """The practices that a login works for; the only one is opened at once."""

    needs_sign_in = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        practices = selectors.practices_of(request.user)
        if len(practices) == 1:
            return HttpResponseRedirect(portal_reverse("staff:clients", practices[0]))
        entries = [(str(practice), portal_reverse("staff:clients", practice)) for practice in practices]
        return self.render("staff/entrance/index.html", title=_("My practices"), practices=entries)


class SignIn(EntrancePage):
    """The workspace's sign-in page."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not sessions.is_over(request):
            return HttpResponseRedirect(next_address(request, portal_reverse("staff:index")))
        if conf.LOGIN_URL:
            wanted = next_address(request, portal_reverse("staff:index"))
            return HttpResponseRedirect(f"{conf.LOGIN_URL}?{urlencode({'next': wanted})}")
        return self._page(SignInForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if conf.LOGIN_URL:
            raise NotVisible
        form = SignInForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        user = authenticate_by_email(request, **form.cleaned_data)
        if user is None:
            form.add_error(None, _("This e-mail and password don't belong together. Check both and try again."))
            return self._page(form, status=422)
        sessions.begin(request, user)
        for practice in selectors.practices_of(user):
            actor = actor_for(user, practice, Capacity.STAFF, ip=client_ip(request))
            people_services.record_sign_in(actor, succeeded=True)
        return HttpResponseRedirect(next_address(request, portal_reverse("staff:index")))

    def _page(self, form: SignInForm, *, status: int = 200) -> HttpResponseBase:
        return self.render(
            "portal/account/sign_in.html",
            status=status,
            title=_("Sign in to your workspace"),
            form=form,
            next=next_address(self.request, ""),
            has_ended="ended" in self.request.GET,
            idle_minutes=round(conf.SESSION_IDLE_MINUTES),
            reset_url=portal_reverse("staff:password_reset"),
        )


class SignOut(EntrancePage):
    """Ends the session."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        logout(request)
        return HttpResponseRedirect(portal_reverse("staff:sign_in"))


class OurLogin(EntrancePage):
    """A page that exists only while the host leaves logins to us."""

    def enter(self, request: HttpRequest) -> HttpResponseBase | None:
        if conf.LOGIN_URL:
            raise NotVisible
        return super().enter(request)


class PasswordReset(OurLogin):
    """Asks for the link to a new password; the answer never tells whether the address has a login."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.render("portal/account/reset.html", title=_("Choose a new password"), form=ResetRequestForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = ResetRequestForm(request.POST)
        if not form.is_valid():
            return self.render("portal/account/reset.html", status=422, title=_("Choose a new password"), form=form)
        email = form.cleaned_data["email"]
        if limit_reset(request, email):
            self._promise(email)
        return self.render("portal/account/reset_sent.html", title=_("Check your e-mail"), email=email)

    def _promise(self, email: str) -> None:
        user = people().find_user(email)
        for practice in selectors.practices_of(user)[:1] if user is not None else []:
            actor = Actor.anonymous(practice, ip=client_ip(self.request))
            people_services.ask_password_reset(actor, email=email, audience="staff")


class PasswordResetConfirm(OurLogin):
    """Takes the link out of the address, then takes the new password."""

    def get(self, request: HttpRequest, uidb64: str, token: str, **kwargs: Any) -> HttpResponseBase:
        if token != CHOOSE:
            keep_reset(request, uidb64, token)
            return HttpResponseRedirect(
                portal_reverse("staff:password_reset_confirm", uidb64="me", token=CHOOSE),
                headers={"Referrer-Policy": "no-referrer"},
            )
        if user_of_reset(request) is None:
            return self._useless()
        return self.render("portal/account/new_password.html", title=_("New password"), form=NewPasswordForm())

    def post(self, request: HttpRequest, uidb64: str, token: str, **kwargs: Any) -> HttpResponseBase:
        user = user_of_reset(request)
        practices = selectors.practices_of(user) if user is not None else []
        if user is None or not practices:
            return self._useless()
        form = NewPasswordForm(request.POST)
        try:
            if form.is_valid():
                actor = Actor.anonymous(practices[0], ip=client_ip(request))
                people_services.reset_password(actor, user=user, new=form.cleaned_data["new"])
        except ValidationError as error:
            add_service_errors(form, error)
        if form.errors:
            return self.render("portal/account/new_password.html", status=422, title=_("New password"), form=form)
        request.session.flush()
        messages.success(request, _("Your new password is set. Sign in with it."))
        return HttpResponseRedirect(portal_reverse("staff:sign_in"))

    def _useless(self) -> HttpResponseBase:
        return self.render(
            "portal/account/reset_useless.html",
            status=404,
            title=_("This link can't be used"),
            reset_url=portal_reverse("staff:password_reset"),
        )


class JoinForm(PortalForm):
    """A password for a new login, or the password of the one that there is."""

    password = forms.CharField(
        label=gettext_lazy("Password"), max_length=200, strip=False, widget=forms.PasswordInput()
    )

    def __init__(self, *args: Any, has_login: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs["autocomplete"] = "current-password" if has_login else "new-password"
        if not has_login:
            self.fields["password"].help_text = password_rules()


class JoinLink(EntrancePage):
    """The address in the e-mail; it changes nothing."""

    def get(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        rate_limit.hit("invitation_source", client_ip(request) or "unknown")
        request.session[TOKEN] = token
        return HttpResponseRedirect(portal_reverse("staff:join"), headers={"Referrer-Policy": "no-referrer"})


class Join(EntrancePage):
    """An invitation to work in a practice."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        invitation = self._invitation()
        if invitation is None:
            return self._useless()
        return self._page(invitation, JoinForm(has_login=self._has_login(invitation)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        invitation = self._invitation()
        if invitation is None:
            return self._useless()
        form = JoinForm(request.POST, has_login=self._has_login(invitation))
        if not form.is_valid():
            return self._page(invitation, form, status=422)
        try:
            return self._join(invitation, form)
        except ValidationError as error:
            add_service_errors(form, error)
            return self._page(invitation, form, status=422)
        except (NotVisible, InvalidState):
            return self._useless()

    def _join(self, invitation: StaffInvitation, form: JoinForm) -> HttpResponseBase:
        actor = Actor.anonymous(invitation.practice, ip=client_ip(self.request))
        password = form.cleaned_data["password"]
        if self._has_login(invitation):
            user = authenticate_by_email(self.request, email=invitation.email, password=password)
            if user is None:
                raise ValidationError({"password": _("This is not the password of your login. Try again.")})
        else:
            user = people_services.create_login(actor, email=invitation.email, password=password)
        services.accept_staff_invitation(actor, token=self.request.session[TOKEN], user=user)
        sessions.begin(self.request, user)
        return HttpResponseRedirect(portal_reverse("staff:clients", invitation.practice))

    def _invitation(self) -> StaffInvitation | None:
        token = self.request.session.get(TOKEN)
        return services.find_staff_invitation(token) if token else None

    def _has_login(self, invitation: StaffInvitation) -> bool:
        return people().find_user(invitation.email) is not None

    def _page(self, invitation: StaffInvitation, form: JoinForm, *, status: int = 200) -> HttpResponseBase:
        return self.render(
            "staff/entrance/join.html",
            status=status,
            title=_("Join %(practice)s") % {"practice": invitation.practice},
            form=form,
            email=invitation.email,
            has_login=self._has_login(invitation),
        )

    def _useless(self) -> HttpResponseBase:
        return self.render("staff/entrance/useless.html", status=404, title=_("This invitation can't be used"))


class ExtendSession(StaffPage):
    """How long the session still lasts; a POST starts the idle clock anew."""

    is_passive = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return JsonResponse({"idle_seconds": sessions.seconds_left(request)})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        sessions.restart(request)
        return JsonResponse({"idle_seconds": sessions.seconds_left(request)})
