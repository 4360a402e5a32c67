"""Handing a private file to somebody who may see it: inert, unkept, logged."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from client_portal.core.actor import Actor
from client_portal.files.selectors import file_for
from client_portal.files.services import record_view

INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store, private",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def file_response(actor: Actor, file_id: Any) -> FileResponse:
    """Stream a file to the actor, or raise ``NotVisible``. Kinds that browsers show safely open in place."""
    file = file_for(actor, file_id)
    record_view(actor, file=file)
    return FileResponse(
        file.content.open("rb"),
        as_attachment=file.media_type not in INLINE,
        filename=file.name,
        content_type=file.media_type,
        headers=HEADERS,
    )


class FileMixin:
    """A page that is a file."""

    actor: Actor

    def get(self, request: HttpRequest, file_id: Any, **kwargs: Any) -> HttpResponseBase:
        """The file itself."""
        return file_response(self.actor, file_id)
