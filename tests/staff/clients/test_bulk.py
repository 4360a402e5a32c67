"""Inviting many: who can be, who can't and why, a look before sending, and what became of it."""

from __future__ import annotations

from typing import Any

import pytest

from client_portal.access.services import restrict_client
from client_portal.audit.models import AuditEvent
from client_portal.core import clock, outbox
from client_portal.core.actor import Actor
from client_portal.core.models import OutboxMessage
from client_portal.onboarding.selectors import progress_of
from client_portal.people.models import Invitation
from client_portal.people.selectors import CANDIDATES_SIZE
from client_portal.people.services import archive_client
from client_portal.practices.services import set_portal_availability
from client_portal.testing import builders
from tests.staff.clients.conftest import Address, Desk, text_of


def invitations() -> Any:
    return Invitation.objects.unscoped(reason="looking after the table")


def ids(*clients: Any) -> list[str]:
    return [str(client.client_portal_profile.pk) for client in clients]


@pytest.fixture
def noor(practice: Any, practitioner: builders.Staff) -> Any:
    """A second client who can be invited."""
    return builders.make_client(
        practice, first_name="Noor", last_name="Haddad", email="noor@example.com", assigned_to=practitioner
    )


@pytest.mark.spec("INVITE-7")
def test_who_can_be_invited_and_why_others_cannot(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, noor: Any, ask: Any
) -> None:
    builders.make_client(practice, first_name="Silent", last_name="One", assigned_to=practitioner)
    gone = builders.make_client(
        practice, first_name="Gone", last_name="One", email="g@example.com", assigned_to=practitioner
    )
    archive_client(practitioner.actor, client=gone)
    ask(practitioner, noor)
    browser = desk(practitioner)
    page = browser.get(address("clients_invite"))
    text = text_of(page)
    assert "Can be invited (1)" in text
    assert "Can’t be invited (3)" in text
    assert "Maya Ellison maya@example.com" in text
    assert "Noor" not in text
    # Nobody is chosen beforehand.
    assert "checked" not in page.content.decode()
    text = text_of(browser.get(address("clients_invite"), {"show": "hindered"}))
    assert "Noor Haddad This client was invited already." in text
    assert "Silent One There is no e-mail address on file." in text
    assert "Gone One This record is archived." in text
    assert "Maya" not in text
    assert "Noor" in text_of(browser.get(address("clients_invite"), {"show": "hindered", "search": "noor"}))


@pytest.mark.spec("INVITE-7")
def test_a_look_before_sending_then_counts_and_states(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, noor: Any, ask: Any
) -> None:
    browser = desk(practitioner)
    check = browser.post(address("clients_invite"), {"client": ids(client_record, noor), "choice": "chosen"})
    text = text_of(check)
    assert "2 clients get an invitation" in text
    assert "Informed consent for treatment" in text
    assert "Send 2 invitations" in text
    assert not invitations().exists()
    # Somebody else invites one of them in the meantime.
    ask(practitioner, noor)
    sent = browser.post(address("clients_invite_send"), {"client": ids(client_record, noor), "note": "Welcome"})
    assert sent["Location"] == address("clients_invite_result")
    assert invitations().count() == 2
    assert {row.note for row in invitations()} == {"Welcome", ""}
    text = text_of(browser.get(address("clients_invite_result")))
    assert "1 client invited" in text
    assert "1 e-mail is still on its way." in text
    assert "1 client could not be invited." in text
    assert "Maya Ellison maya@example.com Invited On its way" in text
    assert "Noor Haddad noor@example.com This client was invited already." in text
    outbox.drain()
    text = text_of(browser.get(address("clients_invite_result")))
    assert "All e-mails went out." in text
    assert "Maya Ellison maya@example.com Invited Sent" in text


def test_an_undeliverable_letter_shows_in_the_result(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any
) -> None:
    browser = desk(practitioner)
    browser.post(address("clients_invite_send"), {"client": ids(client_record)})
    OutboxMessage.objects.filter(topic="people.invitation").update(dead_at=clock.now())
    assert "Could not be sent" in text_of(browser.get(address("clients_invite_result")))


def test_everybody_is_asked_what_the_practice_asks_and_keeps_what_is_off(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, noor: Any
) -> None:
    restrict_client(practitioner.actor, client=noor, features_off=["messaging"])
    desk(practitioner).post(address("clients_invite_send"), {"client": ids(client_record, noor)})
    for client in (client_record, noor):
        progress = progress_of(practitioner.actor, client)
        assert progress is not None
        assert progress.total == 10
    assert [row.feature for row in noor.client_portal_restrictions.all()] == ["messaging"]
    assert not client_record.client_portal_restrictions.exists()


