"""The site that the browser walks through: a process of its own, told by the environment where everything is."""

from __future__ import annotations

import os

import django

from tests.projects.base import *  # noqa: F403 - settings are a namespace
from tests.projects.databases import database

TENANCY = os.environ.get("E2E_TENANCY", "path")
PORT = os.environ.get("E2E_PORT", "8000")

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", ".localhost"]
ROOT_URLCONF = "tests.projects.default.urls" if TENANCY == "path" else "tests.projects.subdomain.urls"
DATABASES = {"default": database({"CLIENT_PORTAL_TEST_DATABASE_URL": os.environ.get("E2E_DATABASE", "")})}
MEDIA_ROOT = os.environ.get("E2E_MEDIA", "")
if django.VERSION >= (6, 1):
    MAILERS["default"] = {  # noqa: F405 - of the namespace above
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": os.environ.get("E2E_MAIL", "")},
    }
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = os.environ.get("E2E_MAIL", "")
CLIENT_PORTAL = {
    "TENANCY": TENANCY,
    "BASE_URL": f"http://localhost:{PORT}",
    "BASE_DOMAIN": f"localhost:{PORT}",
    "DELIVERY": "inline",
    "SESSION_IDLE_MINUTES": int(os.environ.get("E2E_IDLE_SECONDS", "1800")) / 60,
    # Many people sign in from one address here; each address on its own is limited as everywhere.
    "RATE_LIMITS": {"sign_in_source": (500, 900), "invitation_source": (500, 900)},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"log": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["log"], "level": "ERROR"}},
}
