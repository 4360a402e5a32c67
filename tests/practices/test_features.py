"""Feature switches: what they close, for whom, when, and how a change is taken back.

The rooms behind most features aren't built yet: the one rule, a page behind each capability (``feature_urls``) and
items that a room would register stand for them here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from client_portal.access import registry
from client_portal.access.facts import PortalFacts
from client_portal.access.rules import can, decide, require
from client_portal.access.selectors import switches_of, visible_clients
from client_portal.access.services import grant_access, restrict_client
from client_portal.api.errors import handle
from client_portal.audit.models import AuditEvent
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import FeatureOff, InvalidState, NotAllowed, NotVisible
from client_portal.core.registry import Registry
from client_portal.files.models import StoredFile
from client_portal.pages.navigation import NavigationItem, entries
from client_portal.people.services import invite_client
from client_portal.practices import selectors, services
from client_portal.practices.models import FeatureChange
from client_portal.testing import builders
from tests.practices.records import all_rows

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.practices.feature_urls")]

FEATURES = {
    "appointment_requests": "appointments.request",
    "appointment_cancellation": "appointments.cancel",
    "messaging": "messaging.use",
    "uploads": "documents.upload",
    "payments": "billing.pay",
}
CASES = list(FEATURES.items())
CAPABILITIES = [capability.key for capability in registry.BUILT_IN_CAPABILITIES]


@pytest.fixture(autouse=True)
def processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A payment processor is connected, unless a test says otherwise."""
    monkeypatch.delitem(registry.requirements, "payments", raising=False)


@pytest.fixture
def conversations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a messaging room would have open in the practice."""
    held = ["first", "second", "third"]
    items = registry.OpenItems("Open conversations", lambda practice: len(held), "You can read them.")
    monkeypatch.setitem(registry.open_items, "messaging", [])
    registry.register_open_items("messaging", items)
    return held


@dataclass
class Scene:
    """A signed-in client of a practice, and the administrator who moves the practice's switches."""

    practice: Any
    administrator: builders.Staff
    record: Any
    login: Any
    browser: Client

    @property
    def actor(self) -> Actor:
        """The client, as the next request knows them."""
        return builders.portal_actor(self.login, self.practice, self.record)

    def can(self, capability: str) -> bool:
        """Whether the client may do this now."""
        return can(self.actor, capability, self.record)

    def status(self, capability: str) -> int:
        """What the page behind a capability answers now."""
        return self.browser.get(f"/portal/juniper/probe/{capability}/").status_code


@pytest.fixture
def scene(practice: Any, administrator: builders.Staff, client_record: Any, maya: Any, client: Client) -> Scene:
    """Maya, signed in, with every feature on."""
    client.force_login(maya)
    return Scene(practice, administrator, client_record, maya, client)


def switch(administrator: builders.Staff, **states: bool) -> FeatureChange:
    change = services.save_features(administrator.actor, states=states)
    assert change is not None
    return change


@pytest.mark.spec("FEAT-1", "FEAT-2", "FEAT-3", "FEAT-4", "FEAT-5")
@pytest.mark.parametrize(("feature", "capability"), CASES)
def test_off_closes_the_rule_the_api_the_page_and_the_navigation(scene: Scene, feature: str, capability: str) -> None:
    items: Registry[NavigationItem] = Registry("navigation of a room to come")
    items.register(capability, NavigationItem("Room", "portal:home", "home", capability=capability))
    assert scene.can(capability)
    assert len(entries(items, scene.actor, "")) == 1
    assert scene.status(capability) == 200
    switch(scene.administrator, **{feature: False})
    with pytest.raises(FeatureOff) as refusal:
        require(scene.actor, capability, scene.record)
    answer = handle(refusal.value, {})
    assert answer is not None
    assert (answer.status_code, answer.data["code"]) == (403, "feature_off")
    assert entries(items, scene.actor, "") == []
    assert not visible_clients(scene.actor, capability).exists()
    assert scene.status(capability) == 404
    assert scene.browser.post(f"/portal/juniper/probe/{capability}/").status_code == 404


@pytest.mark.parametrize(("feature", "capability"), CASES)
def test_off_closes_nothing_else(scene: Scene, feature: str, capability: str) -> None:
    switch(scene.administrator, **{feature: False})
    assert {key for key in CAPABILITIES if not scene.can(key)} == {capability}


@pytest.mark.parametrize(("feature", "capability"), CASES)
def test_off_counts_for_guardians_too(scene: Scene, feature: str, capability: str) -> None:
    system = Actor.system(scene.practice)
    line = [item.key for item in registry.ancestry(capability)]
    guardian = builders.make_user()
    grant_access(system, client=scene.record, user=guardian, relationship="parent", capabilities=line)
    of_guardian = Scene(scene.practice, scene.administrator, scene.record, guardian, scene.browser)
    assert of_guardian.can(capability)
    switch(scene.administrator, **{feature: False})
    assert not of_guardian.can(capability)


