"""The portal as it comes, with its own models."""

from __future__ import annotations

from example_project.settings.base import *  # noqa: F403 - settings are a namespace
from example_project.settings.base import DJANGO_APPS, EXAMPLE_APPS, PORTAL_APPS, sqlite

INSTALLED_APPS = [*DJANGO_APPS, *PORTAL_APPS, *EXAMPLE_APPS]
DATABASES = {"default": sqlite("db.sqlite3")}
STAGE_RECORDS = "example_project.stage.records.StageRecords"
