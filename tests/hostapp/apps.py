"""The host's app."""

from __future__ import annotations

from django.apps import AppConfig


class HostConfig(AppConfig):
    """Holds the host's five models."""

    name = "tests.hostapp"
    label = "hostapp"
    default_auto_field = "django.db.models.BigAutoField"
