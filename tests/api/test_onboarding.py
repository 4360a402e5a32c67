"""Onboarding through the API: from the first step to handing in, and what is refused on the way."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from client_portal.access.services import grant_access
from client_portal.audit.models import AuditEvent
from client_portal.core.actor import Actor
from client_portal.documents.services import add_resource
from client_portal.notifications.models import Notification
from client_portal.onboarding.services import invite
from client_portal.people.adapters import people
from client_portal.people.models import ClientProfile, InsurancePolicy
from client_portal.people.services import accept_invitation, archive_client, invitation_token
from client_portal.practices.services import set_portal_availability
from client_portal.questionnaires.models import Response, Signature
from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.services import create_form
from client_portal.testing import builders
from tests.api.attacks import STRANGE, deeds, refuses_what_is_no_body_of_it, send
from tests.permissions.stage import picture

pytestmark = pytest.mark.django_db

NAME = {"first_name": "Maia", "last_name": "Ellison", "pronouns": "she/her"}
DEMOGRAPHICS = {"birth_date": "1990-04-09"}
CONTACT = {"phone": "555 0100", "time_zone": "America/Los_Angeles"}
PREFERENCES = {"may_email": True, "language": "en"}
INSURANCE = {
    "primary_payer": "Acme",
    "primary_member_id": "7",
    "primary_relation": "self",
    "primary_starts_on": "2024-01-31",
    "primary_ends_on": "",
    "primary_card_front": None,
}
STEPS = ["consent-1", "consent-2", "name", "demographics", "contact_details", "preferences", "insurance", "form-1"]


def form_of(title: str, kind: str, *questions: dict[str, Any]) -> Any:
    """A small form."""
    section = {"title": "You", "questions": list(questions)}
    return parse_schema({"version": 1, "title": title, "kind": kind, "sections": [section]})


COLOR = {"key": "color", "type": "short_text", "text": "Your color?", "required": True}
SINCE = {"key": "since", "type": "date", "text": "Since when?"}
MANY = {
    "key": "many",
    "type": "multiple_choice",
    "text": "Which?",
    "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
}
AGREED = {"key": "signature", "type": "signature", "text": "I agree.", "required": True}


@dataclass
class Walk:
    """A newcomer's way through the API."""

    api: Any
    address: Callable[..., str]
    actor: Actor

    def plan(self) -> dict[str, Any]:
        """The plan as it stands."""
        return self.api.get(self.address("my_onboarding")).json()

    def step(self, key: str) -> dict[str, Any]:
        """A step as it stands."""
        answer = self.api.get(self.address("my_step", step=key))
        assert answer.status_code == 200, answer.content
        return answer.json()

    def save(self, key: str, data: Any, version: Any = 0) -> Any:
        """Save a draft."""
        return send(self.api, "patch", self.address("my_step", step=key), {"data": data, "version": version})

    def complete(self, key: str, data: Any, version: Any = 0) -> Any:
        """Complete a step."""
        return send(self.api, "post", self.address("my_step_complete", step=key), {"data": data, "version": version})

    def sign(self, key: str, **changed: Any) -> Any:
        """Sign a consent as it is shown now."""
        step = self.step(key)
        body = {
            "answers": {},
            "typed_name": "Maia Ellison",
            "agreed": True,
            "shown_sha256": step["form"]["text_sha256"],
            "version": step["version"],
        }
        return send(self.api, "post", self.address("my_step_sign", step=key), {**body, **changed})

    def submit(self) -> Any:
        """Hand in."""
        return self.api.post(self.address("my_onboarding_submit"))


@pytest.fixture
def document(administrator: Any) -> Any:
    """A document of the practice's to read."""
    return add_resource(administrator.actor, title="House rules", upload=picture("rules.png"))


