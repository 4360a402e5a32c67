"""*Manage access*: who of the staff has the client."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.access.services import assign_staff, unassign_staff
from client_portal.people.selectors import care_team_of, colleagues_to_add
from client_portal.practices.selectors import colleague_by_id
from client_portal.staff.clients.forms import SeatForm
from client_portal.staff.clients.pages import ClientFormPage, ClientPage


class CareTeam(ClientFormPage):
    """The care team, and adding somebody to it."""

    needs = "care_team.manage"
    form_class = SeatForm
    template = "care_team.html"

    def form_options(self) -> dict[str, Any]:
        """Whom one can add."""
        return {"colleagues": colleagues_to_add(self.actor, self.client)}

    def page_context(self) -> dict[str, Any]:
        """Who is on it."""
        return {"care_team": care_team_of(self.actor, self.client), "own_member_id": self.actor.member_id}

    def save(self, form: Any) -> HttpResponseBase:
        """Add the colleague."""
        member = colleague_by_id(self.actor, form.cleaned_data["member_id"])
        assign_staff(self.actor, client=self.client, member=member, is_assigned=form.cleaned_data["is_assigned"])
        self.say(_("%(name)s has access from now on.") % {"name": member})
        return self.back("staff:client_care_team")


class RemoveSeat(ClientPage):
    """Taking somebody off the care team."""

    needs = "care_team.manage"

    def post(self, request: HttpRequest, member_id: UUID, **kwargs: Any) -> HttpResponse:
        """Remove them; who removed themself is sent to the list of those they still have."""
        member = colleague_by_id(self.actor, member_id)
        unassign_staff(self.actor, client=self.client, member=member)
        self.say(_("%(name)s no longer has access.") % {"name": member})
        if member.pk == self.actor.member_id:
            return self.go("staff:clients")
        return self.back("staff:client_care_team")
