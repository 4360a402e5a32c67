"""Signing in and out, passwords, addresses, the look: everything about a portal user's own login."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from client_portal.access.selectors import actor_for
from client_portal.conf import conf
from client_portal.core.actor import Capacity
from client_portal.core.errors import NotVisible
from client_portal.pages import sessions
from client_portal.pages.accounts import (
    EmailChangeForm,
    NewPasswordForm,
    PasswordChangeForm,
    ResetRequestForm,
    SignInForm,
    authenticate_by_email,
    keep_reset,
    limit_reset,
    next_address,
    user_of_reset,
)
from client_portal.pages.cursors import page_urls, read_page
from client_portal.pages.forms import add_service_errors
from client_portal.pages.views import PortalPage
from client_portal.people import selectors, services

THEMES = ("auto", "light", "dark")
CHOOSE = "choose"
"""Stands in the address of the reset page instead of the token, once that is in the session."""


class OurLogin(PortalPage):
    """A page that exists only while the host leaves logins to us."""

    def enter(self, request: HttpRequest) -> HttpResponseBase | None:
        answer = super().enter(request)
        if answer is None and conf.LOGIN_URL:
            raise NotVisible
        return answer


class SignIn(PortalPage):
    """The portal's sign-in page."""

    is_public = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if self.actor.is_portal:
            return HttpResponseRedirect(next_address(request, self.url("portal:home")))
        if conf.LOGIN_URL:
            wanted = next_address(request, self.url("portal:home"))
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
            services.record_sign_in(self.actor, succeeded=False)
            form.add_error(None, _("This e-mail and password don't belong together. Check both and try again."))
            return self._page(form, status=422)
        return self._welcome(request, form, user)

    def _welcome(self, request: HttpRequest, form: SignInForm, user: Any) -> HttpResponseBase:
        actor = actor_for(user, self.practice, Capacity.PORTAL, ip=self.actor.ip, user_agent=self.actor.user_agent)
        if not actor.is_portal:
            form.add_error(None, _("This login has no access to this portal. Ask the practice for an invitation."))
            return self._page(form, status=422)
        sessions.begin(request, user)
        services.record_sign_in(actor, succeeded=True)
        return HttpResponseRedirect(next_address(request, self.url("portal:home")))

    def _page(self, form: SignInForm, *, status: int = 200) -> HttpResponseBase:
        return self.render(
            "portal/account/sign_in.html",
            status=status,
            title=_("Sign in"),
            form=form,
            next=next_address(self.request, ""),
            has_ended="ended" in self.request.GET,
            idle_minutes=round(conf.SESSION_IDLE_MINUTES),
            reset_url=self.url("portal:password_reset"),
        )


class SignOut(PortalPage):
    """Ends the session."""

    is_public = True

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        logout(request)
        return self.go("portal:welcome")


