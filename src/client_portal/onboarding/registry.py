"""The items of information that onboarding can ask for. Hosts may register more."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from client_portal.core.errors import Text
from client_portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class InformationItem:
    """One page of information: which facts it asks for, and which of them must be given when it is required.

    ``facts`` are names of ``people.information.FACTS``. ``always`` must be given whatever the practice chose.
    ``minutes`` is an estimate.
    """

    key: str
    label: Text
    description: Text
    facts: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    minutes: int = 1
    is_on: bool = True
    is_required: bool = False


INSURANCE = "insurance"
"""Key of the item that asks for policies instead of facts."""

items: Registry[InformationItem] = Registry("items of information")


def register_item(item: InformationItem) -> None:
    """Add an item of information."""
    items.register(item.key, item)


BUILT_IN = (
    InformationItem(
        "name",
        _("Your name"),
        _("Legal and preferred name, pronouns"),
        facts=("first_name", "last_name", "legal_name", "preferred_name", "pronouns"),
        always=("first_name", "last_name"),
        is_required=True,
    ),
    InformationItem(
        "demographics",
        _("Demographics"),
        _("Date of birth, sex, gender identity"),
        facts=("birth_date", "sex", "gender_identity"),
        needed=("birth_date",),
        is_required=True,
    ),
    InformationItem(
        "contact_details",
        _("Contact details and time zone"),
        _("Phone, address, time zone"),
        facts=("phone", "phone_kind", "street", "city", "state", "postal_code", "country", "time_zone"),
        needed=("phone",),
        always=("time_zone",),
        minutes=2,
        is_required=True,
    ),
    InformationItem(
        "preferences",
        _("Preferences"),
        _("Language, reminders, how we may reach you"),
        facts=("language", "may_email", "may_text", "may_leave_voicemail", "wants_reminders"),
    ),
    InformationItem(
        INSURANCE,
        _("Insurance"),
        _("Have your card ready. You can take a photo of it"),
        minutes=3,
    ),
)


def register_built_in() -> None:
    """Register the items above; called once when Django starts."""
    for item in BUILT_IN:
        register_item(item)
