"""What was done about a client, and the list of invitations, as pages."""

from __future__ import annotations

from typing import Any

import pytest

from client_portal.audit.models import AuditEvent
from client_portal.audit.services import record
from client_portal.core import outbox
from client_portal.core.actor import Actor
from client_portal.core.models import OutboxMessage
from client_portal.people.models import Invitation
from client_portal.people.services import find_invitation, invitation_token, revoke_invitation
from client_portal.practices.tenancy import absolute_url
from client_portal.testing import builders
from tests.staff.clients.conftest import Address, Desk, text_of


@pytest.mark.spec("CLIENT-4", "AUDIT-2")
def test_the_log_of_a_client_in_plain_words(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, ask: Any, accept: Any
) -> None:
    accept(ask(practitioner, client_record))
    text = text_of(desk(practitioner).get(address("client_activity", client_record)))
    assert "Record opened Priya Raman (Staff)" in text
    assert "Invitation accepted Before signing in" in text
    assert "Invitation sent Priya Raman (Staff)" in text
    assert "Record made Automatically" in text
    assert text.index("Record opened") < text.index("Invitation accepted") < text.index("Record made")
    assert "Eastern Time" in text


def test_the_log_is_paged_at_the_same_cost(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    for _number in range(40):
        record(Actor.system(practice), action="information.changed", client=client_record)
    browser = desk(practitioner)
    first = browser.get(address("client_activity", client_record))
    second = browser.get(first.context["next_url"])
    assert len(first.context["deeds"]) == 30
    assert second.context["next_url"] == ""
    assert "Record made" in text_of(second)
    for cursor in ("x", "W10", "WzAsImEiLCJiIl0"):
        assert browser.get(address("client_activity", client_record), {"cursor": cursor}).status_code == 404


def test_the_log_costs_the_same_at_any_length(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, queries: Any
) -> None:
    browser, costs = desk(practitioner), []
    for amount in (4, 16):
        for _number in range(amount):
            record(practitioner.actor, action="information.changed", client=client_record)
        browser.get(address("client_activity", client_record))
        with queries() as captured:
            browser.get(address("client_activity", client_record))
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.spec("INVITE-3", "INVITE-4")
def test_invitations_with_what_can_be_done_about_each(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, ask: Any, accept: Any
) -> None:
    def client(name: str) -> Any:
        return builders.make_client(
            practice, first_name=name, last_name="X", email=f"{name}@example.com", assigned_to=practitioner
        )

    waiting = ask(practitioner, client_record)
    accept(ask(practitioner, client("accepted")))
    revoke_invitation(practitioner.actor, invitation_id=ask(practitioner, client("revoked")).pk)
    outbox.drain()
    browser = desk(practitioner)
    page = browser.get(address("invitations"))
    text = text_of(page)
    assert "Maya Ellison maya@example.com Invited" in text
    assert "accepted X accepted@example.com Accepted" in text
    assert "revoked X revoked@example.com Revoked" in text
    assert absolute_url("portal:invitation_link", practice, token=invitation_token(waiting)) in text
    assert page.content.decode().count("Send again") == 1
    only = text_of(browser.get(address("invitations"), {"state": "accepted"}))
    assert "accepted X" in only
    assert "Maya" not in only
    assert "None in this state" in text_of(browser.get(address("invitations"), {"state": "opened"}))


@pytest.mark.spec("INVITE-4")
def test_the_list_is_where_one_goes_on_after_a_deed_from_it(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, ask: Any
) -> None:
    invitation = ask(practitioner, client_record)
    first = invitation_token(invitation)
    browser = desk(practitioner)
    for name in ("invitation_resend", "invitation_revoke"):
        answer = browser.post(address(name, invitation_id=invitation.pk), {"from": "list"})
        assert answer["Location"] == address("invitations")
    assert find_invitation(practice, first) is None
    assert Invitation.objects.unscoped(reason="looking after the table").get().revoked_at is not None


@pytest.mark.spec("INVITE-7", "STAFF-4")
def test_invitations_of_others_are_not_found(
    desk: Desk,
    address: Address,
    practice: Any,
    other_practice: Any,
    practitioner: builders.Staff,
    client_record: Any,
    ask: Any,
) -> None:
    invitation = ask(practitioner, client_record)
    before = list(Invitation.objects.unscoped(reason="looking after the table").values())
    stranger, elsewhere = builders.make_staff(practice, "practitioner"), builders.make_staff(other_practice)
    events, sent = AuditEvent.objects.count(), OutboxMessage.objects.count()
    for staff, of in ((stranger, practice), (elsewhere, other_practice), (elsewhere, practice)):
        browser = desk(staff)
        assert "Maya" not in browser.get(address("invitations", of=of)).content.decode()
        for name in ("invitation_resend", "invitation_revoke"):
            assert browser.post(address(name, of=of, invitation_id=invitation.pk)).status_code == 404
    assert list(Invitation.objects.unscoped(reason="looking after the table").values()) == before
    assert (AuditEvent.objects.count(), OutboxMessage.objects.count()) == (events, sent)


def test_an_empty_list_of_invitations_leads_on(desk: Desk, address: Address, practitioner: builders.Staff) -> None:
    page = desk(practitioner).get(address("invitations"))
    assert "Nobody was invited yet" in text_of(page)
    assert address("clients_invite") in page.content.decode()
