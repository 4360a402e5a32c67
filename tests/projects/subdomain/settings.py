"""A site whose practices are reached at ``<link>.portal.example.com``."""

from __future__ import annotations

from tests.projects.base import *  # noqa: F403 - settings are a namespace

ROOT_URLCONF = "tests.projects.subdomain.urls"
ALLOWED_HOSTS = ["*"]

CLIENT_PORTAL = {
    "TENANCY": "subdomain",
    "BASE_URL": "https://portal.example.com",
    "BASE_DOMAIN": "portal.example.com",
}
