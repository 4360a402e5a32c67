"""The practice's forms through the API, and what was answered and signed."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from client_portal.access.services import grant_access
from client_portal.audit.models import AuditEvent
from client_portal.core.actor import Actor
from client_portal.people.services import archive_client
from client_portal.practices.services import set_portal_availability
from client_portal.practices.tenancy import portal_reverse
from client_portal.questionnaires.models import Form, Response
from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.selectors import published_version, shown_form
from client_portal.questionnaires.services import SignatureInput, complete_response, create_form, publish_version
from client_portal.testing import builders
from tests.api.attacks import deeds

pytestmark = pytest.mark.django_db

SECRET = "heliotrope answer"
STEPS = ("enable", "disable", "archive", "restore")


def schema(title: str, kind: str = "intake", text: str = "Your color?") -> Any:
    """A small form: a consent has a signature as well."""
    questions = [{"key": "color", "type": "short_text", "text": text}]
    if kind == "consent":
        questions.append({"key": "signature", "type": "signature", "text": "I agree.", "required": True})  # type: ignore[dict-item]
    section = {"title": "About {client_name}", "text": "Read this.\n\n- One\n- Two", "questions": questions}
    return parse_schema({"version": 1, "title": title, "kind": kind, "sections": [section]})


@pytest.fixture
def api(caller: Any, practice: Any) -> Any:
    """A forms administrator's client of the API: no other role is needed."""
    return caller(builders.make_staff(practice, "forms_administrator").user)


@pytest.fixture
def form(administrator: Any) -> Form:
    """A form of the practice's own."""
    return create_form(administrator.actor, schema=schema("Colors"))


@pytest.fixture
def consent(administrator: Any) -> Form:
    """A form to sign."""
    return create_form(administrator.actor, schema=schema("Agreement", "consent"))


@pytest.fixture
def signed(maya: Any, practice: Any, client_record: Any, consent: Form) -> Response:
    """The consent as the client completed it."""
    return complete(builders.portal_actor(maya, practice), client_record, consent)


def complete(actor: Any, client: Any, form: Form, answer: str = SECRET) -> Response:
    """Complete a form for a client, and sign it if it is one to sign."""
    version = published_version(form)
    signature = None
    if form.kind == "consent":
        shown = shown_form(actor, client=client, form_version=version)
        signature = SignatureInput(agreed=True, shown_sha256=shown.text_sha256, typed_name="Maya Ellison")
    return complete_response(actor, client=client, form_version=version, answers={"color": answer}, signature=signature)


def of_client(address: Any, name: str, client: Any, **ids: Any) -> str:
    """The path of an endpoint below a client."""
    return str(address(name, client_id=client.client_portal_profile.pk, **ids))


def test_a_form_is_read_as_clients_see_it(api: Any, address: Any, form: Form, administrator: Any) -> None:
    publish_version(administrator.actor, form=form, schema=schema("Colors", text="Which color?"))
    row = api.get(address("forms")).json()[0]
    assert (row["title"], row["kind"], row["version"], row["is_enabled"]) == ("Colors", "intake", 2, True)
    found = api.get(address("form", form_id=form.pk)).json()
    assert {name: found[name] for name in row} == row
    assert [block["kind"] for block in found["blocks"]] == ["heading", "paragraph", "bullets", "question"]
    assert found["blocks"][2]["items"] == ["One", "Two"]
    question = found["blocks"][3]["question"]
    assert (question["text"], question["control"], found["blocks"][3]["answer"]) == ("Which color?", "short_text", "")


def test_any_staff_member_reads_a_form_but_only_its_administrators_list_and_change(
    caller: Any, address: Any, practice: Any, form: Form
) -> None:
    biller = caller(builders.make_staff(practice, "biller").user)
    before = deeds()
    assert biller.get(address("form", form_id=form.pk)).status_code == 200
    paths = [address(f"form_{step}", form_id=form.pk) for step in STEPS]
    answers = [biller.get(address("forms")), biller.post(address("forms_install")), *map(biller.post, paths)]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "not_allowed")}
    form.refresh_from_db()
    assert (form.is_enabled, form.is_archived, deeds()) == (True, False, before)


