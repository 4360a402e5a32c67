"""Form base classes: our templates for our forms, while the host's ``FORM_RENDERER`` stays untouched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.template import TemplateDoesNotExist, loader

OURS = "client_portal/forms/widgets/"
STOCK = "django/forms/widgets/"

WIDGETS = {
    f"{STOCK}{stock}.html": f"{OURS}{ours}.html"
    for ours, stocks in {
        "input": ("text", "number", "email", "url", "tel", "search", "password", "date", "datetime", "time"),
        "textarea": ("textarea",),
        "select": ("select",),
        "choices": ("radio", "checkbox_select"),
        "checkbox": ("checkbox",),
        "file": ("file", "clearable_file_input"),
        "color": ("color",),
    }.items()
    for stock in stocks
}
"""Django's widget templates and what we draw instead; those not named here stay Django's."""


class PortalRenderer(DjangoTemplates):
    """Renders forms, fields and stock widgets by our templates; a host's template at the same path comes first."""

    form_template_name = "client_portal/forms/form.html"
    field_template_name = "client_portal/forms/field.html"
    formset_template_name = "client_portal/forms/formset.html"

    def get_template(self, template_name: str) -> Any:
        """Look in the project's template engines, then in Django's own widget templates."""
        name = WIDGETS.get(template_name, template_name)
        try:
            return loader.get_template(name)
        except TemplateDoesNotExist:
            return super().get_template(name)


class PortalFormMixin:
    """What our forms share: our renderer, and messages from the server instead of browser bubbles."""

    default_renderer: BaseRenderer | type[BaseRenderer] | None = PortalRenderer
    use_required_attribute = False


class PortalForm(PortalFormMixin, forms.Form):
    """Base of plain forms."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Base of forms over one model."""


class PortalFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """Base of formsets: ``formset_factory(Form, formset=PortalFormSet)``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A formset has no default_renderer: the factory puts the project's own on the class.
        self.renderer = PortalRenderer()


def add_service_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Show what a service refused at the form's own fields; what belongs to none of them stands above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)
