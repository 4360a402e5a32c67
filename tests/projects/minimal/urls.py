"""One include and nothing else."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("portal/", include("client_portal.urls"))]
