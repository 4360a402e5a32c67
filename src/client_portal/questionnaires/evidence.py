"""What proves a signature: one hash over everything that was signed, by whom, when and from where.

The seal also stands in the audit log's chain. Whoever wanted to change what was signed would have to change the row,
its hashes, and every event of the practice since.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import Any

from client_portal.questionnaires.fingerprint import document_sha256, text_sha256
from client_portal.questionnaires.models import Signature


def seal_of(signature: Signature) -> str:
    """The hash over a signature's facts, its response's answers and its form version, as they are now."""
    return document_sha256(sealed_facts(signature))


def sealed_facts(signature: Signature) -> dict[str, Any]:
    """What the seal covers, as JSON-able data."""
    response = signature.response
    return {
        "signature": str(signature.pk),
        "response": str(response.pk),
        "client": str(response.client_id),
        "respondent": str(response.respondent_id),
        "completed_at": _moment(response.completed_at),
        "answers_sha256": document_sha256(response.answers),
        "form_version": str(response.form_version_id),
        "schema_sha256": document_sha256(response.form_version.schema),
        "signer": str(signature.signer_id),
        "relationship": signature.relationship,
        "typed_name": signature.typed_name,
        "intent": signature.intent,
        "agreed": signature.agreed,
        "is_reused": signature.is_reused,
        "text_sha256": text_sha256(signature.rendered_text),
        "signed_at": _moment(signature.signed_at),
        "ip": None if signature.ip is None else str(ipaddress.ip_address(signature.ip)),
        "user_agent": signature.user_agent,
    }


def _moment(moment: dt.datetime | None) -> str:
    return "" if moment is None else moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
