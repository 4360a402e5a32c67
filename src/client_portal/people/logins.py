"""Making a login: one way for invited clients and invited staff, whatever happens at the same moment."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from client_portal.core.errors import InvalidState
from client_portal.people.adapters import ClientFacts, people

TAKEN = _("There is a login with this address already. Sign in to add this record to it.")


def make_login(email: str, password: str, facts: ClientFacts | None = None) -> Any:
    """A new login. ``ValidationError`` for ``password``; ``InvalidState`` if the address has a login already."""
    if people().find_user(email) is not None:
        raise InvalidState(TAKEN)
    _check_password(email, password, facts)
    try:
        with transaction.atomic():
            return people().create_user(email, password, facts)
    except IntegrityError as error:
        # Somebody was quicker, or a login that was closed has the address.
        raise InvalidState(TAKEN) from error


def _check_password(email: str, password: str, facts: ClientFacts | None) -> None:
    owner = get_user_model()(email=email)
    for name in ("first_name", "last_name"):
        if facts is not None and hasattr(owner, name):
            setattr(owner, name, getattr(facts, name))
    try:
        validate_password(password, owner)
    except ValidationError as error:
        raise ValidationError({"password": error.error_list}) from error
