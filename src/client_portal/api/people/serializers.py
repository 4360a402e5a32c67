"""Clients and what belongs to them, as JSON. Names of facts are ours, whatever the host calls its columns."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from client_portal.api.pages import CursorQuery, page_of, search_field
from client_portal.core.actor import Capacity
from client_portal.people.models import (
    ClientKind,
    ContactRelationship,
    InsuranceOrder,
    InvitationState,
    PhoneKind,
    SubscriberRelation,
)
from client_portal.people.selectors.clients import ARCHIVED

STATES = [(ARCHIVED, ARCHIVED), *InvitationState.choices]


class ClientsQuery(CursorQuery):
    """Which clients of the list."""

    search = search_field()
    state = serializers.ChoiceField(
        STATES, required=False, allow_blank=True, help_text="Empty: all active ones. `archived`: those put away."
    )


class ClientRowSerializer(serializers.Serializer[Any]):
    """A client in a list. Describes the rows; they are made straight from the query."""

    id = serializers.UUIDField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    email = serializers.CharField()
    kind = serializers.ChoiceField(choices=ClientKind.choices)
    portal_state = serializers.ChoiceField(choices=InvitationState.choices)
    is_archived = serializers.BooleanField()


ClientPageSerializer = page_of("ClientPage", ClientRowSerializer)


class NewClientSerializer(serializers.Serializer[Any]):
    """A client to make; only the names are required."""

    first_name = serializers.CharField(max_length=100)
    last_name = serializers.CharField(max_length=100)
    email = serializers.EmailField(required=False, allow_blank=True)
    birth_date = serializers.DateField(required=False, allow_null=True)
    kind = serializers.ChoiceField(choices=ClientKind.choices, required=False)


class ClientSerializer(serializers.Serializer[Any]):
    """A client as staff of any role see one."""

    id = serializers.UUIDField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    kind = serializers.ChoiceField(choices=ClientKind.choices)
    is_archived = serializers.BooleanField()
    capabilities = serializers.ListField(child=serializers.CharField())


class InformationSerializer(serializers.Serializer[Any]):
    """What a client tells about themselves. Written in parts; names that are left out stay as they are."""

    first_name = serializers.CharField(max_length=100, required=False)
    last_name = serializers.CharField(max_length=100, required=False)
    birth_date = serializers.DateField(required=False, allow_null=True)
    legal_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    preferred_name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    pronouns = serializers.CharField(max_length=60, required=False, allow_blank=True)
    sex = serializers.CharField(max_length=60, required=False, allow_blank=True)
    gender_identity = serializers.CharField(max_length=100, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    phone_kind = serializers.ChoiceField(choices=PhoneKind.choices, required=False, allow_blank=True)
    street = serializers.CharField(max_length=200, required=False, allow_blank=True)
    city = serializers.CharField(max_length=100, required=False, allow_blank=True)
    state = serializers.CharField(max_length=100, required=False, allow_blank=True)
    postal_code = serializers.CharField(max_length=20, required=False, allow_blank=True)
    country = serializers.CharField(max_length=60, required=False, allow_blank=True)
    time_zone = serializers.CharField(max_length=64, required=False, allow_blank=True)
    language = serializers.CharField(max_length=20, required=False, allow_blank=True)
    may_email = serializers.BooleanField(required=False)
    may_text = serializers.BooleanField(required=False)
    may_leave_voicemail = serializers.BooleanField(required=False)
    wants_reminders = serializers.BooleanField(required=False)


class EmailSerializer(serializers.Serializer[Any]):
    """A client's e-mail address."""

    email = serializers.EmailField()


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a record is put away."""

    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)


class ClientFeatureSerializer(serializers.Serializer[Any]):
    """A feature as it stands for one client."""

    key = serializers.CharField(source="feature.key")
    label = serializers.CharField(source="feature.label")  # type: ignore[assignment]
    is_on_for_practice = serializers.BooleanField()
    is_restricted = serializers.BooleanField()
    is_on = serializers.BooleanField()


class RestrictionsSerializer(serializers.Serializer[Any]):
    """Features that are off for one client."""

    features_off = serializers.ListField(child=serializers.CharField(max_length=50))


class CareTeamSeatSerializer(serializers.Serializer[Any]):
    """A staff member who has the client. ``is_removable`` is false where the host's own record assigns them."""

    member_id = serializers.UUIDField()
    name = serializers.CharField(source="member", read_only=True)
    is_assigned = serializers.BooleanField(required=False)
    is_removable = serializers.BooleanField(read_only=True, default=True)


