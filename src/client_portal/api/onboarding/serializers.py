"""What new clients are asked, and their way through it, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from client_portal.api.questionnaires.serializers import KINDS, BlockSerializer
from client_portal.onboarding.models import StepGroup, StepStatus

MAX_VERSION = 2**31 - 1


class ItemSerializer(serializers.Serializer[Any]):
    """An item of information."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    description = serializers.CharField()
    is_on = serializers.BooleanField()
    is_required = serializers.BooleanField()


class FormChoiceSerializer(serializers.Serializer[Any]):
    """A form that can be part of onboarding."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    minutes = serializers.IntegerField()
    is_on = serializers.BooleanField()


class ResourceChoiceSerializer(serializers.Serializer[Any]):
    """A document that can be part of onboarding."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    is_on = serializers.BooleanField()


class ChoicesSerializer(serializers.Serializer[Any]):
    """Everything that can be asked of a new client; ``is_on`` is what the practice asks of everybody, in its order."""

    information = ItemSerializer(many=True)
    consents = FormChoiceSerializer(many=True)
    intake = FormChoiceSerializer(many=True)
    resources = ResourceChoiceSerializer(many=True)


class ItemSettingSerializer(serializers.Serializer[Any]):
    """What the practice wants of one item of information."""

    key = serializers.CharField(max_length=50)
    is_on = serializers.BooleanField()
    is_required = serializers.BooleanField()


class OnboardingSettingsSerializer(serializers.Serializer[Any]):
    """What the practice asks of everybody, each list in its order."""

    information = ItemSettingSerializer(many=True, max_length=100)  # type: ignore[call-arg]
    forms = serializers.ListField(child=serializers.UUIDField(), max_length=200)
    resources = serializers.ListField(child=serializers.UUIDField(), max_length=200)


class ReissueSerializer(serializers.Serializer[Any]):
    """What to ask of an invited client from now on; lists that are left out follow the practice's settings."""

    information = serializers.ListField(child=serializers.CharField(max_length=50), required=False, max_length=100)
    forms = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=200)
    resources = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=200)


class StepSummarySerializer(serializers.Serializer[Any]):
    """How far one step is: no answers."""

    key = serializers.CharField()
    title = serializers.CharField()
    group = serializers.ChoiceField(choices=StepGroup.choices)
    status = serializers.ChoiceField(choices=StepStatus.choices)
    completed_at = serializers.DateTimeField(allow_null=True)


class ProgressSerializer(serializers.Serializer[Any]):
    """How far a client is, for staff."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    steps = StepSummarySerializer(many=True)


class PlanStepSerializer(StepSummarySerializer):
    """A step in the list of one's own plan."""

    hint = serializers.CharField()
    minutes = serializers.IntegerField()
    is_required = serializers.BooleanField()


class PlanSerializer(serializers.Serializer[Any]):
    """One's own onboarding. ``next`` is the key of the first unfinished step."""

    id = serializers.UUIDField()
    note = serializers.CharField()
    invited_by = serializers.CharField()
    invited_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    minutes_left = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    steps = PlanStepSerializer(many=True)


class QuestionnaireSerializer(serializers.Serializer[Any]):
    """The form of a step. ``text_sha256`` goes back with a signature, as ``shown_sha256``.

    ``signs_as`` is the name of an earlier signature, which a tick takes over; null where a name must be typed.
    """

    blocks = BlockSerializer(many=True)
    text_sha256 = serializers.CharField()
    signs_as = serializers.CharField(allow_null=True)


class DocumentSerializer(serializers.Serializer[Any]):
    """The document of a step."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    description = serializers.CharField()
    file_id = serializers.UUIDField()


class StepSerializer(PlanStepSerializer):
    """One step with its draft. ``version`` counts saves; send it back with the next one.

    A step of the group ``information`` has ``facts`` (names to give) and ``needed`` (those that must be given), one of
    ``consents`` or ``intake`` a ``form``, one of ``documents`` a ``document``, whose draft is ``{"read": true}``.
    """

    version = serializers.IntegerField()
    data = serializers.DictField()  # type: ignore[assignment]
    facts = serializers.ListField(child=serializers.CharField())
    needed = serializers.ListField(child=serializers.CharField())
    form = QuestionnaireSerializer(allow_null=True)
    document = DocumentSerializer(allow_null=True)


class DraftSerializer(serializers.Serializer[Any]):
    """Values of a step by name, and the version of the draft that the writer has seen."""

    data = serializers.DictField()  # type: ignore[assignment]
    version = serializers.IntegerField(min_value=0, max_value=MAX_VERSION)


class ConsentSerializer(serializers.Serializer[Any]):
    """Answers and a signature. A blank ``typed_name`` takes over the name of an earlier signature."""

    answers = serializers.DictField(required=False)
    typed_name = serializers.CharField(required=False, allow_blank=True, max_length=200)
    agreed = serializers.BooleanField()
    shown_sha256 = serializers.CharField(max_length=64)
    version = serializers.IntegerField(min_value=0, max_value=MAX_VERSION)
