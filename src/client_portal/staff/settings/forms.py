"""The forms of the settings pages. What may be saved is the services' to decide; forms parse and explain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from client_portal.access.roles import Role
from client_portal.pages.forms import PortalForm
from client_portal.pages.widgets import CheckboxCards, ColorInput, ToggleInput
from client_portal.practices.selectors import FeatureState
from client_portal.practices.slugs import MAX_LENGTH
from client_portal.practices.time_zones import zone_choices

ROLE_HINTS = {
    Role.ADMINISTRATOR: _("Settings, branding, staff and onboarding. Sees every client's portal access, no answers."),
    Role.PRACTITIONER: _("Their own clients: invitations, forms, documents."),
    Role.SUPERVISOR: _("Clients whom they were given, with what those clients answered."),
    Role.SCHEDULER: _("All clients' contact data and appointments. Nothing clinical."),
    Role.BILLER: _("All clients' contact data and bills. Nothing clinical."),
    Role.FORMS_ADMINISTRATOR: _("The practice's forms. No clients."),
}

SUGGESTED_COLORS = (
    ("#1d6358", _("Pine")),
    ("#1d5586", _("Lake")),
    ("#5b3fd6", _("Violet")),
    ("#8a3b62", _("Plum")),
    ("#a04a26", _("Clay")),
    ("#5d6b1f", _("Olive")),
)


class LinkForm(PortalForm):
    """The portal's link."""

    slug = forms.CharField(
        label=_("Your portal's link"),
        help_text=_("Clients see it in the address. Letters a to z, digits and hyphens, 3 to 40 characters."),
        error_messages={"required": _("Write a link, such as your practice's name.")},
        widget=forms.TextInput(
            attrs={
                "class": "cp-input--w20",
                "maxlength": MAX_LENGTH,
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )


class FeaturesForm(PortalForm):
    """One switch per feature. Only switches that were moved count, so that nobody undoes somebody else's change."""

    def __init__(self, *args: Any, states: list[FeatureState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states = states
        for state in states:
            self.fields[state.feature.key] = forms.BooleanField(
                label=state.feature.label,
                help_text=state.feature.description,
                initial=state.is_on,
                required=False,
                show_hidden_initial=True,
                disabled=state.missing is not None and not state.is_on,
                widget=ToggleInput,
            )

    def rows(self) -> Iterator[tuple[BoundField, FeatureState]]:
        """Each switch with what there is to know about its feature."""
        return ((self[state.feature.key], state) for state in self.states)

    def carried(self) -> list[tuple[str, str]]:
        """What was posted for the switches, name by name, to take it through a page in between."""
        names = [name for switch in self for name in (switch.html_name, switch.html_initial_name)]
        return [(name, self.data[name]) for name in names if name in self.data]

    def moved(self) -> dict[str, bool]:
        """The switches that were moved, with where they stand now."""
        return {key: self.cleaned_data[key] for key in self.changed_data}

    def effects(self) -> list[FeatureState]:
        """What is known about the features whose switches were moved."""
        return [state for state in self.states if state.feature.key in self.changed_data]


class BrandingForm(PortalForm):
    """What the portal looks like."""

    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("A PNG, JPEG, WebP or GIF picture. We make it fit the top of each page."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )
    removes_logo = forms.BooleanField(
        label=_("Remove the logo"), help_text=_("The practice's initials stand in its place."), required=False
    )
    accent_color = forms.CharField(
        label=_("Main color"),
        help_text=_("For buttons, links and what is chosen."),
        max_length=20,
        widget=ColorInput(suggestions=SUGGESTED_COLORS),
    )
    welcome_text = forms.CharField(
        label=_("Welcome text"),
        help_text=_(
            "Stands on the portal's first page. An empty line starts a new paragraph. You may use <strong>, <em>, "
            '<h3>, <ul>, <ol>, <li> and <a href="…">; other tags are left out.'
        ),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    sender_name = forms.CharField(
        label=_("E-mail sender name"),
        help_text=_("Whom e-mails to clients come from. Left empty, it is the practice's name."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"class": "cp-input--w20", "autocomplete": "organization"}),
    )
    footer_text = forms.CharField(
        label=_("Footer text"),
        help_text=_("One or two lines at the foot of each page, such as your license number."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, has_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_logo:
            del self.fields["removes_logo"]


class DetailsForm(PortalForm):
    """How clients reach the practice."""

    phone = forms.CharField(
        label=_("Phone"),
        help_text=_("Clients see it on every page, and when the portal is switched off."),
        required=False,
        max_length=40,
        widget=forms.TelInput(attrs={"class": "cp-input--w20", "autocomplete": "work tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail for clients"),
        help_text=_("Where clients may write to."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "cp-input--w20", "autocomplete": "work email"}),
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("The practice's clock. Clients see times in their own zone where they chose one."),
        choices=zone_choices,
        widget=forms.Select(attrs={"class": "cp-input--w20"}),
    )
    crisis_text = forms.CharField(
        label=_("What to do in a crisis"),
        help_text=_(
            "Stands at the foot of every page. Left empty, it says: In danger? Call 911. In crisis? Call or text 988."
        ),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    offers_new_clients = forms.BooleanField(
        label=_("Take requests of new clients"),
        help_text=_("Shows “I'm a new client” on the portal's first page while appointment requests are on."),
        required=False,
        widget=ToggleInput,
    )


class RolesForm(PortalForm):
    """What a staff member may do."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("Choose all that fit."),
        choices=Role.choices,
        error_messages={"required": _("Choose at least one role.")},
        widget=CheckboxCards(hints=ROLE_HINTS),
    )


class InviteForm(RolesForm):
    """Whom to invite to the practice's staff."""

    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={"required": _("Write the person's e-mail address.")},
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "cp-input--w20", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As colleagues and clients know them."),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"class": "cp-input--w20", "autocomplete": "off"}),
    )

    field_order = ("email", "name", "roles")