@pytest.fixture
def walk(
    caller: Any, address: Any, administrator: Any, practitioner: Any, client_record: Any, practice: Any, document: Any
) -> Walk:
    """A client who has just come in, asked for two consents, all information, an intake form and a document."""
    forms = [
        create_form(administrator.actor, schema=form_of("Consent", "consent", COLOR, AGREED)),
        create_form(administrator.actor, schema=form_of("Privacy", "consent", AGREED)),
        create_form(administrator.actor, schema=form_of("Intake", "intake", COLOR, SINCE, MANY)),
    ]
    invitation = invite(
        practitioner.actor,
        client=client_record,
        information=["name", "demographics", "contact_details", "preferences", "insurance"],
        forms=[form.pk for form in forms],
        resources=[document.pk],
        note="Welcome, Maya",
    )
    anonymous = Actor.anonymous(practice)
    user = accept_invitation(anonymous, token=invitation_token(invitation), password=builders.PASSWORD)
    return Walk(caller(user), address, builders.portal_actor(user, practice))


def stored(model: Any) -> Any:
    """All rows of a model that is otherwise read through somebody's eyes."""
    return model.objects.unscoped(reason="a test looks at everything")


def finish(walk: Walk) -> None:
    """Complete every step."""
    assert walk.sign("consent-1", answers={"color": "teal"}).status_code == 200
    assert walk.sign("consent-2", typed_name="").status_code == 200
    done = {
        "name": NAME,
        "demographics": DEMOGRAPHICS,
        "contact_details": CONTACT,
        "preferences": PREFERENCES,
        "insurance": INSURANCE,
        "form-1": {"color": "green", "since": "2024-02-29", "many": ["b"]},
        "document-1": {"read": True},
    }
    for key, data in done.items():
        answer = walk.complete(key, data)
        assert (answer.status_code, answer.json().get("status")) == (200, "done"), answer.content


@pytest.mark.spec("ONB-3", "ONB-5", "ONB-6")
def test_the_whole_way_from_the_first_step_to_handing_in(walk: Walk, client_record: Any, practitioner: Any) -> None:
    plan = walk.plan()
    assert [step["key"] for step in plan["steps"]] == [*STEPS, "document-1"]
    assert (plan["note"], plan["invited_by"], plan["done"], plan["total"]) == ("Welcome, Maya", "Priya Raman", 0, 9)
    assert plan["next"] == "consent-1"
    assert all("data" not in step for step in plan["steps"]), "the list shows no answers"

    assert walk.save("name", {"first_name": "Mai"}).json()["status"] == "in_progress"
    assert walk.step("name")["data"] == {"first_name": "Mai"}
    assert walk.complete("name", NAME, version=1).json()["status"] == "done"
    assert walk.save("name", {"pronouns": "they"}, version=2).json()["status"] == "in_progress"
    assert walk.save("name", {"pronouns": "she/her"}, version=3).json()["version"] == 4
    client_record.refresh_from_db()
    assert people().client_facts(client_record).first_name == "Maya", "a draft is no record"
    walk.complete("name", {}, version=4)

    early = walk.submit()
    assert (early.status_code, walk.plan()["submitted_at"]) == (400, None)
    assert "House rules" in early.json()["errors"]["__all__"][0]

    assert walk.sign("consent-1", answers={"color": "teal"}).json()["status"] == "done"
    assert walk.step("consent-2")["form"]["signs_as"] == "Maia Ellison"
    assert walk.sign("consent-2", typed_name="").json()["status"] == "done"
    for key, data in (("demographics", DEMOGRAPHICS), ("contact_details", CONTACT), ("insurance", INSURANCE)):
        assert walk.complete(key, data).status_code == 200
    assert walk.complete("form-1", {"color": "green", "many": ["b", "a"]}).status_code == 200
    assert walk.complete("document-1", {"read": True}).status_code == 200

    handed_in = walk.submit()
    assert (handed_in.status_code, handed_in.json()["done"], handed_in.json()["next"]) == (200, 8, "preferences")
    client_record.refresh_from_db()
    facts, profile = people().client_facts(client_record), stored(ClientProfile).get(client=client_record)
    assert (facts.first_name, str(facts.birth_date)) == ("Maia", "1990-04-09")
    assert (profile.pronouns, profile.phone, profile.time_zone) == ("she/her", "555 0100", "America/Los_Angeles")
    assert stored(InsurancePolicy).get().payer == "Acme"
    assert stored(Response).get(form_version__form__kind="intake").answers == {"color": "green", "many": ["a", "b"]}
    assert [one.user for one in Notification.objects.all()] == [practitioner.user]


