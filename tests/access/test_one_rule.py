"""The one rule against an oracle that was written from its sentence in the specification, not from the code.

*A portal user may do X for a client in a practice exactly when: the practice's portal is on, AND the feature behind X
is on for the practice, AND it is not switched off for that client, AND the user is that client or holds an unexpired
grant with the capability (parents of sub-capabilities included), AND the record is active.*
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest
from guardian.shortcuts import get_objects_for_user
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from client_portal import swap
from client_portal.access.models import AccessGrant, ArchivedRecord, ClientRestriction, PracticeSwitch
from client_portal.access.rules import can, feature_is_on, require
from client_portal.access.selectors import actor_for, codename, live_grants, visible_clients, visible_rows
from client_portal.access.services import grant_access, revoke_access
from client_portal.core import clock
from client_portal.core.actor import Actor, Capacity
from client_portal.core.errors import NotAllowed, NotVisible
from client_portal.people.models import ClientProfile
from client_portal.testing import builders
from tests.examples import examples

# Each capability with everything that must be granted, and every feature that must be on, as the specification's
# tree (MINOR-2) and its list of features say.
NEEDS: dict[str, tuple[set[str], set[str]]] = {
    "appointments.view": ({"appointments.view"}, set()),
    "appointments.request": ({"appointments.view", "appointments.request"}, {"appointment_requests"}),
    "appointments.cancel": ({"appointments.view", "appointments.cancel"}, {"appointment_cancellation"}),
    "information.view": ({"information.view"}, set()),
    "information.edit": ({"information.view", "information.edit"}, set()),
    "questionnaires.view": ({"questionnaires.view"}, set()),
    "questionnaires.complete": ({"questionnaires.view", "questionnaires.complete"}, set()),
    "documents.view": ({"documents.view"}, set()),
    "documents.upload": ({"documents.view", "documents.upload"}, {"uploads"}),
    "messaging.use": ({"messaging.use"}, {"messaging"}),
    "billing.view": ({"billing.view"}, set()),
    "billing.pay": ({"billing.view", "billing.pay"}, {"payments"}),
}
FEATURES = sorted({feature for _granted, features in NEEDS.values() for feature in features})
NO_PROCESSOR = {"payments"}
"""Features that are never in force here: nothing to take cards with is connected."""

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Tie:
    """A grant to make: of which login on which client, as what, with what, from when to when (hours from now)."""

    relationship: str
    capabilities: frozenset[str]
    starts: int
    ends: int | None
    is_revoked: bool

    def holds(self) -> bool:
        return not self.is_revoked and self.starts <= 0 and (self.ends is None or self.ends > 0)


@dataclass(frozen=True)
class Family:
    """Switches of two practices, clients (each in one of them), logins, and what ties them."""

    switches: tuple[frozenset[str], frozenset[str]]
    clients: tuple[tuple[int, bool, frozenset[str]], ...]
    logins: tuple[tuple[bool, bool], ...]
    ties: dict[tuple[int, int], Tie] = field(hash=False)


ties = st.builds(
    Tie,
    relationship=st.sampled_from(["self", "parent", "guardian"]),
    capabilities=st.frozensets(st.sampled_from(sorted(NEEDS))),
    starts=st.sampled_from([-2, -1, 1]),
    ends=st.sampled_from([None, None, 2, -1]),
    is_revoked=st.sampled_from([False, False, False, True]),
).filter(lambda tie: tie.ends is None or tie.ends > tie.starts)


@st.composite
def families(draw: st.DrawFn) -> Family:
    keys = st.frozensets(st.sampled_from(["portal", *FEATURES])).map(lambda on: on | {"portal"} if len(on) % 3 else on)
    clients = draw(
        st.lists(
            st.tuples(
                st.sampled_from([0, 0, 1]),
                st.sampled_from([False, False, True]),
                st.frozensets(st.sampled_from(FEATURES), max_size=2),
            ),
            min_size=1,
            max_size=3,
        )
    )
    logins = draw(st.lists(st.tuples(st.sampled_from([True, True, False]), st.booleans()), min_size=1, max_size=2))
    pairs = list(itertools.product(range(len(logins)), range(len(clients))))
    tied = draw(st.dictionaries(st.sampled_from(pairs), ties))
    return Family((draw(keys), draw(keys)), tuple(clients), tuple(logins), tied)


class World:
    """A family in the database."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.practices = [builders.make_practice(is_on=False) for _number in range(2)]
        for practice, on in zip(self.practices, family.switches, strict=True):
            PracticeSwitch.objects.bulk_create(PracticeSwitch(practice=practice, key=key, is_on=True) for key in on)
        self.clients = [self._client(*facts) for facts in family.clients]
        self.logins = [self._login(*facts) for facts in family.logins]
        for (login, client), tie in family.ties.items():
            self._tie(login, client, tie)

    def _client(self, practice: int, is_archived: bool, restricted: frozenset[str]) -> Any:
        client = builders.make_client(self.practices[practice])
        ClientRestriction.objects.bulk_create(ClientRestriction(client=client, feature=key) for key in restricted)
        if is_archived:
            ArchivedRecord.objects.create(client=client)
        return client

    def _login(self, is_active: bool, is_superuser: bool) -> Any:
        user = builders.make_user()
        user.is_active, user.is_superuser = is_active, is_superuser
        user.save()
        return user

    def _tie(self, login: int, client: int, tie: Tie) -> None:
        now, practice = clock.now(), self.practices[self.family.clients[client][0]]
        system = Actor.system(practice)
        grant = grant_access(
            system,
            client=self.clients[client],
            user=self.logins[login],
            relationship=tie.relationship,
            capabilities=tie.capabilities,
            starts_at=now + tie.starts * HOUR,
            ends_at=None if tie.ends is None else now + tie.ends * HOUR,
        )
        if tie.is_revoked:
            revoke_access(system, grant=grant)

    def actor(self, login: int, practice: int) -> Actor:
        return Actor(Capacity.PORTAL, self.practices[practice], self.logins[login])

    def may(self, login: int, client: int, practice: int, capability: str) -> bool:
        """The specification's sentence, word by word."""
        home, is_archived, restricted = self.family.clients[client]
        tie = self.family.ties.get((login, client))
        granted, features = NEEDS[capability]
        on = self.family.switches[practice] - NO_PROCESSOR
        return (
            home == practice
            and "portal" in on
            and features <= on
            and not features & restricted
            and tie is not None
            and tie.holds()
            and (tie.relationship == "self" or granted <= tie.capabilities)
            and not is_archived
            and self.family.logins[login][0]
        )


