"""The way from a request to an actor, for every endpoint."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NoReturn

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.viewsets import ViewSet

from client_portal.access import rules
from client_portal.access.models import PORTAL
from client_portal.access.selectors import actor_for, own_clients, switches_on
from client_portal.api import errors
from client_portal.api.authentication import PortalSession, PortalToken
from client_portal.api.parsers import SafeJSONParser
from client_portal.api.schema import view_schema
from client_portal.core.actor import Actor, Capacity
from client_portal.core.errors import FeatureOff, NotVisible
from client_portal.pages.requests import client_ip, user_agent
from client_portal.people.selectors import client_by_public_id
from client_portal.practices import selectors

ACTING_FOR = "X-Acting-For"
"""Header with the public id of the client whom a portal user acts for; without it, their only record."""


class OneAnswer(DefaultContentNegotiation):
    """Everybody gets what there is: JSON, or a file as the kind that it is, which may be just what was asked for."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The only renderer, whatever the header ``Accept`` says."""
        (only,) = renderers
        return only, str(only.media_type)


class ApiViewSet(ViewSet):
    """What every endpoint has: who may call, JSON both ways, refusals as problem details, nothing kept anywhere."""

    authentication_classes = (PortalSession, PortalToken)
    permission_classes: tuple[type[BasePermission], ...] = (IsAuthenticated,)
    parser_classes: tuple[type[Any], ...] = (SafeJSONParser,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = OneAnswer
    schema = view_schema()

    def get_exception_handler(self) -> Any:
        """Answers as problem details, whatever the host has set for its own API."""
        return errors.handle

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> NoReturn:
        """A caller who has not signed in gets 401."""
        raise NotAuthenticated

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Nothing of the API is kept anywhere."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers.setdefault("Cache-Control", "no-store, private")
        final.headers.setdefault("X-Content-Type-Options", "nosniff")
        return final


class PracticeViewSet(ApiViewSet):
    """An endpoint below ``practices/<practice_id>/``. An unknown practice and one that isn't yours are both 404."""

    capacity: ClassVar[Capacity]
    capability: ClassVar[str | None] = None
    """What one must be allowed, whatever one does here."""
    needs: ClassVar[Mapping[str, str | None]] = {}
    """What single actions need instead, by their names."""

    practice: Any
    actor: Actor

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Sign-in first, then the practice, then the actor, then the one rule; the body is looked at after it."""
        super().initial(request, *args, **kwargs)
        self.practice = selectors.practice_by_public_id(kwargs["practice_id"])
        if self.practice is None:
            raise Http404
        self.actor = self.find_actor(request)
        if self.actor.capacity is not self.capacity:
            raise Http404
        self.authorise(request)

    def find_actor(self, request: Request) -> Actor:
        """Who the caller is in this practice and capacity."""
        return actor_for(
            request.user, self.practice, self.capacity, ip=client_ip(request), user_agent=user_agent(request)
        )

    def authorise(self, request: Request) -> None:
        """Ask the one rule for what the action needs."""
        needed = self.needs.get(self.action or "", self.capability)
        if needed:
            rules.require(self.actor, needed, self.subject())

    def subject(self) -> Any:
        """The client whom the action is about; None for the practice as a whole."""
        return self.actor.client


class StaffViewSet(PracticeViewSet):
    """An endpoint for the practice's staff."""

    capacity = Capacity.STAFF


class ClientViewSet(StaffViewSet):
    """What belongs to one client: found among those whom the staff member sees."""

    capability = "clients.view"
    client: Any

    def authorise(self, request: Request) -> None:
        """Find the client, then ask the one rule about them."""
        self.client = client_by_public_id(self.actor, self.kwargs["client_id"])
        super().authorise(request)

    def subject(self) -> Any:
        """The client in the address."""
        return self.client

    def refuse_other(self, client_pk: Any) -> None:
        """What the address names below this client must be this client's; call it within the transaction."""
        if client_pk != self.client.pk:
            raise NotVisible


class PortalViewSet(PracticeViewSet):
    """An endpoint for clients and those who act for them, while the practice's portal is on."""

    capacity = Capacity.PORTAL
    is_about_client: ClassVar[bool] = True
    """Whether it matters for whom the caller acts."""

    def find_actor(self, request: Request) -> Actor:
        """The caller, acting for the client whom the header names."""
        actor = super().find_actor(request)
        wanted = request.headers.get(ACTING_FOR)
        if wanted is None or not actor.is_portal:
            return actor
        client = own_clients(actor).filter(client_portal_profile__pk=_uuid(wanted)).first()
        if client is None:
            raise Http404
        return actor_for(
            request.user,
            self.practice,
            self.capacity,
            client_pk=client.pk,
            ip=actor.ip,
            user_agent=actor.user_agent,
        )

    def authorise(self, request: Request) -> None:
        """The portal must be on, and nothing is written for somebody who wasn't named among several."""
        if PORTAL not in switches_on(self.actor):
            raise FeatureOff
        if self.is_about_client and request.method not in SAFE_METHODS and ACTING_FOR not in request.headers:
            self._refuse_to_guess()
        super().authorise(request)

    def _refuse_to_guess(self) -> None:
        if own_clients(self.actor)[:2].count() > 1:
            raise ValidationError({ACTING_FOR: [_("Name the client whom you act for in this header.")]})


def checked(serializer: type[Serializer[Any]], request: Request, *, partial: bool = False) -> dict[str, Any]:
    """The request's body as the serializer reads it; unknown fields and wrong ones are an error by field."""
    if not isinstance(request.data, Mapping):
        raise ValidationError({"__all__": [_("Send a JSON object.")]})
    reader = serializer(data=request.data, partial=partial)
    writable = {name for name, field in reader.fields.items() if not field.read_only}
    return _read(reader, set(request.data) - writable, _("There is no such field to write."))


def asked(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The request's query parameters as the serializer reads them; unknown and wrong ones are an error by name."""
    reader = serializer(data=dict(request.query_params.items()))
    return _read(reader, set(request.query_params) - set(reader.fields), _("There is no such parameter."))


def _read(reader: Serializer[Any], unknown: set[str], complaint: str) -> dict[str, Any]:
    if unknown:
        raise ValidationError({name: [complaint] for name in sorted(unknown)})
    reader.is_valid(raise_exception=True)
    return dict(reader.validated_data)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error
