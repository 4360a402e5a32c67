"""The portal's link: choosing it, checking it while it is typed, changing it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.core import rate_limit
from client_portal.core.errors import NotAllowed
from client_portal.practices import services, tenancy
from client_portal.practices.selectors import free_links, may_rename_link
from client_portal.practices.services.links import ONLY_SUPERUSERS
from client_portal.staff.settings.forms import LinkForm
from client_portal.staff.settings.pages import SettingsFormPage, SettingsPage


class LinkPage(SettingsFormPage):
    """A page on which a link is typed, with the address that it makes."""

    form_class = LinkForm

    def page_context(self) -> dict[str, Any]:
        """What stands around the link in the portal's address, and who tells whether a link is free."""
        return {
            "address_around": tenancy.address_around_slug(self.practice),
            "check_url": self.url("staff:settings_check_link"),
        }

    def form_options(self) -> dict[str, Any]:
        """A link to begin with: the one that was picked from the ideas, else one like the practice's name."""
        return {"initial": {"slug": self.request.GET.get("slug") or self.first_link()}}

    def first_link(self) -> str:
        """The link that stands in the box at first."""
        raise NotImplementedError

    def show(self, form: Any, *, status: int = 200, **context: Any) -> HttpResponseBase:
        """Adds free links when the typed one can't be had."""
        ideas = free_links(self.practice, form["slug"].value() or "") if form.is_bound and form.errors else []
        return super().show(form, status=status, ideas=ideas, **context)


class Start(LinkPage):
    """*Get started*: the link, then the portal is on."""

    template = "staff/settings/start.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The form; the overview where the portal has its link already."""
        if tenancy.current_slug(self.practice) is not None:
            return self.go("staff:settings")
        return super().get(request, **kwargs)

    def first_link(self) -> str:
        """A free link like the practice's name."""
        return next(iter(free_links(self.practice)), "")

    def page_context(self) -> dict[str, Any]:
        """Adds the title."""
        return {**super().page_context(), "title": _("Turn on your client portal")}

    def save(self, form: Any) -> HttpResponse:
        """Turn the portal on."""
        services.turn_on_portal(self.actor, slug=form.cleaned_data["slug"])
        self.say(_("Your client portal is on."))
        return self.go("staff:settings")


class ChangeLink(LinkPage):
    """Another link for a portal that has one."""

    template = "staff/settings/link.html"

    def authorise(self) -> None:
        """Refuse early where only the site's own administrators may."""
        super().authorise()
        if not may_rename_link(self.actor):
            raise NotAllowed(ONLY_SUPERUSERS)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The form; *Get started* where there is no link yet."""
        if tenancy.current_slug(self.practice) is None:
            return self.go("staff:settings_start")
        return super().get(request, **kwargs)

    def first_link(self) -> str:
        """The link that the portal has."""
        return tenancy.current_slug(self.practice) or ""

    def page_context(self) -> dict[str, Any]:
        """Adds the title and the address that will redirect."""
        address = tenancy.portal_address(self.practice) if tenancy.current_slug(self.practice) else ""
        return {**super().page_context(), "title": _("Change the portal's link"), "portal_address": address}

    def save(self, form: Any) -> HttpResponse:
        """Change the link."""
        services.rename_link(self.actor, slug=form.cleaned_data["slug"])
        self.say(_("The portal has its new address. The old one leads there as well."))
        return self.go("staff:settings")


class CheckLink(SettingsPage):
    """Whether a link could be had at this moment, as JSON for ``js/slug.js``."""

    is_passive = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """``{available, message, suggestions}``; limited to what a person types."""
        rate_limit.hit("link_check", str(self.actor.user_id))
        slug = request.GET.get("slug", "")
        try:
            cleaned = services.check_link(self.actor, slug=slug)
        except ValidationError as error:
            ideas = free_links(self.practice, slug)
            return JsonResponse({"available": False, "message": error.messages[0], "suggestions": ideas})
        message = _("“%(slug)s” is free.") % {"slug": cleaned}
        if cleaned == tenancy.current_slug(self.practice):
            message = _("This is your link now.")
        return JsonResponse({"available": True, "message": message, "suggestions": []})
