"""The OpenAPI document: the only module that knows drf-spectacular, which is optional."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.urls import URLPattern, include, path
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.settings import patched_settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from drf_spectacular.views import SpectacularAPIView
from rest_framework.serializers import SerializerMetaclass

View = TypeVar("View", bound=Callable[..., Any])

PREFIX = "api/v1/"
FILE = {(200, "*/*"): OpenApiTypes.BINARY}
"""What describes an answer that is a file."""

ROOMS = {
    "practices": "The practice’s portal: state, link, features, looks, staff.",
    "people": "Clients, what belongs to their records, and how they get into the portal.",
    "onboarding": "What new clients are asked, and their way through it.",
    "questionnaires": "Forms, and what was answered and signed.",
    "documents": "What the practice gives to clients to read.",
    "files": "Private files.",
    "notifications": "Notices that could not be delivered.",
}
"""Tags of the document: the rooms of the API."""

REFUSALS = {
    "Invalid": "What was sent is not right; `errors` says what, by field.",
    "NotSignedIn": "Nobody is signed in, or the session or token is no longer good.",
    "NotAllowed": "The caller may not do this. `code` is `feature_off` where it is switched off, else `not_allowed`.",
    "NotFound": "There is no such thing, or not for this caller: the two are one answer.",
    "Conflict": "It is not in a state for this, or somebody changed it; `current` is then what stands there now.",
    "TooLarge": "The body is too large.",
    "WrongMediaType": "The body is of a kind that this endpoint doesn’t read.",
    "TooManyTries": "Too many tries; `Retry-After` is the wait in seconds.",
}
"""Refusals by the name of their component."""

PROBLEM = {
    "type": "object",
    "description": "A refusal, as RFC 9457 describes it.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "For people, in their language."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "For programs."},
        "errors": {"type": "object", "additionalProperties": {}, "description": "What is wrong, by field."},
        "current": {"type": "object", "additionalProperties": {}, "description": "What stands there now."},
    },
}

ACTING_FOR = {
    "name": "X-Acting-For",
    "in": "header",
    "schema": {"type": "string", "format": "uuid"},
    "description": "Public id of the client whom the caller acts for. Needed to write where one reaches several.",
}

SETTINGS: dict[str, Any] = {
    "TITLE": "Client portal",
    "DESCRIPTION": "What a practice’s staff and clients can do, as JSON.",
    "VERSION": "1",
    "TAGS": [{"name": name, "description": text} for name, text in ROOMS.items()],
    "COMPONENT_SPLIT_REQUEST": True,
    # Our serializers say themselves what may be left out; with it every field of every PATCH would seem optional.
    "COMPONENT_SPLIT_PATCH": False,
    # Choices stay where they are used: drf-spectacular keeps names for them for the whole process, the site's included.
    "POSTPROCESSING_HOOKS": ["client_portal.api.openapi.drop_marks", "client_portal.api.openapi.describe_refusals"],
    "APPEND_COMPONENTS": {
        "schemas": {"Problem": PROBLEM},
        "parameters": {"ActingFor": ACTING_FOR},
        "responses": {
            name: {
                "description": text,
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
            for name, text in REFUSALS.items()
        },
    },
}


class Operations(AutoSchema):
    """Names operations after their address and tags them with their room."""

    def get_operation_id(self) -> str:
        """``client_information_partial_update``; an address that is named after its verb keeps its name."""
        view: Any = self.view
        name, action = view.basename, view.action
        return str(name) if name.endswith(action) else f"{name}_{action}"

    def get_tags(self) -> list[str]:
        """The room that the viewset stands in."""
        return [type(self.view).__module__.split(".")[2]]


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A browser's session."""

    target_class = "client_portal.api.authentication.PortalSession"
    name = "session"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The session's cookie; unsafe methods need Django's CSRF token as well."""
        text = "The cookie of somebody who signed in on the site. Unsafe methods also need the header `X-CSRFToken`."
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME, "description": text}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A token, where the host has DRF's token app."""

    target_class = "client_portal.api.authentication.PortalToken"
    name = "token"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The header with the token."""
        text = "`Token <key>`, where the site has `rest_framework.authtoken`. It may what its owner may, no more."
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": text}


class Document(SchemaGenerator):
    """The document of our endpoints alone, with paths from where the site has mounted the portal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from client_portal.api.urls import endpoints

        super().__init__(patterns=[path(PREFIX, include(endpoints))])  # type: ignore[no-untyped-call]

    def get_schema(self, request: Any = None, public: bool = True) -> Any:
        """The document; with a request, it says under which path the site has the portal."""
        document = super().get_schema(request=None, public=public)  # type: ignore[no-untyped-call]
        if request is not None:
            document["servers"] = [{"url": request.path.rpartition(PREFIX)[0]}]
        return document


class DocumentView(SpectacularAPIView):
    """Serves the document. It holds nothing that the published documentation doesn't."""

    generator_class = Document
    custom_settings = SETTINGS
    serve_public = True
    authentication_classes = ()
    permission_classes = ()


def operation(*, summary: str, request: Any, response: Any, status: int, query: Any) -> Callable[[View], View]:
    """Describe one method of a viewset."""
    answers = response if isinstance(response, dict) else {status: response}
    for answer in answers.values():
        if isinstance(answer, SerializerMetaclass):
            # A method called ``list`` may answer one object, such as a page.
            extend_schema_serializer(many=False)(answer)
    parameters = [] if query is None else [query]
    extend = extend_schema(summary=summary, request=request, responses=answers, parameters=parameters)

    def decorate(view: View) -> View:
        # Without it drf-spectacular builds on whatever schema class the site has as its default.
        view.schema = Operations  # type: ignore[attr-defined]
        return extend(view)

    return decorate


def urls() -> list[URLPattern]:
    """Where the document is served."""
    return [path("schema/", DocumentView.as_view(), name="schema")]


def document() -> dict[str, Any]:
    """The document without a host, as it is committed."""
    with patched_settings(SETTINGS):
        made: dict[str, Any] = Document().get_schema()
    return made


def drop_marks(result: Any, **kwargs: Any) -> Any:
    """Take out the marks by which drf-spectacular would find equal choices again."""
    if isinstance(result, dict):
        return {key: drop_marks(value) for key, value in result.items() if key != "x-spec-enum-id"}
    return [drop_marks(value) for value in result] if isinstance(result, list) else result


def describe_refusals(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add to each operation the refusals that it can answer with, and the header of those who act for somebody."""
    for address, methods in result["paths"].items():
        for method, operation in methods.items():
            operation["responses"] |= {
                status: {"$ref": f"#/components/responses/{name}"}
                for status, name in _refusals(address, method, operation)
            }
            if "/me/" in address:
                operation["parameters"] = [
                    *operation["parameters"],
                    {"$ref": "#/components/parameters/ActingFor"},
                ]
    return result


def _refusals(address: str, method: str, operation: dict[str, Any]) -> list[tuple[str, str]]:
    found = [("401", "NotSignedIn"), ("429", "TooManyTries")]
    if "{practice_id}" in address:
        found += [("403", "NotAllowed"), ("404", "NotFound")]
    if "requestBody" in operation:
        found += [("413", "TooLarge"), ("415", "WrongMediaType")]
    is_asked = "requestBody" in operation or any(item.get("in") == "query" for item in operation.get("parameters", ()))
    # Who writes for somebody must say for whom, with or without a body.
    if is_asked or (method != "get" and "/me/" in address):
        found.append(("400", "Invalid"))
    if method != "get":
        found.append(("409", "Conflict"))
    return sorted(found)
