"""The feature switches' page: what saving would do, said before it is done, and the way back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from client_portal.access import registry
from client_portal.access.selectors import switches_of
from client_portal.access.services import restrict_client
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.practices import services
from client_portal.practices.models import FeatureChange
from client_portal.testing import builders
from tests.staff.settings.conftest import Address, text_of

pytestmark = pytest.mark.django_db

ALL = ("appointment_requests", "appointment_cancellation", "messaging", "uploads", "payments")


@pytest.fixture(autouse=True)
def time_for_undo_is_over(practice: Any) -> None:
    """The practice's first switches were set long ago."""
    FeatureChange.objects.filter(practice=practice).update(changed_at=clock.now() - dt.timedelta(days=1))


@pytest.fixture
def conversations(monkeypatch: pytest.MonkeyPatch) -> None:
    """A messaging room with three open conversations."""
    items = registry.OpenItems("Open conversations", lambda practice: 3, "You can read them, nobody can write.")
    monkeypatch.setitem(registry.open_items, "messaging", [items])


def form(practice: Any, **states: bool) -> dict[str, str]:
    """What a browser sends when the page shows how things stand and somebody moves switches."""
    on = switches_of(practice)
    data = {f"initial-{key}": str(key in on) for key in ALL}
    data |= {key: "on" for key in ALL if states.get(key, key in on)}
    return data


def switch_of(page: str, key: str) -> str:
    """The row of one switch."""
    rows = page.split("data-cp-feature>")
    return next(row for row in rows if f'name="{key}"' in row)


@pytest.mark.spec("FEAT-10")
def test_each_switch_says_what_clients_gain_or_lose_and_what_is_open(
    practice: Any, browser: Client, address: Address, conversations: None
) -> None:
    services.save_features(Actor.system(practice), states={"uploads": False})
    page = text_of(browser.get(address("features")))
    messaging = switch_of(page, "messaging")
    assert "Open conversations: 3" in messaging
    assert 'data-cp-effect="off"' in messaging
    assert "Clients no longer see their conversations." in messaging
    assert "You can read them, nobody can write." in messaging
    uploads = switch_of(page, "uploads")
    assert 'data-cp-effect="on"' in uploads
    assert "Clients can upload files." in uploads


@pytest.mark.spec("FEAT-10")
def test_without_scripts_what_goes_off_is_checked_on_a_page_first(
    practice: Any, browser: Client, address: Address, conversations: None
) -> None:
    before = switches_of(practice)
    response = browser.post(address("features"), form(practice, messaging=False, uploads=False))
    page = text_of(response)
    assert response.status_code == 200
    assert "Check what changes" in page
    assert "Open conversations: 3" in page
    assert page.count("goes off") == 2
    assert switches_of(practice) == before
    carried = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="(\w+)">', page))
    carried.pop("csrfmiddlewaretoken", None)
    back = text_of(browser.post(address("features"), {**carried, "step": "back"}))
    assert "checked" not in switch_of(back, "messaging").split(">")[1]
    assert "checked" in switch_of(back, "appointment_requests").split(">")[1]
    assert switches_of(practice) == before
    browser.post(address("features"), {**carried, "step": "confirmed"})
    assert switches_of(practice) == before - {"messaging", "uploads"}


def test_what_only_goes_on_needs_no_check(practice: Any, browser: Client, address: Address) -> None:
    services.save_features(Actor.system(practice), states={"messaging": False})
    response = browser.post(address("features"), form(practice, messaging=True))
    assert response.status_code == 302
    assert "messaging" in switches_of(practice)


