"""The site of the worker processes: its database and its mail server are told by the environment."""

from __future__ import annotations

import os

import django

from tests.projects.base import *  # noqa: F403 - settings are a namespace

MAIL_SERVER = {"host": "127.0.0.1", "port": int(os.environ.get("WORKER_MAIL_PORT", "25"))}
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": MAIL_SERVER}}
else:
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER["host"], MAIL_SERVER["port"]

if os.environ.get("WORKER_PLAIN_SQLITE"):
    # As a new Django project has it: transactions that begin with reading.
    DATABASES["default"]["OPTIONS"] = {"timeout": 20}  # noqa: F405 - of the namespace above

CLIENT_PORTAL = {"BASE_URL": "https://portal.example.com"}
