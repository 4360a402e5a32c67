"""A portal user's own access and login, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class MyClientSerializer(serializers.Serializer[Any]):
    """A record that a portal user can act for."""

    id = serializers.UUIDField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    is_acting = serializers.BooleanField()


class AccessSerializer(serializers.Serializer[Any]):
    """What a portal user may do for a client, and which features are in force."""

    client_id = serializers.UUIDField()
    capabilities = serializers.ListField(child=serializers.CharField())
    features = serializers.ListField(child=serializers.CharField())


class PasswordSerializer(serializers.Serializer[Any]):
    """The present password, and the new one."""

    current = serializers.CharField(max_length=200, trim_whitespace=False, write_only=True)
    new = serializers.CharField(max_length=200, trim_whitespace=False, write_only=True)


class NewAddressSerializer(serializers.Serializer[Any]):
    """Another address, and the present password as proof."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=200, trim_whitespace=False, write_only=True)


class ProofSerializer(serializers.Serializer[Any]):
    """What the link to a new address proves."""

    token = serializers.CharField(max_length=2000, write_only=True)
