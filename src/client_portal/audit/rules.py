"""The hash of an event: SHA-256 over its canonical JSON and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

CHAINED = (
    "sequence",
    "at",
    "action",
    "capacity",
    "user_id",
    "user_name",
    "acting_for",
    "client_id",
    "object_type",
    "object_id",
    "ip",
    "data",
    "previous_hash",
)
"""The columns that the hash covers."""


def event_hash(facts: Mapping[str, Any]) -> str:
    """Hash the chained columns of an event; ``at`` must be an aware datetime in UTC."""
    document = {name: facts[name] for name in CHAINED if name != "at"}
    document["at"] = facts["at"].isoformat(timespec="microseconds")
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
