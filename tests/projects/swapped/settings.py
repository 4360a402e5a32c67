"""A host that keeps its own five models (``tests/hostapp``)."""

from __future__ import annotations

from tests.projects.base import *  # noqa: F403 - settings are a namespace
from tests.projects.base import DJANGO_APPS

INSTALLED_APPS = [*DJANGO_APPS, "tests.hostapp", "guardian", "client_portal"]

CLIENT_PORTAL_PRACTICE_MODEL = "hostapp.Clinic"
CLIENT_PORTAL_PRACTITIONER_MODEL = "hostapp.Provider"
CLIENT_PORTAL_CLIENT_MODEL = "hostapp.Patient"
CLIENT_PORTAL_APPOINTMENT_MODEL = "hostapp.Visit"
CLIENT_PORTAL_INVOICE_MODEL = "hostapp.Bill"

# The other models say the same by class attributes; a host chooses per model.
CLIENT_PORTAL = {
    "LOOKUPS": {
        "Invoice": {
            "PORTAL_CLIENT": "patient",
            "PORTAL_NUMBER": "reference",
            "PORTAL_TOTAL": "amount",
            "PORTAL_BALANCE": "open_amount",
            "PORTAL_CURRENCY": "currency",
            "PORTAL_DUE": "due_on",
        },
    },
}