@pytest.mark.spec("FEAT-6")
def test_a_change_reaches_a_signed_in_client_with_the_next_request(scene: Scene) -> None:
    session = scene.browser.session.session_key
    for is_on, status in ((True, 200), (False, 404), (True, 200), (False, 404)):
        services.save_features(scene.administrator.actor, states={"messaging": is_on})
        assert scene.status("messaging.use") == status
    assert scene.browser.session.session_key == session


@pytest.mark.spec("FEAT-8")
def test_a_feature_may_be_off_for_one_client_only(scene: Scene) -> None:
    other = builders.make_client(scene.practice)
    other_login = builders.give_login(other, scene.practice)
    restrict_client(scene.administrator.actor, client=scene.record, features_off=["messaging"])
    assert scene.status("messaging.use") == 404
    assert scene.status("documents.upload") == 200
    scene.browser.force_login(other_login)
    assert scene.status("messaging.use") == 200
    state = {state.feature.key: state for state in selectors.feature_states(scene.administrator.actor)}
    assert (state["messaging"].exceptions, state["uploads"].exceptions) == (1, 0)


@pytest.mark.spec("FEAT-8")
def test_nothing_on_a_client_turns_a_feature_on(scene: Scene) -> None:
    switch(scene.administrator, messaging=False)
    restrict_client(scene.administrator.actor, client=scene.record, features_off=[])
    assert not scene.can("messaging.use")


@pytest.mark.spec("FEAT-8")
@given(
    on=st.frozensets(st.sampled_from(sorted(FEATURES))),
    restricted=st.frozensets(st.sampled_from(sorted(FEATURES))),
    portal_is_on=st.booleans(),
)
def test_a_client_can_only_narrow(on: frozenset[str], restricted: frozenset[str], portal_is_on: bool) -> None:
    facts = PortalFacts(portal_is_on, on, restricted, is_self=True, granted=frozenset(), is_archived=False)
    for feature, capability in FEATURES.items():
        expected = portal_is_on and feature in on and feature not in restricted
        assert decide(facts, capability).allowed is expected


@pytest.mark.spec("FEAT-9", "FEAT-10")
def test_each_switch_tells_what_is_in_flight_behind_it(
    practice: Any, administrator: builders.Staff, conversations: list[str]
) -> None:
    states = {state.feature.key: state for state in selectors.feature_states(administrator.actor)}
    assert list(states) == list(FEATURES)
    assert states["messaging"].open_items == [("Open conversations", 3, "You can read them.")]
    assert states["uploads"].open_items == []
    assert all(state.feature.gains and state.feature.losses for state in states.values())


def test_a_switch_touches_no_row_of_what_is_behind_it(scene: Scene) -> None:
    switches = frozenset({"PracticeSwitch", "FeatureChange", "AuditEvent", "AuditChain"})
    invite_client(scene.administrator.actor, client=builders.make_client(scene.practice, email="new@example.com"))
    StoredFile.objects.create(
        practice=scene.practice,
        client=scene.record,
        content="kept.pdf",
        name="Homework.pdf",
        size=1,
        uploaded_by=scene.login,
    )
    before = all_rows(but=switches)
    switch(scene.administrator, **dict.fromkeys(FEATURES, False))
    assert all_rows(but=switches) == before
    assert not any(scene.can(capability) for capability in FEATURES.values())
    switch(scene.administrator, **dict.fromkeys(FEATURES, True))
    assert all_rows(but=switches) == before
    assert all(scene.can(capability) for capability in FEATURES.values())


@pytest.mark.spec("FEAT-11")
def test_payments_without_a_processor_stay_out_of_sight_and_say_what_is_missing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = "Connect a payment account first."
    assert scene.can("billing.pay")
    monkeypatch.setitem(registry.requirements, "payments", lambda practice: missing)
    assert "payments" in switches_of(scene.practice)
    assert not scene.can("billing.pay")
    assert scene.can("billing.view")
    states = {state.feature.key: state for state in selectors.feature_states(scene.administrator.actor)}
    assert (states["payments"].is_on, states["payments"].missing) == (True, missing)


def test_the_built_in_portal_has_no_processor() -> None:
    registry.register_requirement("payments", registry._no_processor)
    assert "payment account" in str(registry.missing_for("payments", None))


