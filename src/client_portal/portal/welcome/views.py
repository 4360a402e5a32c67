"""What everybody may see of a practice's portal: its welcome, its looks, its notices."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from client_portal.access.rules import feature_is_on
from client_portal.core.errors import NotVisible
from client_portal.pages.views import PortalPage
from client_portal.practices.branding import derive_palette, palette_css
from client_portal.practices.welcome_text import harmless

FOR_EVER = "public, max-age=31536000, immutable"


class PublicPage(PortalPage):
    """A page that asks for no sign-in."""

    is_public = True


class Welcome(PublicPage):
    """The portal's front door."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        portal = self.practice.client_portal_settings
        return self.render(
            "portal/welcome/welcome.html",
            title=_("Welcome to %(practice)s") % {"practice": self.practice},
            # Cleaned when it was saved, and once more here: whatever wrote the row, no script gets into the page.
            welcome_text=mark_safe(harmless(portal.welcome_text)),  # noqa: S308
            takes_new_clients=portal.offers_new_clients and feature_is_on(self.actor, "appointment_requests"),
            sign_in_url=self.url("portal:sign_in"),
            request_url=self.url("portal:request"),
        )


class BrandStyle(PublicPage):
    """The practice's colors as a style sheet, kept by browsers for as long as the color stays."""

    is_there_when_off = True

    def get(self, request: HttpRequest, version: str, **kwargs: Any) -> HttpResponseBase:
        color = self.practice.client_portal_settings.accent_color
        if version != color.lstrip("#"):
            raise Http404
        return HttpResponse(
            palette_css(derive_palette(color)), content_type="text/css", headers={"Cache-Control": FOR_EVER}
        )


class Logo(PublicPage):
    """The practice's logo, drawn anew as a PNG when it was uploaded."""

    is_there_when_off = True

    def get(self, request: HttpRequest, version: str, **kwargs: Any) -> HttpResponseBase:
        logo = self.practice.client_portal_settings.logo
        if not logo or version not in logo.name:
            raise Http404
        headers = {"Cache-Control": FOR_EVER}
        return FileResponse(logo.open("rb"), content_type="image/png", headers=headers)


class Privacy(PublicPage):
    """How the portal treats what people tell it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.render("portal/welcome/privacy.html", title=_("Privacy"))


class Accessibility(PublicPage):
    """How the portal can be used, and whom to tell what gets in the way."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.render("portal/welcome/accessibility.html", title=_("Accessibility"))


class Request(PublicPage):
    """Where the practice's own website leads: how to ask for an appointment."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not feature_is_on(self.actor, "appointment_requests"):
            raise NotVisible
        return self.render(
            "portal/welcome/request.html",
            title=_("Request an appointment"),
            takes_new_clients=self.practice.client_portal_settings.offers_new_clients,
            sign_in_url=self.url("portal:sign_in"),
        )


class Manifest(PublicPage):
    """What a phone needs to keep the portal on its home screen."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        document = {
            "name": str(self.practice),
            "short_name": str(self.practice)[:12],
            "start_url": self.url("portal:home"),
            "scope": self.url("portal:welcome"),
            "display": "standalone",
            "background_color": "#f8f5ef",
            "theme_color": derive_palette(self.practice.client_portal_settings.accent_color).light.brand,
            "icons": [{"src": static("client_portal/icon.svg"), "type": "image/svg+xml", "sizes": "any"}],
        }
        return JsonResponse(document, content_type="application/manifest+json")
