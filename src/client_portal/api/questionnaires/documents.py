"""Forms and answers under the API's names."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from client_portal.core.actor import Actor
from client_portal.questionnaires.models import Response
from client_portal.questionnaires.rendering import Answered, Block
from client_portal.questionnaires.selectors import answered_blocks, schema_of, signature_of, verify_signature

SIGNED = ("typed_name", "relationship", "intent", "is_reused", "signed_at", "rendered_text", "text_sha256")


def block_document(block: Block) -> dict[str, Any]:
    """A piece of a form."""
    if not isinstance(block, Answered):
        return {"kind": block.kind, **asdict(block)}
    question = {**asdict(block.question), "limits": dict(block.question.limits), "control": block.control}
    return {"kind": block.kind, "question": question, "answer": block.answer}


def response_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the list of completed forms."""
    names = ("title", "kind", "version", "completed_at", "relationship", "signed_as")
    return {"id": row["pk"], **{name: row[name] for name in names}}


def response_document(actor: Actor, response: Response) -> dict[str, Any]:
    """A completed form that a selector found for the actor, with its answers and its signature."""
    version = response.form_version
    return {
        "id": response.pk,
        "title": schema_of(version).title,
        "kind": version.form.kind,
        "version": version.number,
        "completed_at": response.completed_at,
        "relationship": response.relationship,
        "answers": response.answers,
        "blocks": [block_document(block) for block in answered_blocks(actor, response)],
        "signature": _signature(actor, response),
    }


def _signature(actor: Actor, response: Response) -> dict[str, Any] | None:
    signature = signature_of(actor, response)
    if signature is None:
        return None
    return {**{name: getattr(signature, name) for name in SIGNED}, "alterations": verify_signature(signature)}
