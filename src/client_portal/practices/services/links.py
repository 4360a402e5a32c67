"""Turning the portal on and off, and the link that it is reached by."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from client_portal.access.models import PORTAL
from client_portal.access.rules import require
from client_portal.access.services import set_switches
from client_portal.audit.services import record
from client_portal.conf import conf
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotAllowed
from client_portal.practices.models import PortalLink
from client_portal.practices.selectors import is_slug_free, locked_portal, may_rename_link
from client_portal.practices.signals import portal_turned_on
from client_portal.practices.slugs import clean_slug

ONLY_SUPERUSERS = gettext_lazy("On this site only the site's own administrators change a portal's link.")


def check_link(actor: Actor, *, slug: str) -> str:
    """The link in its one spelling if the practice could take it now; else ``ValidationError`` for ``slug``."""
    require(actor, "settings.manage")
    try:
        cleaned = clean_slug(slug, reserved=conf.RESERVED_SLUGS)
    except ValidationError as error:
        raise ValidationError({"slug": error.error_list}) from error
    if not is_slug_free(cleaned, actor.practice):
        raise _taken(cleaned)
    return cleaned


@transaction.atomic
def turn_on_portal(actor: Actor, *, slug: str) -> PortalLink:
    """Give the practice its link and switch the portal on. ``ValidationError`` for ``slug`` if it can't have it."""
    cleaned = check_link(actor, slug=slug)
    portal = locked_portal(actor.practice)
    _refuse_change_of_link(actor, cleaned)
    link = _take_link(actor.practice, cleaned)
    if portal.first_turned_on_at is None:
        portal.first_turned_on_at = clock.now()
        portal.save(update_fields=["first_turned_on_at", "updated_at"])
        portal_turned_on.send(sender=PortalLink, practice=actor.practice)
    set_switches(actor, states={PORTAL: True})
    record(actor, action="portal.turned_on", object=portal, data={"link": cleaned})
    return link


@transaction.atomic
def rename_link(actor: Actor, *, slug: str) -> PortalLink:
    """Give the practice another link. The old one redirects for ever and stays the practice's own.

    ``ValidationError`` for ``slug`` if it can't have it, ``NotAllowed`` where only superusers may change it.
    """
    require(actor, "settings.manage")
    if not may_rename_link(actor):
        raise NotAllowed(ONLY_SUPERUSERS)
    cleaned = check_link(actor, slug=slug)
    portal = locked_portal(actor.practice)
    if cleaned == _current_slug(actor):
        return PortalLink.objects.get(slug=cleaned)
    link = _take_link(actor.practice, cleaned)
    record(actor, action="portal.link_changed", object=portal, data={"link": cleaned})
    return link


@transaction.atomic
def set_portal_availability(actor: Actor, *, is_on: bool) -> None:
    """Switch the whole portal off or on again; nothing is lost. ``InvalidState`` before it ever had a link."""
    require(actor, "settings.manage")
    if _current_slug(actor) is None:
        raise InvalidState(_("Choose the portal's link first."))
    set_switches(actor, states={PORTAL: is_on})


def _current_slug(actor: Actor) -> str | None:
    current = PortalLink.objects.filter(practice=actor.practice, is_current=True)
    return current.values_list("slug", flat=True).first()


def _refuse_change_of_link(actor: Actor, slug: str) -> None:
    # Turning the portal on under another link would be a way round the restriction on changing it.
    if _current_slug(actor) not in (None, slug) and not may_rename_link(actor):
        raise NotAllowed(ONLY_SUPERUSERS)


def _take_link(practice: Any, slug: str) -> PortalLink:
    links = PortalLink.objects.select_for_update().filter(practice=practice)
    links.exclude(slug=slug).filter(is_current=True).update(is_current=False)
    if links.filter(slug=slug).update(is_current=True):
        return links.get(slug=slug)
    try:
        with transaction.atomic():
            return PortalLink.objects.create(slug=slug, practice=practice)
    except IntegrityError as error:
        raise _taken(slug) from error


def _taken(slug: str) -> ValidationError:
    message = _("“%(slug)s” is taken. Try another, such as your practice's name with your town.") % {"slug": slug}
    return ValidationError({"slug": ValidationError(message, code="taken")})
