"""What the settings pages share: who may open them, how a form is shown, saved and shown again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from client_portal.core.errors import PortalError, Text
from client_portal.pages import sessions
from client_portal.pages.forms import add_service_errors
from client_portal.pages.views import StaffPage


class SettingsPage(StaffPage):
    """A page for administrators beside the settings navigation."""

    capability = "settings.manage"
    current = "staff:settings"

    def layout(self) -> dict[str, Any]:
        """The workspace's layout, with *Settings* marked in its main navigation on every page of this room."""
        shown = super().layout()
        for entry in shown.get("navigation", []):
            entry["is_current"] = entry["url"] == self.url("staff:settings")
        return shown

    def error_context(self, error: PortalError) -> dict[str, Any]:
        """Adds the page to look at again after something changed in the meantime."""
        return {**super().error_context(error), "back_url": self.url(self.current)}

    def say(self, text: Text) -> None:
        """Show a success message on the page that comes next."""
        messages.success(self.request, text)


class SettingsFormPage(SettingsPage):
    """A page with one form. Subclasses say which form, how it is filled, shown, and what saving it means."""

    form_class: ClassVar[type[BaseForm]]
    template: ClassVar[str]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The form, with what was typed before the session ended, if anything."""
        return self.show(self.make_form(sessions.take_typed(request)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Save the form, or show it again with what to mend."""
        form = self.make_form(request.POST, request.FILES)
        return self.save_or_show(form)

    def save_or_show(self, form: Any) -> HttpResponseBase:
        """The page that follows a saved form; the same page with its errors where the service refuses."""
        if form.is_valid():
            try:
                return self.save(form)
            except ValidationError as error:
                add_service_errors(form, error)
        return self.show(form, status=422)

    def make_form(self, *data: Any) -> BaseForm:
        """The form, bound if there is data."""
        return self.form_class(*data, **self.form_options())

    def form_options(self) -> dict[str, Any]:
        """What the form is made with besides data."""
        return {}

    def show(self, form: Any, *, status: int = 200, **context: Any) -> HttpResponseBase:
        """The page with its form."""
        return self.render(self.template, status=status, form=form, **{**self.page_context(), **context})

    def page_context(self) -> dict[str, Any]:
        """What the page shows besides its form."""
        return {}

    def save(self, form: Any) -> HttpResponseBase:
        """Save a valid form and answer with a redirect."""
        raise NotImplementedError
