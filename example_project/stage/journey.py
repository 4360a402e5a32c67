"""Bringing people to where the cast says they are: through the services that the pages use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.onboarding.selectors import invitation_choices, plan_for
from client_portal.onboarding.services import complete_step, invite, save_step, sign_consent, submit_onboarding
from client_portal.people.models import Invitation
from client_portal.people.services import (
    accept_invitation,
    archive_client,
    invitation_token,
    mark_opened,
    revoke_invitation,
)
from client_portal.questionnaires.selectors import shown_form
from client_portal.questionnaires.services import SignatureInput
from client_portal.testing.builders import portal_actor
from example_project.stage.cast import PASSWORD

INFORMATION: dict[str, dict[str, Any]] = {
    "demographics": {"birth_date": "1991-05-14", "sex": "female"},
    "contact_details": {"phone": "(555) 010-0142", "city": "Albany", "time_zone": "America/New_York"},
    "preferences": {"may_email": True, "wants_reminders": True},
    "insurance": {"primary_payer": "Hudson Mutual", "primary_member_id": "HM 220 118", "primary_relation": "self"},
}


def bring(practitioner: Any, client: Any, state: str, name: tuple[str, str]) -> None:
    """Take a new client to a state of the cast."""
    if state == "not_invited":
        return
    invitation = _invite(practitioner, client)
    if state in ("started", "accepted", "submitted", "archived"):
        _come_in(practitioner, client, invitation, state, name)
    elif state == "opened":
        mark_opened(Actor.anonymous(practitioner.practice), token=invitation_token(invitation))
    elif state == "revoked":
        revoke_invitation(practitioner.actor, invitation_id=invitation.pk)
    elif state == "expired":
        _age(invitation)


def _invite(practitioner: Any, client: Any) -> Invitation:
    choices = invitation_choices(practitioner.actor)
    return invite(
        practitioner.actor,
        client=client,
        information=[item.key for item in choices.information if item.is_on],
        forms=[form.id for form in choices.forms if form.is_on],
        resources=[resource.id for resource in choices.resources if resource.is_on],
        note="Welcome. Take your time with these, and skip what you would rather talk about in person.",
    )


def _come_in(practitioner: Any, client: Any, invitation: Invitation, state: str, name: tuple[str, str]) -> None:
    nobody = Actor.anonymous(practitioner.practice)
    user = accept_invitation(nobody, token=invitation_token(invitation), password=PASSWORD)
    actor = portal_actor(user, practitioner.practice, client)
    if state == "started":
        _work(actor, name, steps=5)
        save_step(actor, step_key="demographics", data={"gender_identity": "woman"}, version=0)
    if state == "submitted":
        _work(actor, name)
        submit_onboarding(actor)
    if state == "archived":
        archive_client(practitioner.actor, client=client, reason="Moved away")


def _work(actor: Actor, name: tuple[str, str], steps: int | None = None) -> None:
    plan = plan_for(actor)
    for step in (plan.steps if plan else [])[:steps]:
        if step.group == "consents":
            _sign(actor, step, " ".join(name))
        elif step.group == "information":
            given = INFORMATION.get(step.key) or {"first_name": name[0], "last_name": name[1]}
            complete_step(actor, step_key=step.key, data=given, version=step.version)
        elif step.group == "documents":
            complete_step(actor, step_key=step.key, data={"read": True}, version=step.version)
        else:
            complete_step(actor, step_key=step.key, data=_answers(step), version=step.version)


def _sign(actor: Actor, step: Any, name: str) -> None:
    shown = shown_form(actor, client=actor.client, form_version=step.subject)
    signature = SignatureInput(agreed=True, shown_sha256=shown.text_sha256, typed_name=name)
    sign_consent(actor, step_key=step.key, answers=_answers(step), signature=signature, version=step.version)


def _answers(step: Any) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question in step.subject.parsed.questions:
        if question.type in ("short_text", "long_text") and question.required:
            answers[question.key] = "Rather in person"
        elif question.type == "yes_no" and question.required:
            answers[question.key] = "no"
        elif question.type == "date" and question.required:
            answers[question.key] = "2024-02-01"
        elif question.type == "single_choice" and question.required:
            answers[question.key] = question.options[0].value
        elif question.type == "multiple_choice" and question.required:
            answers[question.key] = [question.options[0].value]
    return answers


def _age(invitation: Invitation) -> None:
    yesterday = clock.now() - dt.timedelta(days=1)
    rows = Invitation.objects.unscoped(reason="the example shows an invitation that has expired")
    rows.filter(pk=invitation.pk).update(sent_at=yesterday - dt.timedelta(days=7), expires_at=yesterday)
