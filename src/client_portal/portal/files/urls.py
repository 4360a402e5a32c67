"""Addresses of files."""

from __future__ import annotations

from django.urls import path

from client_portal.portal.files import views

urlpatterns = [path("files/<uuid:file_id>/", views.File.as_view(), name="file")]
