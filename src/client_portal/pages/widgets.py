"""Controls that Django doesn't bring: dates in three boxes, switches, cards, colours and drawn signatures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from client_portal.practices.branding import contrast_ratio, is_color

Text = str | Promise
PARTS = ("month", "day", "year")
LABELS = {"month": _("Month"), "day": _("Day"), "year": _("Year")}
SIZES = {"month": "cp-input--w2", "day": "cp-input--w2", "year": "cp-input--w4"}
FIRST_YEAR = 1900
THE_DATE = _("The date")
WHITE = "#ffffff"
READABLE = 4.5


class SuggestionInput(forms.TextInput):
    """A text box that offers what many people say; everybody may say something else."""

    template_name = "client_portal/forms/widgets/suggestion.html"

    def __init__(self, *, suggestions: Callable[[], Iterable[Text]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template shows, with the suggestions."""
        context = super().get_context(name, value, attrs)
        context["widget"]["suggestions"] = list(self.suggestions())
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}-suggestions"
        return context


class ToggleInput(forms.CheckboxInput):
    """A checkbox drawn and spoken as a switch; saved by the form's button like any other field."""

    template_name = "client_portal/forms/widgets/toggle.html"


class ChoiceHints(forms.widgets.ChoiceWidget):
    """Options that may carry a second line, given as ``hints`` by value."""

    def __init__(self, *args: Any, hints: Mapping[Any, Text] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option as Django makes it, with its hint."""
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "hint": self.hints.get(value, "")}


class RadioCards(ChoiceHints, forms.RadioSelect):
    """One of several, each in a row of its own."""


class CheckboxCards(ChoiceHints, forms.CheckboxSelectMultiple):
    """Any of several, each in a row of its own."""


class ColorInput(forms.ColorInput):
    """A colour as ``#rrggbb`` with its contrast against white; ``suggestions`` are pairs of colour and name."""

    template_name = "client_portal/forms/widgets/color.html"

    def __init__(self, attrs: dict[str, Any] | None = None, suggestions: tuple[tuple[str, Text], ...] = ()) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds what can be said about the colour before any script runs."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        ratio = contrast_ratio(shown, WHITE) if is_color(shown) else 0
        context["widget"] |= {
            "ratio": f"{ratio:.2f}",
            "passes": ratio >= READABLE,
            "suggestions": self.suggestions,
        }
        return context


class SignatureInput(forms.TextInput):
    """A drawn signature, kept as the path of an SVG of 600 by 160 units. The typed name stays the primary way."""

    template_name = "client_portal/forms/widgets/signature.html"
    use_fieldset = True

    def id_for_label(self, id_: str) -> str:
        """No label: the pad is for pointers only, the typed name is its accessible twin."""
        return ""


class SignatureField(forms.CharField):
    """Text that can be nothing but the path that ``SignatureInput`` draws; empty if nothing was drawn."""

    widget = SignatureInput

    def __init__(self, **kwargs: Any) -> None:
        options = {"required": False, "max_length": 40_000, **kwargs}
        super().__init__(**options)
        message = _("We could not read the drawing. Clear it and draw again, or leave it empty.")
        self.validators.append(RegexValidator(re.compile(r"^(?:[ML]\d{1,4}(?:\.\d)? \d{1,4}(?:\.\d)?)*\Z"), message))


class DatePartsWidget(forms.Widget):
    """Month, day and year in three boxes, for dates that people know by heart.

    ``birthday`` lets browsers fill in the person's own date of birth. The submitted value is a dict of three strings.
    """

    template_name = "client_portal/forms/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        super().__init__(attrs)
        self.birthday = birthday

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the three boxes; ``invalid_parts`` in the attributes names those to mark."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        wrong = widget["attrs"].pop("invalid_parts", ())
        values = split_date(value)
        widget["parts"] = [
            {
                "label": LABELS[part],
                "name": f"{name}_{part}",
                "id": f"{widget['attrs'].get('id', name)}_{part}",
                "size": SIZES[part],
                "value": values[part],
                "autocomplete": f"bday-{part}" if self.birthday else "",
                "is_invalid": part in wrong,
            }
            for part in PARTS
        ]
        return context

    def format_value(self, value: Any) -> Any:
        """The value as it is: the boxes are filled from it one by one."""
        return value

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """The three boxes as typed, without surrounding space."""
        return {part: str(data.get(f"{name}_{part}", "")).strip() for part in PARTS}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether none of the boxes was on the page."""
        return all(f"{name}_{part}" not in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        """The first box."""
        return f"{id_}_month" if id_ else id_

    def first_control_id(self, field: BoundField) -> str:
        """The first wrong box of a bound field."""
        return f"{field.auto_id}_{(*wrong_parts(field), 'month')[0]}"


class DatePartsBoundField(BoundField):
    """Tells the widget which of its boxes are wrong."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        """Django's attributes and ``invalid_parts``."""
        return {**super().build_widget_attrs(attrs, widget), "invalid_parts": wrong_parts(self)}


class DatePartsField(forms.Field):
    """A date typed as month, day and year; cleans to a ``date`` or None.

    ``subject`` starts the messages ("Date of birth must include a year."); ``past_only`` refuses dates after today.
    """

    widget = DatePartsWidget

    def __init__(self, *, subject: Text = THE_DATE, past_only: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.subject = subject
        self.past_only = past_only

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """A bound field that marks the wrong boxes."""
        return DatePartsBoundField(form, self, field_name)

    def to_python(self, value: Any) -> dt.date | None:
        """The date; raises ``ValidationError`` whose ``params["parts"]`` are the boxes to mend."""
        if value is None or isinstance(value, dt.date):
            return value
        missing = [part for part in PARTS if not value[part]]
        if len(missing) == len(PARTS):
            return None
        if missing:
            raise self.missing(missing)
        date = self.real_date(value)
        if self.past_only and date > timezone.localdate():
            raise self.wrong(_("%(subject)s must be today or in the past."), PARTS)
        return date

    def real_date(self, value: Mapping[str, str]) -> dt.date:
        """The date of three filled boxes; raises ``ValidationError`` naming the box that can't be right."""
        if not re.fullmatch(r"\d{4}", value["year"], re.ASCII) or int(value["year"]) < FIRST_YEAR:
            raise self.wrong(_("%(subject)s must have a year with four digits, such as 1990."), ["year"])
        if not is_between(value["month"], 1, 12):
            raise self.wrong(_("%(subject)s must have a month from 1 to 12."), ["month"])
        try:
            return dt.date(int(value["year"]), int(value["month"]), int(value["day"]))
        except ValueError as error:
            raise self.wrong(_("%(subject)s must be a real date: check the day."), ["day"]) from error

    def missing(self, parts: list[str]) -> ValidationError:
        """The error for boxes left empty."""
        names = ", ".join(str(LABELS[part]).lower() for part in parts)
        text = ngettext_lazy(
            "%(subject)s must include a %(names)s.", "%(subject)s must include: %(names)s.", len(parts)
        )
        return ValidationError(
            text, code="incomplete", params={"subject": self.subject, "names": names, "parts": tuple(parts)}
        )

    def wrong(self, message: Any, parts: Any) -> ValidationError:
        """An error at some of the boxes."""
        return ValidationError(message, code="invalid", params={"subject": self.subject, "parts": tuple(parts)})


def split_date(value: Any) -> dict[str, str]:
    """What stands in the three boxes for a date, for what was typed, or for nothing."""
    if isinstance(value, Mapping):
        return {part: str(value.get(part, "")) for part in PARTS}
    if isinstance(value, dt.date):
        return {part: str(getattr(value, part)) for part in PARTS}
    return dict.fromkeys(PARTS, "")


def wrong_parts(field: BoundField) -> tuple[str, ...]:
    """The boxes that the errors of a date field name; all of them if an error names none."""
    errors = field.form.errors.as_data().get(field.name, []) if field.form.is_bound else []
    named = [part for error in errors for part in (error.params or {}).get("parts", PARTS)]
    return tuple(part for part in PARTS if part in named)


def is_between(text: str, lowest: int, highest: int) -> bool:
    """Whether a text is a whole number within bounds, written in one or two plain digits."""
    return bool(re.fullmatch(r"\d{1,2}", text, re.ASCII)) and lowest <= int(text) <= highest
