"""People attached to clients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.access.selectors import visible_rows
from client_portal.audit.services import record
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotVisible
from client_portal.people.models import ClientContact, Contact
from client_portal.people.services.clients import locked_profile

PERSON = ("first_name", "last_name", "email", "phone")


@transaction.atomic
def add_contact(
    actor: Actor,
    *,
    client: Any,
    relationship: str,
    contact: Contact | None = None,
    first_name: str = "",
    last_name: str = "",
    email: str = "",
    phone: str = "",
    is_billing_contact: bool = False,
    is_emergency_contact: bool = False,
) -> ClientContact:
    """Attach a person to a client: a new one, or a contact of another client whom the actor sees, as of a sibling.

    Raises ``ValidationError`` by field, ``InvalidState`` for somebody who is attached already.
    """
    require(actor, "portal_access.manage", client)
    locked_profile(client)
    if contact is None:
        contact = Contact(practice=actor.practice)
        _write_person(contact, {"first_name": first_name, "last_name": last_name, "email": email, "phone": phone})
    else:
        _check_known(actor, client, contact)
    attached = ClientContact(client=client, contact=contact)
    _write_attachment(attached, relationship, is_billing_contact, is_emergency_contact)
    record(actor, action="contact.added", object=attached, client=client)
    return attached


@transaction.atomic
def change_contact(
    actor: Actor,
    *,
    attached: ClientContact,
    person: Mapping[str, str],
    relationship: str,
    is_billing_contact: bool = False,
    is_emergency_contact: bool = False,
) -> ClientContact:
    """Change who a contact is (names of ``PERSON``), for all clients who share them, and what they are to this one."""
    require(actor, "portal_access.manage", attached.client)
    _write_person(attached.contact, {name: person[name] for name in PERSON if name in person})
    _write_attachment(attached, relationship, is_billing_contact, is_emergency_contact)
    record(actor, action="contact.changed", object=attached, client=attached.client)
    return attached


@transaction.atomic
def remove_contact(actor: Actor, *, attached: ClientContact) -> None:
    """Detach a person from a client; from others who share them nothing is taken."""
    client = attached.client
    require(actor, "portal_access.manage", client)
    record(actor, action="contact.removed", object=attached, client=client)
    attached.delete()


def _check_known(actor: Actor, client: Any, contact: Contact) -> None:
    seen = visible_rows(ClientContact, actor, "clients.contact").filter(contact=contact)
    if not seen.exists():
        raise NotVisible
    if seen.filter(client=client).exists():
        raise InvalidState(_("This person is a contact of this client already."))


def _write_person(contact: Contact, facts: Mapping[str, str]) -> None:
    for name, text in facts.items():
        setattr(contact, name, " ".join(text.split()))
    contact.full_clean(exclude={"practice"})
    contact.save()


def _write_attachment(attached: ClientContact, relationship: str, is_billing: bool, is_emergency: bool) -> None:
    attached.relationship = relationship
    attached.is_billing_contact, attached.is_emergency_contact = is_billing, is_emergency
    try:
        attached.clean_fields(exclude={"client", "contact"})
    except ValidationError as error:
        raise ValidationError({"relationship": _("Choose one of the relationships in the list.")}) from error
    attached.save()
