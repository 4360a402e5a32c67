"""A practice's portal as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from client_portal.access import registry
from client_portal.access.roles import Role
from client_portal.practices.selectors import undo_ends_at


class PracticeSerializer(serializers.Serializer[Any]):
    """A practice that the caller works for or is a client of."""

    id = serializers.UUIDField(source="client_portal_settings.pk")
    name = serializers.CharField(source="__str__")


class PortalSerializer(serializers.Serializer[Any]):
    """The state of a practice's portal and how clients reach the practice."""

    address = serializers.CharField(read_only=True, allow_null=True)
    link = serializers.CharField(read_only=True, allow_null=True)
    is_on = serializers.BooleanField(read_only=True)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    email = serializers.EmailField(required=False, allow_blank=True)
    address_of_practice = serializers.CharField(required=False, allow_blank=True, max_length=500)
    time_zone = serializers.CharField(required=False, max_length=64)
    crisis_text = serializers.CharField(required=False, allow_blank=True, max_length=500)
    offers_new_clients = serializers.BooleanField(required=False)


class LinkSerializer(serializers.Serializer[Any]):
    """A portal's link."""

    slug = serializers.CharField(max_length=200)


class LinkQuery(serializers.Serializer[Any]):
    """Which link to look at."""

    slug = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class LinkCheckSerializer(serializers.Serializer[Any]):
    """Whether a link could be taken now; ``message`` says why not, ``suggestions`` are links that are free."""

    available = serializers.BooleanField()
    message = serializers.CharField(allow_blank=True)
    suggestions = serializers.ListField(child=serializers.CharField())


class CountsSerializer(serializers.Serializer[Any]):
    """How far the portal has come among the active clients."""

    clients = serializers.IntegerField()
    with_account = serializers.IntegerField()
    waiting = serializers.IntegerField()


class AvailabilitySerializer(serializers.Serializer[Any]):
    """Whether the portal as a whole is on."""

    is_on = serializers.BooleanField()


class OpenItemsSerializer(serializers.Serializer[Any]):
    """What is in flight behind a feature, and what happens to it when the feature goes off."""

    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    consequence = serializers.CharField()


class FeatureSerializer(serializers.Serializer[Any]):
    """A feature switch and what depends on it."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    is_on = serializers.BooleanField()
    gains = serializers.CharField()
    losses = serializers.CharField()
    missing = serializers.CharField(allow_null=True)
    exceptions = serializers.IntegerField()
    open_items = OpenItemsSerializer(many=True)


class SwitchesSerializer(serializers.Serializer[Any]):
    """New states by feature key; features that are left out stay as they are."""

    states = serializers.DictField(child=serializers.BooleanField())

    def validate_states(self, states: dict[str, bool]) -> dict[str, bool]:
        """Only features that exist; others are named."""
        if unknown := sorted(set(states) - set(registry.features)):
            raise serializers.ValidationError({key: [_("There is no such feature.")] for key in unknown})
        return states


class FeatureChangeSerializer(serializers.Serializer[Any]):
    """A saved change of switches; it can be undone until ``undo_ends_at`` while no later change stands."""

    id = serializers.UUIDField(source="pk")
    before = serializers.DictField(child=serializers.BooleanField())
    after = serializers.DictField(child=serializers.BooleanField())
    changed_at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)
    undo_ends_at = serializers.SerializerMethodField()

    def get_undo_ends_at(self, change: Any) -> dt.datetime:
        """Until when the change can be undone."""
        return undo_ends_at(change)


class BrandingSerializer(serializers.Serializer[Any]):
    """How the portal looks. ``logo`` is a file to upload; ``has_logo`` tells whether there is one."""

    accent_color = serializers.CharField(max_length=30)
    welcome_text = serializers.CharField(allow_blank=True, max_length=5000)
    footer_text = serializers.CharField(allow_blank=True, max_length=300)
    sender_name = serializers.CharField(allow_blank=True, max_length=100)
    logo = serializers.FileField(write_only=True, required=False)
    has_logo = serializers.BooleanField(read_only=True)


class MemberSerializer(serializers.Serializer[Any]):
    """Somebody who works in the practice."""

    id = serializers.UUIDField(source="pk", read_only=True)
    name = serializers.CharField(source="__str__", read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)
    roles = serializers.SerializerMethodField()

    def get_roles(self, member: Any) -> list[str]:
        """Keys of the member's roles."""
        return sorted(row.role for row in member.roles.all())


class RolesSerializer(serializers.Serializer[Any]):
    """Roles to give."""

    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))


class StaffInvitationSerializer(serializers.Serializer[Any]):
    """An invitation of staff that is open."""

    id = serializers.UUIDField(source="pk", read_only=True)
    email = serializers.CharField(max_length=254)
    name = serializers.CharField(required=False, allow_blank=True, max_length=150)
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))
    expires_at = serializers.DateTimeField(read_only=True)
