"""The host's app."""

from __future__ import annotations

from django.apps import AppConfig


class PartialConfig(AppConfig):
    """Holds the host's one model."""

    name = "tests.projects.partial"
    label = "partial"
    default_auto_field = "django.db.models.BigAutoField"