@pytest.mark.spec("ONB-5", "ONB-6")
def test_handing_in_again_is_handing_in_once(walk: Walk) -> None:
    finish(walk)
    first = walk.submit()
    before = deeds(), stored(Response).count(), Notification.objects.count()
    again = walk.submit()
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.json()["submitted_at"]
    assert (deeds(), stored(Response).count(), Notification.objects.count()) == before
    assert AuditEvent.objects.filter(action="onboarding.submitted").count() == 1
    late = [walk.save("name", NAME, version=1), walk.complete("form-1", {"color": "red"}, version=1)]
    assert [(answer.status_code, answer.json()["code"]) for answer in late] == [(409, "invalid_state")] * 2
    assert walk.step("form-1")["data"]["color"] == "green"


@pytest.mark.spec("ONB-3")
def test_who_writes_over_a_newer_draft_is_shown_it_instead(walk: Walk) -> None:
    assert walk.save("name", {"first_name": "First tab"}).status_code == 200
    for write in (walk.save, walk.complete):
        answer = write("name", {**NAME, "first_name": "Second tab"}, 0)
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
        current = answer.json()["current"]
        assert (current["version"], current["data"]) == (1, {"first_name": "First tab"})
    assert walk.save("name", NAME, version=7).status_code == 409, "nor over one that is still to come"
    assert walk.step("name")["data"] == {"first_name": "First tab"}


@pytest.mark.spec("ONB-3")
def test_the_same_request_a_second_time_is_a_conflict_that_shows_what_the_first_one_did(walk: Walk) -> None:
    first = walk.complete("demographics", DEMOGRAPHICS).json()
    replay = walk.complete("demographics", DEMOGRAPHICS)
    assert (replay.status_code, replay.json()["current"]) == (409, first)


@pytest.mark.spec("ONB-4")
def test_a_signature_is_given_once_under_the_text_that_was_shown(walk: Walk) -> None:
    before = deeds()
    refusals = {
        "tick": walk.sign("consent-1", answers={"color": "teal"}, agreed=False),
        "name": walk.sign("consent-1", answers={"color": "teal"}, typed_name="  "),
        "figures": walk.sign("consent-1", answers={"color": "teal"}, typed_name="12"),
    }
    assert {name: (one.status_code, list(one.json()["errors"])) for name, one in refusals.items()} == dict.fromkeys(
        refusals, (400, ["signature"])
    )
    unanswered = walk.sign("consent-1")
    assert (unanswered.status_code, list(unanswered.json()["errors"])) == (400, ["color"])
    forged = walk.sign("consent-1", answers={"color": "teal", "signature": {"typed_name": "X", "agreed": True}})
    assert (forged.status_code, list(forged.json()["errors"])) == (400, ["signature"])
    changed = walk.sign("consent-1", answers={"color": "teal"}, shown_sha256="0" * 64)
    assert (changed.status_code, changed.json()["code"]) == (409, "conflict")
    stale = walk.sign("consent-1", answers={"color": "teal"}, version=3)
    assert (stale.status_code, stale.json()["current"]["status"]) == (409, "to_do")
    assert (stored(Signature).count(), stored(Response).count(), deeds()) == (0, 0, before)
    assert walk.sign("consent-1", answers={"color": "teal"}).status_code == 200
    signed = stored(Signature).get()
    assert (signed.typed_name, signed.is_reused, signed.ip) == ("Maia Ellison", False, "127.0.0.1")
    again = walk.sign("consent-1", answers={"color": "black"})
    assert (again.status_code, again.json()["code"]) == (409, "invalid_state")
    assert stored(Response).get().answers == {"color": "teal"}


