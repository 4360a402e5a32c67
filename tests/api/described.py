"""A client of the API that holds every answer against the OpenAPI document: tests of any room prove the description."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.urls import resolve
from drf_spectacular.settings import patched_settings
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from rest_framework.test import APIClient

from client_portal.api import openapi

DOCUMENT = "urn:client-portal:openapi"
NO_SUCH_METHOD = 405
"""The answer to those who don't ask as the document says; it leaves it out."""
CAPTURE = re.compile(r"<\w+:(\w+)>")

Schema = dict[str, Any]


class DescribedClient(APIClient):
    """Makes requests as ``APIClient`` does; an answer that isn't as the document says fails the test."""

    def request(self, **kwargs: Any) -> Any:
        """One request and its answer."""
        answer = super().request(**kwargs)
        if "/schema/" not in kwargs["PATH_INFO"]:
            check(kwargs["REQUEST_METHOD"], kwargs["PATH_INFO"], answer)
        return answer


def check(method: str, path: str, answer: Any) -> None:
    """Assert that the document describes this answer: its status, its kind, and each of its values and no others."""
    if answer.status_code == NO_SUCH_METHOD:
        return
    described = operation(method, path)["responses"]
    assert str(answer.status_code) in described, f"{method} {path}: {answer.status_code} is not described"
    kinds = _followed(described[str(answer.status_code)]).get("content")
    if kinds is None:
        assert answer.content == b"", f"{method} {path}: an answer where none is described"
        return
    kind = answer["Content-Type"].partition(";")[0]
    if "*/*" not in kinds:
        assert kind in kinds, f"{method} {path}: {kind} is not described"
        problems = [f"{error.json_path}: {error.message}" for error in _validator(kinds[kind]["schema"], answer)]
        assert problems == [], f"{method} {path}: {problems}"


def operation(method: str, path: str) -> Schema:
    """What the document says about a method of an address."""
    template = CAPTURE.sub(r"{\1}", resolve(path).route)
    found: Schema = document()["paths"]["/" + template[template.index(openapi.PREFIX) :]][method.lower()]
    return found


@cache
def document() -> Schema:
    """The document as JSON schema understands it, where an answer may hold nothing but what is described."""
    with patched_settings({**openapi.SETTINGS, "OAS_VERSION": "3.1.0"}):
        made = openapi.Document().get_schema()
    return {**made, "components": _closed(made["components"])}


@cache
def _registry() -> Registry[Any]:
    return Registry().with_resource(DOCUMENT, Resource(contents=document(), specification=DRAFT202012)).crawl()


def _validator(schema: Schema, answer: Any) -> Any:
    checker = Draft202012Validator.FORMAT_CHECKER
    validator = Draft202012Validator(_absolute(schema), registry=_registry(), format_checker=checker)
    return validator.iter_errors(answer.json())


def _followed(schema: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    _sign, *names = schema["$ref"].split("/")
    found: Any = document()
    for name in names:
        found = found[name]
    return found


def _absolute(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            key: DOCUMENT + value if key == "$ref" and value.startswith("#") else _absolute(value)
            for key, value in schema.items()
        }
    return [_absolute(value) for value in schema] if isinstance(schema, list) else schema


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(value) for value in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if "properties" in closed and closed.get("type") == "object":
        closed.setdefault("additionalProperties", False)
    return closed
