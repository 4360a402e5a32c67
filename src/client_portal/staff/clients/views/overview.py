"""A client's overview: facts of the record, care team, contacts; the address, and putting the record away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.people.adapters import people
from client_portal.people.selectors import care_team_of, contacts_of, standing_of
from client_portal.people.services import archive_client, restore_client, set_email
from client_portal.staff.clients.badges import state_badge
from client_portal.staff.clients.facts import contact_rows, personal_rows
from client_portal.staff.clients.forms import ArchiveForm, EmailForm
from client_portal.staff.clients.pages import ClientFormPage, ClientPage


class Overview(ClientPage):
    """Who the client is and who looks after them."""

    @classmethod
    def tab_is_first(cls) -> bool:
        """A profile opens here."""
        return True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page; what one may not see isn't on it."""
        return self.show_profile(
            "overview.html",
            contact_facts=contact_rows(self.client),
            personal_facts=personal_rows(self.actor, self.client) if self.may("information.view") else [],
            contacts=contacts_of(self.actor, self.client),
            care_team=care_team_of(self.actor, self.client),
            standing=self.standing(),
            may_manage_team=self.may("care_team.manage"),
            may_manage=self.may("portal_access.manage"),
        )

    def standing(self) -> dict[str, Any] | None:
        """Where the client stands with the portal, for those who may see it."""
        if not self.may("portal_access.view"):
            return None
        standing = standing_of(self.actor, self.client)
        return {"badge": state_badge(standing.state), "standing": standing}


class ChangeEmail(ClientFormPage):
    """The client's e-mail address."""

    needs = "portal_access.manage"
    form_class = EmailForm
    template = "email.html"

    def form_options(self) -> dict[str, Any]:
        """The address on file."""
        return {"initial": {"email": people().client_facts(self.client).email}}

    def save(self, form: Any) -> HttpResponseBase:
        """Write it."""
        set_email(self.actor, client=self.client, email=form.cleaned_data["email"])
        self.say(_("The e-mail address is saved."))
        return self.back()


class Archive(ClientFormPage):
    """Putting a record away, after saying what that does."""

    needs = "portal_access.manage"
    form_class = ArchiveForm
    template = "archive.html"

    def save(self, form: Any) -> HttpResponseBase:
        """Archive it."""
        archive_client(self.actor, client=self.client, reason=form.cleaned_data["reason"])
        self.say(_("The record is archived. Its logins reach nothing from now on."))
        return self.back()


class Restore(ClientPage):
    """Taking a record out of the archive."""

    needs = "portal_access.manage"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Restore it."""
        restore_client(self.actor, client=self.client)
        self.say(_("The record is active again."))
        return self.back()