def is_required(actor: Actor, capability: str, client: Any) -> bool:
    try:
        require(actor, capability, client)
    except (NotAllowed, NotVisible):
        return False
    return True


class OneRule(TestCase):
    """Question, guard and query say the same, and what the sentence says."""

    @settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(family=families())
    def test_question_guard_and_query_agree_with_the_sentence(self, family: Family) -> None:
        world = World(family)
        for login, practice in itertools.product(range(len(family.logins)), range(2)):
            for capability in NEEDS:
                actor = world.actor(login, practice)
                expected = {
                    client.pk
                    for number, client in enumerate(world.clients)
                    if world.may(login, number, practice, capability)
                }
                assert {client.pk for client in world.clients if can(actor, capability, client)} == expected
                fresh = world.actor(login, practice)
                assert {client.pk for client in world.clients if is_required(fresh, capability, client)} == expected
                assert set(visible_clients(actor, capability).values_list("pk", flat=True)) == expected
                rows = visible_rows(ClientProfile, actor, capability)
                assert set(rows.values_list("client", flat=True)) == expected

    @settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(family=families())
    def test_django_guardian_says_the_same_about_grants_that_hold(self, family: Family) -> None:
        world = World(family)
        model = swap.model("Client")
        for number, user in enumerate(world.logins):
            for capability in NEEDS:
                granted = {
                    world.clients[client].pk
                    for (login, client), tie in family.ties.items()
                    if login == number
                    and tie.relationship != "self"
                    and not tie.is_revoked
                    and capability in tie.capabilities
                }
                name = f"{model._meta.app_label}.{codename(capability)}"
                found = get_objects_for_user(
                    user, name, klass=model, with_superuser=False, accept_global_perms=False, use_groups=False
                )
                assert set(found.values_list("pk", flat=True)) == granted

    @settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(family=families())
    def test_who_is_nobody_in_the_portal_is_anonymous(self, family: Family) -> None:
        world = World(family)
        for number, user in enumerate(world.logins):
            for practice in range(2):
                reached = {
                    client
                    for (login, client), tie in family.ties.items()
                    if login == number
                    and tie.holds()
                    and (tie.relationship == "self" or tie.capabilities)
                    and family.clients[client][0] == practice
                    and not family.clients[client][1]
                }
                actor = actor_for(user, world.practices[practice], Capacity.PORTAL)
                is_somebody = bool(reached) and family.logins[number][0]
                assert actor.is_portal is is_somebody
                if is_somebody:
                    assert actor.client in [world.clients[client] for client in reached]


