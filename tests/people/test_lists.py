"""Lists of clients and invitations: who is on them, page by page, at the same cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import NotVisible
from client_portal.people.models import Invitation, InvitationState
from client_portal.people.selectors import (
    candidate_counts,
    candidates_among,
    candidates_page,
    clients_page,
    deliveries_of,
    invitations_page,
)
from client_portal.people.services import (
    archive_client,
    invitation_token,
    invite_client,
    mark_opened,
    revoke_invitation,
)
from client_portal.testing import builders


def names(page: Any) -> list[str]:
    return [f"{row['client_given']} {row['client_family']}" for row in page.rows]


def walk(selector: Callable[..., Any], *arguments: Any, **wanted: Any) -> list[Any]:
    """Every row of every page."""
    rows, cursor = [], ""
    while True:
        page = selector(*arguments, cursor=cursor, **wanted)
        rows += getattr(page, "rows", None) or page.invitations
        if page.next is None:
            return rows
        cursor = page.next


@pytest.fixture
def everybody(practice: Any, practitioner: builders.Staff, accept: Callable[..., Any]) -> dict[str, Any]:
    """A client in each state, all of one practitioner."""
    system = Actor.system(practice)

    def make(name: str, email: str = "yes") -> Any:
        address = f"{name}@example.com" if email else ""
        return builders.make_client(practice, first_name=name, last_name="X", email=address, assigned_to=practitioner)

    clients = {
        name: make(name) for name in ("fresh", "invited", "opened", "expired", "accepted", "revoked", "archived")
    }
    clients["silent"] = make("silent", "")
    sent = {name: invite_client(system, client=clients[name]) for name in clients if name not in ("fresh", "silent")}
    mark_opened(Actor.anonymous(practice), token=invitation_token(sent["opened"]))
    rows = Invitation.objects.unscoped(reason="an invitation of last week")
    rows.filter(pk=sent["expired"].pk).update(expires_at=clock.now() - dt.timedelta(days=1))
    accept(sent["accepted"])
    revoke_invitation(system, invitation_id=sent["revoked"].pk)
    revoke_invitation(system, invitation_id=sent["archived"].pk)
    archive_client(system, client=clients["archived"])
    return clients


@pytest.mark.spec("INVITE-3")
@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("", {"fresh", "invited", "opened", "expired", "accepted", "revoked", "silent"}),
        ("not_invited", {"fresh", "revoked", "silent"}),
        ("invited", {"invited"}),
        ("opened", {"opened"}),
        ("expired", {"expired"}),
        ("accepted", {"accepted"}),
        ("archived", {"archived"}),
        ("nonsense", set()),
    ],
)
def test_the_list_by_state(practitioner: builders.Staff, everybody: Any, state: str, expected: set[str]) -> None:
    page = clients_page(practitioner.actor, state=state)
    assert {row["client_given"] for row in page.rows} == expected
    if state in InvitationState.values:
        assert {row["portal_state"] for row in page.rows} == {state}


@pytest.mark.spec("INVITE-7")
def test_who_can_be_invited_and_why_others_cannot(practitioner: builders.Staff, everybody: Any) -> None:
    ready = candidates_page(practitioner.actor, is_ready=True)
    hindered = candidates_page(practitioner.actor, is_ready=False)
    assert {row["client_given"] for row in ready.rows} == {"fresh", "revoked"}
    assert {row["client_given"]: row["obstacle"] for row in hindered.rows} == {
        "invited": "invited",
        "opened": "invited",
        "expired": "invited",
        "accepted": "in_portal",
        "archived": "archived",
        "silent": "no_email",
    }
    counts = candidate_counts(practitioner.actor)
    assert (counts.ready, counts.hindered) == (2, 6)
    assert {row["client_given"] for row in candidates_page(practitioner.actor, is_ready=True, search="fre").rows} == {
        "fresh"
    }


@pytest.mark.spec("INVITE-7", "STAFF-4")
def test_nobody_chooses_from_clients_of_others(
    practice: Any, other_practice: Any, practitioner: builders.Staff, everybody: Any
) -> None:
    ids = [client.client_portal_profile.pk for client in everybody.values()]
    assert len(candidates_among(practitioner.actor, ids)) == len(ids)
    for stranger in (
        builders.make_staff(practice, "practitioner"),
        builders.make_staff(practice, "scheduler"),
        builders.make_staff(other_practice),
    ):
        assert not candidates_page(stranger.actor, is_ready=True).rows
        assert not candidates_page(stranger.actor, is_ready=False).rows
        with pytest.raises(NotVisible):
            candidates_among(stranger.actor, ids[:1])
    with pytest.raises(NotVisible):
        candidates_among(practitioner.actor, [*ids, practitioner.member.pk])


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("", {"invited", "opened", "expired", "accepted", "revoked", "archived"}),
        ("invited", {"invited"}),
        ("opened", {"opened"}),
        ("expired", {"expired"}),
        ("accepted", {"accepted"}),
        ("revoked", {"revoked", "archived"}),
        ("nonsense", set()),
    ],
)
def test_invitations_by_state(practitioner: builders.Staff, everybody: Any, state: str, expected: set[str]) -> None:
    rows = walk(invitations_page, practitioner.actor, state=state, size=2)
    assert {invitation.email.split("@")[0] for invitation in rows} == expected
    assert len(rows) == len(expected)
    assert [row.sent_at for row in rows] == sorted((row.sent_at for row in rows), reverse=True)
    if state in InvitationState.values:
        assert {invitation.state for invitation in rows} == {state}


@pytest.mark.spec("STAFF-4")
def test_invitations_of_others_are_not_listed(
    practice: Any, other_practice: Any, administrator: builders.Staff, everybody: Any
) -> None:
    assert len(invitations_page(administrator.actor).invitations) == 6
    for stranger in (
        builders.make_staff(practice, "practitioner"),
        builders.make_staff(practice, "biller"),
        builders.make_staff(other_practice),
    ):
        assert not invitations_page(stranger.actor).invitations


def test_names_are_in_order_and_walked_forth_and_back(practice: Any, administrator: builders.Staff) -> None:
    people = ["Ann abel", "Ben Abel", "cleo Abel", "Abe Zorn", "Zoe Åberg", "Max Mo"]
    for name in reversed(people):
        first_name, last_name = name.split()
        builders.make_client(practice, first_name=first_name, last_name=last_name)
    order = ["Ann abel", "Ben Abel", "cleo Abel", "Max Mo", "Abe Zorn", "Zoe Åberg"]
    first = clients_page(administrator.actor, size=4)
    second = clients_page(administrator.actor, size=4, cursor=first.next or "")
    assert sorted(names(first) + names(second)) == sorted(order)
    assert names(first)[:4] == order[:4]
    assert names(clients_page(administrator.actor, size=4, cursor=second.previous or "")) == names(first)
    assert second.next is None


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("ell", {"Maya Ellison", "Noor Haddad"}),
        ("MAYA ellison", {"Maya Ellison"}),
        ("ellison maya", {"Maya Ellison"}),
        ("noor.ell", {"Noor Haddad"}),
        ("%", set()),
        ("_", set()),
        ("'; DROP TABLE", set()),
        ("<script>", {"<script>alert(1)</script> Bobby"}),
        ("", {"Maya Ellison", "Noor Haddad", "<script>alert(1)</script> Bobby"}),
    ],
)
def test_searching_by_name_and_address(
    practice: Any, administrator: builders.Staff, client_record: Any, search: str, expected: set[str]
) -> None:
    builders.make_client(practice, first_name="Noor", last_name="Haddad", email="noor.ell@example.com")
    builders.make_client(practice, first_name="<script>alert(1)</script>", last_name="Bobby")
    assert set(names(clients_page(administrator.actor, search=search))) == expected


def test_text_that_no_database_takes_is_an_error_of_the_request(administrator: builders.Staff) -> None:
    for search in ("\x00", "Maya\x00", "\ud800"):
        with pytest.raises(ValidationError):
            clients_page(administrator.actor, search=search)
        with pytest.raises(ValidationError):
            candidates_page(administrator.actor, is_ready=True, search=search)


def test_clients_of_others_are_not_listed_found_or_counted(
    practice: Any, other_practice: Any, practitioner: builders.Staff, client_record: Any
) -> None:
    theirs = builders.make_staff(other_practice, "practitioner")
    builders.make_client(other_practice, first_name="Secret", last_name="Person", assigned_to=theirs)
    builders.make_client(practice, first_name="Somebody", last_name="Else")
    assert names(clients_page(practitioner.actor)) == ["Maya Ellison"]
    assert not clients_page(practitioner.actor, search="Secret").rows
    assert not clients_page(practitioner.actor, search="Somebody").rows
    assert not clients_page(builders.make_staff(practice, "forms_administrator").actor).rows
    with pytest.raises(NotVisible):
        clients_page(Actor.anonymous(practice))


@pytest.mark.parametrize(
    "read",
    [
        lambda actor: clients_page(actor, size=100),
        lambda actor: clients_page(actor, search="a", state="not_invited", size=100),
        lambda actor: candidates_page(actor, is_ready=True, size=100),
        candidate_counts,
        lambda actor: [row.client.client_portal_profile for row in invitations_page(actor, size=100).invitations],
        lambda actor: deliveries_of(invitations_page(actor, size=100).invitations),
    ],
    ids=["clients", "filtered", "candidates", "counts", "invitations", "deliveries"],
)
def test_a_page_costs_the_same_at_any_length(
    practice: Any, practitioner: builders.Staff, queries: Any, read: Callable[[Actor], Any]
) -> None:
    costs = []
    for amount in (4, 16):
        for number in range(amount):
            client = builders.make_client(practice, email="a@example.com", assigned_to=practitioner)
            if number % 2:
                invite_client(Actor.system(practice), client=client)
        actor = practitioner.actor
        with queries() as captured:
            read(actor)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 3
