"""Hashes of texts and documents: equal content, equal hash, whatever database or version kept it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical_json(document: Mapping[str, Any]) -> str:
    """JSON-able data in its one canonical spelling: sorted keys, no blanks."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def document_sha256(document: Mapping[str, Any]) -> str:
    """The SHA-256 of JSON-able data in canonical spelling, in hexadecimal."""
    return text_sha256(canonical_json(document))


def text_sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
