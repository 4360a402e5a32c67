"""The log on pages: its filter, its rows in words, its export as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, cast

from django import forms
from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from client_portal.access.models import StaffMember
from client_portal.audit.filters import event_kinds
from client_portal.core import clock
from client_portal.core.actor import Capacity
from client_portal.core.errors import Text
from client_portal.pages.forms import PortalForm
from client_portal.people.activity_files import as_csv, as_json
from client_portal.people.selectors import Deed, Wanted

CAPACITIES: dict[Capacity, Text] = {
    Capacity.STAFF: _("Staff"),
    Capacity.PORTAL: _("In the client portal"),
    Capacity.SYSTEM: _("Automatically"),
    Capacity.ANONYMOUS: _("Before signing in"),
}

FORMATS = {"csv": ("text/csv; charset=utf-8", as_csv), "json": ("application/json", as_json)}


FILTERS = tuple(field.name for field in fields(Wanted))


class DayInput(forms.DateInput):
    """The browser's own calendar: for a day near today that need not be typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ActivityFilterForm(PortalForm):
    """Which part of the log one wants to see."""

    kind = forms.ChoiceField(label=_("What"), required=False)
    who = forms.ChoiceField(label=_("Who"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput)

    def __init__(self, *args: Any, staff: Iterable[StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = [(str(member.pk), str(member)) for member in staff]
        choices: dict[str, list[Any]] = {
            "kind": [("", _("Everything")), *((kind.key, kind.label) for kind in event_kinds.values())],
            "who": [("", _("Everybody")), *CAPACITIES.items(), (_("Staff members"), members)],
        }
        for name, offered in choices.items():
            cast("forms.ChoiceField", self.fields[name]).choices = offered

    def clean(self) -> dict[str, Any]:
        """A span that ends before it starts holds nothing, which is hardly what was meant."""
        facts = super().clean() or {}
        since, until = facts.get("since"), facts.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first one."))
        return facts

    def wanted(self) -> Wanted:
        """What was asked for; everything where the filter makes no sense."""
        return Wanted(**{name: self.cleaned_data[name] for name in FILTERS}) if self.is_valid() else Wanted()

    def query(self) -> dict[str, str]:
        """The filter as it stands in an address, without what is empty."""
        found = self.wanted()
        return {name: str(value) for name in FILTERS if (value := getattr(found, name))}


class ActivityExportForm(ActivityFilterForm):
    """Which part of the log one takes along, and as what."""

    format = forms.ChoiceField(choices=[(name, name) for name in FORMATS])


def in_words(deeds: Iterable[Deed]) -> list[tuple[Deed, Text]]:
    """Each deed with the words for the capacity in which it was done."""
    return [(deed, CAPACITIES[deed.capacity]) for deed in deeds]


def export_response(format_name: str, deeds: Iterator[Deed]) -> StreamingHttpResponse:
    """The deeds as a file in one of ``FORMATS``, written as they are read."""
    media_type, write = FORMATS[format_name]
    name = f"activity-{clock.now().astimezone(dt.UTC):%Y-%m-%d}.{format_name}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(write(deeds), content_type=media_type, headers=headers)
