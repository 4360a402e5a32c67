"""The list of clients, and making one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.access.rules import can, can_for_some
from client_portal.pages.cursors import page_urls, read_page
from client_portal.people.models import ClientKind
from client_portal.people.selectors import clients_page
from client_portal.people.services import create_client
from client_portal.staff.clients.badges import state_badge
from client_portal.staff.clients.forms import ClientFilterForm, NewClientForm
from client_portal.staff.clients.pages import ClientsPage, FormPage


class Clients(ClientsPage):
    """Everybody whom the staff member sees, with where each stands with the portal."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """One page of the list, filtered."""
        form = ClientFilterForm(request.GET)
        if not form.is_valid():
            return self.show(form, status=422)
        wanted = form.cleaned_data
        page = read_page(clients_page, self.actor, cursor=request.GET.get("cursor", ""), **wanted)
        urls = page_urls(page, self.url("staff:clients"), wanted)
        return self.show(form, rows=[_row(row) for row in page.rows], is_filtered=any(wanted.values()), **urls)

    def show(self, form: ClientFilterForm, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page around the rows."""
        return self.render(
            "staff/clients/list.html",
            status=status,
            title=_("Clients"),
            form=form,
            may_create=can(self.actor, "clients.create"),
            may_invite=can_for_some(self.actor, "portal_access.manage"),
            **context,
        )


class NewClient(FormPage):
    """Making a client's record."""

    capability = "clients.create"
    form_class = NewClientForm
    template = "staff/clients/new.html"

    def page_context(self) -> dict[str, Any]:
        """The title."""
        return {"title": _("New client")}

    def save(self, form: Any) -> HttpResponseBase:
        """Make the record and open it."""
        client = create_client(self.actor, **form.cleaned_data)
        self.say(_("The record is made. Nothing was sent to the client."))
        return self.go("staff:client", client_id=client.client_portal_profile.pk)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "public_id": row["public_id"],
        "name": f"{row['client_given']} {row['client_family']}".strip(),
        "email": row["client_email"],
        "is_minor": row["client_kind"] == ClientKind.MINOR,
        "is_archived": row["archived_at"] is not None,
        "state": state_badge(row["portal_state"]),
    }