@pytest.mark.spec("FEAT-12")
def test_the_page_after_saving_shows_the_effect_and_undoes_it(practice: Any, browser: Client, address: Address) -> None:
    before = switches_of(practice)
    saved = {**form(practice, messaging=False), "step": "confirmed"}
    page = text_of(browser.post(address("features"), saved, follow=True))
    change = FeatureChange.objects.latest("changed_at")
    assert "Saved" in page
    assert "Clients no longer see their conversations." in page
    assert address("features_undo", change_id=change.pk) in page
    assert "Changed by Ada Minot," in page
    assert "Possible until" in page
    assert "Eastern Time" in page
    undone = text_of(browser.post(address("features_undo", change_id=change.pk), follow=True))
    assert "Undone." in undone
    assert address("features_undo", change_id=change.pk) not in undone
    assert switches_of(practice) == before


@pytest.mark.spec("FEAT-12")
def test_undo_is_offered_for_thirty_minutes(
    practice: Any, browser: Client, address: Address, administrator: builders.Staff
) -> None:
    change = services.save_features(administrator.actor, states={"messaging": False})
    assert change is not None
    undo = address("features_undo", change_id=change.pk)
    assert undo in text_of(browser.get(address("features")))
    FeatureChange.objects.filter(pk=change.pk).update(changed_at=clock.now() - dt.timedelta(minutes=30))
    assert undo not in text_of(browser.get(address("features")))
    late = browser.post(undo)
    assert late.status_code == 409
    assert "can no longer be undone" in text_of(late)
    assert f'href="{address("features")}">See how it stands now' in text_of(late)
    assert "messaging" not in switches_of(practice)


def test_a_switch_that_was_not_moved_stays_where_a_colleague_put_it(
    practice: Any, browser: Client, address: Address
) -> None:
    opened_before = form(practice, uploads=False)
    services.save_features(Actor.system(practice), states={"messaging": False})
    browser.post(address("features"), {**opened_before, "step": "confirmed"})
    assert switches_of(practice) >= {"appointment_requests", "appointment_cancellation"}
    assert not switches_of(practice) & {"messaging", "uploads"}


def test_saving_without_moving_anything_says_so(practice: Any, browser: Client, address: Address) -> None:
    changes = FeatureChange.objects.count()
    assert "Nothing was changed." in text_of(browser.post(address("features"), form(practice), follow=True))
    assert FeatureChange.objects.count() == changes


def test_switches_that_do_not_exist_are_passed_over(practice: Any, browser: Client, address: Address) -> None:
    before = switches_of(practice)
    invented = {"portal": "", "initial-portal": "True", "teleportation": "on", "step": "confirmed"}
    browser.post(address("features"), {**form(practice), **invented})
    assert switches_of(practice) == before


@pytest.mark.spec("FEAT-11")
def test_payments_without_a_processor_say_what_is_missing(practice: Any, browser: Client, address: Address) -> None:
    switched_on = switch_of(text_of(browser.get(address("features"))), "payments")
    assert "Connect a payment account" in switched_on
    assert "Until then clients see nothing of it" in switched_on
    assert "disabled" not in switched_on
    services.save_features(Actor.system(practice), states={"payments": False})
    switched_off = switch_of(text_of(browser.get(address("features"))), "payments")
    assert "Connect a payment account" in switched_off
    assert "disabled" in switched_off
    browser.post(address("features"), form(practice, payments=True))
    assert "payments" not in switches_of(practice)


@pytest.mark.spec("FEAT-10")
def test_exceptions_are_counted(practice: Any, browser: Client, address: Address) -> None:
    for _number in range(2):
        record = builders.make_client(practice)
        restrict_client(Actor.system(practice), client=record, features_off=["messaging"])
    page = text_of(browser.get(address("features")))
    assert "Off for 2 clients" in switch_of(page, "messaging")
    assert "Off for" not in switch_of(page, "uploads")


def test_it_costs_the_same_after_many_changes(
    practice: Any, administrator: builders.Staff, browser: Client, address: Address, queries: Callable[[], Any]
) -> None:
    costs = []
    browser.get(address("features"))
    for changes in (1, 5):
        for number in range(changes):
            services.save_features(administrator.actor, states={"messaging": number % 2 == 1})
        with queries() as captured:
            browser.get(address("features"))
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 14
