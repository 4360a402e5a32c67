"""Completing forms: whole, once, frozen, and read only by those who may."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from client_portal.access.services import grant_access, revoke_access
from client_portal.audit.models import AuditEvent
from client_portal.core.actor import Actor
from client_portal.core.errors import FeatureOff, InvalidState, NotAllowed, NotVisible
from client_portal.practices.services import set_portal_availability
from client_portal.questionnaires.models import Form, FormVersion, Response, ResponseStatus, Signature
from client_portal.questionnaires.rendering import Answered
from client_portal.questionnaires.selectors import (
    answered_blocks,
    published_version,
    response_for,
    schema_of,
    shown_form,
    signature_of,
    visible_responses,
)
from client_portal.questionnaires.services import (
    SignatureInput,
    archive_form,
    complete_response,
    install_system_forms,
    publish_version,
)
from client_portal.questionnaires.signals import response_completed
from client_portal.testing import builders
from client_portal.testing.builders import Staff

ANSWERS = {"reason": "I sleep badly.", "had_therapy": "no", "concerns": ["worry", "sleep"]}
STORED = {"reason": "I sleep badly.", "had_therapy": False, "concerns": ["worry", "sleep"]}


def stored() -> Any:
    return Response.objects.unscoped(reason="the test looks at everything")


def make_parent(practice: Any, client: Any, *capabilities: str, relationship: str = "parent") -> Actor:
    user = builders.make_user()
    grant_access(Actor.system(practice), client=client, user=user, relationship=relationship, capabilities=capabilities)
    return builders.portal_actor(user, practice, client)


FORMS = ("questionnaires.view", "questionnaires.complete")


def test_a_completed_form_is_stored_as_it_was_given(
    client_actor: Actor, client_record: Any, intake: FormVersion, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[Response] = []

    def hear(response: Response, **kwargs: Any) -> None:
        heard.append(response)

    response_completed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        response = complete_response(client_actor, client=client_record, form_version=intake, answers=ANSWERS)
    response_completed.disconnect(hear)
    response = stored().get(pk=response.pk)
    assert response.answers == STORED
    assert (response.status, response.relationship) == (ResponseStatus.COMPLETED, "self")
    assert response.respondent == client_actor.user
    assert heard == [response]
    event = AuditEvent.objects.get(action="response.completed")
    assert (event.object_id, event.client_id) == (str(response.pk), str(client_record.pk))
    assert "sleep" not in str(event.data)


@pytest.mark.parametrize("answers", [{}, {"reason": " "}, {"goals": "Sleep"}, {"reason": "x", "score": "9"}])
def test_an_incomplete_form_is_refused_and_nothing_is_stored(
    answers: dict[str, Any], client_actor: Actor, client_record: Any, intake: FormVersion
) -> None:
    before = AuditEvent.objects.count()
    with pytest.raises(ValidationError) as caught:
        complete_response(client_actor, client=client_record, form_version=intake, answers=answers)
    assert set(caught.value.message_dict) <= {"reason", "__all__"}
    assert stored().count() == 0
    assert AuditEvent.objects.count() == before


@pytest.mark.spec("FORM-4")
def test_a_completed_form_never_changes(client_actor: Actor, client_record: Any, intake: FormVersion) -> None:
    response = complete_response(client_actor, client=client_record, form_version=intake, answers=ANSWERS)
    response.answers = {"reason": "Something else"}
    response.status = ResponseStatus.IN_PROGRESS
    response.completed_at = None
    with pytest.raises(InvalidState):
        response.save()
    with pytest.raises(InvalidState):
        response.delete()
    assert stored().get().answers == STORED


@pytest.mark.spec("FORM-4")
def test_what_was_sent_stays_on_its_version(
    administrator: Staff, client_actor: Actor, client_record: Any, intake: FormVersion
) -> None:
    changed = replace(schema_of(intake), title="Newer")
    publish_version(administrator.actor, form=intake.form, schema=changed)
    archive_form(administrator.actor, form=intake.form)
    response = complete_response(client_actor, client=client_record, form_version=intake, answers=ANSWERS)
    assert published_version(intake.form).number == 2
    assert stored().get(pk=response.pk).form_version == intake


def test_the_same_id_completes_once(client_actor: Actor, client_record: Any, intake: FormVersion) -> None:
    chosen = uuid.uuid4()
    facts: dict[str, Any] = {"client": client_record, "form_version": intake, "response_id": chosen}
    first = complete_response(client_actor, answers=ANSWERS, **facts)
    for later in ({"reason": "Second thoughts"}, {}):
        again = complete_response(client_actor, answers=later, **facts)
        assert first.pk == again.pk == chosen
        assert again.answers == STORED
    assert stored().count() == 1
    assert AuditEvent.objects.filter(action="response.completed").count() == 1


def test_an_id_of_somebody_else_is_refused(
    practice: Any, client_actor: Actor, client_record: Any, intake: FormVersion
) -> None:
    chosen = uuid.uuid4()
    facts: dict[str, Any] = {"form_version": intake, "answers": ANSWERS, "response_id": chosen}
    complete_response(client_actor, client=client_record, **facts)
    parent = make_parent(practice, client_record, *FORMS)
    with pytest.raises(NotVisible):
        complete_response(parent, client=client_record, **facts)
    assert stored().get().respondent == client_actor.user


def test_who_answered_is_what_the_grant_says(practice: Any, client_record: Any, intake: FormVersion) -> None:
    parent = make_parent(practice, client_record, *FORMS)
    response = complete_response(parent, client=client_record, form_version=intake, answers=ANSWERS)
    assert (response.respondent, response.relationship) == (parent.user, "parent")


def test_only_who_may_complete_forms_does(
    *,
    practice: Any,
    other_practice: Any,
    practitioner: Staff,
    administrator: Staff,
    client_actor: Actor,
    client_record: Any,
    intake: FormVersion,
) -> None:
    viewer = make_parent(practice, client_record, "questionnaires.view")
    stranger_record = builders.make_client(practice)
    stranger = builders.portal_actor(builders.give_login(stranger_record, practice), practice)
    refusals = [
        (viewer, NotAllowed),
        (stranger, NotVisible),
        (practitioner.actor, NotAllowed),
        (administrator.actor, NotAllowed),
        (Actor.system(practice), NotVisible),
        (Actor.anonymous(practice), NotVisible),
        (builders.make_staff(other_practice).actor, NotVisible),
    ]
    for actor, refusal in refusals:
        with pytest.raises(refusal):
            complete_response(actor, client=client_record, form_version=intake, answers=ANSWERS)
    assert stored().count() == 0


def test_ended_access_and_a_closed_portal_end_it(
    practice: Any, client_record: Any, client_actor: Actor, intake: FormVersion
) -> None:
    parent = make_parent(practice, client_record, *FORMS)
    grant = parent.user.client_portal_grants.get()
    revoke_access(Actor.system(practice), grant=grant)
    parent.memory.clear()
    with pytest.raises(NotVisible):
        complete_response(parent, client=client_record, form_version=intake, answers=ANSWERS)
    set_portal_availability(Actor.system(practice), is_on=False)
    client_actor.memory.clear()
    with pytest.raises(FeatureOff):
        complete_response(client_actor, client=client_record, form_version=intake, answers=ANSWERS)
    assert stored().count() == 0


def test_a_form_of_another_practice_is_refused(client_actor: Actor, client_record: Any, other_practice: Any) -> None:
    forms = {form.library_key: form for form in install_system_forms(Actor.system(other_practice))}
    version = published_version(forms["adult_intake"])
    with pytest.raises(NotVisible):
        complete_response(client_actor, client=client_record, form_version=version, answers=ANSWERS)
    with pytest.raises(NotVisible):
        shown_form(client_actor, client=client_record, form_version=version)
    assert stored().count() == 0


def test_a_form_without_a_signature_takes_none(client_actor: Actor, client_record: Any, intake: FormVersion) -> None:
    signature = SignatureInput(agreed=True, shown_sha256="", typed_name="Maya Ellison")
    with pytest.raises(InvalidState):
        complete_response(client_actor, client=client_record, form_version=intake, answers=ANSWERS, signature=signature)
    assert stored().count() == 0


def test_people_read_their_own_answers_again(client_actor: Actor, client_record: Any, intake: FormVersion) -> None:
    response = complete_response(client_actor, client=client_record, form_version=intake, answers=ANSWERS)
    found = response_for(client_actor, response.pk)
    blocks = [block for block in answered_blocks(client_actor, found) if isinstance(block, Answered)]
    said = {block.question.key: block.answer for block in blocks}
    assert said["reason"] == "I sleep badly."
    assert said["had_therapy"] == "No"
    assert said["concerns"] == "Worry that is hard to stop\nTrouble with sleep"
    assert said["goals"] == ""


def test_two_parents_have_copies_of_their_own(
    practice: Any, client_record: Any, client_actor: Actor, practitioner: Staff, intake: FormVersion
) -> None:
    mother, father = (make_parent(practice, client_record, *FORMS) for _ in range(2))
    copies = {
        actor.user_id: complete_response(actor, client=client_record, form_version=intake, answers=ANSWERS)
        for actor in (mother, father, client_actor)
    }
    own = copies[client_actor.user_id]
    assert set(visible_responses(mother)) == {copies[mother.user_id], own}
    assert set(visible_responses(father, client_record)) == {copies[father.user_id], own}
    assert set(visible_responses(client_actor)) == {own}
    assert set(visible_responses(practitioner.actor)) == set(copies.values())
    with pytest.raises(NotVisible):
        response_for(mother, copies[father.user_id].pk)


@pytest.mark.parametrize("relationship", ["self", "partner", "other"])
def test_partners_never_read_one_another(
    relationship: str, practice: Any, client_record: Any, client_actor: Actor, system_forms: dict[str, Form]
) -> None:
    couples = published_version(system_forms["couples_intake"])
    partner = make_parent(practice, client_record, *FORMS, relationship=relationship)
    answers = {"partner_name": "Sam", "reason": "We argue.", "afraid": "yes"}
    mine, theirs = (
        complete_response(actor, client=client_record, form_version=couples, answers=answers)
        for actor in (client_actor, partner)
    )
    assert list(visible_responses(client_actor)) == [mine]
    assert list(visible_responses(partner)) == [theirs]
    with pytest.raises(NotVisible):
        response_for(partner, mine.pk)


def test_answers_that_are_not_complete_are_read_by_nobody(
    practitioner: Staff, client_actor: Actor, client_record: Any, intake: FormVersion
) -> None:
    Response.objects.create(client=client_record, form_version=intake, respondent=client_actor.user, answers=STORED)
    assert list(visible_responses(client_actor)) == list(visible_responses(practitioner.actor)) == []


def test_others_read_nothing(
    *,
    practice: Any,
    other_practice: Any,
    administrator: Staff,
    client_actor: Actor,
    client_record: Any,
    intake: FormVersion,
) -> None:
    response = complete_response(client_actor, client=client_record, form_version=intake, answers=ANSWERS)
    elsewhere = builders.make_staff(practice, "practitioner").actor
    unrelated = make_parent(practice, builders.make_client(practice), *FORMS)
    no_forms = make_parent(practice, client_record, "appointments.view")
    for actor in (
        administrator.actor,
        elsewhere,
        unrelated,
        no_forms,
        builders.make_staff(other_practice, "practitioner").actor,
        Actor.anonymous(practice),
    ):
        assert list(visible_responses(actor)) == []
        with pytest.raises(NotVisible):
            response_for(actor, response.pk)


def test_a_list_of_responses_takes_as_many_queries_for_five_times_the_rows(
    client_actor: Actor, client_record: Any, intake: FormVersion, queries: Callable[[], Any]
) -> None:
    counts = []
    for rows in (2, 8):
        for _ in range(rows):
            complete_response(client_actor, client=client_record, form_version=intake, answers=ANSWERS)
        client_actor.memory.clear()
        with queries() as captured:
            titles = [response.form_version.form.title for response in visible_responses(client_actor)]
        counts.append(len(captured))
    assert len(titles) == 10
    assert counts[0] == counts[1]


def test_the_database_holds_what_completed_means(client_actor: Actor, client_record: Any, intake: FormVersion) -> None:
    for facts in ({"status": "completed"}, {"status": "lost"}):
        row = Response(client=client_record, form_version=intake, respondent=client_actor.user, **facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    assert stored().count() == 0


def test_what_was_sent_protects_its_version_and_its_signature_protects_it(
    client_actor: Actor, client_record: Any, consent: FormVersion, sign: Callable[..., SignatureInput]
) -> None:
    complete_response(
        client_actor, client=client_record, form_version=consent, answers={}, signature=sign(client_actor, consent)
    )
    with pytest.raises(models.ProtectedError):
        Form.objects.filter(pk=consent.form_id).delete()
    with pytest.raises(models.ProtectedError):
        stored().delete()
    with pytest.raises(models.ProtectedError):
        client_actor.user.delete()
    assert Signature.objects.unscoped(reason="counting").count() == 1
    assert signature_of(client_actor, stored().get()) is not None