def test_what_is_to_sign_can_t_be_completed_and_what_is_to_complete_can_t_be_signed(walk: Walk) -> None:
    completed = walk.complete("consent-1", {"color": "teal"})
    body = {"agreed": True, "typed_name": "Maia", "shown_sha256": "0" * 64, "version": 0}
    signed = [send(walk.api, "post", walk.address("my_step_sign", step=key), body) for key in ("name", "form-1")]
    assert [answer.status_code for answer in (completed, *signed)] == [409] * 3
    assert (walk.plan()["done"], stored(Response).count()) == (0, 0)


WRONG: dict[str, list[tuple[dict[str, Any], str]]] = {
    "name": [
        ({"first_name": "", "last_name": "Ellison"}, "first_name"),
        ({"last_name": "Ellison"}, "first_name"),
        ({**NAME, "first_name": ["Maia"]}, "first_name"),
        ({**NAME, "first_name": True}, "first_name"),
        ({**NAME, "pronouns": {"a": 1}}, "pronouns"),
        ({**NAME, "pronouns": "x" * 100}, "pronouns"),
        ({**NAME, "birth_date": "1990-04-09"}, "birth_date"),
    ],
    "demographics": [
        ({"birth_date": "2999-01-01"}, "birth_date"),
        ({"birth_date": "yesterday"}, "birth_date"),
        ({"birth_date": 5}, "birth_date"),
        ({"birth_date": ["1990-04-09"]}, "birth_date"),
    ],
    "contact_details": [
        ({**CONTACT, "time_zone": "Mars/Base"}, "time_zone"),
        ({**CONTACT, "time_zone": ["UTC"]}, "time_zone"),
    ],
    "preferences": [({"may_email": "perhaps"}, "may_email"), ({"may_text": [True]}, "may_text")],
    "insurance": [
        ({"primary_payer": "Acme"}, "primary_member_id"),
        ({**INSURANCE, "primary_payer": ["Acme"]}, "primary_payer"),
        ({**INSURANCE, "primary_starts_on": 5}, "primary_starts_on"),
        ({**INSURANCE, "primary_card_front": "front.png"}, "primary_card_front"),
        ({**INSURANCE, "primary_card_back": ["x"]}, "primary_card_back"),
        ({"no_insurance": "perhaps"}, "no_insurance"),
    ],
    "form-1": [
        ({"color": " "}, "color"),
        ({"color": "teal", "surprise": 1}, "surprise"),
        ({"color": 5}, "color"),
        ({"color": "teal", "since": "2023-02-29"}, "since"),
        ({"color": "teal", "many": "a"}, "many"),
        ({"color": "teal", "many": [["a"]]}, "many"),
    ],
    "document-1": [({"read": "yes"}, "read"), ({}, "read")],
}
"""Answers that are wrong in one thing, and the name of it."""


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_answer_is_named_by_its_field_and_the_step_stays_open(walk: Walk, key: str) -> None:
    before = deeds()
    for data, field in WRONG[key]:
        answer = walk.complete(key, data)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), data
        assert list(answer.json()["errors"]) == [field]
    assert (walk.step(key)["status"], walk.step(key)["version"], deeds()) == ("to_do", 0, before)


@pytest.mark.spec("ONB-3")
def test_a_name_that_the_step_does_not_have_never_gets_into_its_draft(walk: Walk) -> None:
    for key, name in (
        ("form-1", "surprise"),
        ("name", "primary_payer"),
        ("insurance", "payer"),
        ("consent-1", "signature"),
    ):
        answer = walk.save(key, {name: "x"})
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])
        assert walk.step(key)["data"] == {}
    assert walk.complete("form-1", {"color": "teal"}).status_code == 200


@pytest.mark.parametrize("key", ["demographics", "contact_details", "preferences", "insurance", "form-1"])
def test_no_value_of_a_draft_makes_a_fault_of_ours(walk: Walk, key: str) -> None:
    step = walk.step(key)
    names = [*step["facts"], *({"form-1": ["color", "since", "many"], "insurance": INSURANCE}.get(key, ()))]
    version = 0
    for turn in range(len(STRANGE)):
        data = {name: STRANGE[(turn + place) % len(STRANGE)] for place, name in enumerate(names)}
        write = (walk.save, walk.complete)[turn % 2]
        answer = write(key, data, version)
        assert answer.status_code in (200, 400), data
        version += answer.status_code == 200
    assert walk.step(key)["version"] == version


