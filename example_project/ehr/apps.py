"""The EHR as an app."""

from __future__ import annotations

from django.apps import AppConfig


class EhrConfig(AppConfig):
    """Holds the EHR's models and listens to what clients tell in the portal."""

    name = "example_project.ehr"
    label = "ehr"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from example_project.ehr import portal

        portal.connect()
