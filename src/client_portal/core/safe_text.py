"""Text and JSON from outside, checked before a database sees it."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_DEPTH = 20
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def check_text(text: str) -> str:
    """Return the text; raise ``ValidationError`` for a NUL or half a surrogate pair, which databases refuse."""
    if UNSTORABLE.search(text):
        raise ValidationError(_("This text has characters that can't be stored. Please type it again."))
    return text


def check_document(document: Any, *, depth: int = MAX_DEPTH) -> Any:
    """Return a JSON value; raise ``ValidationError`` for unsafe text anywhere in it or more than ``depth`` levels."""
    if depth < 0:
        raise ValidationError(_("This is nested too deeply."))
    if isinstance(document, str):
        return check_text(document)
    if isinstance(document, dict):
        return {check_text(str(key)): check_document(value, depth=depth - 1) for key, value in document.items()}
    if isinstance(document, list):
        return [check_document(value, depth=depth - 1) for value in document]
    return document
