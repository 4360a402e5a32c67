"""Two tabs, two devices, two workers at once: one effect."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from client_portal.audit.models import AuditEvent
from client_portal.core.actor import Actor
from client_portal.questionnaires.library import KEYS
from client_portal.questionnaires.models import Form, FormVersion, Response, Signature
from client_portal.questionnaires.selectors import verify_signature
from client_portal.questionnaires.services import (
    SignatureInput,
    complete_response,
    install_system_forms,
    publish_version,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.race, pytest.mark.django_db(transaction=True)]

THREADS = 8


def at_once(deed: Callable[[int], Any]) -> list[Any]:
    """Run the deed in many threads that start together; returns what each returned."""
    start = Barrier(THREADS)

    def run(number: int) -> Any:
        start.wait()
        try:
            return deed(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_a_form_is_completed_and_signed_once(
    client_actor: Actor, client_record: Any, consent: FormVersion, sign: Callable[..., SignatureInput]
) -> None:
    chosen, signature = uuid.uuid4(), sign(client_actor, consent)

    def complete(number: int) -> Any:
        actor = replace(client_actor, memory={})
        return complete_response(
            actor,
            client=client_record,
            form_version=FormVersion.objects.get(pk=consent.pk),
            answers={},
            signature=signature,
            response_id=chosen,
        ).pk

    assert set(at_once(complete)) == {chosen}
    assert Response.objects.unscoped(reason="counting").count() == 1
    assert verify_signature(Signature.objects.unscoped(reason="the only one").get()) == []
    assert AuditEvent.objects.filter(action="response.completed").count() == 1


def test_the_library_is_installed_once(practice: Any) -> None:
    installed = at_once(lambda number: len(install_system_forms(Actor.system(practice))))
    assert sorted(installed) == [0] * (THREADS - 1) + [len(KEYS)]
    assert Form.objects.count() == FormVersion.objects.count() == len(KEYS)


def test_versions_are_numbered_one_after_the_other(practice: Any, consent: FormVersion) -> None:
    schema, form = consent.parsed, consent.form

    def publish(number: int) -> int:
        edition = replace(schema, title=f"Edition {number}")
        return publish_version(Actor.system(practice), form=form, schema=edition).number

    assert sorted(at_once(publish)) == list(range(2, THREADS + 2))
