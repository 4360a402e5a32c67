"""Reading the log: per client and per practice, newest first, page by page, in plain words."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from django.utils.functional import Promise

from client_portal.audit.phrases import OTHER, PHRASES, phrase_of, register_phrases
from client_portal.audit.selectors import client_events, practice_events
from client_portal.audit.services import record
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.testing import builders
from tests.architecture.source import modules


def test_events_of_a_client_newest_first_page_by_page(practice: Any, administrator: Any, client_record: Any) -> None:
    system = Actor.system(practice)
    for number in range(7):
        record(system, action=f"thing.done_{number}", client=client_record)
        record(system, action="thing.elsewhere")
    seen: list[str] = []
    cursor: str | None = ""
    pages = 0
    while cursor is not None:
        page = client_events(administrator.actor, client_record, cursor=cursor, size=3)
        seen += [row["action"] for row in page.rows]
        cursor, pages = page.next, pages + 1
    assert seen == [*(f"thing.done_{number}" for number in reversed(range(7))), "client.created"]
    assert pages == 3


def test_events_of_the_practice_alone(
    practice: Any, other_practice: Any, administrator: Any, client_record: Any
) -> None:
    record(Actor.system(other_practice), action="thing.of_others", client=client_record)
    stranger = builders.make_staff(other_practice)
    assert "thing.of_others" not in {row["action"] for row in practice_events(administrator.actor).rows}
    assert "thing.of_others" not in {row["action"] for row in client_events(administrator.actor, client_record).rows}
    assert {row["action"] for row in client_events(stranger.actor, client_record).rows} == {"thing.of_others"}


def test_nobody_but_staff_reads_the_log(practice: Any, client_record: Any, maya: Any) -> None:
    for actor in (builders.portal_actor(maya, practice), Actor.anonymous(practice), Actor.system()):
        with pytest.raises(NotVisible):
            client_events(actor, client_record)
        with pytest.raises(NotVisible):
            practice_events(actor)


def test_a_page_of_the_log_costs_the_same_at_any_length(
    practice: Any, administrator: Any, client_record: Any, queries: Any
) -> None:
    system, actor = Actor.system(practice), administrator.actor
    costs = []
    for amount in (10, 40):
        for number in range(amount):
            record(system, action="thing.done", client=client_record, data={"number": number})
        with queries() as captured:
            client_events(actor, client_record, size=5)
        costs.append(len(captured))
    assert costs == [1, 1]


def test_every_action_has_its_words() -> None:
    recorded = {
        part.value
        for module in modules()
        for node in module.nodes()
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "action"
        for part in ast.walk(keyword.value)
        if isinstance(part, ast.Constant) and "." in str(part.value)
    }
    assert "client.viewed" in recorded
    assert recorded - set(PHRASES) == set()


def test_words_are_translated_when_they_are_read() -> None:
    assert all(isinstance(phrase, Promise) for phrase in PHRASES.values())


def test_hosts_say_their_own_actions_in_their_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("client_portal.audit.phrases.PHRASES", dict(PHRASES))
    assert phrase_of("invoice.framed") == OTHER
    register_phrases({"invoice.framed": "Invoice framed", "client.viewed": "Chart opened"})
    assert (phrase_of("invoice.framed"), phrase_of("client.viewed")) == ("Invoice framed", "Chart opened")
