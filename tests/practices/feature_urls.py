"""The site's addresses, and a portal page behind each capability, for rooms that aren't built yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from client_portal.access import registry
from client_portal.pages.views import PortalPage
from tests.projects.default.urls import urlpatterns as site


class Probe(PortalPage):
    """Says that somebody got here."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page."""
        return HttpResponse("here")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What a button on the page would do."""
        return HttpResponse("done")


urlpatterns = [
    *(
        path(f"portal/<slug:practice_slug>/probe/{capability.key}/", Probe.as_view(capability=capability.key))
        for capability in registry.BUILT_IN_CAPABILITIES
    ),
    *site,
]
