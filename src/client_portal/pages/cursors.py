"""Lists by key on pages: reading the page that a link names, and the links to the pages around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.utils.http import urlencode

from client_portal.core.errors import NotVisible


class Paged(Protocol):
    """A page that knows its neighbours."""

    @property
    def previous(self) -> str | None:
        """Cursor of the page before."""

    @property
    def next(self) -> str | None:
        """Cursor of the page after."""


Page = TypeVar("Page", bound=Paged)


def read_page(selector: Callable[..., Page], *arguments: Any, cursor: str = "", **wanted: Any) -> Page:
    """The page that a link names; ``NotVisible`` for a link that isn't one of ours."""
    try:
        return selector(*arguments, cursor=cursor, **wanted)
    except (ValidationError, ValueError) as error:
        raise NotVisible from error


def page_urls(page: Paged, url: str, query: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """``previous_url`` and ``next_url`` for ``components/_pagination.html``; empty at the ends."""
    kept = {name: value for name, value in (query or {}).items() if value}
    return {
        "previous_url": f"{url}?{urlencode({**kept, 'cursor': page.previous})}" if page.previous else "",
        "next_url": f"{url}?{urlencode({**kept, 'cursor': page.next})}" if page.next else "",
    }
