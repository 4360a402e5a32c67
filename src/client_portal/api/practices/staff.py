"""The practice's staff and those who were invited to it."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from client_portal.access.services import remove_member, set_roles
from client_portal.api.practices import serializers
from client_portal.api.schema import documented
from client_portal.api.views import StaffViewSet, checked
from client_portal.practices import selectors, services


class MembersViewSet(StaffViewSet):
    """The practice's staff."""

    capability = "members.manage"

    @documented(summary="Staff", response=serializers.MemberSerializer(many=True))
    def list(self, request: Request, practice_id: Any) -> Response:
        """Active members with their roles."""
        return Response(serializers.MemberSerializer(selectors.members_of(self.actor), many=True).data)

    @documented(
        summary="Set a member's roles", request=serializers.RolesSerializer, response=serializers.MemberSerializer
    )
    def partial_update(self, request: Request, practice_id: Any, member_id: Any) -> Response:
        """Give a member exactly these roles."""
        roles = checked(serializers.RolesSerializer, request)["roles"]
        set_roles(self.actor, member=selectors.member_by_id(self.actor, member_id), roles=roles)
        # Read anew: the member in hand still holds the roles that were read with it.
        return Response(serializers.MemberSerializer(selectors.member_by_id(self.actor, member_id)).data)

    @documented(summary="Remove a member", status=204)
    def destroy(self, request: Request, practice_id: Any, member_id: Any) -> Response:
        """End a membership at once."""
        remove_member(self.actor, member=selectors.member_by_id(self.actor, member_id))
        return Response(status=204)


class StaffInvitationsViewSet(StaffViewSet):
    """Open invitations of staff."""

    capability = "members.manage"

    @documented(summary="Open invitations of staff", response=serializers.StaffInvitationSerializer(many=True))
    def list(self, request: Request, practice_id: Any) -> Response:
        """Newest first."""
        found = selectors.open_staff_invitations(self.actor)
        return Response(serializers.StaffInvitationSerializer(found, many=True).data)

    @documented(
        summary="Invite somebody to the staff",
        request=serializers.StaffInvitationSerializer,
        response=serializers.StaffInvitationSerializer,
        status=201,
    )
    def create(self, request: Request, practice_id: Any) -> Response:
        """Invite by e-mail with roles."""
        invitation = services.invite_staff(self.actor, **checked(serializers.StaffInvitationSerializer, request))
        return Response(serializers.StaffInvitationSerializer(invitation).data, status=201)

    @documented(summary="Send an invitation again", response=serializers.StaffInvitationSerializer)
    def resend(self, request: Request, practice_id: Any, invitation_id: Any) -> Response:
        """A new link; the earlier one stops working."""
        invitation = services.resend_staff_invitation(self.actor, invitation_id=invitation_id)
        return Response(serializers.StaffInvitationSerializer(invitation).data)

    @documented(summary="Revoke an invitation", status=204)
    def destroy(self, request: Request, practice_id: Any, invitation_id: Any) -> Response:
        """Make the link unusable."""
        services.revoke_staff_invitation(self.actor, invitation_id=invitation_id)
        return Response(status=204)