def test_a_draft_has_values_and_a_version(walk: Walk) -> None:
    versions = [{"data": {}, "version": version} for version in ("x", -1, 2**31, None, [0])]
    values: list[Any] = [{"data": data, "version": 0} for data in ([], "x", None)]
    for body in (*versions, *values, {"data": {}}, {"version": 0}):
        answer = send(walk.api, "patch", walk.address("my_step", step="name"), body)
        assert (answer.status_code, len(answer.json()["errors"])) == (400, 1)
        assert set(answer.json()["errors"]) <= {"data", "version"}
    assert walk.step("name")["version"] == 0


def test_a_draft_can_t_grow_without_end(walk: Walk) -> None:
    assert walk.save("name", {"first_name": "x" * 250_000}).status_code == 400
    assert walk.step("name")["data"] == {}


def test_what_is_no_body_is_refused(walk: Walk) -> None:
    for method, name in (("patch", "my_step"), ("post", "my_step_complete"), ("post", "my_step_sign")):
        refuses_what_is_no_body_of_it(walk.api, method, walk.address(name, step="name"))


@pytest.mark.spec("API-2")
def test_a_step_that_is_not_mine_is_not_there(walk: Walk) -> None:
    for key in ("unknown", "form-9", str(uuid.uuid4())):
        assert walk.api.get(walk.address("my_step", step=key)).status_code == 404
        assert (walk.save(key, {}).status_code, walk.complete(key, {}).status_code) == (404, 404)


@pytest.mark.spec("API-2")
def test_a_card_must_be_a_file_of_this_client(
    walk: Walk, practice: Any, practitioner: Any, other_practice: Any, document: Any
) -> None:
    from client_portal.files.services import store_file

    other = builders.make_client(practice, first_name="Theo", assigned_to=practitioner)
    grant_access(
        Actor.system(practice),
        client=other,
        user=walk.actor.user,
        relationship="guardian",
        capabilities=["information.view", "information.edit"],
    )
    stranger = builders.make_client(other_practice)
    files = {
        "the practice's own": document.file,
        "my child's": store_file(practitioner.actor, client=other, upload=picture()),
        "elsewhere": store_file(Actor.system(other_practice), client=stranger, upload=picture()),
    }
    mine = {"HTTP_X_ACTING_FOR": str(walk.actor.client.client_portal_profile.pk)}
    path = walk.address("my_step_complete", step="insurance")
    for whose, file in files.items():
        body = {"data": {**INSURANCE, "primary_card_front": str(file.pk)}, "version": 0}
        assert send(walk.api, "post", path, body, **mine).status_code == 404, whose
    own = store_file(walk.actor, client=walk.actor.client, upload=picture())
    body = {"data": {**INSURANCE, "primary_card_front": str(own.pk)}, "version": 0}
    assert send(walk.api, "post", path, body, **mine).status_code == 200


def test_who_acts_for_several_must_say_for_whom_they_write(walk: Walk, practice: Any, practitioner: Any) -> None:
    other = builders.make_client(practice, first_name="Theo", assigned_to=practitioner)
    builders.give_login(other, practice, user=walk.actor.user)
    answer = walk.save("name", NAME)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["X-Acting-For"])
    theirs = {"HTTP_X_ACTING_FOR": str(other.client_portal_profile.pk)}
    assert walk.api.get(walk.address("my_onboarding"), **theirs).status_code == 404
    assert walk.api.post(walk.address("my_onboarding_submit"), **theirs).status_code == 404
    for wrong in ("x", "", str(uuid.uuid4())):
        assert walk.api.get(walk.address("my_onboarding"), HTTP_X_ACTING_FOR=wrong).status_code == 404


def every_write(walk: Walk) -> list[Any]:
    """Try all that one can write in onboarding."""
    body = {"agreed": True, "typed_name": "Maia", "shown_sha256": "0" * 64, "version": 0}
    signed = send(walk.api, "post", walk.address("my_step_sign", step="consent-1"), body)
    return [walk.save("name", NAME), walk.complete("name", NAME), signed, walk.submit()]