def test_a_form_goes_off_into_the_archive_and_comes_back(api: Any, address: Any, form: Form, caller: Any) -> None:
    def step(name: str) -> tuple[int, Any]:
        answer = api.post(address(f"form_{name}", form_id=form.pk))
        state = answer.json()
        return answer.status_code, state.get("code") or (state["is_enabled"], state["is_archived"])

    assert step("disable") == (200, (False, False))
    assert step("enable") == (200, (True, False))
    assert step("archive") == (200, (False, True))
    assert step("enable") == (409, "invalid_state")
    assert step("disable") == (200, (False, True))
    assert step("restore") == (200, (False, False))
    assert step("enable") == (200, (True, False))
    assert api.get(address("form", form_id=form.pk)).json()["is_archived"] is False


@pytest.mark.parametrize("step", STEPS)
def test_doing_it_again_is_doing_it_once(api: Any, address: Any, form: Form, step: str) -> None:
    path = address(f"form_{step}", form_id=form.pk)
    if step == "enable":
        api.post(address("form_disable", form_id=form.pk))
    if step == "restore":
        api.post(address("form_archive", form_id=form.pk))
    first = api.post(path)
    before = deeds()
    again = api.post(path)
    assert (again.status_code, again.json(), deeds()) == (200, first.json(), before)


def test_what_is_off_is_asked_of_nobody_new_and_stays_with_who_has_it(
    api: Any, address: Any, caller: Any, administrator: Any, signed: Response, maya: Any, consent: Form
) -> None:
    choices = caller(administrator.user)
    assert [row["id"] for row in choices.get(address("invitation_choices")).json()["consents"]] == [str(consent.pk)]
    api.post(address("form_archive", form_id=consent.pk))
    assert choices.get(address("invitation_choices")).json()["consents"] == []
    assert api.get(address("forms")).json()[0]["is_archived"] is True, "the list shows it still"
    assert caller(maya).get(address("my_response", response_id=signed.pk)).json()["signature"]["alterations"] == []


def test_the_library_is_brought_in_once(api: Any, address: Any) -> None:
    installed = api.post(address("forms_install"))
    keys = [row["library_key"] for row in installed.json()]
    assert (installed.status_code, len(set(keys)), len(keys) > 5) == (200, len(keys), True)
    assert any(row["is_asked"] for row in installed.json())
    before = deeds()
    assert api.post(address("forms_install")).json() == installed.json()
    assert deeds() == before


@pytest.mark.spec("API-2", "STAFF-4")
def test_a_form_of_another_practice_is_not_there(api: Any, address: Any, other_practice: Any) -> None:
    theirs = create_form(Actor.system(other_practice), schema=schema("Far"))
    before = deeds()
    for form_id in (theirs.pk, uuid.uuid4()):
        answers = [api.get(address("form", form_id=form_id))]
        answers += [api.post(address(f"form_{step}", form_id=form_id)) for step in STEPS]
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "not_found")}
    assert api.get(address("forms")).json() == []
    theirs.refresh_from_db()
    assert (theirs.is_enabled, deeds()) == (True, before)


def test_a_completed_form_is_read_with_its_signature_by_who_gave_it(
    caller: Any, address: Any, maya: Any, signed: Response
) -> None:
    api = caller(maya)
    (row,) = api.get(address("my_responses")).json()["results"]
    assert (row["title"], row["signed_as"], row["relationship"]) == ("Agreement", "Maya Ellison", "self")
    found = api.get(address("my_response", response_id=row["id"])).json()
    assert found["answers"] == {"color": SECRET}
    signature = found["signature"]
    assert SECRET in signature["rendered_text"]
    assert (signature["intent"], signature["is_reused"], signature["alterations"]) == ("I agree.", False, [])
    answered = [block["answer"] for block in found["blocks"] if block["kind"] == "question"]
    assert answered[0] == SECRET


def test_staff_of_the_client_read_it_and_the_log_says_so(
    caller: Any, address: Any, practitioner: Any, client_record: Any, signed: Response
) -> None:
    answer = caller(practitioner.user).get(of_client(address, "client_response", client_record, response_id=signed.pk))
    assert answer.json()["answers"] == {"color": SECRET}
    event = AuditEvent.objects.get(action="response.viewed")
    assert (event.object_id, event.user_id) == (str(signed.pk), str(practitioner.user.pk))
    assert SECRET not in str(event.data)


