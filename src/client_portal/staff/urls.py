"""Addresses of the practice's workspace: the entrance, and below a practice's public id its rooms."""

from __future__ import annotations

from django.urls import include, path

from client_portal.staff.clients.urls import urlpatterns as clients
from client_portal.staff.entrance.urls import practice_urlpatterns as entrance_of_practice
from client_portal.staff.entrance.urls import urlpatterns as entrance
from client_portal.staff.forms.urls import urlpatterns as forms
from client_portal.staff.onboarding.urls import urlpatterns as onboarding
from client_portal.staff.settings.urls import urlpatterns as settings

app_name = "staff"
urlpatterns = [
    *entrance,
    path("<uuid:practice_id>/", include([*entrance_of_practice, *clients, *settings, *onboarding, *forms])),
]
