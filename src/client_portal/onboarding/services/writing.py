"""From a step's draft into the client's record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from client_portal.core.actor import Actor
from client_portal.files.selectors import file_for
from client_portal.onboarding.registry import InformationItem
from client_portal.people.information import typed
from client_portal.people.models import InsuranceOrder
from client_portal.people.services import save_insurance, update_information

POLICY_TEXTS = ("payer", "member_id", "group_id", "relation", "subscriber_name")
POLICY_DATES = ("subscriber_birth_date", "starts_on", "ends_on")
CARDS = ("card_front", "card_back")
NO_INSURANCE = "no_insurance"
"""Name of the tick that says that there is no insurance to give."""


def write_information(actor: Actor, *, item: InformationItem, data: Mapping[str, Any]) -> None:
    """Write an item's facts. ``ValidationError`` by field."""
    try:
        facts = {name: typed(name, data[name]) for name in item.facts if name in data}
    except ValueError as error:
        raise ValidationError({"birth_date": _("Enter a real date.")}) from error
    update_information(actor, client=actor.client, facts=facts)


def write_insurance(actor: Actor, *, data: Mapping[str, Any], is_required: bool) -> None:
    """Write the primary policy, and the secondary if there is one. ``ValidationError`` by field.

    Fields are named after the order: ``primary_payer``, ``secondary_member_id``.
    """
    if data.get(NO_INSURANCE) is True:
        return
    for order in InsuranceOrder.values:
        given = {name: data.get(f"{order}_{name}") for name in (*POLICY_TEXTS, *POLICY_DATES, *CARDS)}
        if any(given[name] for name in ("payer", "member_id", *CARDS)):
            _write_policy(actor, order, given)
        elif order == InsuranceOrder.PRIMARY and is_required:
            message = _("Enter your insurance, or tick that you have none.")
            raise ValidationError({"primary_payer": message})


def _write_policy(actor: Actor, order: str, given: Mapping[str, Any]) -> None:
    try:
        facts: dict[str, Any] = {name: given[name] or "" for name in POLICY_TEXTS}
        facts["relation"] = facts["relation"] or "self"
        facts |= {name: dt.date.fromisoformat(given[name]) if given[name] else None for name in POLICY_DATES}
        facts |= {name: file_for(actor, given[name]) if given[name] else None for name in CARDS}
        save_insurance(actor, client=actor.client, order=order, facts=facts)
    except ValueError as error:
        raise ValidationError({f"{order}_starts_on": _("Enter real dates.")}) from error
    except ValidationError as error:
        named = {f"{order}_{name}": errors for name, errors in error.error_dict.items()}
        raise ValidationError(named) from error
