"""Private files, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class UploadSerializer(serializers.Serializer[Any]):
    """A file to keep, as multipart form data."""

    file = serializers.FileField(allow_empty_file=True)


class FileSerializer(serializers.Serializer[Any]):
    """What is known about a file; ``media_type`` is judged by its content."""

    id = serializers.UUIDField(source="pk")
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
