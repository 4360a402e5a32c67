"""What the pages about clients share: how a client is found, who may look, how a form is shown and saved."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from client_portal.access.rules import can, require
from client_portal.core.errors import NotAllowed, Text
from client_portal.pages import sessions
from client_portal.pages.forms import add_service_errors
from client_portal.pages.views import StaffPage
from client_portal.people.adapters import people
from client_portal.people.selectors import archived_record, client_by_public_id
from client_portal.people.services import view_client
from client_portal.staff.clients.tabs import client_tabs, tab_entries

OPEN_PROFILE = "client_portal.open_profile"
"""Session key of the client whose profile was opened last, so that going through its tabs is one opening."""


class ClientsPage(StaffPage):
    """A page about clients."""

    current = "staff:clients"

    def say(self, text: Text) -> None:
        """Show a success message on the page that comes next."""
        messages.success(self.request, text)


class FormPage(ClientsPage):
    """A page with one form. Subclasses say which form, how it is filled, shown, and what saving it means."""

    form_class: ClassVar[type[BaseForm]]
    template: ClassVar[str]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The form, with what was typed before the session ended, if anything."""
        return self.show(self.make_form(sessions.take_typed(request)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Save the form, or show it again with what to mend."""
        form: Any = self.make_form(request.POST, request.FILES)
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

    def show(self, form: Any, *, status: int = 200) -> HttpResponseBase:
        """The page with its form."""
        return self.render(self.template, status=status, form=form, **self.page_context())

    def page_context(self) -> dict[str, Any]:
        """What the page shows besides its form."""
        return {}

    def save(self, form: Any) -> HttpResponseBase:
        """Save a valid form and answer with a redirect."""
        raise NotImplementedError


class ClientPage(ClientsPage):
    """A page about one client; a client whom the actor doesn't see is not to be found."""

    tab: ClassVar[str] = "staff:client"
    needs: ClassVar[str | None] = None
    """What one must be allowed for the client; None: what one of the tab's capabilities says."""

    client: Any

    def authorise(self) -> None:
        """Find the client among those whom the actor sees, then ask the one rule for the page."""
        super().authorise()
        self.client = client_by_public_id(self.actor, self.kwargs["client_id"])
        if self.needs:
            require(self.actor, self.needs, self.client)
        elif not any(can(self.actor, capability, self.client) for capability in client_tabs[self.tab].capabilities):
            raise NotAllowed

    def enter(self, request: HttpRequest) -> HttpResponseBase | None:
        """Everything that stands before the page; then the log learns who looks."""
        answer = super().enter(request)
        if answer is None and request.method in ("GET", "HEAD"):
            self.note_opening(request)
        return answer

    def note_opening(self, request: HttpRequest) -> None:
        """Record that the profile was opened: on its first page always, on others when one comes from elsewhere."""
        opened = str(self.client.client_portal_profile.pk)
        if type(self).tab_is_first() or request.session.get(OPEN_PROFILE) != opened:
            view_client(self.actor, client=self.client)
        request.session[OPEN_PROFILE] = opened

    @classmethod
    def tab_is_first(cls) -> bool:
        """Whether this is the page on which a profile opens."""
        return False

    def may(self, capability: str) -> bool:
        """Whether the actor may do this for the client."""
        return can(self.actor, capability, self.client)

    def profile(self) -> dict[str, Any]:
        """The frame of the profile: whose it is, its tabs."""
        facts = people().client_facts(self.client)
        return {
            "title": facts.full_name,
            "client_name": facts.full_name,
            "client_id": self.client.client_portal_profile.pk,
            "profile": self.client.client_portal_profile,
            "facts": facts,
            "archived": archived_record(self.actor, self.client),
            "tabs": tab_entries(self.actor, self.client, self.tab),
        }

    def show_profile(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A page in the frame of the profile."""
        return self.render(f"staff/clients/{template}", status=status, **{**self.profile(), **context})

    def back(self, name: str = "staff:client", **kwargs: Any) -> HttpResponse:
        """Go to a page of this client."""
        return self.go(name, client_id=self.client.client_portal_profile.pk, **kwargs)


class ClientFormPage(ClientPage, FormPage):
    """A page with a form about one client, in the frame of the profile."""

    def show(self, form: Any, *, status: int = 200) -> HttpResponseBase:
        """The page with its form."""
        return self.show_profile(self.template, status=status, form=form, **self.page_context())
