"""Staff roles and what each may do: for the practice as a whole, for all its clients, or for one's own clients."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a staff member is in a practice. One may be several things."""

    ADMINISTRATOR = "administrator", _("Administrator")
    PRACTITIONER = "practitioner", _("Practitioner")
    SUPERVISOR = "supervisor", _("Supervisor")
    SCHEDULER = "scheduler", _("Scheduler")
    BILLER = "biller", _("Biller")
    FORMS_ADMINISTRATOR = "forms_administrator", _("Forms administrator")


@dataclass(frozen=True, slots=True)
class Powers:
    """Staff capabilities of a role, by how far they reach."""

    practice: frozenset[str] = frozenset()
    all_clients: frozenset[str] = frozenset()
    own_clients: frozenset[str] = frozenset()


CONTACT = frozenset({"clients.view", "clients.contact"})
PORTAL_ACCESS = frozenset({"portal_access.view", "portal_access.manage"})
# ``questionnaires.list`` is that there are completed forms: titles and times. ``questionnaires.view`` is the answers.
CLINICAL = frozenset(
    {
        "information.view",
        "information.edit",
        "questionnaires.list",
        "questionnaires.view",
        "questionnaires.share",
        "documents.view",
        "documents.share",
        "activity.view",
    }
)

POWERS: dict[str, Powers] = {
    Role.ADMINISTRATOR: Powers(
        practice=frozenset(
            {
                "settings.manage",
                "branding.manage",
                "onboarding.manage",
                "members.manage",
                "forms.manage",
                "clients.create",
                "audit.view",
            }
        ),
        all_clients=CONTACT | PORTAL_ACCESS | {"activity.view", "care_team.manage", "questionnaires.list"},
    ),
    Role.PRACTITIONER: Powers(
        practice=frozenset({"clients.create"}),
        own_clients=CONTACT | PORTAL_ACCESS | CLINICAL | {"care_team.manage"},
    ),
    Role.SUPERVISOR: Powers(own_clients=CONTACT | CLINICAL),
    Role.SCHEDULER: Powers(
        practice=frozenset({"clients.create"}), all_clients=CONTACT | {"appointments.view", "appointments.manage"}
    ),
    Role.BILLER: Powers(all_clients=CONTACT | {"billing.view", "billing.manage"}),
    Role.FORMS_ADMINISTRATOR: Powers(practice=frozenset({"forms.manage"})),
}
"""The table of powers. Staff whom somebody added to a client's care team use their roles' ``own_clients`` powers."""

ADDED_BY_MANAGE_ACCESS = CONTACT | CLINICAL
"""What staff of any role may do for a client whom they were given through *Manage access*."""


def practice_powers(roles: frozenset[str]) -> frozenset[str]:
    """What these roles together may do in the practice as a whole."""
    return frozenset().union(*(POWERS[role].practice for role in roles if role in POWERS))


def all_client_powers(roles: frozenset[str]) -> frozenset[str]:
    """What these roles together may do for every client of the practice."""
    return frozenset().union(*(POWERS[role].all_clients for role in roles if role in POWERS))


def own_client_powers(roles: frozenset[str]) -> frozenset[str]:
    """What these roles together may do for clients assigned to the person."""
    return ADDED_BY_MANAGE_ACCESS.union(*(POWERS[role].own_clients for role in roles if role in POWERS))


def every_staff_power() -> frozenset[str]:
    """All staff capabilities that exist."""
    parts = (powers.practice | powers.all_clients | powers.own_clients for powers in POWERS.values())
    return frozenset().union(*parts)
