"""The portal tab: where a client stands, what they have, what waits for staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from client_portal.access.rules import can
from client_portal.access.services import assign_staff, restrict_client
from client_portal.audit.models import AuditEvent
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.models import OutboxMessage
from client_portal.files.services import store_file
from client_portal.people.models import Invitation, ProposedChange
from client_portal.people.selectors import information_of, insurance_of, newest_invitation
from client_portal.people.services import (
    add_contact,
    find_invitation,
    invitation_token,
    mark_opened,
    revoke_invitation,
    save_insurance,
    update_information,
)
from client_portal.practices.services import save_features, set_portal_availability
from client_portal.practices.tenancy import absolute_url
from client_portal.testing import builders
from tests.staff.clients.conftest import Address, Desk, text_of

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\xdac\xfc\xcf\xc0P\x0f\x00\x04\x85\x01\x80\x84\xa9\x8c!\x00\x00\x00\x00IEND\xaeB`\x82"
)
POLICY = {"payer": "Cascade Health", "member_id": "CH 4471"}


@pytest.fixture
def show(desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any) -> Callable[[], str]:
    """What the practitioner reads on the tab now."""
    return lambda: text_of(desk(practitioner).get(address("client_portal", client_record)))


@pytest.mark.spec("INVITE-3", "INVITE-4")
def test_each_state_with_its_times_and_deeds(
    show: Callable[[], str],
    practice: Any,
    practitioner: builders.Staff,
    client_record: Any,
    ask: Any,
    accept: Any,
) -> None:
    assert "Not invited" in show()
    assert "Invite to portal" in show()
    invitation = ask(practitioner, client_record)
    link = absolute_url("portal:invitation_link", practice, token=invitation_token(invitation))
    text = show()
    assert "Access to the portal Invited" in text
    assert "Sent to maya@example.com On its way" in text
    assert "Opened Not yet" in text
    assert "Link can be used until" in text
    assert link in text
    assert "Send again" in text
    assert "Revoke" in text
    mark_opened(Actor.anonymous(practice), token=invitation_token(invitation))
    assert "Access to the portal Opened" in show()
    rows = Invitation.objects.unscoped(reason="an invitation of last week").filter(pk=invitation.pk)
    rows.update(expires_at=clock.now() - dt.timedelta(hours=1))
    text = show()
    assert "Access to the portal Expired" in text
    assert "Link expired" in text
    assert link not in text
    assert "Send again" in text
    rows.update(expires_at=clock.now() + dt.timedelta(days=1))
    accept(invitation)
    text = show()
    assert "Access to the portal Accepted" in text
    assert "Login maya@example.com" in text
    assert "In the portal since" in text
    assert "Send again" not in text
    assert "Revoke" not in text
    assert link not in text


@pytest.mark.spec("INVITE-4")
def test_a_revoked_invitation_makes_room_for_another(
    show: Callable[[], str], practitioner: builders.Staff, client_record: Any, ask: Any
) -> None:
    revoke_invitation(practitioner.actor, invitation_id=ask(practitioner, client_record).pk)
    text = show()
    assert "Not invited" in text
    assert "An earlier invitation was revoked:" in text
    assert "Invite to portal" in text


@pytest.mark.spec("INVITE-2")
def test_what_keeps_a_client_out_is_said(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff
) -> None:
    client = builders.make_client(practice, assigned_to=practitioner)
    browser = desk(practitioner)
    assert "There is no e-mail address on file." in text_of(browser.get(address("client_portal", client)))
    set_portal_availability(Actor.system(practice), is_on=False)
    text = text_of(browser.get(address("client_portal", client)))
    assert "The client portal is switched off." in text
    assert "Invite to portal" not in text


@pytest.mark.spec("INVITE-4")
def test_sending_again_and_revoking_from_the_tab(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, ask: Any
) -> None:
    invitation = ask(practitioner, client_record)
    first = invitation_token(invitation)
    browser = desk(practitioner)
    answer = browser.post(address("invitation_resend", invitation_id=invitation.pk))
    assert answer["Location"] == address("client_portal", client_record)
    again = newest_invitation(practitioner.actor, client_record)
    assert again is not None
    assert find_invitation(practice, first) is None
    assert find_invitation(practice, invitation_token(again)) is not None
    assert OutboxMessage.objects.filter(topic="people.invitation").count() == 2
    browser.post(address("invitation_revoke", invitation_id=invitation.pk))
    assert find_invitation(practice, invitation_token(again)) is None
    for name in ("invitation_resend", "invitation_revoke"):
        assert browser.post(address(name, invitation_id=invitation.pk)).status_code == 409
    assert OutboxMessage.objects.filter(topic="people.invitation").count() == 2


@pytest.mark.spec("FEAT-8")
def test_features_are_narrowed_for_one_client(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, maya: Any
) -> None:
    save_features(Actor.system(practice), states={"uploads": False})
    browser = desk(practitioner)
    page = browser.get(address("client_portal", client_record))
    assert "Client uploads Off for the practice" in text_of(page)
    switches = {
        "appointment_requests": "on",
        "initial-appointment_requests": "True",
        "appointment_cancellation": "on",
        "initial-appointment_cancellation": "True",
        "initial-messaging": "True",
        # What the practice has off can't be switched on from here.
        "uploads": "on",
        "initial-uploads": "False",
    }
    assert browser.post(address("client_features", client_record), switches).status_code == 302
    actor = builders.portal_actor(maya, practice)
    assert not can(actor, "messaging.use", client_record)
    assert not can(actor, "documents.upload", client_record)
    assert can(actor, "appointments.request", client_record)
    assert "Secure messaging Off for this client" in text_of(browser.get(address("client_portal", client_record)))
    # Who saves a page from before moves no switch that they didn't move.
    browser.post(address("client_features", client_record), {**switches, "initial-messaging": "False"})
    assert not can(builders.portal_actor(maya, practice), "messaging.use", client_record)
    browser.post(address("client_features", client_record), {"messaging": "on", "initial-messaging": "False"})
    assert can(builders.portal_actor(maya, practice), "messaging.use", client_record)


def test_a_restriction_outlives_the_practices_switch(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, maya: Any
) -> None:
    restrict_client(practitioner.actor, client=client_record, features_off=["messaging"])
    save_features(Actor.system(practice), states={"messaging": False})
    browser = desk(practitioner)
    text = text_of(browser.get(address("client_portal", client_record)))
    assert "Stays off for this client when the practice turns it on." in text
    browser.post(address("client_features", client_record), {"initial-uploads": "True"})
    save_features(Actor.system(practice), states={"messaging": True})
    actor = builders.portal_actor(maya, practice)
    assert not can(actor, "messaging.use", client_record)
    assert not can(actor, "documents.upload", client_record)


@pytest.mark.spec("ONB-6")
def test_progress_is_shown_step_by_step(
    show: Callable[[], str], practitioner: builders.Staff, client_record: Any, ask: Any
) -> None:
    assert "Nothing was asked yet." in show()
    ask(practitioner, client_record)
    text = show()
    assert "0 of 10 done" in text
    assert "Consent forms" in text
    assert "Informed consent for treatment Not started" in text
    assert "Adult intake Not started" in text


@pytest.mark.spec("ONB-7")
@pytest.mark.parametrize("decision", ["accept", "decline"])
def test_proposed_changes_are_decided_here(
    desk: Desk,
    address: Address,
    practice: Any,
    practitioner: builders.Staff,
    client_record: Any,
    maya: Any,
    decision: str,
) -> None:
    me = builders.portal_actor(maya, practice)
    wanted = {"city": "Seattle", "birth_date": dt.date(1991, 1, 2)}
    update_information(me, client=client_record, facts=wanted, needs_review=True)
    browser = desk(practitioner)
    text = text_of(browser.get(address("client_portal", client_record)))
    assert "Proposed changes 1 to decide" in text
    assert "City Now: Not given Wanted: Seattle" in text
    assert "Wanted: Jan. 2, 1991" in text
    change = ProposedChange.objects.unscoped(reason="looking after the table").get()
    path = address("client_change", client_record, change_id=change.pk)
    assert browser.post(path, {"decision": decision}).status_code == 302
    stands = information_of(practitioner.actor, client_record)["city"]
    assert stands == ("Seattle" if decision == "accept" else "")
    assert "Proposed changes" not in text_of(browser.get(address("client_portal", client_record)))
    assert browser.post(path, {"decision": "accept"}).status_code == 409


@pytest.mark.spec("ONB-8")
def test_insurance_is_reviewed_here(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, maya: Any
) -> None:
    me = builders.portal_actor(maya, practice)
    photo = store_file(me, client=client_record, upload=SimpleUploadedFile("card.png", PNG, "image/png"))
    policy = save_insurance(me, client=client_record, order="primary", facts={**POLICY, "card_front": photo})
    browser = desk(practitioner)
    page = browser.get(address("client_portal", client_record))
    assert "Primary Needs review" in text_of(page)
    assert "Member ID CH 4471" in text_of(page)
    assert address("file", file_id=photo.pk) in page.content.decode()
    browser.post(address("client_insurance", client_record, policy_id=policy.pk))
    assert not insurance_of(practitioner.actor, client_record).get().needs_review
    assert "Primary Confirmed" in text_of(browser.get(address("client_portal", client_record)))
    again = browser.post(address("client_insurance", client_record, policy_id=policy.pk))
    assert again.status_code == 409


def test_information_is_for_those_who_look_after_the_client(
    desk: Desk, address: Address, practice: Any, administrator: builders.Staff, client_record: Any, maya: Any
) -> None:
    me = builders.portal_actor(maya, practice)
    policy = save_insurance(me, client=client_record, order="primary", facts=POLICY)
    update_information(me, client=client_record, facts={"city": "Seattle"}, needs_review=True)
    change = ProposedChange.objects.unscoped(reason="looking after the table").get()
    browser = desk(administrator)
    text = text_of(browser.get(address("client_portal", client_record)))
    assert "Access to the portal" in text
    assert "Cascade" not in text
    assert "Seattle" not in text
    events = AuditEvent.objects.count()
    for path in (
        address("client_change", client_record, change_id=change.pk),
        address("client_insurance", client_record, policy_id=policy.pk),
    ):
        assert browser.post(path, {"decision": "accept"}).status_code == 403
    assert AuditEvent.objects.count() == events
    supervisor = builders.make_staff(practice, "supervisor")
    assign_staff(administrator.actor, client=client_record, member=supervisor.member, is_assigned=False)
    text = text_of(desk(supervisor).get(address("client_portal", client_record)))
    assert "Cascade" in text
    assert "Seattle" in text
    assert "Access to the portal" not in text


@pytest.mark.spec("CLIENT-4")
def test_a_sub_tab_for_the_client_and_one_per_contact(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any
) -> None:
    browser = desk(practitioner)
    assert "Client and contacts" not in browser.get(address("client_portal", client_record)).content.decode()
    mother = add_contact(
        practitioner.actor,
        client=client_record,
        relationship="parent",
        first_name="Jo",
        last_name="Ellison",
        phone="(555) 010-4455",
    )
    path = address("client_portal_contact", client_record, attached_id=mother.pk)
    assert path in browser.get(address("client_portal", client_record)).content.decode()
    text = text_of(browser.get(path))
    assert "Jo Ellison No portal access" in text
    assert "(555) 010-4455" in text
