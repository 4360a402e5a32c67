"""The portal at the root of each host name."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("client_portal.urls"))]
