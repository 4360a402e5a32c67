"""One line per address: its route, its viewset, its name, and which method of the viewset answers which HTTP method."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from rest_framework.viewsets import ViewSet


def endpoint(route: str, viewset: type[ViewSet], name: str, **methods: str) -> URLPattern:
    """An address whose HTTP methods call the viewset's methods; the OpenAPI document names operations after it."""
    actions: Any = dict(methods)
    return path(route, viewset.as_view(actions, basename=name), name=name)
