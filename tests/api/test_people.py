"""Clients through the API: the same rule as on the pages."""

from __future__ import annotations

from typing import Any

import pytest

from client_portal.audit.models import AuditEvent
from client_portal.people.adapters import people
from client_portal.testing import builders

pytestmark = pytest.mark.django_db


def public_id(client: Any) -> Any:
    return client.client_portal_profile.pk


@pytest.mark.spec("CLIENT-1")
def test_a_client_needs_two_names_only(caller: Any, address: Any, practitioner: Any) -> None:
    api = caller(practitioner.user)
    answer = api.post(address("clients"), {"first_name": "Theo", "last_name": "Ellison"}, format="json")
    assert answer.status_code == 201
    found = api.get(address("client", client_id=answer.json()["id"])).json()
    assert (found["first_name"], found["last_name"], found["email"]) == ("Theo", "Ellison", "")


@pytest.mark.spec("STAFF-1", "STAFF-2")
@pytest.mark.parametrize(
    ("role", "sees_client", "sees_information"),
    [
        ("administrator", 200, 403),
        ("scheduler", 200, 403),
        ("biller", 200, 403),
        ("forms_administrator", 404, 404),
        ("practitioner", 404, 404),
        ("supervisor", 404, 404),
    ],
)
def test_roles_reach_what_their_powers_say(
    caller: Any, address: Any, practice: Any, client_record: Any, role: str, sees_client: int, sees_information: int
) -> None:
    api = caller(builders.make_staff(practice, role).user)
    client = public_id(client_record)
    assert api.get(address("client", client_id=client)).status_code == sees_client
    assert api.get(address("client_information", client_id=client)).status_code == sees_information
    before = people().client_facts(client_record)
    refused = api.patch(address("client_information", client_id=client), {"first_name": "X"}, format="json")
    assert refused.status_code == sees_information
    client_record.refresh_from_db()
    assert people().client_facts(client_record) == before


@pytest.mark.spec("STAFF-2")
def test_access_ends_with_the_next_request(
    caller: Any, address: Any, practice: Any, administrator: Any, client_record: Any
) -> None:
    colleague = builders.make_staff(practice, "supervisor")
    api, client = caller(colleague.user), public_id(client_record)
    manager = caller(administrator.user)
    assert api.get(address("client", client_id=client)).status_code == 404
    seat = {"member_id": str(colleague.member.pk)}
    assert manager.post(address("care_team", client_id=client), seat, format="json").status_code == 201
    assert api.get(address("client_information", client_id=client)).status_code == 200
    path = address("care_team_seat", client_id=client, member_id=colleague.member.pk)
    assert manager.delete(path).status_code == 204
    assert api.get(address("client_information", client_id=client)).status_code == 404


@pytest.mark.spec("AUDIT-1")
def test_looking_at_a_client_is_recorded(caller: Any, address: Any, practitioner: Any, client_record: Any) -> None:
    caller(practitioner.user).get(address("client", client_id=public_id(client_record)))
    event = AuditEvent.objects.get(action="client.viewed")
    assert (event.client_id, event.user_id) == (str(client_record.pk), str(practitioner.user.pk))


def test_the_list_costs_the_same_at_any_length(
    caller: Any, address: Any, practice: Any, practitioner: Any, queries: Any
) -> None:
    api = caller(practitioner.user)
    api.get(address("clients"))
    costs = []
    for amount in (4, 16):
        for _number in range(amount):
            builders.make_client(practice, assigned_to=practitioner)
        with queries() as captured:
            answer = api.get(address("clients"))
        assert len(answer.json()["results"]) == min(20, {4: 4, 16: 20}[amount])
        costs.append(len(captured))
    assert costs == [7, 7]


def test_the_list_is_walked_by_cursor_without_a_count(
    caller: Any, address: Any, practice: Any, administrator: Any
) -> None:
    made = {str(public_id(builders.make_client(practice))) for _number in range(23)}
    api = caller(administrator.user)
    first = api.get(address("clients")).json()
    second = api.get(f"{address('clients')}?cursor={first['next']}").json()
    assert {row["id"] for row in first["results"] + second["results"]} == made
    assert second["next"] is None
    assert api.get(f"{address('clients')}?cursor={second['previous']}").json()["results"] == first["results"]


def test_my_record_is_mine_alone(caller: Any, address: Any, practice: Any, maya: Any, client_record: Any) -> None:
    other = builders.make_client(practice, first_name="Theo")
    api = caller(maya)
    assert api.get(address("me")).json()["first_name"] == "Maya"
    header = {"HTTP_X_ACTING_FOR": str(public_id(other))}
    assert api.get(address("me"), **header).status_code == 404
    assert api.patch(address("me"), {"first_name": "X"}, format="json", **header).status_code == 404
    assert people().client_facts(type(other)._default_manager.get(pk=other.pk)).first_name == "Theo"
    assert api.patch(address("me"), {"pronouns": "she/her"}, format="json").json()["pronouns"] == "she/her"
