"""Coming in by an invitation's link."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from client_portal.core import rate_limit
from client_portal.core.errors import InvalidState, NotVisible
from client_portal.pages import sessions
from client_portal.pages.accounts import authenticate_by_email, password_rules
from client_portal.pages.forms import PortalForm, add_service_errors
from client_portal.pages.requests import client_ip
from client_portal.pages.views import PortalPage
from client_portal.people import services
from client_portal.people.adapters import people
from client_portal.people.models import Invitation
from client_portal.practices import selectors

TOKEN = "client_portal.invitation"  # noqa: S105 - the session key, not the secret
NO_REFERRER = {"Referrer-Policy": "no-referrer"}
"""For the redirect away from the token's address alone: a page with this policy posts forms with no origin."""


class AcceptForm(PortalForm):
    """A password for a new login, or the password of the one that there is."""

    password = forms.CharField(label=gettext_lazy("Password"), max_length=200, strip=False)

    def __init__(self, *args: Any, has_login: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = "current-password" if has_login else "new-password"
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": kind})
        if not has_login:
            self.fields["password"].label = _("Choose a password")
            self.fields["password"].help_text = password_rules()


class InvitationLink(PortalPage):
    """The address in the e-mail. It changes nothing, so that a mail scanner can't use the invitation up."""

    is_public = True

    def get(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        rate_limit.hit("invitation_source", client_ip(request) or "unknown")
        request.session[TOKEN] = token
        return HttpResponseRedirect(self.url("portal:invitation"), headers=NO_REFERRER)


class Accept(PortalPage):
    """The invitation itself: who invites, for which address, and how to come in."""

    is_public = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        invitation = self._invitation()
        if invitation is None:
            return self._useless()
        services.mark_opened(self.actor, token=request.session[TOKEN])
        return self._page(invitation, AcceptForm(has_login=self._has_login(invitation)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rate_limit.hit("invitation_source", client_ip(request) or "unknown")
        invitation = self._invitation()
        if invitation is None:
            return self._useless()
        form = AcceptForm(request.POST, has_login=self._has_login(invitation))
        if self._is_owner(invitation):
            return self._come_in(invitation, form, user=request.user)
        if not form.is_valid():
            return self._page(invitation, form, status=422)
        if not self._has_login(invitation):
            return self._come_in(invitation, form, password=form.cleaned_data["password"])
        user = authenticate_by_email(request, email=invitation.email, password=form.cleaned_data["password"])
        if user is None:
            form.add_error("password", _("This is not the password of your login. Try again, or ask for a new one."))
            return self._page(invitation, form, status=422)
        return self._come_in(invitation, form, user=user)

    def _come_in(
        self, invitation: Invitation, form: AcceptForm, *, user: Any = None, password: str | None = None
    ) -> HttpResponseBase:
        actor = replace(self.actor, user=user)
        try:
            login = services.accept_invitation(actor, token=self.request.session[TOKEN], password=password)
        except NotVisible:
            return self._useless()
        except InvalidState:
            # Somebody made the login in the meantime, on another device: they sign in with its password.
            return self.go("portal:invitation")
        except ValidationError as error:
            add_service_errors(form, error)
            return self._page(invitation, form, status=422)
        sessions.begin(self.request, login)
        return self.go("portal:onboarding")

    def _invitation(self) -> Invitation | None:
        token = self.request.session.get(TOKEN)
        return services.find_invitation(self.practice, token) if token else None

    def _has_login(self, invitation: Invitation) -> bool:
        return people().find_user(invitation.email) is not None

    def _is_owner(self, invitation: Invitation) -> bool:
        user = self.request.user
        return user.is_authenticated and user.email.casefold() == invitation.email.casefold()

    def _page(self, invitation: Invitation, form: AcceptForm, *, status: int = 200) -> HttpResponseBase:
        user = self.request.user
        return self.render(
            "portal/invitations/accept.html",
            status=status,
            title=_("%(practice)s invites you") % {"practice": self.practice},
            form=form,
            email=invitation.email,
            note=invitation.note,
            invited_by=selectors.display_name(self.practice, invitation.invited_by),
            has_login=self._has_login(invitation),
            is_owner=self._is_owner(invitation),
            is_somebody_else=user.is_authenticated and not self._is_owner(invitation),
            sign_out_url=self.url("portal:sign_out"),
            reset_url=self.url("portal:password_reset"),
        )

    def _useless(self) -> HttpResponseBase:
        return self.render(
            "portal/invitations/useless.html",
            status=404,
            title=_("This invitation can't be used"),
            sign_in_url=self.url("portal:sign_in"),
        )
