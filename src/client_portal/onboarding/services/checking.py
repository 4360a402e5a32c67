"""Whether a step is whole, by the same rules that will write it: nothing is kept of the try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.core.actor import Actor
from client_portal.onboarding.models import StepGroup
from client_portal.onboarding.registry import INSURANCE, InformationItem
from client_portal.onboarding.services.writing import write_information, write_insurance
from client_portal.onboarding.types import Step
from client_portal.questionnaires.answers import validate_answers
from client_portal.questionnaires.selectors import schema_of


def check_step(actor: Actor, *, step: Step, data: Mapping[str, Any]) -> None:
    """Raise ``ValidationError`` by field when a step can't be completed with this."""
    if step.group == StepGroup.INFORMATION:
        _check_information(actor, step, data)
    elif step.group == StepGroup.DOCUMENTS:
        if data.get("read") is not True:
            raise ValidationError({"read": _("Open the document, then tick that you have read it.")})
    else:
        validate_answers(schema_of(step.subject), data, complete=True).require_valid()


def _check_information(actor: Actor, step: Step, data: Mapping[str, Any]) -> None:
    item: InformationItem = step.subject
    needed = [*item.always, *(item.needed if step.is_required else ())]
    empty = {name: _("This is needed.") for name in needed if data.get(name) in ("", None)}
    if empty:
        raise ValidationError(empty)
    # The services change the record in hand as well as its row; only the row is put back, so they get a copy.
    stand_in = replace(actor, client=copy(actor.client))
    with _rehearsal():
        if item.key == INSURANCE:
            write_insurance(stand_in, data=data, is_required=step.is_required)
        else:
            write_information(stand_in, item=item, data=data)


@contextmanager
def _rehearsal() -> Iterator[None]:
    # Services run for their errors alone: whatever they write is taken back.
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
