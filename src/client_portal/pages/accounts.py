"""Signing in, new passwords, new addresses: what the portal's and the workspace's pages share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme, urlsafe_base64_decode
from django.utils.translation import gettext_lazy as _

from client_portal.core import rate_limit, tokens
from client_portal.core.errors import RateLimited
from client_portal.pages.forms import PortalForm
from client_portal.pages.requests import client_ip
from client_portal.people.adapters import people

RESET = "client_portal.reset"
"""Session key of the reset link that a person came by; the token itself leaves the address at once."""


class SignInForm(PortalForm):
    """Address and password. What was wrong is never said: neither tells whether the address has a login."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ResetRequestForm(PortalForm):
    """Where the link to a new password goes."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class NewPasswordForm(PortalForm):
    """A new password, typed once: it can be shown, and a manager can fill it in."""

    new = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = password_rules()


class PasswordChangeForm(NewPasswordForm):
    """The present password, then a new one."""

    current = forms.CharField(
        label=_("Present password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current", "new")


class EmailChangeForm(PortalForm):
    """A new address, and the present password as proof."""

    email = forms.EmailField(
        label=_("New e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Present password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def password_rules() -> str:
    """What the site asks of a password, in one line."""
    return " ".join(str(text) for text in password_validators_help_texts())


def authenticate_by_email(request: HttpRequest, *, email: str, password: str) -> Any | None:
    """The login of an address and password, or None. Limited per address and source: raises ``RateLimited``.

    An address without a login costs the same work as one with a wrong password.
    """
    rate_limit.hit("sign_in_source", client_ip(request) or "unknown")
    rate_limit.hit("sign_in_address", email)
    user = people().find_user(email)
    username = user.get_username() if user is not None else tokens.digest(email)
    found = authenticate(request, **{get_user_model().USERNAME_FIELD: username, "password": password})
    return found if user is not None and found is not None and found.pk == user.pk else None


def next_address(request: HttpRequest, fallback: str) -> str:
    """Where to go after sign-in: the page asked for before, if it is one of this host, else ``fallback``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else fallback


def limit_reset(request: HttpRequest, email: str) -> bool:
    """Count a wish for a new password. Raises ``RateLimited`` for a busy source; False for a busy address, silently."""
    rate_limit.hit("password_reset_source", client_ip(request) or "unknown")
    try:
        rate_limit.hit("password_reset_address", email)
    except RateLimited:
        return False
    return True


def keep_reset(request: HttpRequest, uidb64: str, token: str) -> None:
    """Take a reset link out of the address and into the session."""
    request.session[RESET] = {"uid": uidb64, "token": token}


def user_of_reset(request: HttpRequest) -> Any | None:
    """The login whose reset link stands in the session, while the link is good."""
    kept = request.session.get(RESET)
    if not kept:
        return None
    try:
        key = urlsafe_base64_decode(kept["uid"]).decode()
        user = get_user_model()._default_manager.filter(pk=key, is_active=True).first()
    except (ValueError, TypeError, OverflowError):
        return None
    return user if user is not None and default_token_generator.check_token(user, kept["token"]) else None
