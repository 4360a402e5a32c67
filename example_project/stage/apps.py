"""The stage as an app, for its page and its command."""

from __future__ import annotations

from django.apps import AppConfig


class StageConfig(AppConfig):
    """Brings the front page and ``seed_demo``."""

    name = "example_project.stage"
    label = "stage"
