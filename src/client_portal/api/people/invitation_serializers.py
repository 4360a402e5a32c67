"""Invitations of clients, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from client_portal.api.pages import CursorQuery, page_of, search_field
from client_portal.api.people.serializers import ClientRowSerializer
from client_portal.people.invitations import Obstacle
from client_portal.people.models import InvitationState
from client_portal.people.selectors import CANDIDATES_SIZE, Delivery


class InvitationSerializer(serializers.Serializer[Any]):
    """An invitation: to whom, where it stands, what became of its newest e-mail."""

    id = serializers.UUIDField()
    client_id = serializers.UUIDField()
    client_name = serializers.CharField()
    email = serializers.CharField()
    note = serializers.CharField()
    state = serializers.ChoiceField(choices=InvitationState.choices)
    delivery = serializers.ChoiceField(choices=Delivery.choices)
    sent_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


InvitationPageSerializer = page_of("InvitationPage", InvitationSerializer)


class InvitationsQuery(CursorQuery):
    """Which invitations of the list."""

    state = serializers.ChoiceField(InvitationState.choices, required=False, allow_blank=True)


class StandingSerializer(serializers.Serializer[Any]):
    """Where a client stands with the portal: the state now, the newest invitation, the login if there is one."""

    state = serializers.ChoiceField(choices=InvitationState.choices)
    invitation = InvitationSerializer(allow_null=True)
    login = serializers.CharField(allow_null=True)
    login_since = serializers.DateTimeField(allow_null=True)


class NewInvitationSerializer(serializers.Serializer[Any]):
    """What to ask of a client; lists that are left out follow the practice's settings.

    ``email`` is written into a record that has no address.
    """

    information = serializers.ListField(child=serializers.CharField(max_length=50), required=False, max_length=100)
    forms = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=100)
    resources = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=100)
    features_off = serializers.ListField(child=serializers.CharField(max_length=50), required=False, max_length=100)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    email = serializers.EmailField(required=False)


class LinkSerializer(serializers.Serializer[Any]):
    """The secret address of an invitation. Whoever has it can come in as the client."""

    link = serializers.CharField()


class ManyInvitationsSerializer(serializers.Serializer[Any]):
    """Clients to invite, each with what the practice asks of everybody."""

    clients = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=CANDIDATES_SIZE)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)


class OutcomeSerializer(serializers.Serializer[Any]):
    """What became of inviting one client: the invitation, or why there is none."""

    client_id = serializers.CharField(source="public_id")
    invitation_id = serializers.CharField(source="invitation", allow_blank=True)
    reason = serializers.CharField(allow_blank=True)


class CandidatesQuery(CursorQuery):
    """Those who can be invited, or those who can't."""

    search = search_field()
    is_ready = serializers.BooleanField(required=False, default=True)


class CandidateSerializer(ClientRowSerializer):
    """A client who could be invited; ``obstacle`` says what stands in the way, empty if nothing does."""

    obstacle = serializers.ChoiceField(choices=Obstacle.choices, allow_blank=True)


CandidatePageSerializer = page_of("CandidatePage", CandidateSerializer)
