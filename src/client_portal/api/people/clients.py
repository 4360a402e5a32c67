"""Client records for staff."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from client_portal.access.features import features_for_client
from client_portal.access.selectors import staff_powers
from client_portal.access.services import restrict_client
from client_portal.api.pages import page_response
from client_portal.api.people import serializers
from client_portal.api.schema import documented
from client_portal.api.views import ClientViewSet, StaffViewSet, asked, checked
from client_portal.core.actor import Actor
from client_portal.people import selectors, services
from client_portal.people.adapters import people


class ClientsViewSet(StaffViewSet):
    """The clients whom a staff member sees."""

    needs = {"create": "clients.create"}

    @documented(summary="Clients", response=serializers.ClientPageSerializer, query=serializers.ClientsQuery)
    def list(self, request: Request, practice_id: Any) -> Response:
        """A page, by last name."""
        page = selectors.clients_page(self.actor, **asked(serializers.ClientsQuery, request))
        return page_response(page, [client_row(row) for row in page.rows])

    @documented(
        summary="Make a client",
        request=serializers.NewClientSerializer,
        response=serializers.ClientSerializer,
        status=201,
    )
    def create(self, request: Request, practice_id: Any) -> Response:
        """Make a client record; nothing is sent to anybody."""
        client = services.create_client(self.actor, **checked(serializers.NewClientSerializer, request))
        return Response(_client(self.actor, client), status=201)


class ClientRecordViewSet(ClientViewSet):
    """One record: what staff of any role see of it, its address, putting it away."""

    needs = dict.fromkeys(("email", "archive", "restore"), "portal_access.manage")

    @documented(summary="A client", response=serializers.ClientSerializer)
    def retrieve(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Contact data, and what the caller may do for the client. The log notes that the record was opened."""
        services.view_client(self.actor, client=self.client)
        return Response(_client(self.actor, self.client))

    @documented(
        summary="Set the e-mail address", request=serializers.EmailSerializer, response=serializers.ClientSerializer
    )
    def email(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Write the client's address."""
        services.set_email(self.actor, client=self.client, **checked(serializers.EmailSerializer, request))
        return Response(_client(self.actor, self.client))

    @documented(summary="Archive a record", request=serializers.ReasonSerializer, response=serializers.ClientSerializer)
    def archive(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Put the record away; its logins reach nothing from now on."""
        services.archive_client(self.actor, client=self.client, **checked(serializers.ReasonSerializer, request))
        return Response(_client(self.actor, self.client))

    @documented(summary="Take a record out of the archive", response=serializers.ClientSerializer)
    def restore(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Its logins reach it again as before."""
        services.restore_client(self.actor, client=self.client)
        return Response(_client(self.actor, self.client))


class ClientInformationViewSet(ClientViewSet):
    """A client's information."""

    capability = "information.view"
    needs = {"partial_update": "information.edit"}

    @documented(summary="A client's information", response=serializers.InformationSerializer)
    def retrieve(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Every fact."""
        return Response(selectors.information_of(self.actor, self.client))

    @documented(
        summary="Change a client's information",
        request=serializers.InformationSerializer,
        response=serializers.InformationSerializer,
    )
    def partial_update(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Write some facts."""
        facts = checked(serializers.InformationSerializer, request, partial=True)
        services.update_information(self.actor, client=self.client, facts=facts)
        return Response(selectors.information_of(self.actor, self.client))


class ClientFeaturesViewSet(ClientViewSet):
    """Features as they stand for one client."""

    capability = "portal_access.view"
    needs = {"update": "portal_access.manage"}

    @documented(summary="Features of a client", response=serializers.ClientFeatureSerializer(many=True))
    def list(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Whether the practice has each, and whether it is off for this client alone."""
        states = features_for_client(self.actor, self.client)
        return Response(serializers.ClientFeatureSerializer(states, many=True).data)

    @documented(
        summary="Switch features off for one client",
        request=serializers.RestrictionsSerializer,
        response=serializers.RestrictionsSerializer,
    )
    def update(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """Set exactly these as off, whatever the practice has on."""
        wanted = checked(serializers.RestrictionsSerializer, request)["features_off"]
        return Response({"features_off": sorted(restrict_client(self.actor, client=self.client, features_off=wanted))})


class ClientActivityViewSet(ClientViewSet):
    """What was done about a client."""

    capability = "activity.view"

    @documented(
        summary="Activity of a client", response=serializers.DeedPageSerializer, query=serializers.ActivityQuery
    )
    def list(self, request: Request, practice_id: Any, client_id: Any) -> Response:
        """A page of the log in plain words, newest first."""
        page = selectors.activity_of(self.actor, self.client, **asked_of_log(request))
        return page_response(page, serializers.DeedSerializer(page.deeds, many=True).data)


class PracticeActivityViewSet(StaffViewSet):
    """What was done in the practice."""

    capability = "audit.view"

    @documented(
        summary="Activity of the practice", response=serializers.DeedPageSerializer, query=serializers.ActivityQuery
    )
    def list(self, request: Request, practice_id: Any) -> Response:
        """A page of the log in plain words, newest first."""
        page = selectors.practice_activity(self.actor, **asked_of_log(request))
        return page_response(page, serializers.DeedSerializer(page.deeds, many=True).data)


def asked_of_log(request: Request) -> dict[str, Any]:
    """The cursor and the filter of a request for the log."""
    facts = asked(serializers.ActivityQuery, request)
    return {"cursor": facts.pop("cursor", ""), "wanted": selectors.Wanted(**facts)}


def client_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the client list under the API's names."""
    return {
        "id": row["public_id"],
        "first_name": row["client_given"],
        "last_name": row["client_family"],
        "email": row["client_email"],
        "kind": row["client_kind"],
        "portal_state": row["portal_state"],
        "is_archived": row["archived_at"] is not None,
    }


def _client(actor: Actor, client: Any) -> dict[str, Any]:
    facts, profile = people().client_facts(client), client.client_portal_profile
    return {
        "id": profile.pk,
        "first_name": facts.first_name,
        "last_name": facts.last_name,
        "email": facts.email,
        "phone": profile.phone,
        "kind": profile.kind,
        "is_archived": selectors.archived_record(actor, client) is not None,
        "capabilities": sorted(staff_powers(actor, client)),
    }
