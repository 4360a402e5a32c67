"""Notices that could not be delivered, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class UndeliveredSerializer(serializers.Serializer[Any]):
    """A notice that was given up: its kind, when, and the class of the fault; never to whom or about what."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    given_up_at = serializers.DateTimeField()
    fault = serializers.CharField()


class RetriedSerializer(serializers.Serializer[Any]):
    """How many notices are tried again."""

    count = serializers.IntegerField()