class PasswordReset(OurLogin):
    """Asks for the link to a new password; the answer is the same whether the address has a login or not."""

    is_public = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.render("portal/account/reset.html", title=_("Choose a new password"), form=ResetRequestForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = ResetRequestForm(request.POST)
        if not form.is_valid():
            return self.render("portal/account/reset.html", status=422, title=_("Choose a new password"), form=form)
        email = form.cleaned_data["email"]
        if limit_reset(request, email):
            services.ask_password_reset(self.actor, email=email, audience="portal")
        return self.render("portal/account/reset_sent.html", title=_("Check your e-mail"), email=email)


class PasswordResetConfirm(OurLogin):
    """Takes the link out of the address, then takes the new password."""

    is_public = True

    def get(self, request: HttpRequest, uidb64: str, token: str, **kwargs: Any) -> HttpResponseBase:
        if token != CHOOSE:
            keep_reset(request, uidb64, token)
            return self.go("portal:password_reset_confirm", uidb64="me", token=CHOOSE)
        if user_of_reset(request) is None:
            return self._useless()
        return self._page(NewPasswordForm())

    def post(self, request: HttpRequest, uidb64: str, token: str, **kwargs: Any) -> HttpResponseBase:
        user = user_of_reset(request)
        if user is None:
            return self._useless()
        form = NewPasswordForm(request.POST)
        try:
            if not form.is_valid():
                return self._page(form, status=422)
            services.reset_password(self.actor, user=user, new=form.cleaned_data["new"])
        except ValidationError as error:
            add_service_errors(form, error)
            return self._page(form, status=422)
        request.session.flush()
        messages.success(request, _("Your new password is set. Sign in with it."))
        return self.go("portal:sign_in")

    def _page(self, form: NewPasswordForm, *, status: int = 200) -> HttpResponseBase:
        return self.render("portal/account/new_password.html", status=status, title=_("New password"), form=form)

    def _useless(self) -> HttpResponseBase:
        return self.render(
            "portal/account/reset_useless.html",
            status=404,
            title=_("This link can't be used"),
            reset_url=self.url("portal:password_reset"),
        )


class PasswordChange(OurLogin):
    """Change of the own password."""

    current = "portal:profile"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self._page(PasswordChangeForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = PasswordChangeForm(request.POST)
        try:
            if not form.is_valid():
                return self._page(form, status=422)
            services.change_password(self.actor, **form.cleaned_data)
        except ValidationError as error:
            add_service_errors(form, error)
            return self._page(form, status=422)
        update_session_auth_hash(request, self.actor.user)
        messages.success(request, _("Your password is changed. Other devices were signed out."))
        return self.go("portal:profile")

    def _page(self, form: PasswordChangeForm, *, status: int = 200) -> HttpResponseBase:
        return self.render("portal/account/password.html", status=status, title=_("Change password"), form=form)


class EmailChange(OurLogin):
    """Change of the own address, confirmed at the new one."""

    current = "portal:profile"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self._page(EmailChangeForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = EmailChangeForm(request.POST)
        try:
            if not form.is_valid():
                return self._page(form, status=422)
            services.change_email(self.actor, **form.cleaned_data)
        except ValidationError as error:
            add_service_errors(form, error)
            return self._page(form, status=422)
        messages.info(request, _("We sent a link to the new address. Open it to make the change."))
        return self.go("portal:profile")

    def _page(self, form: EmailChangeForm, *, status: int = 200) -> HttpResponseBase:
        return self.render("portal/account/email.html", status=status, title=_("Change e-mail address"), form=form)


class EmailConfirm(OurLogin):
    """The link at the new address: shows a button, so that a mail scanner's visit changes nothing."""

    def get(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        return self.render("portal/account/email_confirm.html", title=_("Confirm your new address"))

    def post(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        services.confirm_email(self.actor, token=token)
        messages.success(request, _("Your new address is in use. Sign in with it from now on."))
        return self.go("portal:profile")


class ExtendSession(PortalPage):
    """How long the session still lasts; a POST starts the idle clock anew."""

    is_passive = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return JsonResponse({"idle_seconds": sessions.seconds_left(request)})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        sessions.restart(request)
        return JsonResponse({"idle_seconds": sessions.seconds_left(request)})


class Profile(PortalPage):
    """What the practice knows of the acting client, and the person's own login."""

    capability = "information.view"
    current = "portal:profile"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.render(
            "portal/account/profile.html",
            title=_("Profile and security"),
            groups=selectors.information_summary(self.actor, self.actor.client),
            policies=selectors.insurance_of(self.actor, self.actor.client),
            email=self.actor.user.email,
            is_our_login=not conf.LOGIN_URL,
            themes=THEMES,
        )


class Views(PortalPage):
    """Who else looked at the acting client's record."""

    capability = "information.view"
    current = "portal:profile"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        page = read_page(selectors.views_of_me, self.actor, cursor=request.GET.get("cursor", ""))
        return self.render(
            "portal/account/views.html",
            title=_("Who looked at your record"),
            views=page.views,
            **page_urls(page, self.url("portal:views")),
        )


class Display(PortalPage):
    """The person's choice of light or dark."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        theme = request.POST.get("theme", "")
        if theme in THEMES:
            request.session[sessions.THEME] = theme
        return self.go("portal:profile")
