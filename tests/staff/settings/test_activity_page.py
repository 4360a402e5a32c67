"""The practice's log: filtered on the page, taken along as a file."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from client_portal.audit.models import AuditEvent
from client_portal.people.services import view_client
from client_portal.testing import builders
from tests.staff.settings.conftest import Address

pytestmark = pytest.mark.django_db


def page(answer: Any, status: int = 200) -> BeautifulSoup:
    """An answer to read in."""
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def rows(found: BeautifulSoup) -> list[list[str]]:
    """The table, cell by cell."""
    return [[" ".join(cell.text.split()) for cell in row.select("th, td")] for row in found.select("tbody tr")]


@pytest.fixture
def seen(practitioner: Any, client_record: Any) -> None:
    """A record was opened."""
    view_client(practitioner.actor, client=client_record)


@pytest.mark.spec("AUDIT-2")
def test_the_log_tells_what_about_whom_by_whom_and_when(browser: Client, address: Address, seen: None) -> None:
    first = rows(page(browser.get(address("activity"))))[0]
    assert first[:3] == ["Record opened", "Maya Ellison", "Priya Raman (Staff)"]
    assert "Eastern Time" in first[3]


@pytest.mark.spec("AUDIT-2")
def test_a_filter_stays_in_the_address_and_in_the_form(
    browser: Client, address: Address, practice: Any, practitioner: Any, client_record: Any
) -> None:
    for _number in range(35):
        view_client(practitioner.actor, client=client_record)
    found = page(browser.get(address("activity"), {"kind": "viewed", "who": str(practitioner.member.pk)}))
    assert {row[0] for row in rows(found)} == {"Record opened"}
    assert found.select_one("select[name=kind] option[selected]")["value"] == "viewed"
    assert found.select_one("select[name=who] option[selected]").text == "Priya Raman"
    following = page(browser.get(found.select_one("a[rel=next]")["href"].replace("&amp;", "&")))
    assert len(rows(following)) == 5
    assert {row[0] for row in rows(following)} == {"Record opened"}


@pytest.mark.spec("UX-3")
def test_nothing_found_and_senseless_spans_are_said(browser: Client, address: Address, seen: None) -> None:
    empty = page(browser.get(address("activity"), {"kind": "export"}))
    assert "Nothing of that kind" in empty.main.text
    senseless = page(browser.get(address("activity"), {"since": "2026-03-10", "until": "2026-03-09"}))
    assert "The last day lies before the first one." in senseless.main.text
    assert senseless.select_one("input[name=since]")["value"] == "2026-03-10"
    for query in ({"kind": "x"}, {"who": "x"}, {"since": "x"}, {"until": "\0"}):
        assert browser.get(address("activity"), query).status_code == 200


@pytest.mark.spec("AUDIT-2")
def test_what_the_filter_finds_is_taken_along(browser: Client, address: Address, seen: None) -> None:
    found = page(browser.get(address("activity"), {"kind": "viewed"}))
    form = found.select_one(f"form[action='{address('activity_export')}']")
    sent = {field["name"]: field["value"] for field in form.select("input")}
    answer = browser.post(address("activity_export"), {**sent, "format": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="activity-')
    assert "no-store" in answer["Cache-Control"]
    (row,) = csv.DictReader(io.StringIO(answer.getvalue().decode()))
    assert (row["what"], row["client_name"], row["who"]) == ("Record opened", "Maya Ellison", "Priya Raman")
    everything = json.loads(browser.post(address("activity_export"), {"format": "json"}).getvalue())
    assert len(everything) == AuditEvent.objects.count()
    assert everything[0]["what"] == "Log exported"


@pytest.mark.parametrize(
    "sent", [{}, {"format": "exe"}, {"format": "csv", "kind": "x"}, {"format": "csv", "since": "x"}]
)
def test_what_is_no_export_is_refused(browser: Client, address: Address, sent: dict[str, str]) -> None:
    assert browser.post(address("activity_export"), sent).status_code == 404
    assert not AuditEvent.objects.filter(action="activity.exported").exists()


def test_the_page_costs_the_same_at_any_length(
    browser: Client, address: Address, practitioner: Any, client_record: Any, practice: Any, queries: Any
) -> None:
    browser.get(address("activity"))
    costs = []
    for amount in (4, 16):
        for _number in range(amount):
            view_client(practitioner.actor, client=builders.make_client(practice, assigned_to=practitioner))
        with queries() as captured:
            browser.get(address("activity"))
        costs.append(len(captured))
    assert costs[0] == costs[1]
