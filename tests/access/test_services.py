"""Changing who may do what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from client_portal.access import registry
from client_portal.access.features import FeatureForClient, features_for_client, features_off_after
from client_portal.access.models import AccessGrant, ClientUserPermission
from client_portal.access.rules import can
from client_portal.access.selectors import live_grants
from client_portal.access.services import grant_access, restrict_client, revoke_access
from client_portal.audit.models import AuditEvent
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.practices.services import save_features
from client_portal.testing import builders


@pytest.mark.spec("FEAT-8")
def test_a_client_can_only_be_narrowed(
    practice: Any, practitioner: builders.Staff, client_record: Any, maya: Any
) -> None:
    save_features(Actor.system(practice), states={"uploads": False})
    restrict_client(practitioner.actor, client=client_record, features_off=["messaging"])
    actor = builders.portal_actor(maya, practice)
    assert not can(actor, "messaging.use", client_record)
    assert not can(actor, "documents.upload", client_record)
    # Nothing that one can say about the client switches on what the practice has off.
    restrict_client(practitioner.actor, client=client_record, features_off=[])
    actor = builders.portal_actor(maya, practice)
    assert can(actor, "messaging.use", client_record)
    assert not can(actor, "documents.upload", client_record)


def test_restrictions_are_a_set_and_audited_once(practitioner: builders.Staff, client_record: Any) -> None:
    for _time in range(2):
        off = restrict_client(
            practitioner.actor, client=client_record, features_off=["uploads", "uploads", "messaging"]
        )
        assert off == {"uploads", "messaging"}
    event = AuditEvent.objects.get(action="client.restricted")
    assert event.data == {"features_off": ["messaging", "uploads"]}
    states = {state.feature.key: state for state in features_for_client(practitioner.actor, client_record)}
    assert {key for key, state in states.items() if state.is_restricted} == off
    assert not states["uploads"].is_on
    assert states["appointment_requests"].is_on


def test_an_unknown_feature_and_a_stranger_change_nothing(
    practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    with pytest.raises(ValidationError):
        restrict_client(practitioner.actor, client=client_record, features_off=["messaging", "time_travel"])
    stranger, scheduler = builders.make_staff(practice, "practitioner"), builders.make_staff(practice, "scheduler")
    with pytest.raises(NotVisible):
        restrict_client(stranger.actor, client=client_record, features_off=["messaging"])
    with pytest.raises(NotAllowed):
        restrict_client(scheduler.actor, client=client_record, features_off=["messaging"])
    assert not client_record.client_portal_restrictions.exists()
    assert not AuditEvent.objects.filter(action="client.restricted").exists()


@given(
    stand=st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.tuples(st.booleans(), st.booleans())),
    moved=st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.booleans()),
)
def test_switches_that_were_not_moved_stay(stand: dict[str, tuple[bool, bool]], moved: dict[str, bool]) -> None:
    states = [
        FeatureForClient(registry.Feature(key, key, "", "", ""), is_on, is_restricted)
        for key, (is_on, is_restricted) in stand.items()
    ]
    off = features_off_after(states, moved)
    for key, (_is_on, is_restricted) in stand.items():
        assert (key in off) is (not moved[key] if key in moved else is_restricted)


def test_the_same_login_is_granted_once(practice: Any, client_record: Any) -> None:
    system, user = Actor.system(practice), builders.make_user()
    first = grant_access(system, client=client_record, user=user)
    assert grant_access(system, client=client_record, user=user) == first
    assert AccessGrant.objects.count() == 1
    assert AuditEvent.objects.filter(action="access.granted").count() == 1
    with pytest.raises(InvalidState):
        grant_access(system, client=client_record, user=user, relationship="parent")
    assert AccessGrant.objects.count() == 1


def test_a_grant_whose_time_is_over_makes_room(practice: Any, client_record: Any) -> None:
    system, user, now = Actor.system(practice), builders.make_user(), clock.now()
    day = dt.timedelta(days=1)
    grant_access(system, client=client_record, user=user, starts_at=now - 2 * day, ends_at=now - day)
    assert not live_grants().filter(user=user).exists()
    grant_access(system, client=client_record, user=user)
    assert live_grants().filter(user=user).count() == 1
    assert AccessGrant.objects.count() == 2


def test_access_ends_after_it_starts(practice: Any, client_record: Any) -> None:
    now = clock.now()
    with pytest.raises(ValidationError):
        grant_access(
            Actor.system(practice), client=client_record, user=builders.make_user(), starts_at=now, ends_at=now
        )
    assert not AccessGrant.objects.exists()


def test_permission_rows_are_the_effect_of_their_grant(practice: Any, client_record: Any) -> None:
    system = Actor.system(practice)
    wanted = {"information.view", "billing.view"}
    grant = grant_access(
        system, client=client_record, user=builders.make_user(), relationship="partner", capabilities=wanted
    )
    names = set(grant.permissions.values_list("permission__codename", flat=True))
    assert names == {"portal_information_view", "portal_billing_view"}
    revoke_access(system, grant=grant)
    assert not ClientUserPermission.objects.exists()
    with pytest.raises(InvalidState):
        revoke_access(system, grant=grant)
    assert AuditEvent.objects.filter(action="access.revoked").count() == 1


def test_access_is_given_by_those_who_manage_it(practice: Any, client_record: Any, maya: Any) -> None:
    thief = builders.make_user()
    grants = AccessGrant.objects.count()
    for actor in (
        builders.make_staff(practice, "scheduler").actor,
        builders.make_staff(practice, "practitioner").actor,
        builders.portal_actor(maya, practice),
    ):
        with pytest.raises((NotAllowed, NotVisible)):
            grant_access(actor, client=client_record, user=thief)
    assert AccessGrant.objects.count() == grants
