"""The forms of these pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from client_portal.pages.forms import PortalForm
from client_portal.pages.widgets import ToggleInput
from client_portal.questionnaires.models import Form


class OfferedFormsForm(PortalForm):
    """One switch per form of the practice. Only moved switches count, so that nobody undoes somebody else's change."""

    def __init__(self, *args: Any, offered: Iterable[Form], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(form.pk): form for form in offered}
        for key, form in self.offered.items():
            self.fields[key] = forms.BooleanField(
                label=form.title,
                initial=form.is_enabled,
                required=False,
                show_hidden_initial=True,
                disabled=form.is_archived,
                widget=ToggleInput,
            )

    def rows(self) -> Iterator[tuple[Form, BoundField]]:
        """Each form with its switch."""
        return ((form, self[key]) for key, form in self.offered.items())

    def moved(self) -> Iterator[tuple[Form, bool]]:
        """The forms whose switch was moved, with where it stands now."""
        return ((self.offered[key], self.cleaned_data[key]) for key in self.changed_data)


class ResourceForm(PortalForm):
    """A document for clients to read."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("As clients see it."),
        max_length=150,
        error_messages={"required": _("Give the document a title that clients understand.")},
        widget=forms.TextInput(attrs={"class": "cp-input--w20", "autocomplete": "off"}),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF or a picture (JPEG, PNG, WebP, HEIC)."),
        error_messages={"required": _("Choose a file.")},
    )
