"""How the EHR makes its rows, for the example's people and for tests."""

from __future__ import annotations

from typing import Any

from client_portal.testing import builders
from example_project.ehr.models import Clinic, Provider


class EhrRecords(builders.Records):
    """The EHR's columns, and its own way to say who treats whom."""

    def make_practice(self, name: str) -> Clinic:
        return Clinic.objects.create(legal_name=name)

    def make_practitioner(self, practice: Any, user: Any, name: str) -> Provider:
        full_name, _comma, title = name.partition(", ")
        return Provider.objects.create(clinic=practice, login=user, full_name=full_name, license_title=title)

    def assign(self, client: Any, practitioner: Any, member: Any) -> None:
        if practitioner is None:
            super().assign(client, practitioner, member)
        else:
            client.treated_by = practitioner
            client.save(update_fields=["treated_by"])
