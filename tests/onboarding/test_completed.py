"""When a client hands in, those who look after them hear of it: at once, once, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from client_portal.core import outbox
from client_portal.core.actor import Actor
from client_portal.core.models import OutboxMessage
from client_portal.notifications.models import Notification
from client_portal.onboarding.services import complete_step, invite, submit_onboarding
from client_portal.onboarding.signals import onboarding_completed
from client_portal.people.services import accept_invitation, invitation_token
from client_portal.testing import builders

pytestmark = pytest.mark.django_db


def ready(practitioner: Any, client: Any) -> Actor:
    """A client who has answered the one thing that they were asked, and may hand in."""
    invitation = invite(practitioner.actor, client=client, information=["name"], forms=[], resources=[])
    token = invitation_token(invitation)
    user = accept_invitation(Actor.anonymous(practitioner.practice), token=token, password=builders.PASSWORD)
    actor = builders.portal_actor(user, practitioner.practice)
    complete_step(actor, step_key="name", data={"first_name": "Maya", "last_name": "Ellison"}, version=0)
    outbox.drain()
    mail.outbox.clear()
    return actor


def told() -> list[str]:
    """Whom letters reached, after everything due went out."""
    outbox.drain()
    return sorted(address for letter in mail.outbox for address in letter.to)


@pytest.mark.spec("NOTIF-1", "ONB-6")
def test_each_assigned_practitioner_is_told_at_once_and_once(
    practice: Any, practitioner: Any, client_record: Any
) -> None:
    second = builders.make_staff(practice, "practitioner", email="noor@juniper.example")
    builders.make_staff(practice, "practitioner", email="sam@juniper.example")
    builders.records.assign(client_record, second.practitioner, second.member)
    maya = ready(practitioner, client_record)
    submit_onboarding(maya)
    assert OutboxMessage.objects.filter(done_at=None).count() == 2
    assert told() == ["noor@juniper.example", "priya@juniper.example"]
    submit_onboarding(maya)
    assert told() == ["noor@juniper.example", "priya@juniper.example"]
    assert Notification.objects.filter(kind="onboarding.completed").count() == 2


@pytest.mark.spec("NOTIF-1")
def test_the_letter_leads_to_the_client_and_names_nobody(practice: Any, practitioner: Any, client_record: Any) -> None:
    submit_onboarding(ready(practitioner, client_record))
    outbox.drain()
    (letter,) = mail.outbox
    html = letter.alternatives[0][0]
    for text in (letter.subject, letter.body, html):
        assert "Maya" not in text
        assert "Ellison" not in text
    address = f"/clients/{client_record.client_portal_profile.pk}/"
    assert address in letter.body
    assert address in html


@pytest.mark.spec("NOTIF-1")
def test_nobody_is_told_of_what_was_not_handed_in(practitioner: Any, client_record: Any) -> None:
    heard: list[Any] = []
    onboarding_completed.connect(lambda **facts: heard.append(facts["plan"]), weak=False, dispatch_uid="a test")
    try:
        ready(practitioner, client_record)
        assert told() == []
        assert heard == []
        assert not Notification.objects.filter(kind="onboarding.completed").exists()
    finally:
        onboarding_completed.disconnect(dispatch_uid="a test")
