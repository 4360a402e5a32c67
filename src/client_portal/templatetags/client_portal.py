"""Tags and filters for our templates and for hosts' shells: ``{% load client_portal %}``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()

MODULES = (
    "menu",
    "dialog",
    "focus",
    "session",
    "confirm",
    "copy",
    "autosave",
    "reorder",
    "slug",
    "color",
    "signature",
    "upload",
)
"""The scripts of ``static/client_portal/js``; each looks for its own data attributes and else does nothing."""

TONES = {"error": "danger", "debug": "info", "danger": "danger", "success": "success", "warning": "warning"}
PHONE = re.compile(r"(?<![\w+])(\+?\(?\d[\d .()-]{5,}\d|\d{3})(?!\w)")

ZONE_NAMES = {
    "America/New_York": _("Eastern Time"),
    "America/Detroit": _("Eastern Time"),
    "America/Chicago": _("Central Time"),
    "America/Denver": _("Mountain Time"),
    "America/Phoenix": _("Mountain Time"),
    "America/Boise": _("Mountain Time"),
    "America/Los_Angeles": _("Pacific Time"),
    "America/Anchorage": _("Alaska Time"),
    "Pacific/Honolulu": _("Hawaii Time"),
    "America/Puerto_Rico": _("Atlantic Time"),
    "America/Halifax": _("Atlantic Time"),
    "America/Toronto": _("Eastern Time"),
    "America/Vancouver": _("Pacific Time"),
    "UTC": _("Coordinated Universal Time"),
}
"""What people call their zone; other zones are named after their city."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary: the id of the control to go to (empty if none) and what to do."""

    target: str
    message: str


@register.simple_tag(takes_context=True)
def portal_url(context: Context, name: str, **kwargs: Any) -> str:
    """Address of a page of this practice's portal, such as ``{% portal_url 'portal:home' %}``; reads ``practice``."""
    from client_portal.practices.tenancy import portal_reverse

    return str(portal_reverse(name, context["practice"], **kwargs))


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: a text always stands beside it. ``size``: ``lg``."""
    classes = f"cp-icon cp-icon--{size}" if size else "cp-icon"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="#cp-i-{}"/></svg>', classes, name
    )


@register.simple_tag
def alert_tone(name: str = "") -> str:
    """The tone of an alert for a tone or a message level: ``error`` becomes ``danger``, unknown ``info``."""
    return TONES.get(str(name), "info")


@register.inclusion_tag("client_portal/components/_error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """All that is wrong in forms and formsets, each line linking to its control. Empty arguments are passed over."""
    return {"problems": [problem for item in forms for problem in problems_of(item)]}


@register.simple_tag
def error_title(*forms: Any) -> str:
    """``Error: `` for the page's title if a form has problems, so that the tab says it first."""
    return gettext("Error: ") if any(True for item in forms for _problem in problems_of(item)) else ""


def problems_of(item: Any) -> Iterator[Problem]:
    """The problems of a form, a formset, or nothing."""
    if isinstance(item, BaseFormSet) and item.is_bound:
        yield from (Problem("", str(message)) for message in item.non_form_errors())
        for form in item.forms:
            yield from problems_of(form)
    elif isinstance(item, BaseForm) and item.is_bound:
        yield from (Problem("", str(message)) for message in item.non_field_errors())
        for field in item:
            yield from (Problem(focus_id(field), str(message)) for message in field.errors)


def focus_id(field: BoundField) -> str:
    """The id of the control that a problem link focuses: the first option, the wrong part of a date, or the control."""
    first_control = getattr(field.field.widget, "first_control_id", None)
    if first_control is not None:
        return str(first_control(field))
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag(takes_context=True)
def person_time(context: Context, value: dt.datetime | None, style: str = "full") -> str:
    """An aware moment as the reader's clock shows it, in a ``time`` element that names the zone.

    ``style``: ``full`` (date and time with zone), ``date`` (no time, no zone) or ``time`` (with zone). The zone is the
    context's ``time_zone`` (an IANA name), else that of ``portal``, else UTC. Empty for None.
    """
    if value is None:
        return ""
    zone = context.get("time_zone") or getattr(context.get("portal"), "time_zone", None) or "UTC"
    local = value.astimezone(ZoneInfo(str(zone)))
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), spoken(local, style))


def spoken(local: dt.datetime, style: str) -> str:
    """A moment in words of the active language."""
    date, time = formats.date_format(local, "DATE_FORMAT"), formats.time_format(local, "TIME_FORMAT")
    if style == "date":
        return date
    zoned = f"{time} {zone_name(local)}"
    return zoned if style == "time" else f"{date}, {zoned}"


@register.filter
def in_zone(value: dt.datetime, zone: str) -> str:
    """An aware moment in words, on the clock of an IANA zone, with the zone's name: for e-mails."""
    return spoken(value.astimezone(ZoneInfo(zone)), "full")


def zone_name(local: dt.datetime) -> str:
    """What people call the zone of an aware moment: ``Eastern Time (EST)``, or by city, ``Lima time (UTC-05)``."""
    key = str(getattr(local.tzinfo, "key", "UTC"))
    short = local.tzname() or "UTC"
    if not short.isalpha():
        short = f"UTC{short}"
    city = key.rsplit("/", 1)[-1].replace("_", " ")
    name = ZONE_NAMES.get(key) or gettext("%(city)s time") % {"city": city}
    return f"{name} ({short})"


@register.simple_tag
def initials(name: str) -> str:
    """One or two capitals for a name: of its first and last word that start with a letter or digit.

    What follows a comma is a title.
    """
    words = [word for word in re.split(r"[\s-]+", str(name or "").partition(",")[0]) if word[:1].isalnum()]
    chosen = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in chosen)


@register.filter(is_safe=True)
def link_phones(text: Any) -> SafeString:
    """A text, escaped, whose phone numbers can be called: three digits such as 988, or seven and more."""
    escaped = str(conditional_escape(text))
    return mark_safe(PHONE.sub(phone_link, escaped))  # noqa: S308 - escaped in the line before


def phone_link(found: re.Match[str]) -> str:
    """One number as a ``tel:`` link."""
    number = re.sub(r"[^\d+]", "", found[1])
    return f'<a href="tel:{number}">{found[1]}</a>'


@register.simple_tag
def client_portal_head() -> str:
    """Style sheet, icon and colour scheme, for the head of a shell."""
    return render_to_string("client_portal/components/_head.html")


@register.simple_tag
def client_portal_scripts() -> str:
    """Our ES modules, for the end of a shell's body. Pages work without them."""
    modules = [f"client_portal/js/{name}.js" for name in MODULES]
    return render_to_string("client_portal/components/_scripts.html", {"modules": modules})
