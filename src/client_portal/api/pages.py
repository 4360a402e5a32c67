"""Lists by cursor: what one may ask of them, and what they answer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from rest_framework import serializers
from rest_framework.response import Response


class Page(Protocol):
    """A page that knows the cursors of its neighbours."""

    @property
    def previous(self) -> str | None:
        """Cursor of the page before."""

    @property
    def next(self) -> str | None:
        """Cursor of the page after."""


class CursorQuery(serializers.Serializer[Any]):
    """Which page of a list."""

    cursor = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=1000,
        help_text="`next` or `previous` of a page; without it, the first page.",
    )


def search_field() -> serializers.CharField:
    """A search text: up to five words, each of which must be found."""
    text = "Up to five words; each must stand in a name or the address."
    return serializers.CharField(required=False, allow_blank=True, max_length=200, help_text=text)


def page_of(name: str, row: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The serializer that describes a page of such rows; ``name`` is what the OpenAPI document calls it."""
    fields = {
        "results": row(many=True),
        "next": serializers.CharField(allow_null=True),
        "previous": serializers.CharField(allow_null=True),
        "__doc__": "A page of a list with the cursors of the pages around it.",
        "__module__": row.__module__,
    }
    return type(f"{name}Serializer", (serializers.Serializer,), fields)


def page_response(page: Page, rows: Collection[Any], **more: Any) -> Response:
    """A page of a list with its cursors."""
    return Response({"results": rows, "next": page.next, "previous": page.previous, **more})
