"""Every address that the portal brings, read off Django's resolver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

API_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REFUSED_BY_HAND = {"InvitationsSent": {"POST"}}
"""Methods that a page inherits and answers with 405, by the name of its class."""


@dataclass(frozen=True)
class Route:
    """One address: its name with its audience, such as ``staff:client``, what varies in it, what it answers to."""

    name: str
    captures: frozenset[str]
    methods: tuple[str, ...]

    @property
    def audience(self) -> str:
        """``portal``, ``staff`` or ``api``."""
        return self.name.partition(":")[0]

    @property
    def is_api(self) -> bool:
        """Whether programs ask here."""
        return self.audience == "api"

    @property
    def other_methods(self) -> tuple[str, ...]:
        """Methods that it must not answer to."""
        return tuple(method for method in API_METHODS if method not in self.methods)


@cache
def routes() -> dict[str, Route]:
    """All addresses below the one include, by name."""
    found = [
        Route(":".join([*spaces[1:], pattern.name or "?"]), captures, _methods(pattern.callback))
        for spaces, captures, pattern in _patterns(get_resolver(), (), frozenset())
        if spaces[:1] == ("client_portal",)
    ]
    by_name = {route.name: route for route in found}
    assert len(by_name) == len(found), "two addresses share a name"
    return by_name


def _patterns(
    resolver: URLResolver, spaces: tuple[str, ...], captures: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], frozenset[str], URLPattern]]:
    for entry in resolver.url_patterns:
        held = captures | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, (*spaces, *([entry.namespace] if entry.namespace else [])), held)
        else:
            yield spaces, held, entry


def _methods(view: Any) -> tuple[str, ...]:
    actions = getattr(view, "actions", None)
    if actions is not None:
        # REST framework adds HEAD to what answers GET when the first request comes in.
        return tuple(method.upper() for method in actions if method != "head")
    page = getattr(view, "view_class", None) or view.cls
    refused = REFUSED_BY_HAND.get(page.__name__, set())
    return tuple(method for method in API_METHODS if hasattr(page, method.lower()) and method not in refused)
