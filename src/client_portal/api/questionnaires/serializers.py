"""Forms, and what was answered and signed, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from client_portal.api.pages import page_of
from client_portal.questionnaires.types import FormKind

KINDS = [(kind.value, kind.value) for kind in FormKind]


class FormSerializer(serializers.Serializer[Any]):
    """A form of the practice. ``is_asked``: new clients get it unless staff choose otherwise."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    library_key = serializers.CharField()
    is_enabled = serializers.BooleanField()
    is_archived = serializers.BooleanField()
    version = serializers.IntegerField()
    minutes = serializers.IntegerField()
    is_asked = serializers.BooleanField()


class OptionSerializer(serializers.Serializer[Any]):
    """One choice of a question."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class QuestionSerializer(serializers.Serializer[Any]):
    """A question. ``control`` is how a page would draw it; ``limits`` depend on the type."""

    key = serializers.CharField()
    type = serializers.CharField()
    control = serializers.CharField()
    text = serializers.CharField()
    help = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    options = OptionSerializer(many=True)
    limits = serializers.DictField()


class BlockSerializer(serializers.Serializer[Any]):
    """A piece of a form as people read it.

    ``heading`` has ``text`` and ``level``, ``paragraph`` has ``text``, ``bullets`` has ``items``, ``question`` has
    ``question`` and ``answer`` (in words, empty if there is none).
    """

    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in ("heading", "paragraph", "bullets", "question")])
    text = serializers.CharField(required=False)
    level = serializers.IntegerField(required=False)
    items = serializers.ListField(child=serializers.CharField(), required=False)
    question = QuestionSerializer(required=False)
    answer = serializers.CharField(required=False, allow_blank=True)


class FormPreviewSerializer(FormSerializer):
    """A form as clients see it."""

    blocks = BlockSerializer(many=True)


class ResponseRowSerializer(serializers.Serializer[Any]):
    """That a form was completed: never an answer. ``relationship`` is who they were to the client, as ``self``."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    version = serializers.IntegerField()
    completed_at = serializers.DateTimeField()
    relationship = serializers.CharField()
    signed_as = serializers.CharField(allow_null=True)


ResponsePageSerializer = page_of("ResponsePage", ResponseRowSerializer)


class SignatureSerializer(serializers.Serializer[Any]):
    """The signature under a completed form, with the exact text that was signed.

    ``alterations`` is one sentence for each thing that was changed since; empty if all is whole.
    """

    typed_name = serializers.CharField()
    relationship = serializers.CharField()
    intent = serializers.CharField()
    is_reused = serializers.BooleanField()
    signed_at = serializers.DateTimeField()
    rendered_text = serializers.CharField()
    text_sha256 = serializers.CharField()
    alterations = serializers.ListField(child=serializers.CharField())


class ResponseSerializer(serializers.Serializer[Any]):
    """A completed form with its answers, raw and in words."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    version = serializers.IntegerField()
    completed_at = serializers.DateTimeField()
    relationship = serializers.CharField()
    answers = serializers.DictField()
    blocks = BlockSerializer(many=True)
    signature = SignatureSerializer(allow_null=True)
