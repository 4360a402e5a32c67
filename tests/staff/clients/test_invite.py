"""Inviting one client from their profile."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from client_portal.access.models import ClientRestriction
from client_portal.access.services import restrict_client
from client_portal.audit.models import AuditEvent
from client_portal.core.actor import Actor
from client_portal.core.models import OutboxMessage
from client_portal.onboarding.selectors import invitation_choices, progress_of
from client_portal.onboarding.services import save_onboarding_settings
from client_portal.onboarding.types import ItemSetting
from client_portal.people.adapters import people
from client_portal.people.models import Invitation
from client_portal.people.selectors import standing_of
from client_portal.people.services import archive_client
from client_portal.practices.services import save_features, set_portal_availability
from client_portal.testing import builders
from tests.staff.clients.conftest import Address, Desk, text_of


def ticked(response: Any) -> dict[str, list[str]]:
    """The names of the form's ticks, with the values that are ticked."""
    found: dict[str, list[str]] = {}
    for box in BeautifulSoup(response.content, "html.parser").select("input[type=checkbox]"):
        values = found.setdefault(str(box["name"]), [])
        if box.has_attr("checked"):
            values.append(str(box["value"]))
    return found


def invitations() -> Any:
    return Invitation.objects.unscoped(reason="looking after the table")


def nothing_happened() -> bool:
    return not (invitations().exists() or OutboxMessage.objects.exists() or ClientRestriction.objects.exists())


@pytest.mark.spec("INVITE-1")
def test_the_practices_settings_are_preselected(
    desk: Desk, address: Address, practice: Any, administrator: builders.Staff, client_record: Any
) -> None:
    actor = administrator.actor
    consent, intake = invitation_choices(actor).consents[4], invitation_choices(actor).intake[1]
    save_onboarding_settings(
        actor,
        information=[ItemSetting("insurance", True, True), ItemSetting("name", False, False)],
        forms=[consent.id, intake.id],
        resources=[],
    )
    save_features(actor, states={"uploads": False})
    restrict_client(actor, client=client_record, features_off=["messaging"])
    page = desk(administrator).get(address("client_invite", client_record))
    chosen = ticked(page)
    choices = invitation_choices(actor)
    assert chosen["consents"] == [str(consent.id)]
    assert chosen["intake"] == [str(intake.id)]
    assert chosen["information"] == [item.key for item in choices.information if item.is_on]
    assert "name" not in chosen["information"]
    assert chosen["features"] == ["appointment_requests", "appointment_cancellation"]
    assert "uploads" not in page.content.decode()
    text = text_of(page)
    assert "Who gets it Maya Ellison maya@example.com" in text
    assert "From Juniper Counseling" in text
    assert "works for 7 days" in text


@pytest.mark.spec("INVITE-1")
def test_what_is_chosen_is_what_the_client_gets(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    choices = invitation_choices(practitioner.actor)
    form = {
        "information": ["name", "insurance"],
        "consents": [str(choices.consents[1].id)],
        "intake": [str(choices.intake[2].id)],
        "features": ["appointment_requests", "uploads"],
        "note": "See you on Tuesday.",
    }
    answer = desk(practitioner).post(address("client_invite", client_record), form)
    assert answer["Location"] == address("client_portal", client_record)
    invitation = invitations().get()
    assert (invitation.email, invitation.note) == ("maya@example.com", "See you on Tuesday.")
    assert invitation.invited_by == practitioner.user
    progress = progress_of(practitioner.actor, client_record)
    assert progress is not None
    assert [step.title for step in progress.steps] == [
        choices.consents[1].title,
        "Your name",
        "Insurance",
        choices.intake[2].title,
    ]
    off = set(ClientRestriction.objects.filter(client=client_record).values_list("feature", flat=True))
    assert off == {"appointment_cancellation", "messaging"}
    assert OutboxMessage.objects.filter(topic="people.invitation").count() == 1


@pytest.mark.spec("INVITE-2")
def test_an_address_is_added_on_the_spot(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff
) -> None:
    client = builders.make_client(practice, assigned_to=practitioner)
    browser = desk(practitioner)
    page = browser.get(address("client_invite", client))
    assert "There is none on file." in text_of(page)
    for email in ("", "maya@"):
        refused = browser.post(address("client_invite", client), {"email": email, "note": "Hello"})
        assert refused.status_code == 422
        assert "Hello" in refused.content.decode()
        assert nothing_happened()
    browser.post(address("client_invite", client), {"email": "maya@example.com"})
    assert invitations().get().email == "maya@example.com"
    client.refresh_from_db()
    assert people().client_facts(client).email == "maya@example.com"


@pytest.mark.spec("INVITE-2")
def test_address_and_invitation_are_saved_together_or_not_at_all(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff
) -> None:
    client = builders.make_client(practice, assigned_to=practitioner)
    set_portal_availability(Actor.system(practice), is_on=False)
    before = AuditEvent.objects.count()
    answer = desk(practitioner).post(address("client_invite", client), {"email": "maya@example.com"})
    assert answer.status_code == 409
    client.refresh_from_db()
    assert people().client_facts(client).email == ""
    assert nothing_happened()
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    "form",
    [
        {"information": ["time_travel"]},
        {"consents": ["nonsense"]},
        {"consents": ["00000000-0000-0000-0000-000000000000"]},
        {"features": ["payments"]},
        {"note": "x" * 1001},
        {"note": "\x00"},
    ],
)
def test_what_is_not_offered_cannot_be_sent(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, form: dict[str, Any]
) -> None:
    answer = desk(practitioner).post(address("client_invite", client_record), form)
    assert answer.status_code == 422
    assert "There is a problem" in text_of(answer)
    assert nothing_happened()


@pytest.mark.spec("STAFF-4")
def test_forms_of_another_practice_cannot_be_sent(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any
) -> None:
    theirs = invitation_choices(builders.make_staff(builders.make_practice(has_forms=True)).actor).consents[0]
    answer = desk(practitioner).post(address("client_invite", client_record), {"consents": [str(theirs.id)]})
    assert answer.status_code == 422
    assert nothing_happened()


def test_who_cannot_be_invited_has_no_such_page(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, ask: Any
) -> None:
    browser, path = desk(practitioner), address("client_invite", client_record)
    archive_client(practitioner.actor, client=client_record)
    assert browser.get(path)["Location"] == address("client_portal", client_record)
    assert browser.post(path, {}).status_code == 409
    assert nothing_happened()


def test_inviting_twice_is_refused(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, ask: Any
) -> None:
    ask(practitioner, client_record)
    browser, path = desk(practitioner), address("client_invite", client_record)
    assert browser.get(path)["Location"] == address("client_portal", client_record)
    answer = browser.post(path, {})
    assert answer.status_code == 409
    assert "was invited already" in text_of(answer)
    assert invitations().count() == OutboxMessage.objects.filter(topic="people.invitation").count() == 1


@pytest.mark.spec("INVITE-7")
def test_who_may_not_invite(desk: Desk, address: Address, practice: Any, client_record: Any) -> None:
    for role, status in (("scheduler", 403), ("biller", 403), ("practitioner", 404), ("forms_administrator", 404)):
        browser = desk(builders.make_staff(practice, role))
        assert browser.get(address("client_invite", client_record)).status_code == status
        assert browser.post(address("client_invite", client_record), {}).status_code == status
    assert nothing_happened()
    assert standing_of(builders.make_staff(practice).actor, client_record).invitation is None
