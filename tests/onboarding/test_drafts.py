"""Drafts: saved as they are typed, on one device or two, never over somebody else's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from client_portal.core.errors import Conflict, InvalidState, NotVisible
from client_portal.onboarding.rules import next_step
from client_portal.onboarding.services import complete_step, save_step, sign_consent, submit_onboarding
from client_portal.people.adapters import people
from client_portal.people.models import ClientProfile
from client_portal.questionnaires.models import Response, Signature
from client_portal.questionnaires.selectors import shown_form
from client_portal.questionnaires.services import SignatureInput
from client_portal.testing import builders
from tests.onboarding.conftest import come_in, plan_of, step_of

pytestmark = pytest.mark.django_db

NAME = {"first_name": "Maya", "last_name": "Ellison", "pronouns": "she/her"}


def finish(actor: Any) -> None:
    """Complete every step with something sensible."""
    for step in plan_of(actor).steps:
        if step.group == "consents":
            sign(actor, step)
        elif step.group == "information":
            data = {
                "name": NAME,
                "demographics": {"birth_date": "1990-04-09"},
                "contact_details": {"phone": "555 0100", "time_zone": "America/Los_Angeles"},
                "preferences": {"may_email": True},
                "insurance": {"no_insurance": True},
            }[step.key]
            complete_step(actor, step_key=step.key, data=data, version=step.version)
        else:
            answers = {
                question.key: answer_to(question) for question in step.subject.parsed.questions if question.required
            }
            complete_step(actor, step_key=step.key, data=answers, version=step.version)


def answers_of(step: Any) -> dict[str, Any]:
    """An answer to each question that needs one."""
    needed = [one for one in step.subject.parsed.questions if one.required and one.type != "signature"]
    return {question.key: answer_to(question) for question in needed}


def answer_to(question: Any) -> Any:
    """An answer that a required question takes."""
    options = [option.value for option in question.options]
    kinds = {"yes_no": "yes", "date": "2020-01-02", "single_choice": options[:1], "multiple_choice": options[:1]}
    answer = kinds.get(question.type, "Something")
    return answer[0] if question.type == "single_choice" else answer


def sign(actor: Any, step: Any, *, typed_name: str = "Maya Ellison", agreed: bool = True, sha: str = "") -> Any:
    """Sign a consent."""
    shown = shown_form(actor, client=actor.client, form_version=step.subject)
    signature = SignatureInput(agreed=agreed, shown_sha256=sha or shown.text_sha256, typed_name=typed_name)
    answers = answers_of(step)
    return sign_consent(actor, step_key=step.key, answers=answers, signature=signature, version=step.version)


@pytest.mark.spec("ONB-3")
def test_what_is_typed_is_there_on_the_next_device(newcomer: Any, practice: Any) -> None:
    save_step(newcomer, step_key="name", data={"first_name": "May"}, version=0)
    again = builders.portal_actor(newcomer.user, practice)
    step = step_of(again, "name")
    assert (step.status, step.version, step.data) == ("in_progress", 1, {"first_name": "May"})
    save_step(again, step_key="name", data={"pronouns": "she/her"}, version=1)
    assert step_of(newcomer, "name").data == {"first_name": "May", "pronouns": "she/her"}


@pytest.mark.spec("ONB-3")
def test_the_second_tab_is_told_and_overwrites_nothing(newcomer: Any) -> None:
    save_step(newcomer, step_key="name", data={"first_name": "First tab"}, version=0)
    for service in (save_step, complete_step):
        with pytest.raises(Conflict) as conflict:
            service(newcomer, step_key="name", data={**NAME, "first_name": "Second tab"}, version=0)
        assert conflict.value.current.data == {"first_name": "First tab"}
    assert step_of(newcomer, "name").data == {"first_name": "First tab"}


@pytest.mark.spec("ONB-3")
def test_one_resumes_at_the_first_unfinished_step(newcomer: Any) -> None:
    first = next_step(plan_of(newcomer).steps)
    assert first is not None
    assert first.group == "consents"
    sign(newcomer, first)
    following = next_step(plan_of(newcomer).steps)
    assert following is not None
    assert following.key == "consent-2"


@pytest.mark.spec("ONB-4")
def test_the_first_consent_takes_name_and_tick_later_ones_the_tick(newcomer: Any) -> None:
    consents = [step for step in plan_of(newcomer).steps if step.group == "consents"]
    for wrong in ({"typed_name": ""}, {"typed_name": "   "}, {"agreed": False}):
        with pytest.raises(ValidationError):
            sign(newcomer, consents[0], **wrong)
    with pytest.raises(Conflict):
        sign(newcomer, consents[0], sha="0" * 64)
    assert not Signature.objects.unscoped(reason="a test").exists()
    assert not Response.objects.unscoped(reason="a test").exists()
    sign(newcomer, consents[0])
    with pytest.raises(ValidationError):
        sign(newcomer, consents[1], typed_name="", agreed=False)
    sign(newcomer, consents[1], typed_name="")
    names = Signature.objects.unscoped(reason="a test").values_list("typed_name", "is_reused")
    assert sorted(names) == [("Maya Ellison", False), ("Maya Ellison", True)]
    with pytest.raises(InvalidState):
        sign(newcomer, step_of(newcomer, "consent-1"))


@pytest.mark.parametrize(
    ("key", "data", "field"),
    [
        ("name", {"first_name": "", "last_name": "Ellison"}, "first_name"),
        ("demographics", {"birth_date": ""}, "birth_date"),
        ("demographics", {"birth_date": "2999-01-01"}, "birth_date"),
        ("demographics", {"birth_date": "yesterday"}, "birth_date"),
        ("contact_details", {"phone": "1", "time_zone": "Mars/Base"}, "time_zone"),
        ("contact_details", {"phone": "1" * 100, "time_zone": "UTC"}, "phone"),
        ("insurance", {"primary_payer": "Acme"}, "primary_member_id"),
    ],
)
def test_what_is_wrong_is_named_and_changes_nothing(newcomer: Any, key: str, data: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        complete_step(newcomer, step_key=key, data=data, version=0)
    assert field in error.value.message_dict
    assert step_of(newcomer, key).status == "to_do"


@pytest.mark.parametrize("data", [{"first_name": "a\x00b"}, {"first_name": "\ud800"}, {"first_name": "x" * 300_000}])
def test_what_can_t_be_stored_is_refused(newcomer: Any, data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        save_step(newcomer, step_key="name", data=data, version=0)
    assert step_of(newcomer, "name").data == {}


@pytest.mark.spec("ONB-7")
def test_a_draft_changes_no_record_until_it_is_handed_in(newcomer: Any, client_record: Any) -> None:
    complete_step(newcomer, step_key="name", data={**NAME, "first_name": "Maia"}, version=0)
    client_record.refresh_from_db()
    assert people().client_facts(client_record).first_name == "Maya"
    plan = plan_of(newcomer)
    for step in plan.steps:
        if step.key != "name":
            finish_one(newcomer, step)
    submit_onboarding(newcomer)
    client_record.refresh_from_db()
    assert people().client_facts(client_record).first_name == "Maia"
    profile = ClientProfile.objects.unscoped(reason="a test").get(client=client_record)
    assert (profile.pronouns, profile.time_zone) == ("she/her", "America/Los_Angeles")


def finish_one(actor: Any, step: Any) -> None:
    """Complete one step."""
    if step.group == "consents":
        sign(actor, step)
        return
    data = {
        "demographics": {"birth_date": "1990-04-09"},
        "contact_details": {"phone": "555 0100", "time_zone": "America/Los_Angeles"},
        "preferences": {"may_email": True},
        "insurance": {"no_insurance": True},
    }.get(step.key)
    if data is None:
        data = answers_of(step)
    complete_step(actor, step_key=step.key, data=data, version=step.version)


@pytest.mark.spec("ONB-5", "ONB-6")
def test_handing_in_is_once_and_whole(newcomer: Any, practitioner: Any) -> None:
    from client_portal.notifications.models import Notification

    with pytest.raises(ValidationError, match="not finished"):
        submit_onboarding(newcomer)
    finish(newcomer)
    first, second = submit_onboarding(newcomer), submit_onboarding(newcomer)
    assert first.submitted_at == second.submitted_at
    assert Response.objects.unscoped(reason="a test").count() == 5
    notice = Notification.objects.get()
    assert notice.user == practitioner.user
    with pytest.raises(InvalidState):
        save_step(newcomer, step_key="name", data={"first_name": "Late"}, version=1)


def test_a_failure_at_the_last_moment_leaves_everything_as_it_was(newcomer: Any, client_record: Any) -> None:
    finish(newcomer)
    step = step_of(newcomer, "demographics")
    from client_portal.onboarding.models import OnboardingStep

    rows = OnboardingStep.objects.unscoped(reason="a test")
    rows.filter(pk=step.id).update(data={"birth_date": "2999-01-01"})
    before = ClientProfile.objects.unscoped(reason="a test").values().get(client=client_record)
    with pytest.raises(ValidationError):
        submit_onboarding(newcomer)
    assert ClientProfile.objects.unscoped(reason="a test").values().get(client=client_record) == before
    assert plan_of(newcomer).submitted_at is None
    assert Response.objects.unscoped(reason="a test").count() == 4


def test_nobody_else_reaches_the_plan(newcomer: Any, practice: Any, practitioner: Any, other_practice: Any) -> None:
    other = builders.make_client(practice, first_name="Theo", email="theo@example.com", assigned_to=practitioner)
    theo = come_in(practice, practitioner, other)
    save_step(newcomer, step_key="name", data={"first_name": "Secret"}, version=0)
    assert "Secret" not in str(plan_of(theo))
    stranger = builders.portal_actor(newcomer.user, other_practice)
    with pytest.raises(NotVisible):
        save_step(stranger, step_key="name", data={"first_name": "X"}, version=1)


def test_birth_dates_of_today_are_fine(newcomer: Any) -> None:
    today = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    complete_step(newcomer, step_key="demographics", data={"birth_date": today.isoformat()}, version=0)
    assert step_of(newcomer, "demographics").is_done
