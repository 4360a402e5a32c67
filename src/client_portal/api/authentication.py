"""Who calls: a browser's session, or a token where the host has DRF's token app."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from rest_framework.authentication import SessionAuthentication, TokenAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from client_portal.pages import sessions


class PortalSession(SessionAuthentication):
    """A session within its limits; asking the API counts as something a person did only where the view says so."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        if sessions.is_over(request._request):  # noqa: SLF001 - DRF's own name for Django's request
            raise NotAuthenticated
        sessions.touch(request._request)  # noqa: SLF001
        return found

    def authenticate_header(self, request: Request) -> str:
        """What makes a missing sign-in a 401 instead of a 403."""
        return 'Session realm="client portal"'


class PortalToken(TokenAuthentication):
    """DRF's token, as soon as ``rest_framework.authtoken`` is installed. A token may what its owner may, no more."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        if not apps.is_installed("rest_framework.authtoken"):
            return None
        return super().authenticate(request)
