"""A host that extends the portal's client and leaves the other four models as they come."""

from __future__ import annotations

from tests.projects.base import *  # noqa: F403 - settings are a namespace
from tests.projects.base import DJANGO_APPS

INSTALLED_APPS = [*DJANGO_APPS, "tests.projects.partial", "guardian", "client_portal"]

CLIENT_PORTAL_CLIENT_MODEL = "partial.Person"
