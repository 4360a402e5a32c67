"""Every list of the API: walked by cursor, filtered, at the same cost however long it is, and nobody else's."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from client_portal.access.services import assign_staff
from client_portal.audit.models import AuditEvent
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.models import OutboxMessage
from client_portal.documents.models import Resource
from client_portal.documents.services import add_resource
from client_portal.onboarding.services import invite
from client_portal.people import services as people_services
from client_portal.people.models import Invitation
from client_portal.practices.selectors import portal_of
from client_portal.practices.services import invite_staff
from client_portal.practices.tenancy import portal_reverse
from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.selectors import published_version
from client_portal.questionnaires.services import complete_response, create_form
from client_portal.testing import builders
from tests.api.described import document
from tests.permissions.routes import routes
from tests.permissions.stage import picture

pytestmark = pytest.mark.django_db

COLORS = parse_schema(
    {
        "version": 1,
        "title": "Colors",
        "kind": "intake",
        "sections": [{"title": "You", "questions": [{"key": "color", "type": "short_text", "text": "Your color?"}]}],
    }
)


@dataclass
class Place:
    """A practice with one client who has a login, and who asks."""

    practice: Any
    administrator: builders.Staff
    practitioner: builders.Staff
    client: Any
    maya: Any
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def client_id(self) -> Any:
        """The client's public id."""
        return self.client.client_portal_profile.pk

    @property
    def portal_actor(self) -> Actor:
        """The client themself."""
        return builders.portal_actor(self.maya, self.practice, self.client)

    def path(self, name: str) -> str:
        """The address of a list."""
        ids = {"client_id": self.client_id} if "client_id" in routes()[f"api:{name}"].captures else {}
        practice = self.practice if "practice_id" in routes()[f"api:{name}"].captures else None
        return portal_reverse(f"api:{name}", practice, **ids)

    def user(self, name: str) -> Any:
        """Whose list it is."""
        return {"me": self.maya, "mine": self.practitioner.user, "all": self.administrator.user}[LISTS[name].whose]


@pytest.fixture
def place(practice: Any, administrator: Any, practitioner: Any, client_record: Any, maya: Any) -> Place:
    """The practice."""
    return Place(practice, administrator, practitioner, client_record, maya)


def one_practice(place: Place) -> None:
    """Another practice where the administrator works."""
    builders.make_staff(builders.make_practice(), user=place.administrator.user)


def one_member(place: Place) -> None:
    """A colleague."""
    builders.make_staff(place.practice, "scheduler", "biller")


def one_staff_invitation(place: Place) -> None:
    """An invitation to the staff."""
    invite_staff(place.administrator.actor, email=f"{uuid.uuid4().hex}@example.com", roles=["biller"])


def one_form(place: Place) -> None:
    """A form."""
    create_form(place.administrator.actor, schema=COLORS)


def one_resource(place: Place) -> None:
    """A document; all share one file."""
    if "file" not in place.memory:
        first = add_resource(place.administrator.actor, title="Sheet", upload=picture())
        place.memory["file"] = first.file
    else:
        Resource.objects.create(practice=place.practice, title="Sheet", file=place.memory["file"])


def one_notice(place: Place) -> None:
    """A notice that was given up."""
    payload = {"practice": str(portal_of(place.practice).pk)}
    moment = clock.now()
    OutboxMessage.objects.create(
        topic="people.invitation", key=uuid.uuid4().hex, payload=payload, available_at=moment, dead_at=moment
    )


def one_seat(place: Place) -> None:
    """A colleague on the care team."""
    member = builders.make_staff(place.practice, "supervisor").member
    assign_staff(place.administrator.actor, client=place.client, member=member, is_assigned=False)


def one_contact(place: Place) -> None:
    """A contact of the client."""
    facts = {"relationship": "other", "first_name": "Kim", "last_name": "Known", "email": "kim@example.com"}
    people_services.add_contact(place.administrator.actor, client=place.client, **facts)


