"""Describing endpoints, where the extra ``api`` is installed; without it they work all the same, undescribed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.urls import URLPattern

openapi: Any
try:
    from client_portal.api import openapi
except ImportError:  # drf-spectacular is optional
    openapi = None

View = TypeVar("View", bound=Callable[..., Any])


def documented(
    *, summary: str, request: Any = None, response: Any = None, status: int = 200, query: Any = None
) -> Callable[[View], View]:
    """Describe an endpoint: what it is for, its body, its answer, its query parameters (a serializer)."""
    if openapi is None:
        return lambda view: view
    decorate: Callable[[View], View] = openapi.operation(
        summary=summary, request=request, response=response, status=status, query=query
    )
    return decorate


def file_answer() -> Any:
    """What describes an answer that is a file."""
    return None if openapi is None else openapi.FILE


def view_schema() -> Any:
    """What describes a view: drf-spectacular's schema, or nothing."""
    return None if openapi is None else openapi.Operations()


def schema_urls() -> list[URLPattern]:
    """The address of the OpenAPI document, where it can be made."""
    return [] if openapi is None else openapi.urls()
