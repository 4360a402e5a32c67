"""The forms that come with the portal, one JSON file each, checked whenever they are loaded.

The texts are our own. They are a careful starting point and no legal advice: a practice has them reviewed by its own
counsel, since states and professions differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.types import FormSchema

KEYS = (
    "electronic_business_consent",
    "informed_consent",
    "privacy_practices_acknowledgement",
    "telehealth_consent",
    "release_of_information",
    "credit_card_authorization",
    "adult_intake",
    "child_adolescent_intake",
    "couples_intake",
)
"""Keys of the system forms, in the order in which a practice first sees them."""


@cache
def system_forms() -> Mapping[str, FormSchema]:
    """All system forms by key. Raises ``ValidationError`` if a file is faulty."""
    return MappingProxyType({key: _load(key) for key in KEYS})


def _load(key: str) -> FormSchema:
    return parse_schema(json.loads(files(__package__).joinpath(f"{key}.json").read_text(encoding="utf-8")))
