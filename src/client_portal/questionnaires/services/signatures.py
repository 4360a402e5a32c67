"""Signing: a typed name, a tick, and the proof of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.audit.services import record
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import Conflict
from client_portal.questionnaires.evidence import seal_of
from client_portal.questionnaires.fingerprint import text_sha256
from client_portal.questionnaires.models import Response, Signature
from client_portal.questionnaires.placeholders import fill_in
from client_portal.questionnaires.rendering import render_text
from client_portal.questionnaires.selectors import (
    SIGNED,
    blank_text,
    render_context,
    reusable_signature,
    schema_of,
)
from client_portal.questionnaires.types import Question


@dataclass(frozen=True, slots=True)
class SignatureInput:
    """What a person gives to sign.

    ``agreed`` is the tick, ``shown_sha256`` the hash that came with the page (``ShownForm.text_sha256``). A blank
    ``typed_name`` takes over the name of the person's earlier signature for the same client.
    """

    agreed: bool
    shown_sha256: str
    typed_name: str = ""

    @property
    def reuses_name(self) -> bool:
        """Whether the name is to be taken over."""
        return not self.typed_name.strip()


def signature_answer(actor: Actor, *, client: Any, signature: SignatureInput | None) -> dict[str, Any] | None:
    """The raw answer to a signature question that a person's input amounts to; None for none."""
    if signature is None:
        return None
    earlier = reusable_signature(actor, client) if signature.reuses_name else None
    name = signature.typed_name if earlier is None else earlier.typed_name
    return {"typed_name": name, "agreed": signature.agreed}


@transaction.atomic
def sign_response(
    actor: Actor, *, response: Response, question: Question, answer: dict[str, Any], signature: SignatureInput
) -> Signature:
    """Put the actor's signature under the response that they just completed.

    ``answer`` is the checked answer to the signature question. Raises ``Conflict`` when the text changed since it was
    shown.
    """
    require(actor, "questionnaires.complete", response.client)
    context = render_context(actor.practice, response.client)
    if text_sha256(blank_text(response.form_version, context)) != signature.shown_sha256:
        raise Conflict(_("This text changed since you opened it. Please read it again before you sign."))
    text = render_text(schema_of(response.form_version), response.answers, context)
    signed = Signature(
        response=response,
        signer=actor.user,
        typed_name=answer["typed_name"],
        relationship=response.relationship,
        intent=fill_in(question.text, context),
        agreed=answer["agreed"],
        is_reused=signature.reuses_name,
        rendered_text=text,
        text_sha256=text_sha256(text),
        signed_at=clock.now(),
        ip=actor.ip,
        user_agent=actor.user_agent[:300],
    )
    signed.seal = seal_of(signed)
    signed.save(force_insert=True)
    data = {"response": str(response.pk), "seal": signed.seal, "text_sha256": signed.text_sha256}
    record(actor, action=SIGNED, object=signed, client=response.client, data=data)
    return signed
