"""Feature switches: what each does, what it touches, and taking a change back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.access import registry
from client_portal.practices import selectors, services
from client_portal.practices.models import FeatureChange
from client_portal.staff.settings.forms import FeaturesForm
from client_portal.staff.settings.pages import SettingsFormPage, SettingsPage


class Features(SettingsFormPage):
    """The switches. What goes off is confirmed first, unless the page itself has shown what that touches."""

    current = "staff:settings_features"
    form_class = FeaturesForm
    template = "staff/settings/features.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Save, ask first, or show the switches as they were moved."""
        form: Any = self.make_form(request.POST)
        step = request.POST.get("step", "")
        if step == "back":
            return self.show(form)
        if step != "confirmed" and form.is_valid() and not all(form.moved().values()):
            return self.show(form, template="staff/settings/features_confirm.html")
        return self.save_or_show(form)

    def form_options(self) -> dict[str, Any]:
        """Every feature with its state."""
        return {"states": selectors.feature_states(self.actor)}

    def show(self, form: Any, *, status: int = 200, template: str = "", **context: Any) -> HttpResponseBase:
        """The page, or another template with the same form."""
        return self.render(template or self.template, status=status, form=form, **self.page_context(), **context)

    def page_context(self) -> dict[str, Any]:
        """The title, and the last change while it can be undone."""
        change = selectors.last_undoable_change(self.actor)
        if change is None:
            return {"title": _("Features")}
        is_new = self.request.GET.get("saved") == str(change.pk)
        changed_by = selectors.display_name(self.practice, change.changed_by)
        return {
            "title": _("Features"),
            "change": change,
            "is_new": is_new,
            "changed_by": changed_by,
            **_effect_of(change),
        }

    def save(self, form: Any) -> HttpResponse:
        """Save the switches that were moved."""
        change = services.save_features(self.actor, states=form.moved())
        if change is None:
            self.say(_("Nothing was changed."))
            return self.go("staff:settings_features")
        return HttpResponseRedirect(f"{self.url('staff:settings_features')}?saved={change.pk}")


class UndoFeatures(SettingsPage):
    """Taking back a saved change of switches."""

    current = "staff:settings_features"

    def post(self, request: HttpRequest, change_id: UUID, **kwargs: Any) -> HttpResponse:
        """Put the switches back."""
        services.undo_feature_change(self.actor, change_id=change_id)
        self.say(_("Undone. The switches stand as they stood before."))
        return self.go("staff:settings_features")


def _effect_of(change: FeatureChange) -> dict[str, Any]:
    known = [(registry.features[key], is_on) for key, is_on in change.after.items() if key in registry.features]
    return {
        "effects": [(item, is_on, item.gains if is_on else item.losses) for item, is_on in known],
        "undo_ends_at": selectors.undo_ends_at(change),
    }
