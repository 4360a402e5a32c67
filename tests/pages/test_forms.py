"""Our forms: labels, hints and errors that belong together, for eyes and screen readers; hosts' forms stay plain."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.forms import formset_factory
from django.template import Context, Template

from client_portal.pages.forms import PortalForm, PortalFormSet
from client_portal.pages.widgets import (
    CheckboxCards,
    ColorInput,
    DatePartsField,
    DatePartsWidget,
    RadioCards,
    SignatureField,
    ToggleInput,
)


class Answers(PortalForm):
    """A form with one field of each kind."""

    name = forms.CharField(label="Full name", help_text="As on your <card>.")
    nickname = forms.CharField(required=False, widget=forms.TextInput(attrs={"class": "cp-input--w10"}))
    note = forms.CharField(required=False, widget=forms.Textarea)
    zone = forms.ChoiceField(choices=[("e", "Eastern"), ("p", "Pacific")])
    contact = forms.ChoiceField(
        choices=[("mail", "By mail"), ("phone", "By phone")],
        help_text="How we reach you.",
        widget=RadioCards(hints={"phone": "Between 9 and 5."}),
    )
    topics = forms.MultipleChoiceField(choices=[("a", "News"), ("b", "Bills")], widget=CheckboxCards, required=False)
    born = DatePartsField(
        label="Date of birth", subject="Date of birth", past_only=True, widget=DatePartsWidget(birthday=True)
    )
    agree = forms.BooleanField(label="I agree", help_text="You can withdraw.")
    uploads = forms.BooleanField(label="Uploads", required=False, widget=ToggleInput)
    color = forms.CharField(required=False, widget=ColorInput)
    drawing = SignatureField()
    scan = forms.FileField(required=False)


FULL = {
    "name": "Maya",
    "zone": "e",
    "contact": "mail",
    "born_month": "3",
    "born_day": "27",
    "born_year": "1990",
    "agree": "on",
}


class Page(HTMLParser):
    """The elements of some HTML, each as tag and attributes."""

    def __init__(self, html: Any) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(str(html))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def find(self, **wanted: str) -> dict[str, str | None]:
        """The attributes of the first element that has all of these."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        return next(attrs for _, attrs in self.elements if wanted.items() <= attrs.items())

    @property
    def ids(self) -> list[str]:
        """All ids, in order."""
        return [attrs["id"] or "" for _, attrs in self.elements if "id" in attrs]


def show(template: str, **context: Any) -> str:
    return Template("{% load client_portal %}" + template).render(Context(context))


def test_every_control_is_described_by_ids_that_exist() -> None:
    for form in (Answers(), Answers({}), Answers(FULL)):
        page = Page(form)
        described = [(attrs.get("aria-describedby") or "").split() for _, attrs in page.elements]
        assert {name for names in described for name in names} <= set(page.ids)
        assert len(page.ids) == len(set(page.ids))


def test_every_label_leads_to_a_control() -> None:
    page = Page(Answers({}))
    leads = {attrs["for"] for tag, attrs in page.elements if tag == "label" and "for" in attrs}
    controls = {attrs.get("id") for tag, attrs in page.elements if tag in ("input", "select", "textarea")}
    assert leads <= controls


def test_an_error_stands_between_hint_and_control_and_says_so() -> None:
    html = str(Answers({})["name"].as_field_group())
    assert html.index("id_name_helptext") < html.index("id_name_error") < html.index("<input")
    assert '<span class="cp-vh">Error: </span>This field is required.' in html
    control = Page(html).find(id="id_name")
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"] == "id_name_helptext id_name_error"


def test_groups_are_fieldsets_that_carry_the_description() -> None:
    html = str(Answers({})["contact"].as_field_group())
    group = next(attrs for tag, attrs in Page(html).elements if tag == "fieldset")
    assert group["aria-describedby"] == "id_contact_helptext id_contact_error"
    assert '<legend class="cp-legend">Contact' in html
    assert "Between 9 and 5." in html


