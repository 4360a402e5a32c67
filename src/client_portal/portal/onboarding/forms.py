"""The forms of onboarding's steps: written ones for information, generated ones for questionnaires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from client_portal.conf import conf
from client_portal.core.registry import Registry
from client_portal.onboarding.types import Step
from client_portal.pages.forms import PortalForm
from client_portal.pages.widgets import DatePartsField, DatePartsWidget, RadioCards, SuggestionInput
from client_portal.people.models import PhoneKind, SubscriberRelation
from client_portal.questionnaires.types import FormSchema, Question

item_forms: Registry[type[PortalForm]] = Registry("forms of onboarding items")


def text(label: Any, *, autocomplete: str = "", length: int = 200, **options: Any) -> forms.CharField:
    """A line of text."""
    attributes = {"autocomplete": autocomplete} if autocomplete else {}
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(label=label, max_length=length, required=False, widget=widget, **options)


class NameForm(PortalForm):
    """What the client is called."""

    first_name = text(_("First name"), autocomplete="given-name", length=100)
    last_name = text(_("Last name"), autocomplete="family-name", length=100)
    legal_name = text(_("Legal name"), help_text=_("If it differs from the name above, as on an insurance card."))
    preferred_name = text(_("Preferred name"), autocomplete="nickname", length=100)
    pronouns = text(_("Pronouns"), length=60, help_text=_("For example she/her, he/him, they/them."))


class DemographicsForm(PortalForm):
    """Birth and gender, in the client's own words."""

    birth_date = DatePartsField(
        label=_("Date of birth"),
        subject=_("Date of birth"),
        past_only=True,
        required=False,
        widget=DatePartsWidget(birthday=True),
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        help_text=_("As on your insurance or your birth certificate."),
        required=False,
        choices=[
            ("female", _("Female")),
            ("male", _("Male")),
            ("other", _("Another")),
            ("undisclosed", _("Prefer not to say")),
        ],
        widget=RadioCards,
    )
    gender_identity = forms.CharField(
        label=_("Gender identity"),
        help_text=_("Choose from what is offered while you type, or use your own words. You can leave it empty."),
        max_length=100,
        required=False,
        widget=SuggestionInput(suggestions=lambda: conf.GENDER_IDENTITIES),
    )


class ContactDetailsForm(PortalForm):
    """How to reach the client, and by which clock."""

    phone = text(_("Phone"), autocomplete="tel", length=40)
    phone_kind = forms.ChoiceField(
        label=_("Kind of phone"), required=False, choices=PhoneKind.choices, widget=RadioCards
    )
    street = text(_("Street address"), autocomplete="street-address")
    city = text(_("City"), autocomplete="address-level2", length=100)
    state = text(_("State or region"), autocomplete="address-level1", length=100)
    postal_code = text(_("ZIP or postal code"), autocomplete="postal-code", length=20)
    country = text(_("Country"), autocomplete="country-name", length=60)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("All times are shown in it."), required=False, widget=forms.Select
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        field: Any = self.fields["time_zone"]
        field.choices = [("", _("Choose")), *((zone, zone.replace("_", " ")) for zone in [*zones, "UTC"])]


class PreferencesForm(PortalForm):
    """How the practice may write and call."""

    language = forms.ChoiceField(label=_("Language"), required=False, choices=settings.LANGUAGES, widget=forms.Select)
    may_email = forms.BooleanField(label=_("The practice may e-mail me"), required=False)
    may_text = forms.BooleanField(label=_("The practice may text me"), required=False)
    may_leave_voicemail = forms.BooleanField(label=_("The practice may leave voice messages"), required=False)
    wants_reminders = forms.BooleanField(label=_("Remind me of appointments"), required=False)


