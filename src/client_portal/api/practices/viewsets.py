"""A practice's portal: state, link, features, branding."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from client_portal.api.parsers import SafeJSONParser
from client_portal.api.practices import serializers
from client_portal.api.schema import documented
from client_portal.api.views import ApiViewSet, StaffViewSet, asked, checked
from client_portal.core import rate_limit
from client_portal.people.selectors import portal_counts
from client_portal.practices import selectors, services, tenancy


class PracticesViewSet(ApiViewSet):
    """The practices that the caller reaches, as staff or as a client."""

    @documented(summary="Practices that I reach", response=serializers.PracticeSerializer(many=True))
    def list(self, request: Request) -> Response:
        """By name."""
        return Response(serializers.PracticeSerializer(selectors.practices_reached_by(request.user), many=True).data)


class PortalSettingsViewSet(StaffViewSet):
    """The portal as a whole."""

    capability = "settings.manage"

    @documented(summary="State of the portal", response=serializers.PortalSerializer)
    def retrieve(self, request: Request, practice_id: Any) -> Response:
        """State, address and details."""
        return Response(self._portal())

    @documented(summary="Change details", request=serializers.PortalSerializer, response=serializers.PortalSerializer)
    def partial_update(self, request: Request, practice_id: Any) -> Response:
        """Change phone, e-mail, address, time zone, crisis text."""
        details = checked(serializers.PortalSerializer, request, partial=True)
        if "address_of_practice" in details:
            details["address"] = details.pop("address_of_practice")
        services.save_details(self.actor, details=details)
        return Response(self._portal())

    @documented(summary="Turn the portal on", request=serializers.LinkSerializer, response=serializers.PortalSerializer)
    def start(self, request: Request, practice_id: Any) -> Response:
        """Give the practice its link and switch the portal on."""
        services.turn_on_portal(self.actor, slug=checked(serializers.LinkSerializer, request)["slug"])
        return Response(self._portal())

    @documented(summary="Change the link", request=serializers.LinkSerializer, response=serializers.PortalSerializer)
    def link(self, request: Request, practice_id: Any) -> Response:
        """Give the practice another link; the old one redirects."""
        services.rename_link(self.actor, slug=checked(serializers.LinkSerializer, request)["slug"])
        return Response(self._portal())

    @documented(
        summary="Could I take this link?", response=serializers.LinkCheckSerializer, query=serializers.LinkQuery
    )
    def link_check(self, request: Request, practice_id: Any) -> Response:
        """Whether a link is free and well-formed, and which ones like it are."""
        rate_limit.hit("link_check", str(self.actor.user_id))
        slug = asked(serializers.LinkQuery, request)["slug"]
        try:
            services.check_link(self.actor, slug=slug)
        except ValidationError as error:
            ideas = selectors.free_links(self.practice, slug)
            return Response({"available": False, "message": error.messages[0], "suggestions": ideas})
        return Response({"available": True, "message": "", "suggestions": []})

    @documented(
        summary="Switch the portal off or on",
        request=serializers.AvailabilitySerializer,
        response=serializers.PortalSerializer,
    )
    def availability(self, request: Request, practice_id: Any) -> Response:
        """Switch the portal as a whole; nothing is lost."""
        is_on = checked(serializers.AvailabilitySerializer, request)["is_on"]
        services.set_portal_availability(self.actor, is_on=is_on)
        return Response(self._portal())

    @documented(summary="How far the portal has come", response=serializers.CountsSerializer)
    def counts(self, request: Request, practice_id: Any) -> Response:
        """Active clients, those whom somebody reaches by a login, invitations that wait."""
        return Response(serializers.CountsSerializer(portal_counts(self.actor)).data)

    def _portal(self) -> dict[str, Any]:
        portal = selectors.portal_of(self.practice)
        slug = tenancy.current_slug(self.practice)
        return {
            "address": tenancy.portal_address(self.practice) if slug else None,
            "link": slug,
            "is_on": selectors.is_portal_on(self.practice),
            "phone": portal.phone,
            "email": portal.email,
            "address_of_practice": portal.address,
            "time_zone": portal.time_zone,
            "crisis_text": portal.crisis_text,
            "offers_new_clients": portal.offers_new_clients,
        }


class FeaturesViewSet(StaffViewSet):
    """Feature switches."""

    capability = "settings.manage"

    @documented(summary="Feature switches", response=serializers.FeatureSerializer(many=True))
    def list(self, request: Request, practice_id: Any) -> Response:
        """Each feature with what is in flight behind it."""
        return Response([_feature(state) for state in selectors.feature_states(self.actor)])

    @documented(
        summary="Set switches",
        request=serializers.SwitchesSerializer,
        response={200: serializers.FeatureChangeSerializer, 204: None},
    )
    def partial_update(self, request: Request, practice_id: Any) -> Response:
        """Set some switches; answers the change, which can be undone, or 204 if nothing changed."""
        states = checked(serializers.SwitchesSerializer, request)["states"]
        change = services.save_features(self.actor, states=states)
        if change is None:
            return Response(status=204)
        return Response(serializers.FeatureChangeSerializer(change).data)

    @documented(summary="The last change of switches", response={200: serializers.FeatureChangeSerializer, 204: None})
    def last_change(self, request: Request, practice_id: Any) -> Response:
        """The change that could be undone now, or 204 if there is none."""
        change = selectors.last_undoable_change(self.actor)
        if change is None:
            return Response(status=204)
        return Response(serializers.FeatureChangeSerializer(change).data)

    @documented(summary="Undo a change of switches", response=serializers.FeatureChangeSerializer)
    def undo(self, request: Request, practice_id: Any, change_id: Any) -> Response:
        """Put the switches of a change back as they were."""
        change = services.undo_feature_change(self.actor, change_id=change_id)
        return Response(serializers.FeatureChangeSerializer(change).data)


class BrandingViewSet(StaffViewSet):
    """How the portal looks."""

    capability = "branding.manage"
    parser_classes = (SafeJSONParser, MultiPartParser)

    @documented(summary="Branding", response=serializers.BrandingSerializer)
    def retrieve(self, request: Request, practice_id: Any) -> Response:
        """Color, texts, sender's name."""
        return Response(self._branding())

    @documented(
        summary="Save branding", request=serializers.BrandingSerializer, response=serializers.BrandingSerializer
    )
    def update(self, request: Request, practice_id: Any) -> Response:
        """Save all of it; a logo comes as multipart form data."""
        services.save_branding(self.actor, **checked(serializers.BrandingSerializer, request))
        return Response(self._branding())

    @documented(summary="Remove the logo", status=204)
    def logo(self, request: Request, practice_id: Any) -> Response:
        """Go back to the practice's initials."""
        services.remove_logo(self.actor)
        return Response(status=204)

    def _branding(self) -> dict[str, Any]:
        portal = selectors.portal_of(self.practice)
        texts = ("accent_color", "welcome_text", "footer_text", "sender_name")
        return {name: getattr(portal, name) for name in texts} | {"has_logo": bool(portal.logo)}


def _feature(state: selectors.FeatureState) -> dict[str, Any]:
    return {
        "key": state.feature.key,
        "label": str(state.feature.label),
        "is_on": state.is_on,
        "gains": str(state.feature.gains),
        "losses": str(state.feature.losses),
        "missing": None if state.missing is None else str(state.missing),
        "exceptions": state.exceptions,
        "open_items": [
            {"label": str(label), "count": count, "consequence": str(consequence)}
            for label, count, consequence in state.open_items
        ],
    }