def test_optional_fields_say_so_and_required_ones_carry_no_mark() -> None:
    form = Answers()
    assert "(optional)" in form["nickname"].as_field_group()
    assert "(optional)" in form["topics"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()
    assert "*" not in form["name"].as_field_group()
    assert "(optional)" not in form["uploads"].as_field_group()


def test_the_browser_is_never_asked_to_judge() -> None:
    assert not [attrs for _, attrs in Page(Answers()).elements if "required" in attrs]


def test_hints_and_values_are_escaped() -> None:
    html = str(Answers({"name": '"><script>'}))
    assert "As on your &lt;card&gt;." in html
    assert "<script" not in html


def test_own_classes_are_added_to_ours() -> None:
    assert Page(Answers()["nickname"]).find(name="nickname")["class"] == "cp-input cp-input--w10"


def test_what_was_entered_comes_back() -> None:
    page = Page(Answers({**FULL, "born_year": "", "topics": ["b"], "uploads": "on"}))
    assert page.find(name="name")["value"] == "Maya"
    assert page.find(name="born_month")["value"] == "3"
    assert "checked" in page.find(name="contact", value="mail")
    assert "checked" in page.find(name="topics", value="b")
    assert "checked" not in page.find(name="topics", value="a")
    assert "checked" in page.find(name="uploads")
    assert "selected" in page.find(value="e")


def test_a_switch_is_a_checkbox_with_a_role_and_a_label() -> None:
    html = Answers({})["uploads"].as_field_group()
    switch = Page(html).find(name="uploads")
    assert (switch["type"], switch["role"]) == ("checkbox", "switch")
    assert '<label class="cp-setting__title" for="id_uploads">Uploads</label>' in html


def test_a_form_of_the_host_stays_as_the_host_draws_it() -> None:
    class HostForm(forms.Form):
        name = forms.CharField()

    assert "cp-" not in str(HostForm())


def test_formsets_use_our_forms() -> None:
    html = str(formset_factory(Answers, formset=PortalFormSet, extra=2)())
    assert html.count("cp-formset__form") == 2
    assert "cp-input" in html
    assert "id_form-1-name" in Page(html).ids


def born(month: str, day: str, year: str) -> Answers:
    return Answers({**FULL, "born_month": month, "born_day": day, "born_year": year})


def test_a_date_is_read_from_three_boxes() -> None:
    form = born(" 3 ", "07", "1990")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == dt.date(1990, 3, 7)


@pytest.mark.parametrize(
    ("boxes", "message", "wrong"),
    [
        (("", "", ""), "This field is required.", ["month", "day", "year"]),
        (("3", "27", ""), "Date of birth must include a year.", ["year"]),
        (("", "27", ""), "Date of birth must include: month, year.", ["month", "year"]),
        (("13", "1", "1990"), "Date of birth must have a month from 1 to 12.", ["month"]),
        (("March", "1", "1990"), "Date of birth must have a month from 1 to 12.", ["month"]),
        (("2", "30", "1990"), "Date of birth must be a real date: check the day.", ["day"]),
        (("2", "\u00b2", "1990"), "Date of birth must be a real date: check the day.", ["day"]),
        (("2", "1", "90"), "Date of birth must have a year with four digits, such as 1990.", ["year"]),
        (("2", "1", "0090"), "Date of birth must have a year with four digits, such as 1990.", ["year"]),
        (("2", "1", "2999"), "Date of birth must be today or in the past.", ["month", "day", "year"]),
    ],
)
def test_a_wrong_date_names_the_box_to_mend(boxes: tuple[str, str, str], message: str, wrong: list[str]) -> None:
    form = born(*boxes)
    assert form.errors["born"] == [message]
    page = Page(form["born"])
    marked = [part for part in ("month", "day", "year") if page.find(name=f"born_{part}").get("aria-invalid")]
    assert marked == wrong
    assert f'href="#id_born_{wrong[0]}"' in show("{% error_summary form %}", form=form)


def test_a_date_that_is_known_fills_the_boxes_and_may_be_of_the_future_if_allowed() -> None:
    class Visit(PortalForm):
        day = DatePartsField(required=False)

    page = Page(Visit(initial={"day": dt.date(2999, 1, 2)}))
    assert [page.find(name=f"day_{part}")["value"] for part in ("month", "day", "year")] == ["1", "2", "2999"]
    future = Visit({"day_month": "1", "day_day": "2", "day_year": "2999"}, initial={"day": dt.date(2999, 1, 2)})
    assert future.is_valid()
    assert not future.has_changed()
    assert Visit({}).is_valid()


def test_a_birthday_can_be_filled_in_by_the_browser() -> None:
    page = Page(Answers())
    assert page.find(name="born_year")["autocomplete"] == "bday-year"
    assert page.find(name="born_year")["inputmode"] == "numeric"


@pytest.mark.parametrize("path", ["", "M1 2L3.5 4.0", "M600 160L0.0 0.0M1 1L2 2"])
def test_a_drawing_is_kept(path: str) -> None:
    form = Answers({**FULL, "drawing": path})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["drawing"] == path


@pytest.mark.parametrize("path", ['M1 2"/><script>', "M1 2L", "hello", "M1 2 url(x)", "M12345 1", "M1 2\n"])
def test_a_drawing_is_nothing_but_a_path(path: str) -> None:
    assert "drawing" in Answers({**FULL, "drawing": path + "x" if path.endswith("\n") else path}).errors


def test_a_color_says_how_well_it_reads_before_any_script_runs() -> None:
    pine, yellow = (str(Answers(initial={"color": color})["color"]) for color in ("#1d6358", "#ffd400"))
    assert "7.05:1 with white" in pine
    assert "cp-badge--success" in pine
    assert "1.43:1 with white" in yellow
    assert "cp-badge--success" not in yellow
    assert "0.00:1" in str(Answers({"color": "red;}"})["color"])


def test_the_summary_links_to_the_first_control_of_each_problem() -> None:
    form = Answers({})
    html = show("{% error_summary form formset %}", form=form, formset=None)
    targets = [(attrs["href"] or "").lstrip("#") for tag, attrs in Page(html).elements if tag == "a"]
    controls = [attrs.get("id") for tag, attrs in Page(form).elements if tag in ("input", "select", "textarea")]
    assert targets == ["id_name", "id_zone", "id_contact_0", "id_born_month", "id_agree"]
    assert set(targets) <= set(controls)
    assert 'role="alert"' in html


def test_the_summary_covers_whole_form_errors_and_formsets() -> None:
    class Strict(PortalForm):
        name = forms.CharField()

        def clean(self) -> None:
            raise forms.ValidationError("These do not match.")

    formset = formset_factory(Strict, formset=PortalFormSet)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "x"}
    )
    html = show("{% error_summary form formset %}", form=Strict({"name": "x"}), formset=formset)
    assert html.count("<li>These do not match.</li>") == 2


def test_nothing_wrong_prints_nothing() -> None:
    assert show("{% error_summary form missing %}{% error_title form %}", form=Answers(FULL)).strip() == ""
    assert show("{% error_summary form %}{% error_title form %}", form=Answers()).strip() == ""


def test_the_title_says_error_first() -> None:
    assert show("{% error_title form %}", form=Answers({})) == "Error: "