def test_saving_what_stands_already_is_no_change(practice: Any, administrator: builders.Staff) -> None:
    events = AuditEvent.objects.count()
    assert services.save_features(administrator.actor, states={"messaging": True}) is None
    assert AuditEvent.objects.count() == events
    assert not FeatureChange.objects.filter(changed_by=administrator.user).exists()


@pytest.mark.parametrize("key", ["portal", "teleportation", ""])
def test_only_features_are_switched_as_features(practice: Any, administrator: builders.Staff, key: str) -> None:
    before = switches_of(practice)
    with pytest.raises(ValidationError):
        services.save_features(administrator.actor, states={key: False, "messaging": False})
    assert switches_of(practice) == before


@pytest.mark.spec("FEAT-12")
def test_undo_restores_the_state_before(scene: Scene, conversations: list[str]) -> None:
    switch(scene.administrator, uploads=False)
    before = switches_of(scene.practice)
    change = switch(scene.administrator, messaging=False, uploads=True, appointment_requests=False)
    assert scene.status("messaging.use") == 404
    services.undo_feature_change(scene.administrator.actor, change_id=change.pk)
    assert switches_of(scene.practice) == before
    assert scene.status("messaging.use") == 200
    states = {state.feature.key: state for state in selectors.feature_states(scene.administrator.actor)}
    assert states["messaging"].open_items[0][1] == len(conversations) == 3
    assert AuditEvent.objects.filter(practice=scene.practice, action="switches.undone").exists()


@pytest.mark.spec("FEAT-12")
def test_undo_is_possible_for_thirty_minutes(practice: Any, administrator: builders.Staff, time_machine: Any) -> None:
    time_machine.move_to(clock.now() + dt.timedelta(days=1), tick=False)
    change = switch(administrator, messaging=False)
    assert selectors.undo_ends_at(change) == clock.now() + dt.timedelta(minutes=30)
    time_machine.shift(dt.timedelta(minutes=30))
    assert selectors.last_undoable_change(administrator.actor) is None
    with pytest.raises(InvalidState):
        services.undo_feature_change(administrator.actor, change_id=change.pk)
    assert "messaging" not in switches_of(practice)
    time_machine.shift(dt.timedelta(seconds=-1))
    assert selectors.last_undoable_change(administrator.actor) == change
    services.undo_feature_change(administrator.actor, change_id=change.pk)
    assert "messaging" in switches_of(practice)


def test_changes_are_undone_from_the_newest_on(practice: Any, administrator: builders.Staff) -> None:
    before = switches_of(practice)
    first = switch(administrator, messaging=False)
    second = switch(administrator, uploads=False)
    with pytest.raises(InvalidState):
        services.undo_feature_change(administrator.actor, change_id=first.pk)
    assert selectors.last_undoable_change(administrator.actor) == second
    services.undo_feature_change(administrator.actor, change_id=second.pk)
    assert selectors.last_undoable_change(administrator.actor) == first
    services.undo_feature_change(administrator.actor, change_id=first.pk)
    assert switches_of(practice) == before
    with pytest.raises(InvalidState):
        services.undo_feature_change(administrator.actor, change_id=first.pk)
    assert switches_of(practice) == before


@pytest.mark.spec("STAFF-4")
def test_a_change_of_another_practice_is_not_to_be_found(
    practice: Any, administrator: builders.Staff, other_practice: Any
) -> None:
    change = switch(administrator, messaging=False)
    stranger = builders.make_staff(other_practice)
    with pytest.raises(NotVisible):
        services.undo_feature_change(stranger.actor, change_id=change.pk)
    assert "messaging" not in switches_of(practice)


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize("role", ["practitioner", "supervisor", "scheduler", "biller", "forms_administrator"])
def test_other_staff_switch_nothing(practice: Any, administrator: builders.Staff, role: str) -> None:
    change = switch(administrator, messaging=False)
    before = switches_of(practice)
    actor = builders.make_staff(practice, role).actor
    with pytest.raises(NotAllowed):
        services.save_features(actor, states={"uploads": False})
    with pytest.raises(NotAllowed):
        services.undo_feature_change(actor, change_id=change.pk)
    with pytest.raises(NotAllowed):
        selectors.feature_states(actor)
    assert switches_of(practice) == before


def test_states_cost_the_same_for_many_exceptions(
    practice: Any, administrator: builders.Staff, practitioner: builders.Staff, queries: Any
) -> None:
    def cost() -> int:
        with queries() as captured:
            selectors.feature_states(actor)
        return len(captured)

    actor = administrator.actor
    system = Actor.system(practice)
    costs = []
    for _round in range(2):
        for _number in range(3):
            restrict_client(system, client=builders.make_client(practice), features_off=["messaging", "uploads"])
        costs.append(cost())
    assert costs[0] == costs[1] <= 4
