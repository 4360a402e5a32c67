"""Every address of the room, opened and posted to by those who must not: nothing is told, nothing happens.

The addresses come from the URL resolver, so that a new page without an answer here fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from client_portal.access.models import AccessGrant, ArchivedRecord, CareTeamMember, ClientRestriction
from client_portal.audit.models import AuditEvent
from client_portal.core.models import OutboxMessage
from client_portal.people.models import (
    ClientContact,
    ClientProfile,
    Contact,
    InsurancePolicy,
    Invitation,
    ProposedChange,
)
from client_portal.people.services import add_contact, save_insurance, update_information
from client_portal.questionnaires.models import Form
from client_portal.questionnaires.selectors import published_version
from client_portal.questionnaires.services import complete_response
from client_portal.staff.clients.urls import profile, urlpatterns
from client_portal.testing import builders
from tests.staff.clients.conftest import Address, Desk, needed_answers

GUARDED = (ClientProfile, ClientContact, InsurancePolicy, Invitation, ProposedChange)
PLAIN = (AccessGrant, ArchivedRecord, CareTeamMember, ClientRestriction, Contact, OutboxMessage)

FORM = {
    "first_name": "X",
    "last_name": "Y",
    "email": "thief@example.com",
    "relationship": "other",
    "decision": "accept",
    "reason": "because",
    "initial-messaging": "True",
    "kind": "individual",
}


def named(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name is not None
            yield pattern.name


OF_A_CLIENT = sorted(named(profile))
OF_INVITATIONS = ["invitation_resend", "invitation_revoke"]
OF_THE_PRACTICE = sorted(set(named(urlpatterns)) - set(OF_INVITATIONS))


def world() -> list[Any]:
    """Everything that a page of this room could change."""
    rows = [model.objects.unscoped(reason="looking after the table").order_by("pk").values() for model in GUARDED]
    rows += [model._default_manager.order_by("pk").values() for model in PLAIN]
    return [list(found) for found in rows]


@pytest.fixture
def places(practice: Any, practitioner: builders.Staff, client_record: Any, maya: Any, ask: Any) -> dict[str, Any]:
    """What stands in the addresses: a client with one of everything."""
    me = builders.portal_actor(maya, practice)
    contact = add_contact(
        practitioner.actor, client=client_record, relationship="parent", first_name="Jo", last_name="Ellison"
    )
    update_information(me, client=client_record, facts={"city": "Seattle"}, needs_review=True)
    policy = save_insurance(me, client=client_record, order="primary", facts={"payer": "Cascade", "member_id": "1"})
    version = published_version(Form.objects.get(practice=practice, library_key="couples_intake"))
    response = complete_response(me, client=client_record, form_version=version, answers=needed_answers(version))
    invited = builders.make_client(practice, first_name="Noor", email="noor@example.com", assigned_to=practitioner)
    return {
        "attached_id": contact.pk,
        "contact_id": contact.contact_id,
        "member_id": practitioner.member.pk,
        "change_id": ProposedChange.objects.unscoped(reason="looking after the table").get().pk,
        "policy_id": policy.pk,
        "response_id": response.pk,
        "invitation_id": ask(practitioner, invited).pk,
    }


ARGUMENTS = {
    "client_care_team_remove": ("member_id",),
    "client_contact": ("attached_id",),
    "client_contact_attach": ("contact_id",),
    "client_contact_remove": ("attached_id",),
    "client_portal_contact": ("attached_id",),
    "client_change": ("change_id",),
    "client_insurance": ("policy_id",),
    "client_response": ("response_id",),
}


def paths(address: Address, client: Any, places: dict[str, Any], of: Any = None) -> list[str]:
    """Every address about the client and the invitation, in the practice or in another one."""
    found = [
        address(name, client, of=of, **{key: places[key] for key in ARGUMENTS.get(name, ())}) for name in OF_A_CLIENT
    ]
    return found + [address(name, of=of, invitation_id=places["invitation_id"]) for name in OF_INVITATIONS]


def test_every_address_is_known_here() -> None:
    assert OF_THE_PRACTICE == [
        "client_new",
        "clients",
        "clients_invite",
        "clients_invite_result",
        "clients_invite_send",
        "invitations",
    ]
    assert len(OF_A_CLIENT) == 20


@pytest.mark.spec("STAFF-2", "STAFF-4", "INVITE-7")
@pytest.mark.parametrize("who", ["unassigned practitioner", "forms administrator", "administrator of another practice"])
def test_strangers_find_nothing_and_change_nothing(
    desk: Desk, address: Address, practice: Any, other_practice: Any, client_record: Any, places: Any, who: str
) -> None:
    stranger = {
        "unassigned practitioner": lambda: builders.make_staff(practice, "practitioner"),
        "forms administrator": lambda: builders.make_staff(practice, "forms_administrator"),
        "administrator of another practice": lambda: builders.make_staff(other_practice),
    }[who]()
    browser = desk(stranger)
    before, events = world(), AuditEvent.objects.count()
    for of in (practice, other_practice):
        for path in paths(address, client_record, places, of):
            for answer in (browser.get(path), browser.post(path, FORM)):
                # A page for forms administrators alone has no such invitations: they are refused as a whole.
                assert answer.status_code in ((404, 405, 403) if "/invitations/" in path else (404, 405)), path
                assert "Ellison" not in answer.content.decode()
    assert world() == before
    assert AuditEvent.objects.count() == events


@pytest.mark.spec("STAFF-1")
@pytest.mark.parametrize("role", ["scheduler", "biller"])
def test_staff_with_contact_data_alone_change_nothing(
    desk: Desk, address: Address, practice: Any, client_record: Any, places: Any, role: str
) -> None:
    browser = desk(builders.make_staff(practice, role))
    before = world()
    opened = {path: browser.get(path).status_code for path in paths(address, client_record, places)}
    allowed = {path for path, status in opened.items() if status == 200}
    contact = address("client_portal_contact", client_record, attached_id=places["attached_id"])
    assert allowed == {address("client", client_record), contact}
    for path in paths(address, client_record, places):
        assert browser.post(path, FORM).status_code in (403, 404, 405)
    assert world() == before


@pytest.mark.spec("STAFF-4", "API-2")
def test_guessed_ids_are_not_found(
    desk: Desk, address: Address, practice: Any, practitioner: builders.Staff, client_record: Any, places: Any
) -> None:
    browser = desk(practitioner)
    wrong = dict.fromkeys(places, "00000000-0000-4000-8000-000000000000")
    before = world()
    for name, arguments in ARGUMENTS.items():
        path = address(name, client_record, **{key: wrong[key] for key in arguments})
        assert browser.get(path).status_code in (404, 405)
        assert browser.post(path, FORM).status_code in (404, 405)
    for name in OF_INVITATIONS:
        assert browser.post(address(name, invitation_id=wrong["invitation_id"])).status_code == 404
    assert world() == before


def test_who_has_not_signed_in_is_sent_to_sign_in(
    address: Address, practice: Any, client_record: Any, maya: Any, places: Any
) -> None:
    before, events = world(), AuditEvent.objects.count()
    nobody = Client()
    for path in [*paths(address, client_record, places), *(address(name) for name in OF_THE_PRACTICE)]:
        for answer in (nobody.get(path), nobody.post(path, FORM)):
            assert answer.status_code == 302
            assert "/sign-in/?next=" in answer["Location"]
    # A client's own login is nobody in the workspace.
    client = Client()
    client.force_login(maya)
    for path in [*paths(address, client_record, places), *(address(name) for name in OF_THE_PRACTICE)]:
        assert client.get(path).status_code == client.post(path, FORM).status_code == 404
    assert world() == before
    assert AuditEvent.objects.count() == events


def test_a_form_from_elsewhere_is_refused(
    address: Address, practitioner: builders.Staff, client_record: Any, places: Any
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(practitioner.user)
    before = world()
    for path in paths(address, client_record, places):
        assert browser.post(path, FORM).status_code == 403
    assert world() == before


def test_looking_changes_nothing(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, places: Any
) -> None:
    """What a link checker or a browser's preview opens is a look: pages that do something answer 405."""
    browser = desk(practitioner)
    before = world()
    for path in paths(address, client_record, places):
        assert browser.get(path).status_code in (200, 302, 405)
    assert world() == before


@pytest.mark.parametrize("role", ["practitioner"])
def test_pages_carry_the_headers_of_private_pages(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, role: str
) -> None:
    page = desk(practitioner).get(address("client", client_record))
    assert page["Cache-Control"] == "no-store, private"
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "style=" not in page.content.decode()
