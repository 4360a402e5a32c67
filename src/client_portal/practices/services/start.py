"""A practice from nothing: its record, its administrator, its portal turned on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from client_portal import swap
from client_portal.access.roles import Role
from client_portal.access.services import add_member
from client_portal.core.actor import Actor
from client_portal.core.errors import NotAllowed
from client_portal.practices.selectors import portal_of
from client_portal.practices.services.details import save_details
from client_portal.practices.services.links import turn_on_portal


@transaction.atomic
def start_practice(
    actor: Actor, *, name: str, link: str, email: str, password: str | Callable[[], str], time_zone: str = "UTC"
) -> Any:
    """Make a practice, or take the host's record whose text is ``name``, with an administrator and a portal that is on.

    Only the system may: it is the one deed that comes before anybody has a role. A login with the address is taken if
    there is one; else it is made with ``password`` (or what calling it returns).
    Raises ``ValidationError`` for a link, address, zone or password that can't be taken.
    """
    if not actor.is_system:
        raise NotAllowed
    practice = _practice_named(name)
    system = Actor.system(practice)
    practice.client_portal_settings = portal_of(practice)
    add_member(system, user=_administrator(email, password), roles=[Role.ADMINISTRATOR])
    save_details(system, details={"time_zone": time_zone})
    turn_on_portal(system, slug=link)
    return practice


def _practice_named(name: str) -> Any:
    model = swap.model("Practice")
    if not swap.is_swapped("Practice"):
        return model._default_manager.create(name=name)
    for practice in model._default_manager.all():
        if str(practice) == name:
            return practice
    message = f"There is no {swap.target('Practice')} called {name!r}. Make it in your own system first."
    raise ValidationError(message)


def _administrator(email: str, password: str | Callable[[], str]) -> Any:
    users = get_user_model()
    found = users._default_manager.filter(email__iexact=email, is_active=True).first()
    if found is not None:
        return found
    secret = password() if callable(password) else password
    validate_password(secret)
    return users._default_manager.create_user(**{users.USERNAME_FIELD: email, "email": email}, password=secret)
