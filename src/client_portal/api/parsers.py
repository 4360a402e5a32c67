"""JSON from outside: bounded in size and depth, and free of what a database would refuse."""

from __future__ import annotations

import codecs
import json
import math
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

from client_portal.core.safe_text import check_document

MAX_BYTES = 512 * 1024


class TooLarge(APIException):
    """The body is larger than any of our documents."""

    status_code = 413
    default_code = "too_large"


class SafeJSONParser(JSONParser):
    """Reads a JSON object of at most ``MAX_BYTES``, whatever length the request claims."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise TooLarge(_("This is larger than %(size)d kB.") % {"size": MAX_BYTES // 1024})
        try:
            text = codecs.decode(body, "utf-8")
            return check_document(json.loads(text, parse_constant=_refuse, parse_float=_finite))
        except ValidationError as error:
            raise ParseError(error.messages[0]) from error
        except (ValueError, RecursionError) as error:
            raise ParseError(_("This is not JSON that we can read.")) from error


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _refuse(text: str) -> float:
    message = f"{text} is no number that JSON can hold"
    raise ValueError(message)
