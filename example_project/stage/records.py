"""How the example makes rows of the portal's own models."""

from __future__ import annotations

from typing import Any

from client_portal import swap
from client_portal.testing import builders


class StageRecords(builders.Records):
    """As the builders do it, but a practitioner's credentials have a column of their own."""

    def make_practitioner(self, practice: Any, user: Any, name: str) -> Any:
        bare_name, _comma, credentials = name.partition(", ")
        return swap.model("Practitioner")._default_manager.create(
            practice=practice, user=user, name=bare_name, credentials=credentials
        )
