"""Addresses of documents to read."""

from __future__ import annotations

from client_portal.api.documents import viewsets
from client_portal.api.routing import endpoint

of_practice = [
    endpoint("resources/", viewsets.ResourcesViewSet, "resources", get="list", post="create"),
    endpoint("resources/<uuid:resource_id>/archive/", viewsets.ResourcesViewSet, "resource_archive", post="archive"),
    endpoint("resources/<uuid:resource_id>/restore/", viewsets.ResourcesViewSet, "resource_restore", post="restore"),
]
