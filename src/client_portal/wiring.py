"""The composition root: which room's signal calls which room's service."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models.signals import post_save

from client_portal import swap
from client_portal.access.services import ensure_permissions
from client_portal.core.actor import Actor
from client_portal.files.registry import register_given_files
from client_portal.notifications import letters
from client_portal.notifications.delivery import register_handlers
from client_portal.onboarding import registry as onboarding_items
from client_portal.onboarding.selectors import files_to_read
from client_portal.onboarding.services import prepare_onboarding
from client_portal.people.models import ClientProfile
from client_portal.people.services import backfill_profiles
from client_portal.people.services.clients import ensure_profile
from client_portal.practices.signals import portal_turned_on


def connect() -> None:
    """Import the modules that register handlers and connect signals; called once when Django starts."""
    onboarding_items.register_built_in()
    register_given_files("onboarding", files_to_read)
    letters.register_built_in()
    register_handlers()
    portal_turned_on.connect(give_forms, dispatch_uid="client_portal.forms")
    post_save.connect(make_profile, sender=swap.target("Client"), dispatch_uid="client_portal.profile")


def make_profile(*, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Each client record that the host makes gets the portal's own part beside it, and with it a public id."""
    if created and not raw:
        ensure_profile(instance)


def give_forms(*, practice: Any, **kwargs: Any) -> None:
    """A practice that turns its portal on finds forms ready to use. In the same transaction, or not at all."""
    prepare_onboarding(Actor.system(practice))


def after_migrate(**kwargs: Any) -> None:
    """Make the permission rows that grants point at, and the missing profiles of records that were there before."""
    if ClientProfile._meta.db_table in connection.introspection.table_names():
        ensure_permissions()
        backfill_profiles()
