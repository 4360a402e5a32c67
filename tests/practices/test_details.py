"""How clients reach the practice, its clock, and what was given up on the way out."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

import pytest
from django.core.exceptions import ValidationError

from client_portal.audit.models import AuditEvent
from client_portal.core import clock, outbox
from client_portal.core.errors import NotAllowed
from client_portal.core.models import OutboxMessage
from client_portal.practices import selectors, services
from client_portal.practices.models import PortalSettings
from client_portal.practices.selectors import portal_of
from client_portal.practices.time_zones import NOT_A_PLACE, zone_choices
from client_portal.testing import builders

pytestmark = pytest.mark.django_db


def give_up(practice: Any, topic: str = "practices.staff_invitation", count: int = 1) -> list[OutboxMessage]:
    """Messages of a practice that were tried as often as anything is."""
    for number in range(count):
        payload = {"practice": str(practice.client_portal_settings.pk)}
        outbox.enqueue(topic, key=f"{practice.pk}:{topic}:{number}", payload=payload)
    messages = OutboxMessage.objects.filter(topic=topic, key__startswith=f"{practice.pk}:")
    messages.update(dead_at=clock.now(), attempts=outbox.MAX_ATTEMPTS, last_error="SMTPServerDisconnected")
    return list(messages)


def test_details_are_saved_and_the_log_names_what_changed(practice: Any, administrator: builders.Staff) -> None:
    details = {"phone": "(555) 010-0111", "time_zone": "America/Chicago", "crisis_text": "", "offers_new_clients": True}
    services.save_details(administrator.actor, details=details)
    portal = portal_of(practice)
    assert (portal.phone, portal.time_zone, portal.offers_new_clients) == ("(555) 010-0111", "America/Chicago", True)
    event = AuditEvent.objects.filter(action="portal.details_changed").get()
    assert event.data == {"fields": ["offers_new_clients", "phone", "time_zone"]}


def test_what_stands_already_is_no_change(practice: Any, administrator: builders.Staff) -> None:
    services.save_details(administrator.actor, details={"phone": "(555) 010-0199"})
    assert not AuditEvent.objects.filter(action="portal.details_changed").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Eastern"),
        ("time_zone", ""),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", "America/New_York\x00"),
        ("phone", "5" * 41),
        ("phone", "\x00"),
        ("email", "not an address"),
        ("address", "x" * 501),
        ("crisis_text", "x" * 501),
        ("crisis_text", "\ud800"),
    ],
)
def test_details_that_do_not_fit_are_refused(
    practice: Any, administrator: builders.Staff, field: str, value: str
) -> None:
    before = PortalSettings.objects.values().get(practice=practice)
    with pytest.raises(ValidationError) as refusal:
        services.save_details(administrator.actor, details={"offers_new_clients": True, field: value})
    assert field in refusal.value.message_dict
    assert PortalSettings.objects.values().get(practice=practice) == before


def test_looks_and_details_do_not_overwrite_each_other(practice: Any, administrator: builders.Staff) -> None:
    services.save_details(administrator.actor, details={"phone": "(555) 010-0111"})
    services.save_branding(
        administrator.actor, accent_color="#5b3fd6", welcome_text="", footer_text="", sender_name="Juniper"
    )
    portal = portal_of(practice)
    assert (portal.phone, portal.sender_name) == ("(555) 010-0111", "Juniper")


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize("role", ["practitioner", "supervisor", "scheduler", "biller", "forms_administrator"])
def test_other_staff_change_no_details(practice: Any, role: str) -> None:
    actor = builders.make_staff(practice, role).actor
    (message,) = give_up(practice)
    for attempt in (
        lambda: services.save_details(actor, details={"phone": "0"}),
        lambda: selectors.undelivered(actor),
        lambda: services.retry_undelivered(actor),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert portal_of(practice).phone == "(555) 010-0199"
    message.refresh_from_db()
    assert message.dead_at is not None


def test_every_time_zone_can_be_chosen_once() -> None:
    names = [name for _group, zones in zone_choices() for name, _label in zones]
    assert len(names) == len(set(names))
    assert set(names) == available_timezones() - NOT_A_PLACE
    assert all(clock.is_zone(name) for name in names)
    labels = {str(group): [str(label) for _name, label in zones] for group, zones in zone_choices()}
    assert "Indiana, Knox" in labels["Americas"]
    assert labels["Other names"][0] == "UTC"
    assert next(iter(labels)) == "United States"


def test_what_was_given_up_can_be_tried_again(practice: Any, administrator: builders.Staff) -> None:
    messages = give_up(practice, count=2)
    assert set(selectors.undelivered(administrator.actor)) == set(messages)
    assert services.retry_undelivered(administrator.actor) == 2
    assert not selectors.undelivered(administrator.actor).exists()
    assert outbox.waiting().filter(pk__in=[message.pk for message in messages], attempts=0).count() == 2
    assert AuditEvent.objects.filter(action="deliveries.retried").get().data == {"count": 2}
    assert services.retry_undelivered(administrator.actor) == 0
    assert AuditEvent.objects.filter(action="deliveries.retried").count() == 1


@pytest.mark.spec("STAFF-4")
def test_what_another_practice_gave_up_stays_its_own(
    practice: Any, administrator: builders.Staff, other_practice: Any
) -> None:
    (message,) = give_up(other_practice)
    assert not selectors.undelivered(administrator.actor).exists()
    assert services.retry_undelivered(administrator.actor) == 0
    message.refresh_from_db()
    assert message.dead_at is not None
