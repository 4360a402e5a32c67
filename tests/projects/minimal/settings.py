"""As little as possible beside the portal."""

from __future__ import annotations

from tests.projects.base import *  # noqa: F403 - settings are a namespace

ROOT_URLCONF = "tests.projects.minimal.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "guardian",
    "client_portal",
]
