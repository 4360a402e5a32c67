"""The portal inside an existing EHR, which keeps its own five models, its shell and its sign-in."""

from __future__ import annotations

from example_project.settings.base import *  # noqa: F403 - settings are a namespace
from example_project.settings.base import CLIENT_PORTAL as SHARED
from example_project.settings.base import DJANGO_APPS, EXAMPLE_APPS, PORTAL_APPS, sqlite

INSTALLED_APPS = [*DJANGO_APPS, "example_project.ehr", *PORTAL_APPS, *EXAMPLE_APPS]
DATABASES = {"default": sqlite("ehr.sqlite3")}
STAGE_RECORDS = "example_project.ehr.records.EhrRecords"

CLIENT_PORTAL_PRACTICE_MODEL = "ehr.Clinic"
CLIENT_PORTAL_PRACTITIONER_MODEL = "ehr.Provider"
CLIENT_PORTAL_CLIENT_MODEL = "ehr.Patient"
CLIENT_PORTAL_APPOINTMENT_MODEL = "ehr.Visit"
CLIENT_PORTAL_INVOICE_MODEL = "ehr.Bill"

LOGIN_URL = "/ehr/sign-in/"
LOGIN_REDIRECT_URL = "/ehr/"

CLIENT_PORTAL = {
    **SHARED,
    "ADAPTERS": {"people": "example_project.ehr.portal.People"},
    "BASE_TEMPLATE": "ehr/portal_shell.html",
    "LOGIN_URL": LOGIN_URL,
}
