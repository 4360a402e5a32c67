"""What a portal user has: their own record, whom they act for, what they may, insurance, their login."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from client_portal.access import registry
from client_portal.access.rules import can, feature_is_on
from client_portal.access.selectors import own_clients
from client_portal.api.authentication import PortalSession
from client_portal.api.pages import CursorQuery, page_response
from client_portal.api.people import own_serializers, serializers
from client_portal.api.schema import documented
from client_portal.api.views import PortalViewSet, asked, checked
from client_portal.conf import conf
from client_portal.core import rate_limit
from client_portal.core.errors import NotVisible
from client_portal.files.selectors import file_for
from client_portal.people import selectors, services
from client_portal.people.adapters import people
from client_portal.people.models import InsuranceOrder

SWITCHABLE = 50
CARDS = ("card_front", "card_back")


class MyRecordViewSet(PortalViewSet):
    """The record that a portal user acts for."""

    capability = "information.view"
    needs = {"partial_update": "information.edit"}

    @documented(summary="My record", response=serializers.InformationSerializer)
    def retrieve(self, request: Request, practice_id: Any) -> Response:
        """Every fact of the acting client."""
        return Response(selectors.information_of(self.actor, self.actor.client))

    @documented(
        summary="Change my record",
        request=serializers.InformationSerializer,
        response=serializers.InformationSerializer,
    )
    def partial_update(self, request: Request, practice_id: Any) -> Response:
        """Write some facts; what the practice wants to review first becomes a proposed change."""
        facts = checked(serializers.InformationSerializer, request, partial=True)
        services.update_information(self.actor, client=self.actor.client, facts=facts)
        return Response(selectors.information_of(self.actor, self.actor.client))


class MyViewsViewSet(PortalViewSet):
    """Who looked at the acting client's record."""

    capability = "information.view"

    @documented(summary="Who looked at my record", response=serializers.ViewPageSerializer, query=CursorQuery)
    def list(self, request: Request, practice_id: Any) -> Response:
        """Everybody but oneself who opened something of it, newest first."""
        page = selectors.views_of_me(self.actor, **asked(CursorQuery, request))
        return page_response(page, serializers.ViewSerializer(page.views, many=True).data)


class MyAccessViewSet(PortalViewSet):
    """Whom a portal user can act for, and what they may do for the one they act for."""

    @documented(summary="Whom I can act for", response=own_serializers.MyClientSerializer(many=True))
    def clients(self, request: Request, practice_id: Any) -> Response:
        """One's own records, as the header ``X-Acting-For`` names them."""
        found = own_clients(self.actor).select_related("client_portal_profile").order_by("pk")[:SWITCHABLE]
        return Response([self._client(client) for client in found])

    @documented(summary="What I may do", response=own_serializers.AccessSerializer)
    def retrieve(self, request: Request, practice_id: Any) -> Response:
        """Capabilities and features in force for the acting client at this moment."""
        client = self.actor.client
        return Response(
            {
                "client_id": client.client_portal_profile.pk,
                "capabilities": [key for key in registry.capabilities if can(self.actor, key, client)],
                "features": [key for key in registry.features if feature_is_on(self.actor, key, client)],
            }
        )

    def _client(self, client: Any) -> dict[str, Any]:
        facts = people().client_facts(client)
        return {
            "id": client.client_portal_profile.pk,
            "first_name": facts.first_name,
            "last_name": facts.last_name,
            "is_acting": client.pk == self.actor.client.pk,
        }


class MyInsuranceViewSet(PortalViewSet):
    """The acting client's insurance."""

    capability = "information.view"
    needs = {"update": "information.edit"}

    @documented(summary="My insurance", response=serializers.InsuranceSerializer(many=True))
    def list(self, request: Request, practice_id: Any) -> Response:
        """Primary first."""
        policies = selectors.insurance_of(self.actor, self.actor.client)
        return Response(serializers.InsuranceSerializer(policies, many=True).data)

    @documented(
        summary="Write a policy", request=serializers.InsuranceSerializer, response=serializers.InsuranceSerializer
    )
    def update(self, request: Request, practice_id: Any, order: str) -> Response:
        """The primary or secondary policy. Cards are files of the same client; staff confirm it."""
        if order not in InsuranceOrder.values:
            raise NotVisible
        facts = checked(serializers.InsuranceSerializer, request)
        for name in CARDS:
            if f"{name}_id" in facts:
                card = facts.pop(f"{name}_id")
                facts[name] = None if card is None else file_for(self.actor, card)
        policy = services.save_insurance(self.actor, client=self.actor.client, order=order, facts=facts)
        return Response(serializers.InsuranceSerializer(policy).data)


class MyLoginViewSet(PortalViewSet):
    """A portal user's own login, unless the host keeps logins itself."""

    is_about_client = False

    def authorise(self, request: Request) -> None:
        """There is nothing here where the host has its own login. Guessing the password is limited."""
        super().authorise(request)
        if conf.LOGIN_URL:
            raise Http404
        rate_limit.hit("sign_in_address", self.actor.user.email)

    @documented(summary="Change my password", request=own_serializers.PasswordSerializer, status=204)
    def password(self, request: Request, practice_id: Any) -> Response:
        """Other sessions end; the one that asks stays. Tokens are the host's to withdraw."""
        services.change_password(self.actor, **checked(own_serializers.PasswordSerializer, request))
        if isinstance(request.successful_authenticator, PortalSession):
            update_session_auth_hash(request._request, self.actor.user)  # noqa: SLF001 - DRF's own name
        return Response(status=204)

    @documented(summary="Change my e-mail address", request=own_serializers.NewAddressSerializer, status=202)
    def email(self, request: Request, practice_id: Any) -> Response:
        """A link goes to the new address; the change is made when it is opened."""
        services.change_email(self.actor, **checked(own_serializers.NewAddressSerializer, request))
        return Response(status=202)

    @documented(summary="Confirm my new e-mail address", request=own_serializers.ProofSerializer, status=204)
    def confirm_email(self, request: Request, practice_id: Any) -> Response:
        """With the token of the link that went to the new address."""
        services.confirm_email(self.actor, **checked(own_serializers.ProofSerializer, request))
        return Response(status=204)
