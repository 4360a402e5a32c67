"""Addresses of the API, version 1: each room's own, below the practice's public id."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from client_portal.api.documents import urls as documents
from client_portal.api.files import urls as files
from client_portal.api.notifications import urls as notifications
from client_portal.api.onboarding import urls as onboarding
from client_portal.api.people import urls as people
from client_portal.api.practices import urls as practices
from client_portal.api.practices.viewsets import PracticesViewSet
from client_portal.api.questionnaires import urls as questionnaires
from client_portal.api.routing import endpoint
from client_portal.api.schema import schema_urls

of_client: list[URLPattern] = [*people.of_client, *onboarding.of_client, *questionnaires.of_client]
of_practice: list[URLPattern | URLResolver] = [
    *practices.of_practice,
    *people.of_practice,
    *onboarding.of_practice,
    *questionnaires.of_practice,
    *documents.of_practice,
    *files.of_practice,
    *notifications.of_practice,
    path("clients/<uuid:client_id>/", include(of_client)),
]
endpoints: list[URLPattern | URLResolver] = [
    endpoint("practices/", PracticesViewSet, "practices", get="list"),
    path("practices/<uuid:practice_id>/", include(of_practice)),
]

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [*schema_urls(), *endpoints]
