"""What the practice gives to clients to read, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class ResourceSerializer(serializers.Serializer[Any]):
    """A document to read. ``is_asked``: new clients get it unless staff choose otherwise."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    description = serializers.CharField()
    file_id = serializers.UUIDField()
    is_archived = serializers.BooleanField()
    is_asked = serializers.BooleanField()


class NewResourceSerializer(serializers.Serializer[Any]):
    """A document to add, as multipart form data."""

    title = serializers.CharField(max_length=150)
    description = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    file = serializers.FileField(allow_empty_file=True)


class ResourcesQuery(serializers.Serializer[Any]):
    """Those in use, or those put away."""

    is_archived = serializers.BooleanField(required=False, default=False)
