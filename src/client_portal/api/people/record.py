"""What stands around a client's record: care team, contacts, insurance, proposed changes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from client_portal.access.services import assign_staff, unassign_staff
from client_portal.api.people import serializers
from client_portal.api.schema import documented
from client_portal.api.views import ClientViewSet, asked, checked
from client_portal.people import selectors, services
from client_portal.practices.selectors import colleague_by_id


class CareTeamViewSet(ClientViewSet):
    """Who of the staff has the client."""

    needs = dict.fromkeys(("colleagues", "create", "destroy"), "care_team.manage")

    @documented(summary="Care team", response=serializers.CareTeamSeatSerializer(many=True))
    def list(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Assigned ones first."""
        seats = selectors.care_team_of(self.actor, self.client)
        return Response(serializers.CareTeamSeatSerializer(seats, many=True).data)

    @documented(summary="Whom one could add", response=serializers.ColleagueSerializer(many=True))
    def colleagues(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Active staff who don't have the client yet."""
        found = selectors.colleagues_to_add(self.actor, self.client)
        return Response(serializers.ColleagueSerializer(found, many=True).data)

    @documented(
        summary="Add to the care team",
        request=serializers.CareTeamSeatSerializer,
        response=serializers.CareTeamSeatSerializer,
        status=201,
    )
    def create(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Assign a practitioner, or give a colleague access."""
        wanted = checked(serializers.CareTeamSeatSerializer, request)
        member = colleague_by_id(self.actor, wanted["member_id"])
        seat = assign_staff(self.actor, client=self.client, member=member, is_assigned=wanted.get("is_assigned", False))
        return Response(serializers.CareTeamSeatSerializer(seat).data, status=201)

    @documented(summary="Take off the care team", status=204)
    def destroy(self, request: Request, practice_id: Any, client_id: Any, member_id: Any) -> Response:
        """They lose the record with their next request."""
        unassign_staff(self.actor, client=self.client, member=colleague_by_id(self.actor, member_id))
        return Response(status=204)


class ContactsViewSet(ClientViewSet):
    """People attached to the client."""

    capability = "portal_access.manage"
    needs = {"list": "clients.contact"}

    @documented(summary="Contacts", response=serializers.ContactSerializer(many=True))
    def list(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """In the order in which they were added."""
        contacts = selectors.contacts_of(self.actor, self.client)
        return Response(serializers.ContactSerializer(contacts, many=True).data)

    @documented(
        summary="Attach a new contact",
        request=serializers.ContactSerializer,
        response=serializers.ContactSerializer,
        status=201,
    )
    def create(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """A new person."""
        facts = checked(serializers.ContactSerializer, request)
        attached = services.add_contact(self.actor, client=self.client, **facts.pop("contact"), **facts)
        return Response(serializers.ContactSerializer(attached).data, status=201)

    @documented(
        summary="Contacts of other clients",
        response=serializers.PersonSerializer(many=True),
        query=serializers.PersonQuery,
    )
    def known(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Up to ten people whom another client of the caller's has, such as a sibling's parent."""
        found = selectors.contacts_known(self.actor, self.client, **asked(serializers.PersonQuery, request))
        return Response(serializers.PersonSerializer(found, many=True).data)

    @documented(
        summary="Attach a contact of another client",
        request=serializers.KnownContactSerializer,
        response=serializers.ContactSerializer,
        status=201,
    )
    def attach(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Somebody who is known already; siblings share them."""
        facts = checked(serializers.KnownContactSerializer, request)
        contact = selectors.known_contact(self.actor, facts.pop("contact_id"))
        attached = services.add_contact(self.actor, client=self.client, contact=contact, **facts)
        return Response(serializers.ContactSerializer(attached).data, status=201)

    @documented(
        summary="Change a contact", request=serializers.ContactSerializer, response=serializers.ContactSerializer
    )
    def update(self, request: Request, practice_id: Any, client_id: Any, attached_id: Any) -> Response:
        """Who they are, for all clients who share them, and what they are to this one."""
        attached = selectors.contact_by_id(self.actor, self.client, attached_id)
        facts = checked(serializers.ContactSerializer, request)
        changed = services.change_contact(self.actor, attached=attached, person=facts.pop("contact"), **facts)
        return Response(serializers.ContactSerializer(changed).data)

    @documented(summary="Detach a contact", status=204)
    def destroy(self, request: Request, practice_id: Any, client_id: Any, attached_id: Any) -> Response:
        """From this client; others keep theirs."""
        attached = selectors.contact_by_id(self.actor, self.client, attached_id)
        services.remove_contact(self.actor, attached=attached)
        return Response(status=204)


class ClientInsuranceViewSet(ClientViewSet):
    """A client's insurance."""

    capability = "information.view"
    needs = {"confirm": "information.edit"}

    @documented(summary="Insurance", response=serializers.InsuranceSerializer(many=True))
    def list(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Primary first."""
        policies = selectors.insurance_of(self.actor, self.client)
        return Response(serializers.InsuranceSerializer(policies, many=True).data)

    @documented(summary="Confirm insurance", response=serializers.InsuranceSerializer)
    def confirm(self, request: Request, practice_id: Any, client_id: Any, policy_id: Any) -> Response:
        """Say that staff have looked at it and found it right."""
        with transaction.atomic():
            policy = services.confirm_insurance(self.actor, policy_id=policy_id)
            self.refuse_other(policy.client_id)
        return Response(serializers.InsuranceSerializer(policy).data)


class ProposedChangesViewSet(ClientViewSet):
    """Changes that the client asked for."""

    capability = "information.view"
    needs = {"decide": "information.edit"}

    @documented(summary="Proposed changes", response=serializers.ProposedChangeSerializer(many=True))
    def list(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Undecided ones, oldest first."""
        changes = selectors.open_changes(self.actor, self.client)
        return Response(serializers.ProposedChangeSerializer(changes, many=True).data)

    @documented(
        summary="Decide a proposed change",
        request=serializers.DecisionSerializer,
        response=serializers.ProposedChangeSerializer,
    )
    def decide(self, request: Request, practice_id: Any, client_id: Any, change_id: Any) -> Response:
        """Accept it into the record, or decline it."""
        accept = checked(serializers.DecisionSerializer, request)["accept"]
        with transaction.atomic():
            change = services.decide_change(self.actor, change_id=change_id, accept=accept)
            self.refuse_other(change.client_id)
        return Response(serializers.ProposedChangeSerializer(change).data)
