"""The forms of the pages about clients. What may be saved is the services' to decide; forms parse and explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from client_portal.access.features import FeatureForClient
from client_portal.access.models import StaffMember
from client_portal.pages.forms import PortalForm
from client_portal.pages.widgets import DatePartsField, RadioCards, ToggleInput
from client_portal.people.invitations import NOTE_LENGTH
from client_portal.people.models import ClientKind, ContactRelationship, InvitationState
from client_portal.people.services.clients import REASON_LENGTH

KIND_HINTS = {
    ClientKind.INDIVIDUAL: _("Somebody who comes for themselves."),
    ClientKind.MINOR: _("A child or teenager; parents and guardians stand among the contacts."),
}

LIST_STATES = [
    ("", _("All active clients")),
    *((state.value, state.label) for state in InvitationState if state is not InvitationState.REVOKED),
    ("archived", _("Archived")),
]

INVITATION_STATES = [
    ("", _("All invitations")),
    *((state.value, state.label) for state in InvitationState if state is not InvitationState.NOT_INVITED),
]


def text_input(width: str = "cp-input--w20", **attributes: str) -> forms.TextInput:
    """A text box for facts about somebody else: nothing of the person who types is to be filled in."""
    return forms.TextInput(attrs={"class": width, "autocomplete": "off", **attributes})


def email_input() -> forms.EmailInput:
    """A box for somebody else's e-mail address."""
    return forms.EmailInput(attrs={"class": "cp-input--w20", "autocomplete": "off"})


class ClientFilterForm(PortalForm):
    """Which clients the list shows."""

    search = forms.CharField(
        label=_("Name or e-mail"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=_("Client portal"), required=False, choices=LIST_STATES)


class InvitationFilterForm(PortalForm):
    """Which invitations the list shows."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=INVITATION_STATES)


class CandidateFilterForm(PortalForm):
    """Which clients the page for inviting many shows."""

    search = forms.CharField(
        label=_("Name or e-mail"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class NoteForm(PortalForm):
    """A note to everybody who is invited."""

    note = forms.CharField(
        label=_("Note to the clients"),
        help_text=_("The clients read it behind the link, not in the e-mail."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NewClientForm(PortalForm):
    """A client to make; only the names are required."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=100,
        error_messages={"required": _("Enter the first name.")},
        widget=text_input(),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=100,
        error_messages={"required": _("Enter the last name.")},
        widget=text_input(),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Needed for the client portal and reminders. Members of a family may share one."),
        required=False,
        max_length=254,
        widget=email_input(),
    )
    birth_date = DatePartsField(subject=_("Date of birth"), label=_("Date of birth"), required=False)
    kind = forms.ChoiceField(
        label=_("Who is the client?"),
        choices=ClientKind.choices,
        initial=ClientKind.INDIVIDUAL,
        widget=RadioCards(hints=KIND_HINTS),
    )


class EmailForm(PortalForm):
    """The client's e-mail address."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Invitations and notices go there. Members of a family may share one."),
        max_length=254,
        error_messages={"required": _("Write the client's e-mail address.")},
        widget=email_input(),
    )


class ArchiveForm(PortalForm):
    """Why a record is put away."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For your colleagues, such as “Moved away”. Nothing clinical."),
        required=False,
        max_length=REASON_LENGTH,
        widget=text_input(),
    )


class SeatForm(PortalForm):
    """Whom to give the client to."""

    member_id = forms.ChoiceField(
        label=_("Staff member"), error_messages={"required": _("Choose a staff member.")}, widget=forms.Select
    )
    is_assigned = forms.BooleanField(
        label=_("Assigned practitioner"),
        help_text=_("Clients see the names of their assigned practitioners."),
        required=False,
    )

    def __init__(self, *args: Any, colleagues: Iterable[StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member_id"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose…")),
            *((str(member.pk), _described(member)) for member in colleagues),
        ]


class ContactFindForm(PortalForm):
    """Whom to look for among the contacts of other clients."""

    find = forms.CharField(
        label=_("Name, e-mail or phone"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class AttachmentForm(PortalForm):
    """What a contact is to the client."""

    relationship = forms.ChoiceField(
        label=_("Relationship to the client"),
        choices=ContactRelationship.choices,
        error_messages={"required": _("Choose what this person is to the client.")},
        widget=RadioCards(attrs={"class": "cp-choices--row"}),
    )
    is_billing_contact = forms.BooleanField(
        label=_("Billing contact"), help_text=_("Who looks after the bills."), required=False
    )
    is_emergency_contact = forms.BooleanField(
        label=_("Emergency contact"), help_text=_("Whom to call in an emergency."), required=False
    )


class ContactForm(AttachmentForm):
    """A contact: who it is, and what they are to the client."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=100,
        error_messages={"required": _("Enter the first name.")},
        widget=text_input(),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=100,
        error_messages={"required": _("Enter the last name.")},
        widget=text_input(),
    )
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254, widget=email_input())
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40, widget=text_input("cp-input--w10", inputmode="tel")
    )

    field_order = ("first_name", "last_name", "email", "phone", "relationship")


class ClientFeaturesForm(PortalForm):
    """One switch per feature for one client. Only moved switches count; what the practice has off stays off."""

    def __init__(self, *args: Any, states: list[FeatureForClient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states = states
        for state in states:
            self.fields[state.feature.key] = forms.BooleanField(
                label=state.feature.label,
                initial=state.is_on,
                required=False,
                show_hidden_initial=True,
                disabled=not state.is_on_for_practice,
                widget=ToggleInput,
            )

    def rows(self) -> Iterator[tuple[BoundField, FeatureForClient]]:
        """Each switch with how its feature stands."""
        return ((self[state.feature.key], state) for state in self.states)

    def moved(self) -> dict[str, bool]:
        """The switches that were moved, with where they stand now."""
        return {key: self.cleaned_data[key] for key in self.changed_data}


def _described(member: StaffMember) -> str:
    roles = ", ".join(str(row.get_role_display()) for row in member.roles.all())
    return f"{member} ({roles})" if roles else str(member)