@pytest.mark.spec("PORTAL-6")
def test_while_the_portal_is_off_everything_is_refused_with_the_reason(walk: Walk, administrator: Any) -> None:
    set_portal_availability(administrator.actor, is_on=False)
    before = deeds()
    asked = [walk.api.get(walk.address("my_onboarding")), walk.api.get(walk.address("my_step", step="name"))]
    answers = [*asked, *every_write(walk)]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "feature_off")}
    assert deeds() == before
    set_portal_availability(administrator.actor, is_on=True)
    assert walk.step("name")["version"] == 0
    assert walk.save("name", NAME).status_code == 200


@pytest.mark.parametrize("how", ["archived", "revoked"])
def test_who_lost_access_finds_nothing_any_more(
    walk: Walk, administrator: Any, client_record: Any, practice: Any, how: str
) -> None:
    from client_portal.access.models import AccessGrant
    from client_portal.access.services import revoke_access

    if how == "archived":
        archive_client(administrator.actor, client=client_record)
    else:
        revoke_access(administrator.actor, grant=AccessGrant.objects.get(client=client_record))
    before = deeds()
    answers = [walk.api.get(walk.address("my_onboarding")), *every_write(walk)]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "not_found")}
    assert deeds() == before


def test_a_guardian_with_information_alone_is_told_that_signing_is_not_theirs(
    walk: Walk, caller: Any, practice: Any, client_record: Any
) -> None:
    from client_portal.access.models import AccessGrant
    from client_portal.access.services import revoke_access

    revoke_access(Actor.system(practice), grant=AccessGrant.objects.get(client=client_record))
    grant_access(
        Actor.system(practice),
        client=client_record,
        user=walk.actor.user,
        relationship="guardian",
        capabilities=["information.view"],
    )
    before = deeds()
    answers = every_write(walk)
    assert {(answer.status_code, answer.json()["code"]) for answer in answers[:3]} == {(403, "not_allowed")}
    assert deeds() == before


@pytest.mark.spec("API-2")
def test_staff_see_how_far_a_client_is_and_no_answer(
    walk: Walk, caller: Any, administrator: Any, client_record: Any
) -> None:
    walk.save("form-1", {"color": "heliotrope"})
    path = walk.address("client_onboarding", client_id=client_record.client_portal_profile.pk)
    answer = caller(administrator.user).get(path)
    assert "heliotrope" not in answer.content.decode()
    progress = answer.json()
    assert (progress["done"], progress["total"]) == (0, 9)
    assert [step["status"] for step in progress["steps"] if step["key"] == "form-1"] == ["in_progress"]


def test_what_an_invited_client_is_asked_can_be_changed_until_they_hand_in(
    walk: Walk, caller: Any, administrator: Any, client_record: Any, other_practice: Any
) -> None:
    api = caller(administrator.user)
    path = walk.address("client_onboarding_reissue", client_id=client_record.client_portal_profile.pk)
    walk.save("name", {"first_name": "Kept"})
    foreign = create_form(Actor.system(other_practice), schema=form_of("Far", "intake", COLOR))
    for field, value in (
        ("forms", [str(foreign.pk)]),
        ("forms", [str(uuid.uuid4())]),
        ("resources", [str(uuid.uuid4())]),
        ("information", ["secrets"]),
        ("information", ["name", "name"]),
    ):
        answer = send(api, "post", path, {"information": ["name"], "forms": [], "resources": [], field: value})
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
        assert walk.plan()["total"] == 9
    answer = send(api, "post", path, {"information": ["name"], "forms": [], "resources": []})
    assert [step["key"] for step in answer.json()["steps"]] == ["name"]
    assert walk.step("name")["data"] == {"first_name": "Kept"}
    assert walk.complete("name", NAME, version=1).status_code == 200
    assert walk.submit().status_code == 200
    late = send(api, "post", path, {"information": ["name"], "forms": [], "resources": []})
    assert (late.status_code, late.json()["code"]) == (409, "invalid_state")
    refuses_what_is_no_body_of_it(api, "post", path)