class InsuranceForm(PortalForm):
    """The primary policy, and a secondary one if there is one."""

    no_insurance = forms.BooleanField(label=_("I have no insurance, or will not use it"), required=False)
    primary_payer = text(_("Insurance company"), length=150)
    primary_member_id = text(_("Member ID"), length=60)
    primary_group_id = text(_("Group number"), length=60)
    primary_relation = forms.ChoiceField(
        label=_("You are to the policy holder"), required=False, choices=SubscriberRelation.choices, widget=RadioCards
    )
    primary_subscriber_name = text(_("Policy holder’s name"), help_text=_("If it is not you."))
    primary_subscriber_birth_date = DatePartsField(
        label=_("Policy holder’s date of birth"), past_only=True, required=False
    )
    primary_starts_on = DatePartsField(label=_("Valid from"), required=False)
    primary_ends_on = DatePartsField(label=_("Valid until"), required=False)
    primary_card_front = forms.FileField(label=_("Photo of the card’s front"), required=False)
    primary_card_back = forms.FileField(label=_("Photo of the card’s back"), required=False)
    secondary_payer = text(_("Second insurance company"), length=150)
    secondary_member_id = text(_("Second member ID"), length=60)
    secondary_group_id = text(_("Second group number"), length=60)
    secondary_relation = forms.ChoiceField(
        label=_("You are to the second policy’s holder"),
        required=False,
        choices=SubscriberRelation.choices,
        widget=RadioCards,
    )
    secondary_subscriber_name = text(_("Second policy holder’s name"), help_text=_("If it is not you."))
    secondary_subscriber_birth_date = DatePartsField(
        label=_("Second policy holder’s date of birth"), past_only=True, required=False
    )
    secondary_starts_on = DatePartsField(label=_("Second policy valid from"), required=False)
    secondary_ends_on = DatePartsField(label=_("Second policy valid until"), required=False)
    secondary_card_front = forms.FileField(label=_("Photo of the second card’s front"), required=False)
    secondary_card_back = forms.FileField(label=_("Photo of the second card’s back"), required=False)


class ReadForm(PortalForm):
    """The tick under a document."""

    read = forms.BooleanField(
        label=_("I have read this document"),
        error_messages={"required": _("Open the document, then tick that you have read it.")},
    )


class SignForm(PortalForm):
    """What every consent ends with. The typed name is left out where an earlier signature is taken over."""

    typed_name = forms.CharField(
        label=_("Your full legal name"),
        help_text=_("Typing your name here is your signature."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your full legal name to sign.")},
    )
    agreed = forms.BooleanField(error_messages={"required": _("Tick the box to agree. Without it nothing is signed.")})


for key, form in {
    "name": NameForm,
    "demographics": DemographicsForm,
    "contact_details": ContactDetailsForm,
    "preferences": PreferencesForm,
    "insurance": InsuranceForm,
}.items():
    item_forms.register(key, form)

FIELDS: dict[str, Callable[[Question], forms.Field]] = {
    "short_text": lambda _question: forms.CharField(widget=forms.TextInput()),
    "long_text": lambda _question: forms.CharField(widget=forms.Textarea(attrs={"rows": 4})),
    "date": lambda _question: DatePartsField(),
    "yes_no": lambda _question: forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=RadioCards),
    "single_choice": lambda question: forms.ChoiceField(choices=_options(question), widget=RadioCards),
    "multiple_choice": lambda question: forms.MultipleChoiceField(
        choices=_options(question), widget=forms.CheckboxSelectMultiple
    ),
}
"""How a page draws a question, by the control that the question's type names."""


def form_of(step: Step) -> type[PortalForm]:
    """The form class of a step."""
    if step.group == "information":
        return item_forms[step.key]
    if step.group == "documents":
        return ReadForm
    return questionnaire_form(step.subject.parsed, base=SignForm if step.group == "consents" else PortalForm)


def questionnaire_form(schema: FormSchema, *, base: type[PortalForm] = PortalForm) -> type[PortalForm]:
    """A form with a field for each question to answer. Answers are checked by the schema, not by the fields."""
    fields = {question.key: _field(question) for question in schema.questions if question.type in FIELDS}
    return type("QuestionnaireForm", (base,), fields)


def draft_of(form: forms.Form) -> dict[str, Any]:
    """What was typed, as JSON: whole values where a field makes sense of them, else just what stands in its boxes."""
    draft: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField):
            continue
        raw = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        if raw is not None:
            draft[name] = _plain(field, raw)
    return draft


def _plain(field: forms.Field, raw: Any) -> Any:
    if isinstance(field, DatePartsField):
        try:
            date = field.to_python(raw)
        except forms.ValidationError:
            return raw
        return date.isoformat() if isinstance(date, dt.date) else ""
    return raw


def _field(question: Question) -> forms.Field:
    field = FIELDS[question.type](question)
    field.label = question.text
    field.help_text = question.help
    field.required = question.required
    return field


def _options(question: Question) -> list[tuple[str, str]]:
    return [(option.value, option.label) for option in question.options]