@pytest.mark.spec("API-2")
def test_who_may_know_that_it_exists_sees_no_answer(
    caller: Any, address: Any, administrator: Any, client_record: Any, signed: Response
) -> None:
    api = caller(administrator.user)
    listed = api.get(of_client(address, "client_responses", client_record))
    assert [row["id"] for row in listed.json()["results"]] == [str(signed.pk)]
    opened = api.get(of_client(address, "client_response", client_record, response_id=signed.pk))
    assert (opened.status_code, opened.json()["code"]) == (403, "not_allowed")
    assert SECRET not in (listed.content + opened.content).decode()
    assert not AuditEvent.objects.filter(action="response.viewed").exists()


@pytest.mark.spec("API-2")
def test_a_response_is_found_below_its_own_client_alone(
    caller: Any, address: Any, practice: Any, practitioner: Any, maya: Any, signed: Response, other_practice: Any
) -> None:
    sibling = builders.make_client(practice, first_name="Theo", assigned_to=practitioner)
    staff = caller(practitioner.user)
    below = of_client(address, "client_response", sibling, response_id=signed.pk)
    unknown = of_client(address, "client_response", sibling, response_id=uuid.uuid4())
    assert (staff.get(below).status_code, staff.get(below).json()) == (404, staff.get(unknown).json())
    assert not AuditEvent.objects.filter(action="response.viewed").exists()

    builders.give_login(sibling, practice, user=maya)
    api = caller(maya)
    as_sibling = {"HTTP_X_ACTING_FOR": str(sibling.client_portal_profile.pk)}
    assert api.get(address("my_response", response_id=signed.pk), **as_sibling).status_code == 404
    assert api.get(address("my_responses"), **as_sibling).json()["results"] == []
    elsewhere = portal_reverse("api:my_response", other_practice, response_id=signed.pk)
    assert api.get(elsewhere).status_code == 404


@pytest.mark.spec("API-2")
def test_a_partner_reads_what_they_answered_themselves_and_nothing_else(
    caller: Any, address: Any, practice: Any, client_record: Any, signed: Response, form: Form
) -> None:
    partner = builders.make_user("partner@example.com")
    capabilities = ["questionnaires.view", "questionnaires.complete"]
    grant_access(
        Actor.system(practice), client=client_record, user=partner, relationship="partner", capabilities=capabilities
    )
    own = complete(builders.portal_actor(partner, practice), client_record, form, "theirs")
    api = caller(partner)
    assert [row["id"] for row in api.get(address("my_responses")).json()["results"]] == [str(own.pk)]
    assert api.get(address("my_response", response_id=own.pk)).json()["relationship"] == "partner"
    assert api.get(address("my_response", response_id=signed.pk)).status_code == 404
    stranger = builders.make_user()
    grant_access(
        Actor.system(practice),
        client=client_record,
        user=stranger,
        relationship="other",
        capabilities=["information.view"],
    )
    answers = [caller(stranger).get(address("my_responses"))]
    answers.append(caller(stranger).get(address("my_response", response_id=signed.pk)))
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "not_allowed")}


@pytest.mark.spec("FEAT-7")
def test_while_the_portal_is_off_the_client_is_told_why_and_staff_read_on(
    caller: Any, address: Any, administrator: Any, practitioner: Any, client_record: Any, maya: Any, signed: Response
) -> None:
    api, staff = caller(maya), caller(practitioner.user)
    mine = [address("my_responses"), address("my_response", response_id=signed.pk)]
    set_portal_availability(administrator.actor, is_on=False)
    assert [(api.get(path).status_code, api.get(path).json()["code"]) for path in mine] == [(403, "feature_off")] * 2
    theirs = of_client(address, "client_response", client_record, response_id=signed.pk)
    assert staff.get(theirs).status_code == 200
    set_portal_availability(administrator.actor, is_on=True)
    assert [api.get(path).status_code for path in mine] == [200, 200]
    archive_client(administrator.actor, client=client_record)
    assert [api.get(path).status_code for path in mine] == [404, 404]
    assert staff.get(theirs).status_code == 200
