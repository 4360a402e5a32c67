"""The practice's staff: roles, leaving, and the administrator who must remain."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from client_portal.access.models import StaffMember
from client_portal.access.services import remove_member, set_roles
from client_portal.audit.models import AuditEvent
from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.practices import selectors
from client_portal.testing import builders

pytestmark = pytest.mark.django_db


def roles_of(staff: builders.Staff) -> set[str]:
    return set(staff.member.roles.values_list("role", flat=True))


def is_active(staff: builders.Staff) -> bool:
    return StaffMember.objects.get(pk=staff.member.pk).is_active


def test_roles_are_set_exactly(practice: Any, administrator: builders.Staff, practitioner: builders.Staff) -> None:
    set_roles(administrator.actor, member=practitioner.member, roles=["scheduler", "biller"])
    assert roles_of(practitioner) == {"scheduler", "biller"}
    assert practitioner.actor.roles == {"scheduler", "biller"}
    event = AuditEvent.objects.filter(action="member.roles_changed").get()
    assert event.data == {"roles": ["biller", "scheduler"]}


@pytest.mark.parametrize("roles", [[], ["owner"], ["practitioner", "superuser"], [""]])
def test_roles_that_do_not_exist_are_refused(
    practice: Any, administrator: builders.Staff, practitioner: builders.Staff, roles: list[str]
) -> None:
    with pytest.raises(ValidationError):
        set_roles(administrator.actor, member=practitioner.member, roles=roles)
    assert roles_of(practitioner) == {"practitioner"}


@pytest.mark.spec("STAFF-5")
def test_the_last_administrator_can_not_demote_themself(practice: Any, administrator: builders.Staff) -> None:
    assert selectors.is_last_administrator(administrator.actor, administrator.member)
    with pytest.raises(InvalidState, match="administrator"):
        set_roles(administrator.actor, member=administrator.member, roles=["practitioner"])
    assert roles_of(administrator) == {"administrator"}


@pytest.mark.spec("STAFF-5")
def test_the_last_administrator_can_not_leave(practice: Any, administrator: builders.Staff) -> None:
    with pytest.raises(InvalidState, match="administrator"):
        remove_member(administrator.actor, member=administrator.member)
    assert is_active(administrator)


@pytest.mark.spec("STAFF-5")
@pytest.mark.parametrize("other_is", ["removed", "deactivated", "demoted", "of another practice"])
def test_an_administrator_who_is_none_any_more_does_not_count(
    practice: Any, administrator: builders.Staff, other_practice: Any, other_is: str
) -> None:
    other = builders.make_staff(other_practice if other_is == "of another practice" else practice)
    if other_is == "removed":
        remove_member(administrator.actor, member=other.member)
    elif other_is == "deactivated":
        other.user.is_active = False
        other.user.save()
    elif other_is == "demoted":
        set_roles(administrator.actor, member=other.member, roles=["biller"])
    assert selectors.is_last_administrator(administrator.actor, administrator.member)
    with pytest.raises(InvalidState):
        remove_member(administrator.actor, member=administrator.member)
    assert is_active(administrator)


@pytest.mark.spec("STAFF-5")
def test_one_of_two_administrators_may_go(practice: Any, administrator: builders.Staff) -> None:
    second = builders.make_staff(practice)
    assert not selectors.is_last_administrator(administrator.actor, administrator.member)
    set_roles(administrator.actor, member=administrator.member, roles=["practitioner"])
    assert roles_of(administrator) == {"practitioner"}
    assert selectors.is_last_administrator(second.actor, second.member)


def test_who_was_removed_is_nobody_at_once(
    practice: Any, administrator: builders.Staff, practitioner: builders.Staff
) -> None:
    remove_member(administrator.actor, member=practitioner.member)
    assert not practitioner.actor.is_staff
    assert practitioner.member not in selectors.members_of(administrator.actor)
    with pytest.raises(NotVisible):
        selectors.member_by_id(administrator.actor, practitioner.member.pk)


@pytest.mark.spec("STAFF-4")
def test_members_of_another_practice_are_not_to_be_found(
    practice: Any, administrator: builders.Staff, other_practice: Any
) -> None:
    stranger = builders.make_staff(other_practice, "practitioner")
    for member_id in (stranger.member.pk, uuid4()):
        with pytest.raises(NotVisible):
            selectors.member_by_id(administrator.actor, member_id)
    with pytest.raises(NotVisible):
        set_roles(administrator.actor, member=stranger.member, roles=["administrator"])
    with pytest.raises(NotVisible):
        remove_member(administrator.actor, member=stranger.member)
    assert roles_of(stranger) == {"practitioner"}
    assert is_active(stranger)


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize("role", ["practitioner", "supervisor", "scheduler", "biller", "forms_administrator"])
def test_other_staff_manage_nobody(practice: Any, administrator: builders.Staff, role: str) -> None:
    staff = builders.make_staff(practice, role)
    for attempt in (
        lambda: selectors.members_of(staff.actor),
        lambda: selectors.open_staff_invitations(staff.actor),
        lambda: set_roles(staff.actor, member=staff.member, roles=["administrator"]),
        lambda: remove_member(staff.actor, member=administrator.member),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert roles_of(staff) == {role}
    assert is_active(administrator)
