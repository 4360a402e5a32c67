"""What onboarding looks like to pages and API: plain values, no rows."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from client_portal.core.errors import Text


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """An item of information in a practice's settings or an invitation."""

    key: str
    label: Text
    is_on: bool
    is_required: bool
    description: Text = ""


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A form that can be part of onboarding; ``minutes`` is an estimate."""

    id: uuid.UUID
    title: str
    kind: str
    minutes: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class ResourceChoice:
    """A document to read that can be part of onboarding."""

    id: uuid.UUID
    title: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class InvitationChoices:
    """Everything that staff can ask of a new client, preselected by the practice's settings and in its order."""

    information: list[ItemChoice]
    consents: list[FormChoice]
    intake: list[FormChoice]
    resources: list[ResourceChoice]

    @property
    def forms(self) -> list[FormChoice]:
        """Consents, then intake forms."""
        return [*self.consents, *self.intake]

    def preselected(self) -> dict[str, Any]:
        """What the practice asks of everybody, as ``invite`` takes it."""
        return {
            "information": [item.key for item in self.information if item.is_on],
            "forms": [form.id for form in self.forms if form.is_on],
            "resources": [resource.id for resource in self.resources if resource.is_on],
        }


@dataclass(frozen=True, slots=True)
class ItemSetting:
    """What a practice wants of one item of information."""

    key: str
    is_on: bool
    is_required: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a client's plan as its pages show it. ``subject`` is the item, form version or resource."""

    id: uuid.UUID
    plan_id: uuid.UUID
    key: str
    group: str
    title: str
    hint: str
    minutes: int
    is_required: bool
    status: str
    version: int
    data: dict[str, Any]
    completed_at: dt.datetime | None
    subject: Any = field(repr=False)

    @property
    def is_done(self) -> bool:
        """Whether the step is completed."""
        return self.status == "done"


@dataclass(frozen=True, slots=True)
class Plan:
    """A client's whole onboarding."""

    id: uuid.UUID
    client: Any
    steps: list[Step]
    submitted_at: dt.datetime | None
    note: str
    invited_by: str
    invited_at: dt.datetime


@dataclass(frozen=True, slots=True)
class StepSummary:
    """How far one step is, for staff: no answers."""

    key: str
    title: str
    group: str
    status: str
    completed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a client is, for staff."""

    done: int
    total: int
    submitted_at: dt.datetime | None
    steps: list[StepSummary]
