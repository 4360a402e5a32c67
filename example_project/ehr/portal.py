"""Where the EHR's own rules about people meet the portal: an adapter for what it asks, a receiver for what it tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max

from client_portal.people.adapters import ClientFacts, PeopleAdapter
from client_portal.people.signals import information_changed
from example_project.ehr.models import ContactCard, Patient

FIRST_CHART = 100_001
COLUMNS = {"first_name": "given_names", "last_name": "surname", "birth_date": "date_of_birth"}


class People(PeopleAdapter):
    """Patients get a chart number, and their e-mail address stands on their contact card."""

    def create_client(self, practice: Any, facts: ClientFacts) -> Patient:
        patient = Patient(
            clinic=practice,
            chart_number=_next_chart_number(),
            given_names=facts.first_name,
            surname=facts.last_name,
            date_of_birth=facts.birth_date,
        )
        _check(patient)
        patient.save()
        self._write_card(patient, facts.email)
        return patient

    def update_client(self, client: Patient, changes: Mapping[str, Any]) -> None:
        for name, column in COLUMNS.items():
            if name in changes:
                setattr(client, column, changes[name])
        _check(client)
        client.save()
        if "email" in changes:
            self._write_card(client, changes["email"])

    def _write_card(self, patient: Patient, email: str) -> None:
        try:
            validate_email(email or "nobody@example.com")
        except ValidationError as error:
            raise ValidationError({"email": error.error_list}) from error
        patient.card, _made = ContactCard.objects.update_or_create(patient=patient, defaults={"email_address": email})


def connect() -> None:
    """Listen to the portal; called once when Django starts."""
    information_changed.connect(keep_mobile, dispatch_uid="ehr.mobile")


def keep_mobile(*, client: Patient, fields: list[str], **kwargs: Any) -> None:
    """Copy a number that a client gave in the portal onto the contact card."""
    if "phone" in fields:
        profile = client.client_portal_profile
        profile.refresh_from_db()
        ContactCard.objects.update_or_create(patient=client, defaults={"mobile": profile.phone})


def _next_chart_number() -> str:
    highest = Patient.objects.aggregate(highest=Max("chart_number"))["highest"]
    return str(int(highest) + 1 if highest else FIRST_CHART)


def _check(patient: Patient) -> None:
    ours = {column: name for name, column in COLUMNS.items()}
    try:
        patient.full_clean(exclude={"clinic", "treated_by"})
    except ValidationError as error:
        problems = {ours.get(column, column): errors for column, errors in error.error_dict.items()}
        raise ValidationError(problems) from error
