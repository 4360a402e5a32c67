"""Inviting clients into the portal: one, many, again, no longer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from client_portal.access.rules import can_for_some
from client_portal.access.selectors import restrictions
from client_portal.api.pages import page_response
from client_portal.api.people import invitation_serializers as serializers
from client_portal.api.people.clients import client_row
from client_portal.api.schema import documented
from client_portal.api.views import ClientViewSet, StaffViewSet, asked, checked
from client_portal.core.errors import InvalidState, NotAllowed
from client_portal.onboarding.selectors import invitation_choices
from client_portal.onboarding.services import invite, invite_many
from client_portal.people import selectors, services
from client_portal.people.adapters import people
from client_portal.people.models import Invitation


class ClientInvitationViewSet(ClientViewSet):
    """How one client gets into the portal."""

    capability = "portal_access.view"
    needs = {"create": "portal_access.manage"}

    @documented(summary="Where a client stands with the portal", response=serializers.StandingSerializer)
    def retrieve(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """The state now, the newest invitation, and the login if there is one."""
        standing = selectors.standing_of(self.actor, self.client)
        grant, invitation = standing.grant, standing.invitation
        return Response(
            {
                "state": standing.state,
                "invitation": None if invitation is None else invitation_row(invitation, self.client),
                "login": None if grant is None else grant.user.email,
                "login_since": None if grant is None else grant.starts_at,
            }
        )

    @documented(
        summary="Invite a client",
        request=serializers.NewInvitationSerializer,
        response=serializers.InvitationSerializer,
        status=201,
    )
    @transaction.atomic
    def create(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Send an invitation. What isn't said follows the practice's settings and what is off for the client now."""
        wanted = checked(serializers.NewInvitationSerializer, request)
        if email := wanted.pop("email", ""):
            services.set_email(self.actor, client=self.client, email=email)
        usual = {**invitation_choices(self.actor).preselected(), "features_off": restrictions(self.actor, self.client)}
        invitation = invite(self.actor, client=self.client, **{**usual, **wanted})
        return Response(invitation_row(invitation, self.client), status=201)


class InvitationsViewSet(StaffViewSet):
    """Invitations of all clients whom the caller lets into the portal."""

    def authorise(self, request: Request) -> None:
        """Ask whether the caller's roles let them invite anybody; whose invitations they are is asked one by one."""
        super().authorise(request)
        if not can_for_some(self.actor, "portal_access.manage"):
            raise NotAllowed

    @documented(
        summary="Invitations", response=serializers.InvitationPageSerializer, query=serializers.InvitationsQuery
    )
    def list(self, request: Request, practice_id: Any) -> Response:
        """A page, newest first."""
        page = selectors.invitations_page(self.actor, **asked(serializers.InvitationsQuery, request))
        deliveries = selectors.deliveries_of(page.invitations)
        return page_response(page, [_row(item, item.client, deliveries[item.pk]) for item in page.invitations])

    @documented(
        summary="Invite many clients",
        request=serializers.ManyInvitationsSerializer,
        response=serializers.OutcomeSerializer(many=True),
    )
    def create(self, request: Request, practice_id: Any) -> Response:
        """Each by themself: what is refused for one doesn't hold up the others."""
        wanted = checked(serializers.ManyInvitationsSerializer, request)
        candidates = selectors.candidates_among(self.actor, wanted["clients"])
        outcomes = invite_many(self.actor, candidates=candidates, note=wanted["note"])
        return Response(serializers.OutcomeSerializer(outcomes, many=True).data)

    @documented(
        summary="Who can be invited", response=serializers.CandidatePageSerializer, query=serializers.CandidatesQuery
    )
    def candidates(self, request: Request, practice_id: Any) -> Response:
        """A page of clients without access, by last name: those ready, or those whom something keeps from it."""
        page = selectors.candidates_page(self.actor, **asked(serializers.CandidatesQuery, request))
        return page_response(page, [{**client_row(row), "obstacle": row["obstacle"]} for row in page.rows])

    @documented(summary="The link of an invitation", response=serializers.LinkSerializer)
    def link(self, request: Request, practice_id: Any, invitation_id: Any) -> Response:
        """For another channel than e-mail. It is a secret: whoever has it can come in as the client."""
        found = selectors.invitation_by_id(self.actor, invitation_id)
        address = services.invitation_address(self.actor, invitation=found)
        if not address:
            raise InvalidState
        return Response({"link": address})

    @documented(summary="Send an invitation again", response=serializers.InvitationSerializer)
    def resend(self, request: Request, practice_id: Any, invitation_id: Any) -> Response:
        """A new link; the earlier one stops working."""
        invitation = services.resend_invitation(self.actor, invitation_id=invitation_id)
        return Response(invitation_row(invitation, invitation.client))

    @documented(summary="Revoke an invitation", response=serializers.InvitationSerializer)
    def revoke(self, request: Request, practice_id: Any, invitation_id: Any) -> Response:
        """Make the link unusable."""
        invitation = services.revoke_invitation(self.actor, invitation_id=invitation_id)
        return Response(invitation_row(invitation, invitation.client))


def invitation_row(invitation: Invitation, client: Any) -> dict[str, Any]:
    """An invitation under the API's names; ``client`` is whose it is, with their profile."""
    return _row(invitation, client, selectors.deliveries_of([invitation])[invitation.pk])


def _row(invitation: Invitation, client: Any, delivery: Any) -> dict[str, Any]:
    stored = ("email", "note", "sent_at", "expires_at", "opened_at", "accepted_at", "revoked_at")
    return {
        "id": invitation.pk,
        "client_id": client.client_portal_profile.pk,
        "client_name": people().client_facts(client).full_name,
        "state": invitation.state,
        "delivery": delivery,
        **{name: getattr(invitation, name) for name in stored},
    }
