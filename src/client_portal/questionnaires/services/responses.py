"""Completing forms."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotVisible
from client_portal.core.signals import send_on_commit
from client_portal.questionnaires.answers import validate_answers
from client_portal.questionnaires.models import FormVersion, Response, ResponseStatus
from client_portal.questionnaires.schema import signature_question
from client_portal.questionnaires.selectors import relationship_of, schema_of
from client_portal.questionnaires.services.signatures import SignatureInput, sign_response, signature_answer
from client_portal.questionnaires.signals import response_completed


@transaction.atomic
def complete_response(
    actor: Actor,
    *,
    client: Any,
    form_version: FormVersion,
    answers: Mapping[str, Any],
    signature: SignatureInput | None = None,
    response_id: uuid.UUID | None = None,
) -> Response:
    """Store a completed form for good, and sign it if it is one to sign.

    ``answers`` are raw values by question key, without the signature question. ``response_id`` is the id that the
    response shall have: a second call with the same id returns what the first one stored, whatever it brings.
    Raises ``ValidationError`` by question key, ``Conflict`` when the text to sign changed since it was shown, and
    ``NotVisible`` for a form of another practice or an id that is somebody else's.
    """
    require(actor, "questionnaires.complete", client)
    if form_version.form.practice_id != actor.practice.pk:
        raise NotVisible
    response = Response(
        pk=response_id or uuid.uuid4(),
        client=client,
        form_version=form_version,
        respondent=actor.user,
        relationship=relationship_of(actor, client),
    )
    return _stored_before(response) or _complete(actor, response, answers, signature)


def _complete(
    actor: Actor, response: Response, answers: Mapping[str, Any], signature: SignatureInput | None
) -> Response:
    schema = schema_of(response.form_version)
    question = signature_question(schema)
    if question is None and signature is not None:
        raise InvalidState(_("This form is not one to sign."))
    raw = dict(answers)
    if question is not None:
        raw[question.key] = signature_answer(actor, client=response.client, signature=signature)
    checked = validate_answers(schema, raw, complete=True).require_valid()
    signed_name = checked.pop(question.key) if question is not None else {}
    if (faster := _insert(response, checked)) is not None:
        return faster
    record(actor, action="response.completed", object=response, client=response.client)
    if question is not None and signature is not None:
        sign_response(actor, response=response, question=question, answer=signed_name, signature=signature)
    send_on_commit(response_completed, sender=Response, response=response)
    return response


def _insert(response: Response, answers: dict[str, Any]) -> Response | None:
    """Insert the completed response; returns the one that a faster request stored under the same id, if any."""
    response.answers = answers
    response.status = ResponseStatus.COMPLETED
    response.completed_at = clock.now()
    try:
        with transaction.atomic():
            response.save(force_insert=True)
    except IntegrityError:
        if (faster := _stored_before(response)) is None:
            raise
        return faster
    return None


def _stored_before(response: Response) -> Response | None:
    rows = Response.objects.unscoped(reason="an id that the caller chose may be taken")
    stored: Response | None = rows.filter(pk=response.pk).first()
    if stored is not None and _owner(stored) != _owner(response):
        raise NotVisible
    return stored


def _owner(response: Response) -> tuple[Any, ...]:
    return response.client_id, response.form_version_id, response.respondent_id
