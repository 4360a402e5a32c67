"""The list of clients and making one, as pages."""

from __future__ import annotations

from typing import Any

import pytest

from client_portal import swap
from client_portal.audit.models import AuditEvent
from client_portal.people.adapters import people
from client_portal.testing import builders
from tests.staff.clients.conftest import Address, Desk, text_of

SCRIPT = "<script>alert(1)</script>"


def records() -> Any:
    return swap.model("Client")._default_manager


@pytest.mark.spec("STAFF-2")
def test_the_list_shows_whom_one_has(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    builders.make_client(practice, first_name="Somebody", last_name="Else")
    builders.make_client(practice, first_name="Theo", last_name="Ellison", kind="minor", assigned_to=practitioner)
    page = desk(practitioner).get(address("clients"))
    text = text_of(page)
    assert page.status_code == 200
    assert "Maya Ellison" in text
    assert "maya@example.com Not invited" in text
    assert "Theo Ellison Minor None on file" in text
    assert "Somebody" not in text
    assert address("client", client_record) in page.content.decode()


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize(
    ("role", "sees", "may_create", "may_invite"),
    [
        ("administrator", True, True, True),
        ("scheduler", True, True, False),
        ("biller", True, False, False),
        ("forms_administrator", False, False, False),
        ("practitioner", False, True, True),
    ],
)
def test_what_the_list_offers_to_whom(
    desk: Desk,
    address: Address,
    practice: Any,
    client_record: Any,
    role: str,
    sees: bool,
    may_create: bool,
    may_invite: bool,
) -> None:
    page = desk(builders.make_staff(practice, role)).get(address("clients")).content.decode()
    assert ("Maya Ellison" in page) is sees
    assert (f'href="{address("client_new")}"' in page) is may_create
    assert (f'href="{address("clients_invite")}"' in page) is may_invite


def test_searching_and_filtering(
    desk: Desk, address: Address, practice: Any, administrator: builders.Staff, client_record: Any
) -> None:
    builders.make_client(practice, first_name="Noor", last_name="Haddad")
    browser = desk(administrator)
    found = text_of(browser.get(address("clients"), {"search": "noor"}))
    assert "Noor Haddad" in found
    assert "Maya" not in found
    nobody = text_of(browser.get(address("clients"), {"search": "zzz"}))
    assert "Nobody found" in nobody
    assert "Show all clients" in nobody
    assert "Nobody found" in text_of(browser.get(address("clients"), {"state": "accepted"}))


def test_empty_lists_say_what_comes_next(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff
) -> None:
    assert "No clients yet" in text_of(desk(practitioner).get(address("clients")))
    biller = text_of(desk(builders.make_staff(practice, "biller")).get(address("clients")))
    assert "Clients appear here once a colleague gives you access" in biller
    assert "New client" not in biller


@pytest.mark.parametrize(
    "query", [{"search": "\x00"}, {"search": "Maya\x00"}, {"state": "nonsense"}, {"search": "x" * 5000}]
)
def test_what_no_filter_takes_is_said_on_the_page(
    desk: Desk, address: Address, administrator: builders.Staff, client_record: Any, query: dict[str, str]
) -> None:
    page = desk(administrator).get(address("clients"), query)
    assert page.status_code == 422
    assert "There is a problem" in text_of(page)
    assert "Maya Ellison" not in text_of(page)


@pytest.mark.parametrize("cursor", ["x", "W10", "WzAsImEiLCJiIl0", "WzAsIlx1MDAwMCIsImIiXQ", "\x00", "é"])
def test_a_page_link_that_is_not_ours_is_not_found(
    desk: Desk, address: Address, administrator: builders.Staff, client_record: Any, cursor: str
) -> None:
    assert desk(administrator).get(address("clients"), {"cursor": cursor}).status_code == 404


def test_pages_lead_on_and_back_and_keep_the_filter(
    desk: Desk, address: Address, practice: Any, administrator: builders.Staff
) -> None:
    for _number in range(25):
        builders.make_client(practice, first_name="Noor")
    browser = desk(administrator)
    first = browser.get(address("clients"), {"search": "noor"})
    assert first.context["previous_url"] == ""
    assert "search=noor" in first.context["next_url"]
    second = browser.get(first.context["next_url"])
    assert len(first.context["rows"]) + len(second.context["rows"]) == 25
    assert second.context["next_url"] == ""
    assert browser.get(second.context["previous_url"]).context["rows"] == first.context["rows"]


def test_the_list_costs_the_same_at_any_length(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, queries: Any
) -> None:
    browser, costs = desk(practitioner), []
    browser.get(address("clients"))
    for amount in (3, 12):
        for _number in range(amount):
            builders.make_client(practice, assigned_to=practitioner)
        with queries() as captured:
            page = browser.get(address("clients"))
        assert len(page.context["rows"]) == {3: 3, 12: 15}[amount]
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_a_script_in_a_name_is_text(desk: Desk, address: Address, practice: Any, practitioner: builders.Staff) -> None:
    client = builders.make_client(
        practice, first_name=SCRIPT, last_name="O'<b>Hara", assigned_to=practitioner, email="a@example.com"
    )
    browser = desk(practitioner)
    pages = [address("clients")]
    pages += [
        address(name, client)
        for name in ("client", "client_portal", "client_invite", "client_documents", "client_activity")
    ]
    pages += [address(name, client) for name in ("client_archive", "client_care_team", "client_contact_new")]
    pages.append(address("clients_invite"))
    for path in pages:
        page = browser.get(path)
        assert page.status_code == 200
        assert SCRIPT not in page.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.content.decode()


@pytest.mark.spec("CLIENT-1", "CLIENT-2")
def test_two_names_make_a_client(desk: Desk, address: Address, practitioner: builders.Staff) -> None:
    browser = desk(practitioner)
    answer = browser.post(address("client_new"), {"first_name": "Theo", "last_name": "Ellison", "kind": "minor"})
    client = records().get()
    assert answer.status_code == 302
    assert answer["Location"] == address("client", client)
    page = text_of(browser.get(answer["Location"]))
    assert "The record is made. Nothing was sent to the client." in page
    assert "Minor" in page
    assert "Priya Raman Assigned" in page


@pytest.mark.spec("CLIENT-1")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"first_name": ""}, "Enter the first name."),
        ({"last_name": " "}, "Enter the last name."),
        ({"email": "maya@"}, "Enter a valid email address."),
        (
            {"birth_date_month": "1", "birth_date_day": "1", "birth_date_year": "2999"},
            "A date of birth can&#x27;t be in the future.",
        ),
        (
            {"birth_date_month": "2", "birth_date_day": "31", "birth_date_year": "2000"},
            "Date of birth must be a real date: check the day.",
        ),
        ({"kind": "robot"}, "Select a valid choice."),
        ({"first_name": "M" * 101}, "at most 100 characters"),
        ({"first_name": "M\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    desk: Desk, address: Address, practitioner: builders.Staff, typed: dict[str, str], said: str
) -> None:
    form = {"first_name": "Theo", "last_name": "Ellison", "email": "theo@example.com", "kind": "minor", **typed}
    page = desk(practitioner).post(address("client_new"), form)
    assert page.status_code == 422
    assert said in page.content.decode()
    kept = {"first_name": "Theo", "last_name": "Ellison", "email": "theo@example.com"}
    for name, value in kept.items():
        if name not in typed:
            assert f'value="{value}"' in page.content.decode()
    assert not records().exists()
    assert not AuditEvent.objects.filter(action="client.created").exists()


def test_who_may_not_make_clients(desk: Desk, address: Address, practice: Any) -> None:
    for role in ("biller", "supervisor", "forms_administrator"):
        browser = desk(builders.make_staff(practice, role))
        form = {"first_name": "Theo", "last_name": "Ellison", "kind": "individual"}
        assert browser.get(address("client_new")).status_code == 403
        assert browser.post(address("client_new"), form).status_code == 403
    assert not records().exists()


def test_facts_are_written_as_they_were_typed(desk: Desk, address: Address, practitioner: builders.Staff) -> None:
    form = {
        "first_name": "Zoë",
        "last_name": "Øster-Åberg",
        "email": "zoe@example.com",
        "birth_date_month": "2",
        "birth_date_day": "29",
        "birth_date_year": "2000",
        "kind": "individual",
    }
    assert desk(practitioner).post(address("client_new"), form).status_code == 302
    facts = people().client_facts(records().get())
    assert (facts.full_name, facts.email, str(facts.birth_date)) == ("Zoë Øster-Åberg", "zoe@example.com", "2000-02-29")
