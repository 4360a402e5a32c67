"""What the portal looks like: logo, accent color, welcome text, sender's name, footer."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from client_portal.access.rules import require
from client_portal.audit.services import record
from client_portal.core.actor import Actor
from client_portal.core.safe_text import check_text
from client_portal.practices.branding import parse_color
from client_portal.practices.logos import draw_logo
from client_portal.practices.models import PortalSettings
from client_portal.practices.selectors import locked_portal
from client_portal.practices.welcome_text import to_html

BRANDING = ["accent_color", "welcome_text", "footer_text", "sender_name", "logo", "updated_at"]


@transaction.atomic
def save_branding(
    actor: Actor,
    *,
    accent_color: str,
    welcome_text: str,
    footer_text: str,
    sender_name: str,
    logo: UploadedFile[Any] | None = None,
    removes_logo: bool = False,
) -> PortalSettings:
    """Save the practice's looks. Rich text is reduced to harmless tags; the logo is drawn anew as a PNG.

    A new ``logo`` wins over ``removes_logo``. Raises ``ValidationError`` by field: a color that isn't ``#rrggbb``, a
    logo that isn't an image or is too large, a text that is too long.
    """
    require(actor, "branding.manage")
    portal = locked_portal(actor.practice)
    former_logo = portal.logo.name
    portal.accent_color = _clean("accent_color", parse_color, accent_color)
    portal.welcome_text = _clean("welcome_text", to_html, welcome_text)
    portal.footer_text = _clean("footer_text", check_text, footer_text).strip()
    portal.sender_name = _clean("sender_name", _one_line, sender_name)
    if logo is not None:
        portal.logo = _clean("logo", draw_logo, logo)
    elif removes_logo:
        portal.logo = ""
    portal.clean_fields(exclude={"practice", "logo"})
    portal.save(update_fields=BRANDING)
    if portal.logo.name != former_logo:
        _forget_file(portal, former_logo)
    record(actor, action="portal.branding_changed", object=portal, data={"new_logo": logo is not None})
    return portal


@transaction.atomic
def remove_logo(actor: Actor) -> PortalSettings:
    """Go back to the practice's initials."""
    require(actor, "branding.manage")
    portal = locked_portal(actor.practice)
    former_logo = portal.logo.name
    portal.logo = ""
    portal.save(update_fields=["logo", "updated_at"])
    _forget_file(portal, former_logo)
    record(actor, action="portal.logo_removed", object=portal)
    return portal


def _one_line(text: str) -> str:
    line = check_text(text).strip()
    if len(line.splitlines()) > 1:
        raise ValidationError(_("Write the name on one line."), code="lines")
    return line


def _forget_file(portal: PortalSettings, name: str | None) -> None:
    if name:
        transaction.on_commit(lambda: portal.logo.storage.delete(name), robust=True)


def _clean(field: str, cleaner: Any, value: Any) -> Any:
    try:
        return cleaner(value)
    except ValidationError as error:
        raise ValidationError({field: error.error_list}) from error