def one_known_contact(place: Place) -> None:
    """A contact of another client."""
    if "sibling" not in place.memory:
        place.memory["sibling"] = builders.make_client(place.practice, assigned_to=place.practitioner)
    facts = {"relationship": "other", "first_name": "Kim", "last_name": "Known"}
    people_services.add_contact(place.administrator.actor, client=place.memory["sibling"], **facts)


def one_policy(place: Place) -> None:
    """An insurance policy: the primary one, then the secondary one."""
    order = "secondary" if place.memory.setdefault("has_policy", False) else "primary"
    place.memory["has_policy"] = True
    facts = {"payer": "Acme", "member_id": "1"}
    people_services.save_insurance(place.portal_actor, client=place.client, order=order, facts=facts)


def one_change(place: Place) -> None:
    """A change that waits for a decision."""
    facts = {"phone": f"555 {uuid.uuid4().int % 10**6}"}
    people_services.update_information(place.portal_actor, client=place.client, facts=facts, needs_review=True)


def one_own_record(place: Place) -> None:
    """Another record of the same login."""
    builders.give_login(builders.make_client(place.practice), place.practice, user=place.maya)


def one_client(place: Place) -> Any:
    """A client who could be invited; all have one name."""
    facts = {"first_name": "Ana", "last_name": "Same", "email": "family@example.com"}
    return builders.make_client(place.practice, assigned_to=place.practitioner, **facts)


def one_invitation(place: Place) -> None:
    """An invitation; all were sent at one moment."""
    moment = place.memory.setdefault("moment", clock.now())
    invitation = invite(place.administrator.actor, client=one_client(place), information=[], forms=[], resources=[])
    Invitation.objects.unscoped(reason="a test").filter(pk=invitation.pk).update(sent_at=moment)


def one_response(place: Place) -> None:
    """A completed form."""
    if "form" not in place.memory:
        place.memory["form"] = published_version(create_form(place.administrator.actor, schema=COLORS))
    complete_response(
        place.portal_actor, client=place.client, form_version=place.memory["form"], answers={"color": "teal"}
    )


def one_deed(place: Place) -> None:
    """Something that was done."""
    record(place.practitioner.actor, action="client.viewed", object=place.client, client=place.client)


@dataclass(frozen=True)
class Listing:
    """A list: who asks for it, what makes it one longer (None if nothing does), and how long a page of it is."""

    whose: str
    one: Callable[[Place], Any] | None
    size: int | None = None
    most: int = 10
    query: str = ""


LISTS = {
    "practices": Listing("all", one_practice),
    "features": Listing("all", None),
    "members": Listing("all", one_member),
    "staff_invitations": Listing("all", one_staff_invitation),
    "forms": Listing("all", one_form),
    "resources": Listing("all", one_resource),
    "undelivered": Listing("all", one_notice),
    "care_team": Listing("all", one_seat),
    "care_team_colleagues": Listing("all", one_member),
    "contacts": Listing("all", one_contact),
    "contacts_known": Listing("mine", one_known_contact, query="search=Known"),
    "client_features": Listing("all", None),
    "client_insurance": Listing("mine", one_policy, most=2),
    "client_changes": Listing("mine", one_change),
    "my_clients": Listing("me", one_own_record),
    "my_insurance": Listing("me", one_policy, most=2),
    "clients": Listing("mine", one_client, size=20),
    "invitations": Listing("mine", one_invitation, size=20),
    "invitation_candidates": Listing("mine", one_client, size=50),
    "client_responses": Listing("mine", one_response, size=20),
    "my_responses": Listing("me", one_response, size=20),
    "client_activity": Listing("mine", one_deed, size=30),
    "activity": Listing("all", one_deed, size=30),
    "my_views": Listing("me", one_deed, size=30),
}
PAGES = [name for name, listing in LISTS.items() if listing.size]


def grow(place: Place, name: str, amount: int) -> None:
    """Make a list longer."""
    one = LISTS[name].one
    assert one is not None
    for _number in range(amount):
        one(place)


