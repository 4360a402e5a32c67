"""Roles and records: what staff reach, and that it ends at once."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from client_portal.access.models import CareTeamMember
from client_portal.access.roles import Role, every_staff_power
from client_portal.access.rules import can, can_for_some, require
from client_portal.access.selectors import actor_for, staff_powers, visible_clients, visible_rows
from client_portal.access.services import (
    add_member,
    assign_staff,
    remove_member,
    restrict_client,
    set_roles,
    unassign_staff,
)
from client_portal.audit.models import AuditEvent
from client_portal.core.actor import Actor, Capacity
from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.people.models import ClientProfile
from client_portal.testing import builders
from tests.examples import examples

CLINICAL = ("information.view", "information.edit", "questionnaires.view", "documents.view")
PRACTICE_POWERS = {
    "administrator": {
        "settings.manage",
        "branding.manage",
        "onboarding.manage",
        "members.manage",
        "forms.manage",
        "clients.create",
        "audit.view",
    },
    "practitioner": {"clients.create"},
    "supervisor": set(),
    "scheduler": {"clients.create"},
    "biller": set(),
    "forms_administrator": {"forms.manage"},
}


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize("role", Role.values)
def test_what_each_role_may_do_in_the_practice(practice: Any, role: str) -> None:
    actor = builders.make_staff(practice, role).actor
    assert {power for power in every_staff_power() if can(actor, power)} == PRACTICE_POWERS[role]


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        ("administrator", ("clients.view", "portal_access.manage", "questionnaires.list", "activity.view"), CLINICAL),
        ("scheduler", ("clients.view", "clients.contact", "appointments.manage"), (*CLINICAL, "billing.view")),
        ("biller", ("clients.view", "clients.contact", "billing.manage"), (*CLINICAL, "appointments.manage")),
        ("forms_administrator", (), (*CLINICAL, "clients.view", "clients.contact", "portal_access.view")),
    ],
)
def test_what_roles_may_do_for_clients_whom_they_were_not_given(
    practice: Any, client_record: Any, role: str, may: tuple[str, ...], may_not: tuple[str, ...]
) -> None:
    actor = builders.make_staff(practice, role).actor
    assert all(can(actor, capability, client_record) for capability in may)
    assert not any(can(actor, capability, client_record) for capability in may_not)
    assert not any(visible_clients(actor, capability).exists() for capability in may_not)


@pytest.mark.spec("STAFF-1", "STAFF-2")
def test_practitioners_have_their_own_clients(practice: Any, practitioner: builders.Staff, client_record: Any) -> None:
    others = builders.make_client(practice, assigned_to=builders.make_staff(practice, "practitioner"))
    actor = practitioner.actor
    assert set(visible_clients(actor)) == {client_record}
    assert all(can(actor, capability, client_record) for capability in CLINICAL)
    for capability in ("clients.view", *CLINICAL):
        assert not can(practitioner.actor, capability, others)
        with pytest.raises(NotVisible):
            require(practitioner.actor, capability, others)


@pytest.mark.spec("STAFF-2")
@pytest.mark.parametrize("role", ["practitioner", "supervisor", "scheduler", "biller", "forms_administrator"])
def test_manage_access_gives_the_record_and_removal_takes_it_at_once(
    practice: Any, administrator: builders.Staff, client_record: Any, role: str
) -> None:
    colleague = builders.make_staff(practice, role)
    assert not can(colleague.actor, "questionnaires.view", client_record)
    assign_staff(administrator.actor, client=client_record, member=colleague.member, is_assigned=False)
    assert all(can(colleague.actor, capability, client_record) for capability in CLINICAL)
    assert client_record in visible_clients(colleague.actor, "questionnaires.view")
    unassign_staff(administrator.actor, client=client_record, member=colleague.member)
    assert not any(can(colleague.actor, capability, client_record) for capability in CLINICAL)
    assert not visible_clients(colleague.actor, "questionnaires.view").exists()


@pytest.mark.spec("STAFF-2")
def test_a_removed_member_is_nobody_at_once(
    practice: Any, administrator: builders.Staff, practitioner: builders.Staff, client_record: Any
) -> None:
    remove_member(administrator.actor, member=practitioner.member)
    assert actor_for(practitioner.user, practice, Capacity.STAFF).capacity is Capacity.ANONYMOUS


@pytest.mark.spec("STAFF-3")
def test_billing_needs_the_billing_permission(
    practice: Any, practitioner: builders.Staff, administrator: builders.Staff, client_record: Any
) -> None:
    assert not can(practitioner.actor, "billing.view", client_record)
    with pytest.raises(NotAllowed):
        require(practitioner.actor, "billing.view", client_record)
    assert not visible_clients(practitioner.actor, "billing.view").exists()
    set_roles(administrator.actor, member=practitioner.member, roles=["practitioner", "biller"])
    assert can(practitioner.actor, "billing.view", client_record)


@pytest.mark.spec("STAFF-4")
def test_nothing_of_another_practice(
    practice: Any, other_practice: Any, client_record: Any, practitioner: builders.Staff
) -> None:
    strangers = [builders.make_staff(other_practice, role).actor for role in Role.values]
    # Somebody who works in both acts in one of them at a time.
    strangers.append(builders.make_staff(other_practice, user=practitioner.user).actor)
    before = AuditEvent.objects.count()
    for actor in strangers:
        assert not visible_clients(actor).exists()
        assert not visible_rows(ClientProfile, actor, "clients.view").exists()
        assert staff_powers(actor, client_record) == frozenset()
        for capability in every_staff_power():
            assert not can(actor, capability, client_record)
            with pytest.raises(NotVisible):
                require(actor, capability, client_record)
    assert AuditEvent.objects.count() == before


@pytest.mark.spec("STAFF-4")
def test_a_care_team_takes_nobody_from_elsewhere(
    other_practice: Any, administrator: builders.Staff, client_record: Any
) -> None:
    stranger = builders.make_staff(other_practice, "practitioner")
    seats = CareTeamMember.objects.count()
    with pytest.raises(NotVisible):
        assign_staff(administrator.actor, client=client_record, member=stranger.member)
    with pytest.raises(NotVisible):
        assign_staff(stranger.actor, client=client_record, member=stranger.member)
    with pytest.raises(NotVisible):
        restrict_client(stranger.actor, client=client_record, features_off=["messaging"])
    assert CareTeamMember.objects.count() == seats
    assert not client_record.client_portal_restrictions.exists()


@pytest.mark.spec("STAFF-5")
def test_the_last_administrator_stays(administrator: builders.Staff, practitioner: builders.Staff) -> None:
    for deed in (
        lambda: remove_member(administrator.actor, member=administrator.member),
        lambda: set_roles(administrator.actor, member=administrator.member, roles=["practitioner"]),
    ):
        with pytest.raises(InvalidState):
            deed()
    assert administrator.actor.roles == {"administrator"}
    set_roles(administrator.actor, member=practitioner.member, roles=["administrator", "practitioner"])
    remove_member(administrator.actor, member=administrator.member)


def test_members_are_made_by_administrators_alone(practice: Any, practitioner: builders.Staff) -> None:
    stranger = builders.make_user()
    with pytest.raises(NotAllowed):
        add_member(practitioner.actor, user=stranger, roles=["administrator"])
    with pytest.raises(NotAllowed):
        set_roles(practitioner.actor, member=practitioner.member, roles=["administrator"])
    assert actor_for(stranger, practice, Capacity.STAFF).capacity is Capacity.ANONYMOUS
    assert practitioner.actor.roles == {"practitioner"}


def test_lists_of_portal_access_are_for_those_who_let_clients_in(practice: Any) -> None:
    may = {
        role: can_for_some(builders.make_staff(practice, role).actor, "portal_access.manage") for role in Role.values
    }
    assert {role for role, allowed in may.items() if allowed} == {"administrator", "practitioner"}
    assert not can_for_some(Actor.system(practice), "portal_access.manage")


class StaffRule(TestCase):
    """Whatever roles and seats: question, guard and query say the same for staff as well."""

    @settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        roles=st.lists(st.frozensets(st.sampled_from(Role.values), min_size=1, max_size=2), min_size=1, max_size=3),
        seats=st.frozensets(st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans()), max_size=5),
    )
    def test_question_guard_and_query_agree(
        self, roles: list[frozenset[str]], seats: frozenset[tuple[int, int, bool]]
    ) -> None:
        practice = builders.make_practice(is_on=False)
        staff = [builders.make_staff(practice, *sorted(chosen)) for chosen in roles]
        clients = [builders.make_client(practice) for _number in range(3)]
        for number, client, is_assigned in sorted(seats):
            if number < len(staff):
                system = Actor.system(practice)
                assign_staff(system, client=clients[client], member=staff[number].member, is_assigned=is_assigned)
        for person, capability in itertools.product(staff, sorted(every_staff_power())):
            allowed = {client.pk for client in clients if can(person.actor, capability, client)}
            assert set(visible_clients(person.actor, capability).values_list("pk", flat=True)) == allowed
            assert {client.pk for client in clients if self.is_required(person.actor, capability, client)} == allowed

    def is_required(self, actor: Actor, capability: str, client: Any) -> bool:
        try:
            require(actor, capability, client)
        except (NotAllowed, NotVisible):
            return False
        return True
