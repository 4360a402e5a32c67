"""How clients reach the practice, and what the practice's own website may carry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from client_portal.access.models import PORTAL
from client_portal.access.selectors import switches_of
from client_portal.practices import services, tenancy
from client_portal.staff.settings.forms import DetailsForm
from client_portal.staff.settings.pages import SettingsFormPage, SettingsPage


class Details(SettingsFormPage):
    """Phone, e-mail, address, clock, crisis text."""

    current = "staff:settings_details"
    form_class = DetailsForm
    template = "staff/settings/details.html"

    def form_options(self) -> dict[str, Any]:
        """The details as they are saved."""
        portal = self.practice.client_portal_settings
        return {"initial": {name: getattr(portal, name) for name in DetailsForm.base_fields}}

    def page_context(self) -> dict[str, Any]:
        """The title."""
        return {"title": _("Practice details")}

    def save(self, form: Any) -> HttpResponse:
        """Save the details."""
        services.save_details(self.actor, details=form.cleaned_data)
        self.say(_("Saved."))
        return self.go("staff:settings_details")


class Embed(SettingsPage):
    """A link and a snippet for the practice's own website."""

    current = "staff:settings_embed"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page, with what still keeps visitors from asking."""
        has_link = tenancy.current_slug(self.practice) is not None
        on = switches_of(self.practice)
        return self.render(
            "staff/settings/embed.html",
            title=_("Your website"),
            request_address=tenancy.absolute_url("portal:request", self.practice) if has_link else "",
            is_on=PORTAL in on,
            takes_requests="appointment_requests" in on,
            takes_new_clients=self.practice.client_portal_settings.offers_new_clients,
        )
