"""The staff pages: who works here, roles, leaving, inviting."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from client_portal.access.models import StaffMember
from client_portal.core.models import OutboxMessage
from client_portal.practices import services
from client_portal.practices.models import StaffInvitation
from client_portal.practices.tenancy import portal_reverse
from client_portal.testing import builders
from tests.staff.settings.conftest import Address, text_of

pytestmark = pytest.mark.django_db


def roles_of(staff: builders.Staff) -> set[str]:
    return set(staff.member.roles.values_list("role", flat=True))


def is_active(staff: builders.Staff) -> bool:
    return StaffMember.objects.get(pk=staff.member.pk).is_active


def test_members_and_invitations_are_listed(
    practice: Any, other_practice: Any, administrator: builders.Staff, practitioner: builders.Staff, browser: Client
) -> None:
    builders.make_staff(other_practice, name="Stranger Danger")
    services.invite_staff(administrator.actor, email="lee@example.com", roles=["biller"])
    page = text_of(browser.get(portal_reverse("staff:settings_members", practice)))
    for words in ("Ada Minot", "Priya Raman", "priya@juniper.example", "Practitioner", "lee@example.com", "Biller"):
        assert words in page
    assert "Stranger" not in page


def test_it_costs_the_same_for_many_people(
    practice: Any, administrator: builders.Staff, browser: Client, address: Address, queries: Callable[[], Any]
) -> None:
    costs = []
    browser.get(address("members"))
    for people in (2, 8):
        for _number in range(people):
            builders.make_staff(practice, "practitioner", "biller")
            services.invite_staff(administrator.actor, email=f"{uuid4().hex}@example.com", roles=["biller"])
        with queries() as captured:
            browser.get(address("members"))
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 12


@pytest.mark.spec("STAFF-5")
def test_somebody_is_invited_with_roles(practice: Any, browser: Client, address: Address) -> None:
    data = {"email": "lee@example.com", "name": "Lee Park", "roles": ["biller", "scheduler"]}
    page = text_of(browser.post(address("member_invite"), data, follow=True))
    assert "The invitation to lee@example.com is on its way." in page
    invitation = StaffInvitation.objects.get()
    assert (invitation.name, invitation.roles) == ("Lee Park", ["biller", "scheduler"])
    assert OutboxMessage.objects.filter(topic="practices.staff_invitation").count() == 1


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"email": ""}, "Write the person's e-mail address."),
        ({"email": "lee"}, "valid email"),
        ({"roles": []}, "Choose at least one role."),
        ({"roles": ["owner"]}, "owner is not one of the available choices"),
        ({"email": "priya@juniper.example"}, "works in the practice already"),
        ({"email": "x" * 250 + "@example.com"}, "at most 254"),
        ({"name": "x" * 151}, "at most 150"),
    ],
)
def test_an_invitation_that_can_not_be_says_why(
    practitioner: builders.Staff, browser: Client, address: Address, values: dict[str, Any], says: str
) -> None:
    data = {"email": "lee@example.com", "name": "Lee Park", "roles": ["biller"], **values}
    response = browser.post(address("member_invite"), data)
    page = unescape(text_of(response))
    assert response.status_code == 422
    assert says in page
    assert 'value="Lee Park"' in page or "name" in values
    assert not StaffInvitation.objects.exists()


def test_an_invitation_is_sent_again_and_revoked(
    administrator: builders.Staff, browser: Client, address: Address
) -> None:
    invitation = services.invite_staff(administrator.actor, email="lee@example.com", roles=["biller"])
    browser.post(address("invitation_resend", invitation_id=invitation.pk))
    invitation.refresh_from_db()
    assert invitation.generation == 2
    page = text_of(browser.post(address("invitation_revoke", invitation_id=invitation.pk), follow=True))
    assert "was revoked" in page
    assert browser.post(address("invitation_revoke", invitation_id=invitation.pk)).status_code == 409
    assert browser.post(address("invitation_resend", invitation_id=uuid4())).status_code == 404


def test_an_expired_invitation_says_so(administrator: builders.Staff, browser: Client, address: Address) -> None:
    invitation = services.invite_staff(administrator.actor, email="lee@example.com", roles=["biller"])
    StaffInvitation.objects.update(expires_at=invitation.created_at)
    assert "Expired" in text_of(browser.get(address("members")))


def test_roles_are_changed(practitioner: builders.Staff, browser: Client, address: Address) -> None:
    path = address("member", member_id=practitioner.member.pk)
    assert 'value="practitioner"' in text_of(browser.get(path))
    response = browser.post(path, {"roles": ["biller", "scheduler"]})
    assert response["Location"] == address("members")
    assert roles_of(practitioner) == {"biller", "scheduler"}


@pytest.mark.parametrize("roles", [[], ["owner"], ["administrator", "superuser"]])
def test_roles_that_can_not_be_are_refused(
    practitioner: builders.Staff, browser: Client, address: Address, roles: list[str]
) -> None:
    response = browser.post(address("member", member_id=practitioner.member.pk), {"roles": roles})
    assert response.status_code == 422
    assert roles_of(practitioner) == {"practitioner"}


@pytest.mark.spec("STAFF-5")
def test_the_last_administrator_is_told_why_they_stay_one(
    administrator: builders.Staff, browser: Client, address: Address
) -> None:
    member = {"member_id": administrator.member.pk}
    page = text_of(browser.get(address("member", **member)))
    assert "You are the only administrator." in page
    assert address("member_remove", **member) not in page
    refused = browser.post(address("member", **member), {"roles": ["practitioner"]})
    assert refused.status_code == 422
    assert "needs at least one administrator" in text_of(refused)
    assert roles_of(administrator) == {"administrator"}
    assert "cp-btn--danger" not in text_of(browser.get(address("member_remove", **member))).split("<dialog")[0]
    kept = browser.post(address("member_remove", **member))
    assert kept.status_code == 409
    assert "needs at least one administrator" in text_of(kept)
    assert is_active(administrator)


def test_a_member_is_removed_after_saying_what_that_means(
    practitioner: builders.Staff, browser: Client, address: Address
) -> None:
    path = address("member_remove", member_id=practitioner.member.pk)
    assert "What they wrote and signed stays" in text_of(browser.get(path))
    assert is_active(practitioner)
    assert "Priya Raman no longer works here." in text_of(browser.post(path, follow=True))
    assert not is_active(practitioner)
    assert browser.get(path).status_code == 404


def test_an_administrator_may_step_down_or_leave(
    practice: Any, administrator: builders.Staff, browser: Client, address: Address
) -> None:
    builders.make_staff(practice)
    member = {"member_id": administrator.member.pk}
    stepped_down = browser.post(address("member", **member), {"roles": ["practitioner"]})
    assert stepped_down["Location"] == portal_reverse("staff:clients", practice)
    assert browser.get(address("members")).status_code == 403
    third = builders.make_staff(practice)
    browser.force_login(third.user)
    left = browser.post(address("member_remove", member_id=third.member.pk))
    assert left["Location"] == portal_reverse("staff:index")
    assert browser.get(address("members")).status_code == 404


def test_names_are_escaped(practice: Any, administrator: builders.Staff, browser: Client, address: Address) -> None:
    harm = "<script>alert(1)</script>"
    staff = builders.make_staff(practice, "biller", name=harm)
    services.invite_staff(administrator.actor, email="lee@example.com", roles=["biller"], name=harm)
    for path in (address("members"), address("member", member_id=staff.member.pk)):
        assert harm not in text_of(browser.get(path))
    removed = browser.post(address("member_remove", member_id=staff.member.pk), follow=True)
    assert harm not in text_of(removed)