def test_all_on_the_page_without_ticking(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, noor: Any
) -> None:
    browser = desk(practitioner)
    form = {"listed": ids(client_record, noor), "choice": "page"}
    assert "2 clients get an invitation" in text_of(browser.post(address("clients_invite"), form))
    ticked = {**form, "client": ids(noor), "choice": "chosen"}
    assert "1 client gets an invitation" in text_of(browser.post(address("clients_invite"), ticked))


def test_choosing_nobody_is_said(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any
) -> None:
    page = desk(practitioner).post(address("clients_invite"), {"listed": ids(client_record), "choice": "chosen"})
    assert page.status_code == 422
    assert "Choose at least one client." in text_of(page)


def test_a_note_that_is_too_long_is_said_and_kept(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any
) -> None:
    form = {"client": ids(client_record), "note": "long " * 250}
    page = desk(practitioner).post(address("clients_invite_send"), form)
    assert page.status_code == 422
    assert "long long long" in page.content.decode()
    assert "1 client gets an invitation" in text_of(page)
    assert not invitations().exists()


@pytest.mark.spec("INVITE-7", "STAFF-4")
def test_one_client_of_others_refuses_the_whole_list(
    desk: Desk, address: Address, practice: Any, other_practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    colleague = builders.make_staff(practice, "practitioner")
    theirs = builders.make_client(practice, email="t@example.com", assigned_to=colleague)
    elsewhere = builders.make_client(other_practice, email="e@example.com")
    browser, before = desk(practitioner), AuditEvent.objects.count()
    for stranger in (ids(theirs), ids(elsewhere), ["00000000-0000-0000-0000-000000000000"], ["nonsense"], ["\x00"]):
        for name in ("clients_invite", "clients_invite_send"):
            form = {"client": [*ids(client_record), *stranger], "choice": "chosen"}
            assert browser.post(address(name), form).status_code == 404
    assert not invitations().exists()
    assert not OutboxMessage.objects.exists()
    assert AuditEvent.objects.count() == before


def test_more_than_a_page_at_once_is_refused(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any
) -> None:
    form = {"client": ids(client_record) * (CANDIDATES_SIZE + 1)}
    assert desk(practitioner).post(address("clients_invite_send"), form).status_code == 404
    assert not invitations().exists()


def test_while_the_portal_is_off_nobody_is_invited(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    set_portal_availability(Actor.system(practice), is_on=False)
    browser = desk(practitioner)
    assert "The client portal is switched off." in text_of(browser.get(address("clients_invite")))
    browser.post(address("clients_invite_send"), {"client": ids(client_record)})
    text = text_of(browser.get(address("clients_invite_result")))
    assert "0 clients invited" in text
    assert "The portal is off." in text
    assert not invitations().exists()
    assert not OutboxMessage.objects.filter(topic="people.invitation").exists()


@pytest.mark.spec("INVITE-7")
@pytest.mark.parametrize("role", ["scheduler", "biller", "forms_administrator", "supervisor"])
def test_who_lets_nobody_in_has_no_such_pages(
    desk: Desk, address: Address, practice: Any, client_record: Any, role: str
) -> None:
    browser = desk(builders.make_staff(practice, role))
    for name in ("clients_invite", "clients_invite_send", "clients_invite_result", "invitations"):
        assert browser.get(address(name)).status_code == 403
        assert browser.post(address(name), {"client": ids(client_record)}).status_code in (403, 405)
    assert not invitations().exists()


def test_there_is_nothing_to_open_before_somebody_was_invited(
    desk: Desk, address: Address, practitioner: builders.Staff
) -> None:
    browser = desk(practitioner)
    for name in ("clients_invite_send", "clients_invite_result"):
        assert browser.get(address(name))["Location"] == address("clients_invite")
    assert browser.post(address("clients_invite_result")).status_code == 405
    assert "Nobody to invite" in text_of(browser.get(address("clients_invite")))


@pytest.mark.parametrize("name", ["clients_invite", "clients_invite_result", "invitations"])
def test_pages_cost_the_same_at_any_length(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, queries: Any, name: str
) -> None:
    browser, costs = desk(practitioner), []
    for amount in (2, 8):
        clients = [
            builders.make_client(practice, email="a@example.com", assigned_to=practitioner) for _number in range(amount)
        ]
        if name != "clients_invite":
            browser.post(address("clients_invite_send"), {"client": ids(*clients)})
        browser.get(address(name))
        with queries() as captured:
            browser.get(address(name))
        costs.append(len(captured))
    assert costs[0] == costs[1]
