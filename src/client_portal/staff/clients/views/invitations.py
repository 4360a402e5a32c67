"""The list of invitations, sending one again, revoking one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from client_portal.access.rules import can_for_some
from client_portal.core.errors import NotAllowed
from client_portal.pages.cursors import page_urls, read_page
from client_portal.people.adapters import people
from client_portal.people.models import Invitation
from client_portal.people.selectors import InvitationPage, deliveries_of, invitations_page
from client_portal.people.services import invitation_address, resend_invitation, revoke_invitation
from client_portal.staff.clients.badges import delivery_badge, state_badge
from client_portal.staff.clients.forms import InvitationFilterForm
from client_portal.staff.clients.pages import ClientsPage


class InvitationsPage(ClientsPage):
    """A page about invitations, for staff who let clients in."""

    def authorise(self) -> None:
        """Ask whether the actor's roles let them invite anybody; whose invitations they are is asked one by one."""
        super().authorise()
        if not can_for_some(self.actor, "portal_access.manage"):
            raise NotAllowed


class Invitations(InvitationsPage):
    """Every invitation whose client the staff member looks after, newest first."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """One page of them, of one state if wanted."""
        form = InvitationFilterForm(request.GET)
        wanted = form.cleaned_data if form.is_valid() else {"state": ""}
        page = read_page(invitations_page, self.actor, cursor=request.GET.get("cursor", ""), **wanted)
        return self.render(
            "staff/clients/invitations.html",
            title=_("Invitations"),
            form=form,
            rows=self.rows(page),
            is_filtered=bool(wanted["state"]),
            **page_urls(page, self.url("staff:invitations"), wanted),
        )

    def rows(self, page: InvitationPage) -> list[dict[str, Any]]:
        """What the page shows of each."""
        deliveries = deliveries_of(page.invitations)
        return [self.row(invitation, deliveries[invitation.pk]) for invitation in page.invitations]

    def row(self, invitation: Invitation, delivery: Any) -> dict[str, Any]:
        """One invitation in words."""
        is_open = not (invitation.accepted_at or invitation.revoked_at)
        return {
            "invitation": invitation,
            "client_id": invitation.client.client_portal_profile.pk,
            "name": people().client_facts(invitation.client).full_name,
            "state": state_badge(invitation.state),
            "delivery": delivery_badge(delivery),
            "is_open": is_open,
            "link": invitation_address(self.actor, invitation=invitation),
        }


class ResendInvitation(InvitationsPage):
    """A new link for somebody who was invited."""

    def post(self, request: HttpRequest, invitation_id: UUID, **kwargs: Any) -> HttpResponse:
        """Send it; the earlier one stops working."""
        invitation = resend_invitation(self.actor, invitation_id=invitation_id)
        self.say(_("A new invitation to %(address)s is on its way.") % {"address": invitation.email})
        return self.came_from(invitation)

    def came_from(self, invitation: Invitation) -> HttpResponse:
        """Back to the list, or to the client whose page the button stood on."""
        if self.request.POST.get("from") == "list":
            return self.go("staff:invitations")
        return self.go("staff:client_portal", client_id=invitation.client.client_portal_profile.pk)


class RevokeInvitation(ResendInvitation):
    """Taking an invitation back."""

    def post(self, request: HttpRequest, invitation_id: UUID, **kwargs: Any) -> HttpResponse:
        """Make its link unusable."""
        invitation = revoke_invitation(self.actor, invitation_id=invitation_id)
        self.say(_("The invitation to %(address)s was revoked.") % {"address": invitation.email})
        return self.came_from(invitation)