def get(api: Any, place: Place, name: str, **query: Any) -> Any:
    """The answer of a list."""
    fixed = dict(part.split("=") for part in LISTS[name].query.split("&") if part)
    answer = api.get(place.path(name), {**fixed, **query})
    assert answer.status_code == 200, answer.content
    return answer.json()


def rows_of(answer: Any) -> list[Any]:
    """The rows of a list, or of a page of it."""
    return list(answer["results"]) if isinstance(answer, dict) else list(answer)


def keys_of(rows: list[Any]) -> list[str]:
    """What tells rows apart."""
    return [str(row.get("id", row.get("at"))) for row in rows]


def pages(api: Any, place: Place, name: str, direction: str = "next", **query: Any) -> Iterator[list[Any]]:
    """Page after page."""
    while True:
        answer = get(api, place, name, **query)
        yield answer["results"]
        if answer[direction] is None:
            return
        query["cursor"] = answer[direction]


def test_every_list_of_the_document_is_walked_here() -> None:
    found = set()
    for methods in document()["paths"].values():
        if "get" not in methods:
            continue
        schema = methods["get"]["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
        if schema.get("type") == "array" or schema.get("$ref", "").endswith("Page"):
            found.add(methods["get"]["operationId"])
    assert len(found) == len(LISTS)
    assert all(any(operation.startswith(name) for operation in found) for name in LISTS), found


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_at_any_length(caller: Any, place: Place, queries: Any, name: str) -> None:
    listing, api = LISTS[name], caller(place.user(name))
    first = max(1, listing.most // 5)
    if listing.one is not None:
        grow(place, name, first)
    before = len(rows_of(get(api, place, name)))
    costs, lengths = [], []
    for more in (0, listing.most - first):
        if listing.one is not None:
            grow(place, name, more)
        with queries() as captured:
            lengths.append(len(rows_of(get(api, place, name))))
        costs.append(len(captured))
    expected = before + (listing.most - first if listing.one else 0)
    assert lengths == [before, expected]
    assert costs[0] == costs[1]
    assert costs[0] < 20


@pytest.mark.parametrize("name", PAGES)
def test_a_walk_meets_every_row_once_there_and_back(caller: Any, place: Place, name: str) -> None:
    size = LISTS[name].size or 0
    grow(place, name, 2 * size + 1)
    api = caller(place.user(name))
    there = list(pages(api, place, name))
    keys = keys_of([row for rows in there for row in rows])
    assert [len(rows) for rows in there[:2]] == [size, size]
    assert len(there) >= 3
    assert len(set(keys)) == len(keys)
    assert len(keys) == total(place, name)

    last = get(api, place, name)
    while last["next"]:
        last = get(api, place, name, cursor=last["next"])
    back = [keys_of(last["results"])]
    while last["previous"]:
        last = get(api, place, name, cursor=last["previous"])
        back.insert(0, keys_of(last["results"]))
    assert [key for page in back for key in page] == keys


def total(place: Place, name: str) -> int:
    """How many rows there are, counted in the database and not by a list."""
    counts: dict[str, Callable[[], int]] = {
        "clients": lambda: 1 + 41,
        "invitations": lambda: Invitation.objects.unscoped(reason="a test counts").count(),
        "invitation_candidates": lambda: 101,
        "client_responses": lambda: 41,
        "my_responses": lambda: 41,
        "client_activity": lambda: AuditEvent.objects.filter(client_id=str(place.client.pk)).count(),
        "activity": lambda: AuditEvent.objects.filter(practice=place.practice).count(),
        "my_views": lambda: 61,
    }
    return counts[name]()


@pytest.mark.parametrize("name", ["clients", "client_responses", "activity"])
def test_rows_that_come_during_a_walk_move_nothing(caller: Any, place: Place, name: str) -> None:
    size = LISTS[name].size or 0
    grow(place, name, size + 3)
    api = caller(place.user(name))
    known = {key for rows in pages(api, place, name) for key in keys_of(rows)}
    first = get(api, place, name)
    grow(place, name, 3)
    later = [key for rows in pages(api, place, name, cursor=first["next"]) for key in keys_of(rows)]
    met = [*keys_of(first["results"]), *later]
    assert len(set(met)) == len(met)
    assert known <= set(met)


def forged(*parts: Any) -> str:
    """A cursor of one's own making."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize("name", PAGES)
def test_a_cursor_that_is_none_is_an_error_of_the_request(caller: Any, place: Place, name: str) -> None:
    api = caller(place.user(name))
    grow(place, name, 1)
    useless = ("x", "%%%", forged(), forged(0, 1, 2), forged(0, "a", {"b": 1}), forged(0, "\x00", "1"), "x" * 1001)
    for cursor in useless:
        answer = api.get(place.path(name), {"cursor": cursor})
        assert (answer.status_code, "cursor" in answer.json()["errors"] or "__all__" in answer.json()["errors"]) == (
            400,
            True,
        )
    for cursor in (forged(0, "x", "x"), forged(1, "9" * 40, "9" * 40), forged(0, "2020-13-45", str(uuid.uuid4()))):
        assert api.get(place.path(name), {"cursor": cursor}).status_code in (200, 400)
    for parameter in ("limit", "ordering", "client__last_name", "format"):
        answer = api.get(place.path(name), {parameter: "1"})
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [parameter])


@pytest.mark.spec("API-2")
@pytest.mark.parametrize("name", ["clients", "invitations", "invitation_candidates", "activity"])
def test_a_cursor_from_another_practice_leads_nowhere_but_here(
    caller: Any, place: Place, other_practice: Any, name: str
) -> None:
    size = LISTS[name].size or 0
    stranger = builders.make_staff(other_practice, "administrator", "practitioner")
    theirs = Place(other_practice, stranger, stranger, None, None)
    grow(place, name, 2)
    if name != "activity":
        grow(theirs, name, size + 1)
    else:
        theirs.client = one_client(theirs)
        grow(theirs, name, size + 1)
    there = get(caller(stranger.user), theirs, name)
    here = caller(place.user(name))
    mine = set(keys_of(rows_of(get(here, place, name))))
    found = set(keys_of(get(here, place, name, cursor=there["next"])["results"]))
    assert found <= mine
    assert not found & set(keys_of(there["results"]))


@pytest.mark.spec("API-2")
def test_clients_are_found_by_name_address_and_state_among_one_s_own(
    caller: Any, place: Place, administrator: Any
) -> None:
    from client_portal.testing.builders import make_client

    own = make_client(
        place.practice, first_name="Zoë", last_name="Quill", email="zoe@quill.example", assigned_to=place.practitioner
    )
    make_client(place.practice, first_name="Zoë", last_name="Foreign", email="foreign@quill.example")
    archived = make_client(place.practice, first_name="Art", last_name="Away", assigned_to=place.practitioner)
    people_services.archive_client(administrator.actor, client=archived)
    invite(place.practitioner.actor, client=own, information=[], forms=[], resources=[])
    api = caller(place.practitioner.user)

    def names(**query: str) -> list[str]:
        return [row["last_name"] for row in get(api, place, "clients", **query)["results"]]

    assert names() == ["Ellison", "Quill"]
    for search in ("quill", "ZOE@", "zoe quill", "quill zoe@quill"):
        assert names(search=search) == ["Quill"], search
    for search in ("Foreign", "foreign@", "%", "_", "quill maya", "Away", "\\"):
        assert names(search=search) == [], search
    assert names(state="archived") == ["Away"]
    assert names(state="accepted") == ["Ellison"]
    assert names(state="invited") == ["Quill"]
    assert names(state="invited", search="maya") == []
    assert names(state="expired") == names(state="not_invited") == []
    refused = api.get(place.path("clients"), {"state": "secret"})
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["state"])
    assert api.get(place.path("clients"), {"search": "x" * 201}).status_code == 400


def test_a_filter_holds_over_all_pages(caller: Any, place: Place) -> None:
    grow(place, "clients", 23)
    for number in range(3):
        builders.make_client(place.practice, last_name=f"Other {number}", assigned_to=place.practitioner)
    api = caller(place.practitioner.user)
    found = [row for rows in pages(api, place, "clients", search="same") for row in rows]
    assert len(found) == 23
    assert {row["last_name"] for row in found} == {"Same"}


@pytest.mark.spec("API-2")
def test_invitations_are_filtered_by_their_state_among_one_s_own(caller: Any, place: Place, administrator: Any) -> None:
    other = builders.make_client(place.practice, email="other@example.com")
    invite(administrator.actor, client=other, information=[], forms=[], resources=[])
    grow(place, "invitations", 4)
    own = list(Invitation.objects.unscoped(reason="a test").exclude(client=other).order_by("pk"))
    people_services.revoke_invitation(administrator.actor, invitation_id=own[0].pk)
    rows = Invitation.objects.unscoped(reason="a test")
    rows.filter(pk=own[1].pk).update(expires_at=clock.now())
    rows.filter(pk=own[2].pk).update(opened_at=clock.now())
    api = caller(place.practitioner.user)
    states = ("revoked", "expired", "opened", "invited", "accepted")
    found = {state: keys_of(get(api, place, "invitations", state=state)["results"]) for state in states}
    assert found == {
        **{state: [str(one.pk)] for state, one in zip(states, own, strict=False)},
        "accepted": [],
    }
    assert set(keys_of(get(api, place, "invitations")["results"])) == {str(one.pk) for one in own}
    assert len(get(caller(administrator.user), place, "invitations")["results"]) == 5
    assert api.get(place.path("invitations"), {"state": "archived"}).status_code == 400


def test_those_who_can_be_invited_and_those_who_can_t_are_two_lists(caller: Any, place: Place) -> None:
    ready = builders.make_client(
        place.practice, last_name="Ready", email="r@example.com", assigned_to=place.practitioner
    )
    builders.make_client(place.practice, last_name="Silent", assigned_to=place.practitioner)
    builders.make_client(place.practice, last_name="Foreign", email="f@example.com")
    api = caller(place.practitioner.user)

    def found(**query: str) -> list[tuple[str, str]]:
        rows = get(api, place, "invitation_candidates", **query)["results"]
        return [(row["last_name"], row["obstacle"]) for row in rows]

    assert found() == found(is_ready="true") == [("Ready", "")]
    assert [name for name, obstacle in found(is_ready="false") if obstacle] == ["Ellison", "Silent"]
    assert found(search="ready") == [("Ready", "")]
    assert found(search="foreign") == []
    assert keys_of(get(api, place, "invitation_candidates")["results"]) == [str(ready.client_portal_profile.pk)]
    assert api.get(place.path("invitation_candidates"), {"is_ready": "perhaps"}).status_code == 400


@pytest.mark.spec("API-2")
def test_contacts_of_clients_whom_one_does_not_see_are_not_found(
    caller: Any, place: Place, other_practice: Any
) -> None:
    grow(place, "contacts_known", 12)
    hidden = builders.make_client(place.practice)
    facts = {"relationship": "other", "first_name": "Hidden", "last_name": "Known"}
    people_services.add_contact(place.administrator.actor, client=hidden, **facts)
    far = builders.make_client(other_practice)
    people_services.add_contact(Actor.system(other_practice), client=far, **facts)
    api = caller(place.practitioner.user)
    assert len(get(api, place, "contacts_known")) == 10
    assert get(api, place, "contacts_known", search="Hidden") == []
    assert [
        row["first_name"] for row in get(caller(place.administrator.user), place, "contacts_known", search="Hidden")
    ] == ["Hidden"]
    for query in ({}, {"search": ""}, {"search": "x" * 201}):
        assert api.get(place.path("contacts_known"), query).status_code == 400
