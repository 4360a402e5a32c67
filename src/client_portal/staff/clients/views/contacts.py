"""People attached to a client."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.people.models import ClientContact
from client_portal.people.selectors import contact_by_id, contacts_known, known_contact
from client_portal.people.services import add_contact, change_contact, remove_contact
from client_portal.staff.clients.forms import AttachmentForm, ContactFindForm, ContactForm
from client_portal.staff.clients.pages import ClientFormPage, ClientPage

PERSON = ("first_name", "last_name", "email", "phone")


class NewContact(ClientFormPage):
    """A new person, or the way to one whom another client has already."""

    needs = "portal_access.manage"
    form_class = ContactForm
    template = "contact_new.html"

    def page_context(self) -> dict[str, Any]:
        """People found among the contacts of other clients."""
        find = ContactFindForm(self.request.GET)
        search = find.cleaned_data["find"] if find.is_valid() else ""
        found = list(contacts_known(self.actor, self.client, search)) if search.strip() else []
        return {"find_form": find, "search": search, "found": found}

    def save(self, form: Any) -> HttpResponseBase:
        """Attach the new person."""
        add_contact(self.actor, client=self.client, **form.cleaned_data)
        self.say(_("The contact is added."))
        return self.back()


class AttachContact(ClientFormPage):
    """Somebody who is a contact of another client already, such as a sibling's parent."""

    needs = "portal_access.manage"
    form_class = AttachmentForm
    template = "contact_attach.html"

    def page_context(self) -> dict[str, Any]:
        """Who it is."""
        return {"contact": known_contact(self.actor, self.kwargs["contact_id"])}

    def save(self, form: Any) -> HttpResponseBase:
        """Attach them."""
        contact = known_contact(self.actor, self.kwargs["contact_id"])
        add_contact(self.actor, client=self.client, contact=contact, **form.cleaned_data)
        self.say(_("The contact is added."))
        return self.back()


class ChangeContact(ClientFormPage):
    """Who a contact is, and what they are to this client."""

    needs = "portal_access.manage"
    form_class = ContactForm
    template = "contact.html"

    @property
    def attached(self) -> ClientContact:
        """The contact of this client that the address names."""
        return contact_by_id(self.actor, self.client, self.kwargs["attached_id"])

    def form_options(self) -> dict[str, Any]:
        """What stands there."""
        attached = self.attached
        facts = {name: getattr(attached.contact, name) for name in PERSON}
        ties = {name: getattr(attached, name) for name in AttachmentForm.base_fields}
        return {"initial": facts | ties}

    def page_context(self) -> dict[str, Any]:
        """Which contact it is."""
        return {"attached": self.attached}

    def save(self, form: Any) -> HttpResponseBase:
        """Write it."""
        person = {name: form.cleaned_data.pop(name) for name in PERSON}
        change_contact(self.actor, attached=self.attached, person=person, **form.cleaned_data)
        self.say(_("The contact is saved."))
        return self.back()


class RemoveContact(ClientPage):
    """Detaching a contact from this client, after saying what that does."""

    needs = "portal_access.manage"

    def get(self, request: HttpRequest, attached_id: UUID, **kwargs: Any) -> HttpResponse:
        """What it means."""
        return self.show_profile("contact_remove.html", attached=contact_by_id(self.actor, self.client, attached_id))

    def post(self, request: HttpRequest, attached_id: UUID, **kwargs: Any) -> HttpResponse:
        """Detach them; other clients keep theirs."""
        attached = contact_by_id(self.actor, self.client, attached_id)
        name = str(attached.contact)
        remove_contact(self.actor, attached=attached)
        self.say(_("%(name)s is no longer a contact of this client.") % {"name": name})
        return self.back()
