"""What was done about a client."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from client_portal.core.errors import NotVisible
from client_portal.pages.cursors import page_urls, read_page
from client_portal.people.selectors import activity_of, staff_in_log
from client_portal.people.services import export_activity
from client_portal.staff.activity import ActivityExportForm, ActivityFilterForm, export_response, in_words
from client_portal.staff.clients.pages import ClientPage


class Activity(ClientPage):
    """The log of one client, in plain words, newest first."""

    tab = "staff:client_activity"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """One page of it, of what is wanted."""
        form = ActivityFilterForm(request.GET, staff=staff_in_log(self.actor))
        cursor = request.GET.get("cursor", "")
        page = read_page(activity_of, self.actor, self.client, wanted=form.wanted(), cursor=cursor)
        here = self.url("staff:client_activity", client_id=self.client.client_portal_profile.pk)
        return self.show_profile(
            "activity.html",
            form=form,
            query=form.query(),
            deeds=in_words(page.deeds),
            here=here,
            export_url=self.url("staff:client_activity_export", client_id=self.client.client_portal_profile.pk),
            **page_urls(page, here, form.query()),
        )


class ExportActivity(ClientPage):
    """The log of one client as a file."""

    tab = "staff:client_activity"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """As the filter was when the button was pressed."""
        form = ActivityExportForm(request.POST, staff=staff_in_log(self.actor))
        if not form.is_valid():
            raise NotVisible
        deeds = export_activity(self.actor, client=self.client, wanted=form.wanted())
        return export_response(form.cleaned_data["format"], deeds)
