"""The form of an invitation: what the client gets, what they are asked, a note; preselected as in the settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from client_portal.access.features import FeatureForClient, features_off_after
from client_portal.onboarding.selectors import FormChoice, InvitationChoices, ItemChoice
from client_portal.pages.forms import PortalForm
from client_portal.pages.widgets import CheckboxCards
from client_portal.people.invitations import NOTE_LENGTH
from client_portal.staff.clients.forms import email_input


class InviteForm(PortalForm):
    """What to send. Lists that the practice has nothing for are left out."""

    email = forms.EmailField(
        label=_("Client's e-mail address"),
        help_text=_("There is none on file. It is saved in the record, and the invitation goes there."),
        max_length=254,
        error_messages={"required": _("Write the client's e-mail address to send the invitation.")},
        widget=email_input(),
    )
    features = forms.MultipleChoiceField(
        label=_("What the client can do"),
        help_text=_("What the practice has on. Untick what isn't for this client."),
        required=False,
        widget=CheckboxCards,
    )
    information = forms.MultipleChoiceField(label=_("Information to ask for"), required=False, widget=CheckboxCards)
    consents = forms.MultipleChoiceField(label=_("Consent forms to sign"), required=False, widget=CheckboxCards)
    intake = forms.MultipleChoiceField(label=_("Intake forms to complete"), required=False, widget=CheckboxCards)
    resources = forms.MultipleChoiceField(label=_("Documents to read"), required=False, widget=CheckboxCards)
    note = forms.CharField(
        label=_("Note to the client"),
        help_text=_("The client reads it behind the link, not in the e-mail."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, choices: InvitationChoices, states: list[FeatureForClient], has_email: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.states = states
        if has_email:
            del self.fields["email"]
        on = [state for state in states if state.is_on_for_practice]
        self._offer("features", [(item.feature.key, item.feature.label, item.is_on, item.feature.gains) for item in on])
        self._offer("information", [(item.key, item.label, item.is_on, _needed(item)) for item in choices.information])
        self._offer("consents", _forms(choices.consents))
        self._offer("intake", _forms(choices.intake))
        self._offer("resources", [(str(item.id), item.title, item.is_on, "") for item in choices.resources])

    def _offer(self, name: str, options: Sequence[tuple[str, Any, bool, Any]]) -> None:
        if not options:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        field.choices = [(value, label) for value, label, _is_on, _hint in options]
        field.initial = [value for value, _label, is_on, _hint in options if is_on]
        field.widget.hints = {value: hint for value, _label, _is_on, hint in options if hint}

    def chosen(self) -> dict[str, Any]:
        """What ``onboarding.services.invite`` takes."""
        picked = {name: set(self.cleaned_data.get(name, ())) for name in ("features", "information", "resources")}
        ids = set(self.cleaned_data.get("consents", ())) | set(self.cleaned_data.get("intake", ()))
        on = {state.feature.key: state.feature.key in picked["features"] for state in self._offered()}
        return {
            "information": [item.key for item in self.choices.information if item.key in picked["information"]],
            "forms": [form.id for form in (*self.choices.consents, *self.choices.intake) if str(form.id) in ids],
            "resources": [item.id for item in self.choices.resources if str(item.id) in picked["resources"]],
            "features_off": sorted(features_off_after(self.states, on)),
            "note": self.cleaned_data["note"],
        }

    def _offered(self) -> list[FeatureForClient]:
        return [state for state in self.states if state.is_on_for_practice]


def _needed(item: ItemChoice) -> Any:
    return _("Required") if item.is_required else ""


def _forms(choices: Iterable[FormChoice]) -> list[tuple[str, Any, bool, Any]]:
    return [(str(form.id), form.title, form.is_on, _minutes(form.minutes)) for form in choices]


def _minutes(count: int) -> str:
    return ngettext("About %(count)d minute", "About %(count)d minutes", count) % {"count": count}
