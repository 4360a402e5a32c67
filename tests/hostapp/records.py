"""How the suite's builders make this host's rows."""

from __future__ import annotations

from typing import Any

from client_portal.testing import builders
from tests.hostapp.models import Clinic, Provider


class HostRecords(builders.Records):
    """The host's own columns, and its own way to say who treats whom."""

    def make_practice(self, name: str) -> Clinic:
        return Clinic.objects.create(title=name)

    def make_practitioner(self, practice: Any, user: Any, name: str) -> Provider:
        return Provider.objects.create(clinic=practice, account=user, display=name)

    def assign(self, client: Any, practitioner: Any, member: Any) -> None:
        if practitioner is None:
            super().assign(client, practitioner, member)
        else:
            client.providers.add(practitioner)
