"""Addresses of notices."""

from __future__ import annotations

from client_portal.api.notifications import viewsets
from client_portal.api.routing import endpoint

of_practice = [
    endpoint("undelivered/", viewsets.UndeliveredViewSet, "undelivered", get="list"),
    endpoint("undelivered/retry/", viewsets.UndeliveredViewSet, "undelivered_retry", post="retry"),
]
