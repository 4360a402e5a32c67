"""Refusals as problem details (RFC 9457): the one place where the API turns an exception into an answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import connections
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response

from client_portal.core.errors import Conflict, PortalError, RateLimited

MEDIA_TYPE = "application/problem+json"

BY_DJANGO = (
    (Http404, 404, "not_found", gettext_lazy("We could not find that.")),
    (PermissionDenied, 403, "not_allowed", gettext_lazy("You are not allowed to do that.")),
    (RequestDataTooBig, 413, "too_large", gettext_lazy("This is larger than the site takes.")),
    (SuspiciousOperation, 400, "bad_request", gettext_lazy("This request can’t be read.")),
)
"""What Django itself raises: status, code and title of the answer."""


def problem(status: int, code: str, title: str, **members: Any) -> Response:
    """A problem document: ``status``, a machine-readable ``code``, a ``title`` for people, and what else is known."""
    document = {"type": "about:blank", "title": title, "status": status, "code": code, **members}
    return Response(document, status=status, content_type=MEDIA_TYPE)


def handle(error: Exception, _context: dict[str, Any]) -> Response | None:
    """Answer an exception; None leaves it to Django, as a fault of ours."""
    response = _answer(error)
    if response is not None:
        _roll_back()
    return response


def _answer(error: Exception) -> Response | None:
    if isinstance(error, PortalError):
        return _portal_error(error)
    if isinstance(error, ValidationError):
        return _invalid(_field_errors(error))
    if isinstance(error, exceptions.ValidationError):
        return _invalid(error.detail)
    if isinstance(error, exceptions.APIException):
        return _framework_error(error)
    for kind, status, code, title in BY_DJANGO:
        if isinstance(error, kind):
            return problem(status, code, str(title))
    return None


def _invalid(errors: Any) -> Response:
    by_field = errors if isinstance(errors, Mapping) else {"__all__": errors}
    return problem(400, "invalid", _("Please correct what is marked."), errors=by_field)


def _portal_error(error: PortalError) -> Response:
    response = problem(error.status, error.code, str(error.message))
    if isinstance(error, RateLimited):
        response["Retry-After"] = str(error.retry_after)
    if isinstance(error, Conflict) and isinstance(error.current, dict):
        response.data["current"] = error.current
    return response


def _framework_error(error: exceptions.APIException) -> Response:
    code = error.get_codes() if isinstance(error.get_codes(), str) else "error"
    response = problem(error.status_code, str(code), str(error.detail))
    if scheme := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = scheme
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(math.ceil(wait))
    return response


def _field_errors(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return {field: list(messages) for field, messages in error.message_dict.items()}
    return {"__all__": list(error.messages)}


def _roll_back() -> None:
    for connection in connections.all(initialized_only=True):
        if connection.settings_dict["ATOMIC_REQUESTS"] and connection.in_atomic_block:
            connection.set_rollback(True)