class ColleagueSerializer(serializers.Serializer[Any]):
    """A staff member who could be given the client."""

    member_id = serializers.UUIDField(source="pk")
    name = serializers.CharField(source="__str__")


class PersonSerializer(serializers.Serializer[Any]):
    """A contact whom another client of the practice has already."""

    id = serializers.UUIDField(source="pk")
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()


class PersonQuery(serializers.Serializer[Any]):
    """Whom to look for."""

    search = serializers.CharField(max_length=200, help_text="A part of name, e-mail or phone.")


class KnownContactSerializer(serializers.Serializer[Any]):
    """What somebody who is known already is to this client."""

    contact_id = serializers.UUIDField()
    relationship = serializers.ChoiceField(choices=ContactRelationship.choices)
    is_billing_contact = serializers.BooleanField(required=False)
    is_emergency_contact = serializers.BooleanField(required=False)


class ContactSerializer(serializers.Serializer[Any]):
    """A person attached to a client."""

    id = serializers.UUIDField(source="pk", read_only=True)
    contact_id = serializers.UUIDField(read_only=True)
    first_name = serializers.CharField(source="contact.first_name", max_length=100)
    last_name = serializers.CharField(source="contact.last_name", max_length=100)
    email = serializers.EmailField(source="contact.email", required=False, allow_blank=True)
    phone = serializers.CharField(source="contact.phone", required=False, allow_blank=True, max_length=40)
    relationship = serializers.ChoiceField(choices=ContactRelationship.choices)
    is_billing_contact = serializers.BooleanField(required=False)
    is_emergency_contact = serializers.BooleanField(required=False)


class InsuranceSerializer(serializers.Serializer[Any]):
    """A client's insurance; it needs review until staff confirm it."""

    id = serializers.UUIDField(source="pk", read_only=True)
    order = serializers.ChoiceField(choices=InsuranceOrder.choices, read_only=True)
    payer = serializers.CharField(max_length=150)
    member_id = serializers.CharField(max_length=60)
    group_id = serializers.CharField(max_length=60, required=False, allow_blank=True)
    relation = serializers.ChoiceField(choices=SubscriberRelation.choices, required=False)
    subscriber_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    subscriber_birth_date = serializers.DateField(required=False, allow_null=True)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)
    needs_review = serializers.BooleanField(read_only=True)
    card_front = serializers.UUIDField(source="card_front_id", required=False, allow_null=True)
    card_back = serializers.UUIDField(source="card_back_id", required=False, allow_null=True)


class ProposedChangeSerializer(serializers.Serializer[Any]):
    """A change that a client asked for."""

    id = serializers.UUIDField(source="pk")
    changes = serializers.DictField()
    created_at = serializers.DateTimeField()
    is_accepted = serializers.BooleanField(allow_null=True)


class DecisionSerializer(serializers.Serializer[Any]):
    """Accept or decline."""

    accept = serializers.BooleanField()


class ActivityQuery(CursorQuery):
    """Which part of the log; days are those of the practice's calendar, both inclusive."""

    kind = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="Such as `viewed`.")
    who = serializers.CharField(
        required=False, allow_blank=True, max_length=40, help_text="A capacity, or the id of a staff member."
    )
    since = serializers.DateField(required=False, allow_null=True)
    until = serializers.DateField(required=False, allow_null=True)


class DeedSerializer(serializers.Serializer[Any]):
    """Something that was done, in words: ``who`` is empty for the software itself.

    ``client_id`` is empty in the log of one client, and where it is about none.
    """

    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    action = serializers.CharField()
    what = serializers.CharField()
    who = serializers.CharField(allow_blank=True)
    capacity = serializers.ChoiceField(choices=[(item.value, item.value) for item in Capacity])
    client_id = serializers.CharField(allow_blank=True)
    ip = serializers.CharField(allow_null=True)


class ViewSerializer(serializers.Serializer[Any]):
    """That somebody else looked at the acting client's record; ``who`` is the name of staff, else empty."""

    at = serializers.DateTimeField()
    what = serializers.CharField()
    who = serializers.CharField(allow_blank=True)
    capacity = serializers.ChoiceField(choices=[(item.value, item.value) for item in Capacity])


ViewPageSerializer = page_of("ViewPage", ViewSerializer)
DeedPageSerializer = page_of("DeedPage", DeedSerializer)
