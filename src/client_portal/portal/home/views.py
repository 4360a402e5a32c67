"""Where a client lands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.core.errors import NotVisible
from client_portal.pages.cards import cards_for
from client_portal.pages.views import ACTING, PortalPage
from client_portal.people.adapters import people
from client_portal.portal.home.switching import switchable_client
from client_portal.questionnaires.selectors import answered_blocks, response_for, signature_of


class Home(PortalPage):
    """What is to do, what was given, who takes care."""

    current = "portal:home"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        client = self.actor.client
        name = client.client_portal_profile.preferred_name or people().client_facts(client).first_name
        title = _("Hello, %(name)s") % {"name": name}
        return self.render("portal/home/home.html", title=title, cards=cards_for(self.actor))


class Response(PortalPage):
    """A completed form, to be read again: one's own answers and signature."""

    capability = "questionnaires.view"
    current = "portal:home"

    def get(self, request: HttpRequest, response_id: Any, **kwargs: Any) -> HttpResponseBase:
        response = response_for(self.actor, response_id)
        return self.render(
            "portal/home/response.html",
            title=response.form_version.parsed.title,
            response=response,
            blocks=answered_blocks(self.actor, response),
            signature=signature_of(self.actor, response),
        )


class Switch(PortalPage):
    """Act for another of one's records from now on."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        client = switchable_client(self.actor, request.POST.get("client", ""))
        if client is None:
            raise NotVisible
        request.session[f"{ACTING}{self.practice.client_portal_settings.pk}"] = str(client.pk)
        return self.go("portal:home")
