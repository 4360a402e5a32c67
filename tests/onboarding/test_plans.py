"""What a practice asks, and how it is fixed for each client when they are invited."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.onboarding import rules
from client_portal.onboarding.selectors import invitation_choices, progress_of
from client_portal.onboarding.services import (
    invite,
    prepare_onboarding,
    reissue_plan,
    save_onboarding_settings,
    save_step,
)
from client_portal.onboarding.types import ItemSetting, Step
from client_portal.people.models import Invitation
from client_portal.questionnaires.models import Form
from client_portal.questionnaires.services import publish_version
from client_portal.testing import builders
from tests.onboarding.conftest import plan_of, step_of


def settings_of(actor: Any, **changes: Any) -> dict[str, Any]:
    """What the settings say now, as saving takes it."""
    choices = invitation_choices(actor)
    return {
        "information": [ItemSetting(item.key, item.is_on, item.is_required) for item in choices.information],
        "forms": [form.id for form in choices.forms if form.is_on],
        "resources": [],
        **changes,
    }


@pytest.mark.django_db
@pytest.mark.spec("FORM-1", "ONB-1")
def test_a_practice_that_turns_its_portal_on_has_forms_to_ask(administrator: Any) -> None:
    choices = invitation_choices(administrator.actor)
    assert choices.consents[0].title == "Consent to electronic records and signatures"
    assert choices.consents[0].is_on
    assert [item.key for item in choices.information] == [
        "name",
        "demographics",
        "contact_details",
        "preferences",
        "insurance",
    ]
    assert len(choices.forms) == 9
    before = Form.objects.count()
    prepare_onboarding(administrator.actor)
    assert Form.objects.count() == before


@pytest.mark.django_db
@pytest.mark.spec("ONB-1")
def test_the_practice_s_order_and_choice_stand_in_the_plan(
    administrator: Any, practitioner: Any, newcomer: Any, practice: Any
) -> None:
    choices = invitation_choices(administrator.actor)
    order = [choices.consents[2].id, choices.consents[0].id, choices.intake[1].id]
    information = [ItemSetting("insurance", True, True), ItemSetting("name", True, True)]
    information += [ItemSetting(key, False, False) for key in ("demographics", "contact_details", "preferences")]
    save_onboarding_settings(administrator.actor, information=information, forms=order, resources=[])
    now = invitation_choices(administrator.actor)
    assert [form.id for form in now.forms if form.is_on] == order
    assert [item.key for item in now.information if item.is_on] == ["insurance", "name"]


@pytest.mark.django_db
@pytest.mark.spec("ONB-2")
def test_a_later_change_leaves_those_who_were_invited_alone(administrator: Any, newcomer: Any) -> None:
    before = [(step.key, step.title) for step in plan_of(newcomer).steps]
    off = [ItemSetting(item.key, False, False) for item in invitation_choices(administrator.actor).information]
    save_onboarding_settings(administrator.actor, information=off, forms=[], resources=[])
    form = Form.objects.get(library_key="adult_intake")
    schema = form.versions.get().parsed
    from dataclasses import replace

    publish_version(administrator.actor, form=form, schema=replace(schema, title="Another intake"))
    assert [(step.key, step.title) for step in plan_of(newcomer).steps] == before


@pytest.mark.django_db
@pytest.mark.spec("ONB-2")
def test_staff_may_re_issue_the_plan_and_drafts_stay(practitioner: Any, newcomer: Any) -> None:
    save_step(newcomer, step_key="name", data={"first_name": "Draft"}, version=0)
    reissue_plan(practitioner.actor, client=newcomer.client, information=["name"], forms=[], resources=[])
    assert [step.key for step in plan_of(newcomer).steps] == ["name"]
    assert step_of(newcomer, "name").data == {"first_name": "Draft"}


@pytest.mark.django_db
@pytest.mark.spec("INVITE-1")
def test_only_what_was_chosen_is_asked(practitioner: Any, client_record: Any) -> None:
    choices = invitation_choices(practitioner.actor)
    invite(
        practitioner.actor,
        client=client_record,
        information=["preferences"],
        forms=[choices.consents[0].id],
        resources=[],
        features_off=["messaging"],
        note="See you soon.",
    )
    progress = progress_of(practitioner.actor, client_record)
    assert progress is not None
    assert [step.key for step in progress.steps] == ["consent-1", "preferences"]
    assert (progress.done, progress.total) == (0, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"information": ["shoe_size"]},
        {"forms": [uuid.uuid4()]},
        {"resources": [uuid.uuid4()]},
        {"information": ["name", "name"]},
    ],
)
def test_what_the_practice_doesn_t_have_can_t_be_asked(
    practitioner: Any, client_record: Any, wrong: dict[str, Any]
) -> None:
    asked: dict[str, Any] = {"information": [], "forms": [], "resources": [], **wrong}
    with pytest.raises(ValidationError):
        invite(practitioner.actor, client=client_record, **asked)
    assert not Invitation.objects.unscoped(reason="a test").exists()


@pytest.mark.django_db
def test_another_practice_s_forms_can_t_be_asked(practitioner: Any, client_record: Any, other_practice: Any) -> None:
    foreign = Form.objects.filter(practice=other_practice).values_list("pk", flat=True)[0]
    with pytest.raises(ValidationError):
        invite(practitioner.actor, client=client_record, information=[], forms=[foreign], resources=[])


@pytest.mark.django_db
@pytest.mark.spec("INVITE-7")
def test_who_does_not_have_the_client_can_t_invite(practice: Any, client_record: Any) -> None:
    colleague = builders.make_staff(practice, "practitioner")
    with pytest.raises(NotVisible):
        invite(colleague.actor, client=client_record, information=[], forms=[], resources=[])
    scheduler = builders.make_staff(practice, "scheduler")
    with pytest.raises(NotAllowed):
        invite(scheduler.actor, client=client_record, information=[], forms=[], resources=[])
    assert not Invitation.objects.unscoped(reason="a test").exists()


@pytest.mark.django_db
@pytest.mark.spec("STAFF-1")
def test_only_administrators_change_the_settings(practitioner: Any) -> None:
    wanted = settings_of(practitioner.actor, forms=[])
    before = settings_of(practitioner.actor)
    with pytest.raises(NotAllowed):
        save_onboarding_settings(practitioner.actor, **wanted)
    assert settings_of(practitioner.actor) == before


@pytest.mark.django_db
def test_a_handed_in_plan_is_not_re_issued(practitioner: Any, newcomer: Any) -> None:
    from client_portal.core import clock
    from client_portal.onboarding.models import OnboardingPlan

    OnboardingPlan.objects.unscoped(reason="a test").update(submitted_at=clock.now())
    with pytest.raises(InvalidState):
        reissue_plan(practitioner.actor, client=newcomer.client, information=[], forms=[], resources=[])


def step(number: int, status: str, *, is_required: bool = True, group: str = "information") -> Step:
    """A step of no particular subject."""
    return Step(uuid.uuid4(), uuid.uuid4(), f"step-{number}", group, "", "", 2, is_required, status, 0, {}, None, None)


states = st.lists(st.tuples(st.sampled_from(["to_do", "in_progress", "done"]), st.booleans()), max_size=12)


@given(states, st.integers(0, 12))
def test_the_next_step_is_unfinished_and_the_nearest_one_after(given_states: list[Any], place: int) -> None:
    steps = [step(number, status, is_required=needed) for number, (status, needed) in enumerate(given_states)]
    after = f"step-{place}"
    found = rules.next_step(steps, after=after)
    unfinished = [number for number, one in enumerate(steps) if not one.is_done]
    if not unfinished:
        assert found is None
        return
    later = [number for number in unfinished if number > place] if place < len(steps) else unfinished
    assert found is steps[(later or unfinished)[0]]


@given(states)
def test_counts_add_up(given_states: list[Any]) -> None:
    steps = [step(number, status, is_required=needed) for number, (status, needed) in enumerate(given_states)]
    assert rules.done_count(steps) + sum(not one.is_done for one in steps) == len(steps)
    assert rules.minutes_left(steps) == 2 * (len(steps) - rules.done_count(steps))
    assert all(one.is_required and not one.is_done for one in rules.missing_steps(steps))
