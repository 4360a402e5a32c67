"""The overview: the portal's address, who uses it, what went wrong, and its main switch."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from client_portal.access import registry
from client_portal.access.models import PORTAL
from client_portal.access.selectors import switches_of
from client_portal.people.selectors import portal_counts
from client_portal.practices import selectors, services, tenancy
from client_portal.practices.branding import derive_palette
from client_portal.staff.settings.deliveries import lines_of
from client_portal.staff.settings.pages import SettingsPage
from client_portal.staff.settings.qr import qr_svg

SHOWN_UNDELIVERED = 5


class Overview(SettingsPage):
    """How the portal stands; before it has a link, the way to turn it on."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page."""
        title = _("Client portal")
        if tenancy.current_slug(self.practice) is None:
            return self.render("staff/settings/not_started.html", title=title)
        on = switches_of(self.practice)
        undelivered = selectors.undelivered(self.actor)
        return self.render(
            "staff/settings/overview.html",
            title=title,
            is_on=PORTAL in on,
            portal_address=tenancy.portal_address(self.practice),
            may_rename=selectors.may_rename_link(self.actor),
            counts=portal_counts(self.actor),
            features=[(feature, feature.key in on) for feature in registry.features.values()],
            palette=derive_palette(self.practice.client_portal_settings.accent_color),
            undelivered=lines_of(undelivered[:SHOWN_UNDELIVERED]),
            undelivered_count=undelivered.count(),
        )


class Availability(SettingsPage):
    """Switching the whole portal off, after saying what that does, and on again."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """What switching it off means; there is nothing to ask about a portal that is off."""
        if not selectors.is_portal_on(self.practice):
            return self.go("staff:settings")
        return self.render(
            "staff/settings/switch_off.html",
            title=_("Switch the client portal off"),
            counts=portal_counts(self.actor),
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Switch it as the button says."""
        is_on = request.POST.get("is_on") == "yes"
        services.set_portal_availability(self.actor, is_on=is_on)
        self.say(_("The portal is on again.") if is_on else _("The portal is off. Nothing was lost."))
        return self.go("staff:settings")


class RetryDeliveries(SettingsPage):
    """*Try again* for e-mails that were given up."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Put them back in line."""
        count = services.retry_undelivered(self.actor)
        self.say(
            ngettext("%(count)d e-mail is tried again now.", "%(count)d e-mails are tried again now.", count)
            % {"count": count}
        )
        return self.go("staff:settings")


class QrCode(SettingsPage):
    """The portal's address as a QR code, to print or to show."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """An SVG picture; *Get started* while there is no address."""
        if tenancy.current_slug(self.practice) is None:
            return self.go("staff:settings_start")
        picture = qr_svg(tenancy.portal_address(self.practice))
        return HttpResponse(picture, content_type="image/svg+xml")
