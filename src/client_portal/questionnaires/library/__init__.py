"""The forms that come with the portal, one JSON file for each and each language, checked whenever they are loaded.

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


LANGUAGES = ("en", "es")
"""The languages in which each form is here, one folder each."""


def system_forms(language: str | None = None) -> Mapping[str, FormSchema]:
    """All system forms by key, in a language such as ``es-mx``; in English where they aren't in that one.

    Raises ``ValidationError`` if a file is faulty.
    """
    spoken = (language or "").partition("-")[0].lower()
    return _forms_in(spoken if spoken in LANGUAGES else LANGUAGES[0])


@cache
def _forms_in(language: str) -> Mapping[str, FormSchema]:
    folder = files(__package__).joinpath(language)
    texts = {key: folder.joinpath(f"{key}.json").read_text(encoding="utf-8") for key in KEYS}
    return MappingProxyType({key: parse_schema(json.loads(text)) for key, text in texts.items()})
