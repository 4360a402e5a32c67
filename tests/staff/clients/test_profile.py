"""A client's profile: its tabs, the overview, and what can be done from there."""

from __future__ import annotations

from typing import Any

import pytest

from client_portal import swap
from client_portal.access.models import ArchivedRecord
from client_portal.access.rules import can
from client_portal.access.services import assign_staff
from client_portal.audit.models import AuditEvent
from client_portal.people.adapters import people
from client_portal.people.models import ClientContact
from client_portal.people.selectors import care_team_of, contacts_of
from client_portal.people.services import add_contact, update_information
from client_portal.staff.clients.tabs import ClientTab, client_tabs
from client_portal.testing import builders
from tests.staff.clients.conftest import Address, Desk, tabs_of, text_of

ALL_TABS = ["Overview", "Portal", "Documents", "Activity"]


@pytest.mark.spec("STAFF-1", "CLIENT-4")
@pytest.mark.parametrize(
    ("role", "tabs", "answers"),
    [
        ("practitioner", ALL_TABS, (200, 200, 200, 200)),
        ("administrator", ALL_TABS, (200, 200, 200, 200)),
        ("scheduler", ["Overview"], (200, 403, 403, 403)),
        ("biller", ["Overview"], (200, 403, 403, 403)),
        ("forms_administrator", [], (404, 404, 404, 404)),
        ("supervisor", [], (404, 404, 404, 404)),
    ],
)
def test_tabs_by_role(
    desk: Desk,
    address: Address,
    practice: Any,
    practitioner: builders.Staff,
    client_record: Any,
    role: str,
    tabs: list[str],
    answers: tuple[int, ...],
) -> None:
    staff = practitioner if role == "practitioner" else builders.make_staff(practice, role)
    browser = desk(staff)
    assert tabs_of(browser.get(address("client", client_record))) == tabs
    names = ("client", "client_portal", "client_documents", "client_activity")
    assert tuple(browser.get(address(name, client_record)).status_code for name in names) == answers


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize("role", ["scheduler", "biller", "administrator"])
def test_contact_data_and_nothing_clinical(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, role: str
) -> None:
    facts = {"phone": "(555) 010-2233", "city": "Portland", "pronouns": "xe/xem", "gender_identity": "agender"}
    update_information(practitioner.actor, client=client_record, facts=facts)
    text = text_of(desk(builders.make_staff(practice, role)).get(address("client", client_record)))
    assert "(555) 010-2233" in text
    assert "Portland" in text
    assert "xe/xem" not in text
    assert "agender" not in text
    assert "xe/xem" in text_of(desk(practitioner).get(address("client", client_record)))


@pytest.mark.spec("STAFF-3")
def test_a_billing_tab_is_for_those_with_the_permission(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, monkeypatch: Any
) -> None:
    tabs = {**client_tabs._items, "billing": ClientTab("Billing", "staff:client", ("billing.view",))}
    monkeypatch.setattr(client_tabs, "_items", tabs)
    assert "Billing" not in tabs_of(desk(practitioner).get(address("client", client_record)))
    biller = builders.make_staff(practice, "biller")
    assert "Billing" in tabs_of(desk(biller).get(address("client", client_record)))


