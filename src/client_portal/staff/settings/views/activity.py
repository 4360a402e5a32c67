"""What was done in the practice."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.core.errors import NotVisible
from client_portal.pages.cursors import page_urls, read_page
from client_portal.people.selectors import practice_activity, staff_in_log
from client_portal.people.services import export_activity
from client_portal.staff.activity import ActivityExportForm, ActivityFilterForm, export_response, in_words
from client_portal.staff.settings.pages import SettingsPage


class LogPage(SettingsPage):
    """A page of the practice's log."""

    capability = "audit.view"
    current = "staff:settings_activity"


class Activity(LogPage):
    """The log in plain words, newest first."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """One page of it, of what is wanted."""
        form = ActivityFilterForm(request.GET, staff=staff_in_log(self.actor))
        cursor = request.GET.get("cursor", "")
        page = read_page(practice_activity, self.actor, wanted=form.wanted(), cursor=cursor)
        here = self.url("staff:settings_activity")
        return self.render(
            "staff/settings/activity.html",
            title=_("Activity log"),
            form=form,
            query=form.query(),
            deeds=in_words(page.deeds),
            here=here,
            export_url=self.url("staff:settings_activity_export"),
            has_clients=True,
            **page_urls(page, here, form.query()),
        )


class ExportActivity(LogPage):
    """The log as a file."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """As the filter was when the button was pressed."""
        form = ActivityExportForm(request.POST, staff=staff_in_log(self.actor))
        if not form.is_valid():
            raise NotVisible
        return export_response(form.cleaned_data["format"], export_activity(self.actor, wanted=form.wanted()))
