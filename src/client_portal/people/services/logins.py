"""Logins: making them, changing password and address."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.audit.services import record
from client_portal.core import clock, outbox
from client_portal.core.actor import Actor
from client_portal.core.errors import NotAllowed, NotVisible
from client_portal.people.adapters import people
from client_portal.people.logins import make_login

EMAIL_CHANGE = "people.email_change"
EMAIL_CHANGED = "people.email_changed"
PASSWORD_RESET = "people.password_reset"  # noqa: S105 - the name of a notice
PASSWORD_CHANGED = "people.password_changed"  # noqa: S105 - the name of a notice
EMAIL_CHANGE_HOURS = 24


@transaction.atomic
def create_login(actor: Actor, *, email: str, password: str) -> Any:
    """Make a login for a person who has proven the address (a staff invitation). ``ValidationError`` by field.

    ``InvalidState`` when somebody else took the address at the same moment.
    """
    if not (actor.is_system or actor.capacity == "anonymous"):
        raise NotAllowed
    if people().find_user(email) is not None:
        raise ValidationError({"email": _("There is a login with this address already. Sign in instead.")})
    return make_login(email, password)


@transaction.atomic
def change_password(actor: Actor, *, current: str, new: str) -> None:
    """Change the actor's own password and tell them by e-mail. Other sessions end. ``ValidationError`` by field."""
    user = _own_login(actor)
    if not user.check_password(current):
        raise ValidationError({"current": _("This is not your present password.")})
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise ValidationError({"new": error.error_list}) from error
    user.set_password(new)
    user.save(update_fields=["password"])
    record(actor, action="login.password_changed")
    _tell(actor, PASSWORD_CHANGED, {"user": str(user.pk)})


@transaction.atomic
def change_email(actor: Actor, *, password: str, email: str) -> None:
    """Ask for another address: the change is made once the link that goes to the new address is opened.

    An address that belongs to another login gets no link, and nothing tells so.
    """
    user = _own_login(actor)
    address = email.strip()
    if not user.check_password(password):
        raise ValidationError({"password": _("This is not your present password.")})
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError({"email": _("Write an e-mail address such as name@example.com.")}) from error
    record(actor, action="login.email_change_asked")
    if people().find_user(address) is None:
        _tell(actor, EMAIL_CHANGE, {"user": str(user.pk), "email": address})


@transaction.atomic
def confirm_email(actor: Actor, *, token: str) -> Any:
    """Make the change of address that a link proves; tells the old address. ``NotVisible`` for a useless token."""
    user = _own_login(actor)
    try:
        claim = signing.loads(token, salt=EMAIL_CHANGE, max_age=dt.timedelta(hours=EMAIL_CHANGE_HOURS))
    except signing.BadSignature as error:
        raise NotVisible from error
    if claim["user"] != str(user.pk) or claim["from"] != user.email or people().find_user(claim["to"]) is not None:
        raise NotVisible
    old = user.email
    fields = {"email", user.USERNAME_FIELD} if user.get_username() == old else {"email"}
    for field in fields:
        setattr(user, field, claim["to"])
    user.save(update_fields=sorted(fields))
    record(actor, action="login.email_changed")
    _tell(actor, EMAIL_CHANGED, {"user": str(user.pk), "email": old})
    return user


def email_change_token(user: Any, address: str) -> str:
    """What the link to a new address proves: that its owner asked for the change from the present one."""
    return signing.dumps({"user": str(user.pk), "from": user.email, "to": address}, salt=EMAIL_CHANGE)


@transaction.atomic
def ask_password_reset(actor: Actor, *, email: str, audience: str) -> None:
    """Promise the link to a new password, if the address has a login. The caller learns nothing of that.

    ``audience`` is ``portal`` or ``staff``: whose pages the link leads to.
    """
    user = people().find_user(email.strip())
    record(actor, action="login.reset_asked")
    if user is not None:
        payload = {"user": str(user.pk), "audience": audience}
        _tell(replace(actor, user=user), PASSWORD_RESET, payload)


@transaction.atomic
def reset_password(actor: Actor, *, user: Any, new: str) -> None:
    """Give a login the password that its owner chose behind a reset link; all its sessions end.

    The caller has checked the link's token. Raises ``ValidationError`` for ``new``.
    """
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise ValidationError({"new": error.error_list}) from error
    user.set_password(new)
    user.save(update_fields=["password"])
    record(replace(actor, user=user), action="login.password_reset")
    _tell(replace(actor, user=user), PASSWORD_CHANGED, {"user": str(user.pk)})


def record_sign_in(actor: Actor, *, succeeded: bool) -> None:
    """Put a try to sign in into the log of the practice whose page was used; a failed one names nobody."""
    record(actor, action="login.signed_in" if succeeded else "login.refused")


def _own_login(actor: Actor) -> Any:
    if actor.user is None:
        raise NotAllowed
    return actor.user


def _tell(actor: Actor, topic: str, payload: dict[str, str]) -> None:
    stamp = clock.now().strftime("%Y%m%d%H%M%S%f")
    key = f"{topic}:{payload['user']}:{stamp}"
    outbox.enqueue(topic, key=key, payload={**payload, "practice": str(actor.practice.client_portal_settings.pk)})
