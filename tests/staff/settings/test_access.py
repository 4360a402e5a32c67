"""Who may open the settings: administrators of this practice. Everybody else gets nothing and changes nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from client_portal.access.roles import Role
from client_portal.practices import services
from client_portal.practices.selectors import portal_of
from client_portal.staff.settings.urls import urlpatterns
from client_portal.testing import builders
from tests.practices.records import all_rows
from tests.staff.settings.conftest import Address, text_of

pytestmark = pytest.mark.django_db

NAMES = [str(pattern.name).removeprefix("settings").removeprefix("_") for pattern in urlpatterns]
POSTED = {
    "slug": "mallory",
    "messaging": "on",
    "initial-uploads": "True",
    "step": "confirmed",
    "is_on": "no",
    "accent_color": "#ff0000",
    "welcome_text": "Mine",
    "phone": "000",
    "time_zone": "UTC",
    "email": "mallory@example.com",
    "roles": ["administrator"],
}


@pytest.fixture
def targets(practice: Any, administrator: builders.Staff) -> dict[str, dict[str, UUID | str]]:
    """What the addresses of the practice's settings need, by name."""
    second = builders.make_staff(practice, name="Bea Ortiz")
    invitation = services.invite_staff(administrator.actor, email="lee@example.com", roles=["biller"])
    change = services.save_features(administrator.actor, states={"messaging": False})
    assert change is not None
    return {
        "features_undo": {"change_id": change.pk},
        "member": {"member_id": second.member.pk},
        "member_remove": {"member_id": second.member.pk},
        "invitation_resend": {"invitation_id": invitation.pk},
        "invitation_revoke": {"invitation_id": invitation.pk},
        "brand_css": {"color": "ff0000"},
    }


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMINISTRATOR])
def test_other_staff_are_told_whom_to_ask_and_change_nothing(
    practice: Any, client: Client, address: Address, targets: dict[str, Any], role: str
) -> None:
    client.force_login(builders.make_staff(practice, role).user)
    before = all_rows()
    for name in NAMES:
        path = address(name, **targets.get(name, {}))
        for response in (client.get(path), client.post(path, POSTED)):
            page = text_of(response)
            assert response.status_code == 403, path
            assert "Practice workspace" in page
            assert "Ada Minot" in page
            assert "Bea Ortiz" in page
            assert "administrators" in page
    assert all_rows() == before


@pytest.mark.spec("STAFF-4")
@pytest.mark.parametrize("who", ["administrator of another practice", "client", "former administrator", "superuser"])
def test_strangers_find_nothing(
    practice: Any,
    client: Client,
    address: Address,
    targets: dict[str, Any],
    who: str,
) -> None:
    client.force_login(_stranger(who, practice))
    before = all_rows()
    for name in NAMES:
        path = address(name, **targets.get(name, {}))
        assert client.get(path).status_code == 404, path
        assert client.post(path, POSTED).status_code == 404, path
    assert all_rows() == before


def _stranger(who: str, practice: Any) -> Any:
    if who == "administrator of another practice":
        return builders.make_staff(builders.make_practice()).user
    if who == "client":
        return builders.give_login(builders.make_client(practice), practice)
    user = builders.make_user()
    if who == "superuser":
        user.is_superuser = user.is_staff = True
        user.save()
    else:
        member = builders.make_staff(practice, user=user).member
        member.is_active = False
        member.save()
    return user


def test_nobody_gets_in_without_signing_in(
    practice: Any, client: Client, address: Address, targets: dict[str, Any]
) -> None:
    before = all_rows()
    for name in NAMES:
        path = address(name, **targets.get(name, {}))
        assert client.get(path).status_code in (302, 401), path
        assert client.post(path, POSTED).status_code in (302, 401), path
    assert all_rows() == before


@pytest.mark.spec("STAFF-4")
def test_ids_of_another_practice_are_not_to_be_found(
    practice: Any, other_practice: Any, browser: Client, address: Address, targets: dict[str, Any]
) -> None:
    stranger = builders.make_staff(other_practice)
    browser.force_login(stranger.user)
    before = all_rows()
    for name, ids in targets.items():
        if name != "brand_css":
            path = address(name, of=other_practice, **ids)
            assert browser.get(path).status_code in (404, 405), path
            assert browser.post(path, POSTED).status_code == 404, path
    unknown = address("features", of=other_practice).replace(str(portal_of(other_practice).pk), str(uuid4()))
    assert browser.get(unknown).status_code == 404
    assert all_rows() == before


def test_a_form_from_another_site_is_refused(practice: Any, administrator: builders.Staff, address: Address) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(administrator.user)
    before = all_rows()
    for name in ("features", "branding", "details", "availability", "member_invite", "link", "retry"):
        assert careful.post(address(name), POSTED).status_code == 403, name
    assert all_rows() == before


def test_every_page_is_kept_to_oneself(browser: Client, address: Address, targets: dict[str, Any]) -> None:
    for name in NAMES:
        response = browser.get(address(name, **targets.get(name, {})))
        if response.status_code == 200:
            assert response["Cache-Control"] == "no-store, private"
            assert "script-src 'self'" in response["Content-Security-Policy"]
            assert response["X-Frame-Options"] == "DENY"
