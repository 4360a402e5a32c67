"""Settings > Onboarding: what new clients are asked."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.core.errors import InvalidState
from client_portal.onboarding.selectors import invitation_choices
from client_portal.onboarding.services import prepare_onboarding, save_onboarding_settings
from client_portal.onboarding.types import ItemSetting
from client_portal.staff.onboarding.ordering import moved
from client_portal.staff.settings.pages import SettingsPage

LISTS = ("information", "consents", "intake", "resources")


class OnboardingSettings(SettingsPage):
    """Items, forms and documents, each on or off, in an order that buttons and dragging change."""

    capability = "onboarding.manage"
    current = "staff:settings_onboarding"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self._page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if "install" in request.POST:
            prepare_onboarding(self.actor)
            return self.go("staff:settings_onboarding")
        try:
            save_onboarding_settings(self.actor, **self._chosen(request.POST))
        except (ValidationError, ValueError) as error:
            raise InvalidState(_("The lists have changed meanwhile. Look at them again, then save.")) from error
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"saved": True})
        messages.success(request, _("Saved. Newly invited clients get this; who was invited before keeps their plan."))
        return self.go("staff:settings_onboarding")

    def _chosen(self, posted: QueryDict) -> dict[str, Any]:
        move = posted.get("move", "")
        order = {name: moved(posted.getlist(f"{name}_order"), name, move) for name in LISTS}
        on = {name: set(posted.getlist(f"{name}_on")) for name in LISTS}
        required = set(posted.getlist("information_required"))
        return {
            "information": [
                ItemSetting(key, key in on["information"], key in required) for key in order["information"]
            ],
            "forms": [uuid.UUID(pk) for name in ("consents", "intake") for pk in order[name] if pk in on[name]],
            "resources": [uuid.UUID(pk) for pk in order["resources"] if pk in on["resources"]],
        }

    def _page(self) -> HttpResponseBase:
        choices = invitation_choices(self.actor)
        return self.render(
            "staff/onboarding/settings.html",
            title=_("Onboarding"),
            choices=choices,
            groups=[
                ("consents", _("Consent forms"), choices.consents),
                ("intake", _("Intake forms"), choices.intake),
                ("resources", _("Documents to read"), choices.resources),
            ],
        )
