"""What both hosts share. Everything that the example writes lies in one folder, and no e-mail leaves the machine."""

from __future__ import annotations

import os
from pathlib import Path

import django

PROJECT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("EXAMPLE_DATA", PROJECT / "data"))
DATA.mkdir(parents=True, exist_ok=True)
PORT = os.environ.get("PORT", "8000")

DEBUG = True
SECRET_KEY = "not a secret: this key protects invented people on one machine"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
ROOT_URLCONF = "example_project.urls"
WSGI_APPLICATION = "example_project.wsgi.application"

DJANGO_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
PORTAL_APPS = ["guardian", "client_portal"]
EXAMPLE_APPS = ["example_project.stage", "example_project.mailbox"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def sqlite(name: str) -> dict[str, object]:
    """A SQLite file in the example's folder; readers don't wait for the writer, and writers queue up at once."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# Browsers keep one jar of cookies for all ports of a machine.
SESSION_COOKIE_NAME = f"example_session_{PORT}"
CSRF_COOKIE_NAME = f"example_csrf_{PORT}"
SESSION_COOKIE_AGE = 12 * 60 * 60

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/New_York"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
# Clients' files have a storage of their own, which no web server publishes.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "media"}},
    "client_portal": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "private"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

MAILBOX = "example_project.mailbox.backend.MailboxBackend"
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": MAILBOX}}
else:
    EMAIL_BACKEND = MAILBOX
DEFAULT_FROM_EMAIL = "portal@example.com"

CLIENT_PORTAL = {
    "BASE_URL": f"http://127.0.0.1:{PORT}",
    "DELIVERY": "inline",
    "MAILBOX": True,
    # Everybody on the stage comes from one address.
    "RATE_LIMITS": {"sign_in_source": (500, 900), "invitation_source": (500, 900)},
}
