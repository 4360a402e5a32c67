"""What was done about a client."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from client_portal.core.actor import Capacity
from client_portal.people.selectors import activity_of
from client_portal.staff.clients.cursors import page_urls, read_page
from client_portal.staff.clients.pages import ClientPage

CAPACITIES = {
    Capacity.STAFF: _("Staff"),
    Capacity.PORTAL: _("In the client portal"),
    Capacity.SYSTEM: _("Automatically"),
    Capacity.ANONYMOUS: _("Before signing in"),
}


class Activity(ClientPage):
    """The log of one client, in plain words, newest first."""

    tab = "staff:client_activity"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """One page of it."""
        page = read_page(activity_of, self.actor, self.client, cursor=request.GET.get("cursor", ""))
        here = self.url("staff:client_activity", client_id=self.client.client_portal_profile.pk)
        deeds = [(deed, CAPACITIES[deed.capacity]) for deed in page.deeds]
        return self.show_profile("activity.html", deeds=deeds, **page_urls(page, here))
