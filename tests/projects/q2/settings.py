"""A site whose queue is django-q2, on the database as its broker; letters become files."""

from __future__ import annotations

import os

import django

from tests.projects.base import *  # noqa: F403 - settings are a namespace

INSTALLED_APPS = [*INSTALLED_APPS, "django_q", "client_portal.contrib.q2"]  # noqa: F405 - of the namespace above
Q_CLUSTER = {"name": "portal", "orm": "default", "workers": 1, "timeout": 60, "retry": 120, "poll": 0.2}

FILES = "django.core.mail.backends.filebased.EmailBackend"
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": FILES, "OPTIONS": {"file_path": os.environ.get("Q2_MAIL", "")}}}
else:
    EMAIL_BACKEND, EMAIL_FILE_PATH = FILES, os.environ.get("Q2_MAIL", "")
