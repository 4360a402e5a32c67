"""A practice with the system forms, and people who complete them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client_portal.core.actor import Actor
from client_portal.questionnaires.models import Form, FormVersion
from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.selectors import published_version, shown_form
from client_portal.questionnaires.services import SignatureInput, install_system_forms
from client_portal.questionnaires.types import FormSchema
from client_portal.testing import builders


@pytest.fixture
def system_forms(practice: Any) -> dict[str, Form]:
    """The practice's system forms by library key."""
    return {form.library_key: form for form in install_system_forms(Actor.system(practice))}


@pytest.fixture
def consent(system_forms: dict[str, Form]) -> FormVersion:
    """The informed consent that is sent today."""
    return published_version(system_forms["informed_consent"])


@pytest.fixture
def intake(system_forms: dict[str, Form]) -> FormVersion:
    """The adult intake that is sent today."""
    return published_version(system_forms["adult_intake"])


@pytest.fixture
def client_actor(maya: Any, practice: Any) -> Actor:
    """The client in the portal, from a known address and browser."""
    actor = builders.portal_actor(maya, practice)
    return Actor(actor.capacity, practice, maya, client=actor.client, ip="203.0.113.7", user_agent="Calm Browser 1.0")


@pytest.fixture
def sign(client_record: Any) -> Callable[..., SignatureInput]:
    """What somebody gives who read the form on a page just now."""

    def signature(actor: Actor, version: FormVersion, name: str = "Maya Ellison", **facts: Any) -> SignatureInput:
        shown = shown_form(actor, client=client_record, form_version=version)
        return SignatureInput(**{"agreed": True, "shown_sha256": shown.text_sha256, "typed_name": name, **facts})

    return signature


@pytest.fixture
def own_form() -> FormSchema:
    """A small form of the practice's own."""
    asked = {"key": "color", "type": "short_text", "text": "Your favorite color?", "required": True}
    return parse_schema(
        {"version": 1, "title": "Colors", "kind": "intake", "sections": [{"title": "You", "questions": [asked]}]}
    )