@pytest.fixture
def parent(practice: Any, client_record: Any) -> Any:
    """A parent's login with a grant for appointments alone."""
    user = builders.make_user("parent@example.com")
    grant_access(
        Actor.system(practice),
        client=client_record,
        user=user,
        relationship="parent",
        capabilities=["appointments.view", "appointments.request"],
    )
    return user


def test_a_child_without_its_parent_is_moot(practice: Any, client_record: Any) -> None:
    user = builders.make_user()
    grant_access(
        Actor.system(practice),
        client=client_record,
        user=user,
        relationship="parent",
        capabilities=["appointments.cancel", "documents.upload", "questionnaires.complete"],
    )
    actor = builders.portal_actor(user, practice)
    for capability in ("appointments.cancel", "documents.upload", "questionnaires.complete"):
        assert not can(actor, capability, client_record)
        assert not visible_clients(actor, capability).exists()


def test_a_grant_ends_at_its_moment_without_any_job(practice: Any, client_record: Any, time_machine: Any) -> None:
    user, now = builders.make_user(), clock.now()
    grant_access(
        Actor.system(practice),
        client=client_record,
        user=user,
        relationship="guardian",
        capabilities=["information.view"],
        ends_at=now + HOUR,
    )
    for moment, may in ((now + dt.timedelta(minutes=59), True), (now + HOUR, False)):
        time_machine.move_to(moment, tick=False)
        actor = Actor(Capacity.PORTAL, practice, user)
        assert can(actor, "information.view", client_record) is may
        assert visible_clients(actor, "information.view").exists() is may


def test_a_revoked_grant_holds_no_longer(practice: Any, client_record: Any, parent: Any) -> None:
    grant = live_grants().get(user=parent)
    revoke_access(Actor.system(practice), grant=grant)
    actor = Actor(Capacity.PORTAL, practice, parent)
    assert not can(actor, "appointments.view", client_record)
    assert not visible_clients(actor).exists()
    assert not grant.permissions.exists()
    assert AccessGrant.objects.get(pk=grant.pk).revoked_at is not None


def test_a_superuser_without_tie_gets_nothing(practice: Any, client_record: Any) -> None:
    user = builders.make_user()
    user.is_superuser = user.is_staff = True
    user.save()
    for capacity in (Capacity.PORTAL, Capacity.STAFF):
        assert actor_for(user, practice, capacity).capacity is Capacity.ANONYMOUS
        forged = Actor(capacity, practice, user)
        assert not visible_clients(forged).exists()
        assert not any(can(forged, capability, client_record) for capability in NEEDS)


def test_an_inactive_login_gets_nothing(practice: Any, client_record: Any, maya: Any) -> None:
    before = builders.portal_actor(maya, practice)
    assert can(before, "information.view", client_record)
    maya.is_active = False
    maya.save()
    assert actor_for(maya, practice, Capacity.PORTAL).capacity is Capacity.ANONYMOUS
    stale = Actor(Capacity.PORTAL, practice, maya)
    assert not can(stale, "information.view", client_record)
    assert not visible_clients(stale).exists()


@pytest.mark.spec("FEAT-8")
def test_a_feature_off_for_one_client_is_off_for_that_client_alone(
    practice: Any, administrator: builders.Staff, client_record: Any, maya: Any
) -> None:
    other = builders.make_client(practice)
    theo = builders.give_login(other, practice)
    ClientRestriction.objects.create(client=client_record, feature="messaging")
    assert not can(builders.portal_actor(maya, practice), "messaging.use", client_record)
    assert can(builders.portal_actor(theo, practice), "messaging.use", other)
    assert not feature_is_on(administrator.actor, "messaging", client_record)
    assert feature_is_on(administrator.actor, "messaging", other)
    assert feature_is_on(administrator.actor, "messaging")


def test_nobody_and_the_software(practice: Any, client_record: Any) -> None:
    nobody = Actor.anonymous(practice)
    assert not can(nobody, "information.view", client_record)
    assert not visible_clients(nobody).exists()
    assert not visible_clients(Actor.anonymous()).exists()
    with pytest.raises(NotVisible):
        require(nobody, "information.view", client_record)
    assert can(Actor.system(practice), "information.view", client_record)
    assert set(visible_clients(Actor.system(practice))) == {client_record}