@pytest.mark.spec("AUDIT-1")
def test_opening_a_profile_is_recorded_once(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    other = builders.make_client(practice, assigned_to=practitioner)
    browser = desk(practitioner)

    def seen() -> list[str]:
        events = AuditEvent.objects.filter(action="client.viewed").order_by("sequence")
        return list(events.values_list("client_id", flat=True))

    maya, theo = str(client_record.pk), str(other.pk)
    browser.get(address("client", client_record))
    browser.get(address("client_portal", client_record))
    browser.get(address("client_activity", client_record))
    assert seen() == [maya]
    # A link from elsewhere into the middle of a profile opens it as well; so does coming back to another one's.
    browser.get(address("client_documents", other))
    browser.get(address("client_portal", client_record))
    assert seen() == [maya, theo, maya]
    browser.get(address("client", client_record))
    assert seen() == [maya, theo, maya, maya]
    event = AuditEvent.objects.filter(action="client.viewed").last()
    assert event is not None
    assert (event.user_id, event.ip) == (str(practitioner.user.pk), "127.0.0.1")


def test_refused_pages_record_no_opening(desk: Desk, address: Address, practice: Any, client_record: Any) -> None:
    for role in ("practitioner", "forms_administrator"):
        desk(builders.make_staff(practice, role)).get(address("client", client_record))
    desk(builders.make_staff(practice, "scheduler")).get(address("client_activity", client_record))
    assert not AuditEvent.objects.filter(action="client.viewed").exists()


@pytest.mark.spec("STAFF-2")
def test_manage_access_gives_and_takes_at_once(
    desk: Desk, address: Address, practice: Any, administrator: builders.Staff, client_record: Any
) -> None:
    colleague = builders.make_staff(practice, "supervisor", name="Sue Park")
    manager, browser = desk(administrator), desk(colleague)
    assert browser.get(address("client", client_record)).status_code == 404
    assert "Sue Park (Supervisor)" in text_of(manager.get(address("client_care_team", client_record)))
    given = manager.post(address("client_care_team", client_record), {"member_id": str(colleague.member.pk)})
    assert given["Location"] == address("client_care_team", client_record)
    assert browser.get(address("client_documents", client_record)).status_code == 200
    manager.post(address("client_care_team_remove", client_record, member_id=colleague.member.pk))
    for name in ("client", "client_documents", "client_portal", "client_activity"):
        assert browser.get(address(name, client_record)).status_code == 404


def test_who_removes_themself_goes_to_those_they_have(
    desk: Desk, address: Address, practice: Any, administrator: builders.Staff
) -> None:
    client = builders.make_client(practice)
    practitioner = builders.make_staff(practice, "practitioner", name="Tom Lind")
    assign_staff(administrator.actor, client=client, member=practitioner.member)
    browser = desk(practitioner)
    answer = browser.post(address("client_care_team_remove", client, member_id=practitioner.member.pk))
    assert answer["Location"] == address("clients")
    assert not can(practitioner.actor, "clients.view", client)


def test_nobody_from_elsewhere_is_put_on_the_team(
    desk: Desk, address: Address, other_practice: Any, administrator: builders.Staff, client_record: Any
) -> None:
    stranger = builders.make_staff(other_practice, "practitioner")
    browser = desk(administrator)
    before = care_team_of(administrator.actor, client_record)
    for member_id in (stranger.member.pk, "", "nonsense", client_record.client_portal_profile.pk):
        page = browser.post(address("client_care_team", client_record), {"member_id": str(member_id)})
        assert page.status_code == 422
    remove = address("client_care_team_remove", client_record, member_id=stranger.member.pk)
    assert browser.post(remove).status_code == 404
    assert care_team_of(administrator.actor, client_record) == before


def test_archiving_after_saying_what_it_does(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, maya: Any
) -> None:
    browser = desk(practitioner)
    assert "reach nothing of the record" in text_of(browser.get(address("client_archive", client_record)))
    browser.post(address("client_archive", client_record), {"reason": "Moved away"})
    assert not builders.portal_actor(maya, practice).is_portal
    page = text_of(browser.get(address("client", client_record)))
    assert "Archived on" in page
    assert "Moved away" in page
    assert "Maya Ellison" not in text_of(browser.get(address("clients")))
    assert "Maya Ellison" in text_of(browser.get(address("clients"), {"state": "archived"}))
    assert browser.post(address("client_archive", client_record), {}).status_code == 409
    browser.post(address("client_restore", client_record))
    assert builders.portal_actor(maya, practice).is_portal
    assert browser.post(address("client_restore", client_record)).status_code == 409


def test_changing_the_address(desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any) -> None:
    browser = desk(practitioner)
    assert 'value="maya@example.com"' in browser.get(address("client_email", client_record)).content.decode()
    wrong = browser.post(address("client_email", client_record), {"email": "maya@"})
    assert wrong.status_code == 422
    browser.post(address("client_email", client_record), {"email": "maya@new.example"})
    client = swap.model("Client")._default_manager.get(pk=client_record.pk)
    assert people().client_facts(client).email == "maya@new.example"


@pytest.mark.spec("CLIENT-3")
def test_contacts_from_adding_to_removing(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    sibling = builders.make_client(practice, first_name="Theo", last_name="Ellison", assigned_to=practitioner)
    browser = desk(practitioner)
    typed = {"first_name": "Jo", "last_name": "Ellison", "email": "jo@example.com", "phone": "(555) 010-4455"}
    wrong = browser.post(address("client_contact_new", client_record), typed)
    assert wrong.status_code == 422
    assert "Choose what this person is to the client." in text_of(wrong)
    browser.post(
        address("client_contact_new", client_record), {**typed, "relationship": "parent", "is_billing_contact": "on"}
    )
    (mother,) = contacts_of(practitioner.actor, client_record)
    assert "Jo Ellison Parent Billing" in text_of(browser.get(address("client", client_record)))

    found = browser.get(address("client_contact_new", sibling), {"find": "jo"})
    attach = address("client_contact_attach", sibling, contact_id=mother.contact_id)
    assert attach in found.content.decode()
    assert browser.get(attach).status_code == 200
    browser.post(attach, {"relationship": "guardian", "is_emergency_contact": "on"})
    assert "Jo Ellison Guardian Emergency" in text_of(browser.get(address("client", sibling)))
    assert browser.post(attach, {"relationship": "guardian"}).status_code == 409

    change = address("client_contact", client_record, attached_id=mother.pk)
    assert 'value="jo@example.com"' in browser.get(change).content.decode()
    browser.post(change, {**typed, "phone": "(555) 010-9999", "relationship": "other"})
    for client in (client_record, sibling):
        assert "(555) 010-9999" in text_of(browser.get(address("client", client)))

    remove = address("client_contact_remove", client_record, attached_id=mother.pk)
    assert "Other clients keep this contact." in text_of(browser.get(remove))
    browser.post(remove)
    assert not contacts_of(practitioner.actor, client_record).exists()
    assert contacts_of(practitioner.actor, sibling).exists()


@pytest.mark.spec("STAFF-4")
def test_a_contact_of_another_client_is_not_found_under_this_one(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    hidden = builders.make_client(practice)
    system = builders.make_staff(practice).actor
    theirs = add_contact(system, client=hidden, relationship="parent", first_name="Hidden", last_name="Person")
    browser = desk(practitioner)
    paths = [
        address(name, client_record, attached_id=theirs.pk)
        for name in ("client_contact", "client_contact_remove", "client_portal_contact")
    ]
    paths.append(address("client_contact_attach", client_record, contact_id=theirs.contact_id))
    for path in paths:
        assert browser.get(path).status_code == 404
        form = {"first_name": "X", "last_name": "Y", "relationship": "other"}
        assert browser.post(path, form).status_code in (404, 405)
    assert "Hidden" not in text_of(browser.get(address("client_contact_new", client_record), {"find": "hidden"}))
    rows = ClientContact.objects.unscoped(reason="looking after the table")
    assert rows.get().contact.first_name == "Hidden"


def test_text_that_no_database_takes_finds_nobody(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any
) -> None:
    page = desk(practitioner).get(address("client_contact_new", client_record), {"find": "\x00"})
    assert page.status_code == 200
    assert "Null characters are not allowed." in text_of(page)


def test_what_was_typed_outlives_a_session(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, time_machine: Any
) -> None:
    import datetime as dt

    start = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
    time_machine.move_to(start, tick=False)
    browser = desk(practitioner)
    browser.get(address("client_archive", client_record))
    time_machine.move_to(start + dt.timedelta(hours=2), tick=False)
    ended = browser.post(address("client_archive", client_record), {"reason": "Moved away"})
    assert ended.status_code == 302
    assert not ArchivedRecord.objects.exists()
    browser.force_login(practitioner.user)
    assert 'value="Moved away"' in browser.get(address("client_archive", client_record)).content.decode()
