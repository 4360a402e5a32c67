"""A client's portal tab: how they get in, what they have, what was asked of them, what waits for staff."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.access.features import features_for_client, features_off_after
from client_portal.access.services import restrict_client
from client_portal.onboarding.models import StepGroup
from client_portal.onboarding.selectors import progress_of
from client_portal.people.selectors import contact_by_id, contacts_of, deliveries_of, standing_of
from client_portal.people.services import confirm_insurance, decide_change, invitation_address
from client_portal.practices.selectors import is_portal_on
from client_portal.staff.clients.badges import delivery_badge, state_badge
from client_portal.staff.clients.facts import change_rows, insurance_rows
from client_portal.staff.clients.forms import ClientFeaturesForm
from client_portal.staff.clients.pages import ClientFormPage, ClientPage

Context = dict[str, Any]


class PortalTab(ClientPage):
    """A page of the portal tab: the client's own, or a contact's."""

    tab = "staff:client_portal"

    def subjects(self, current: Any = None) -> list[Context]:
        """The sub-tabs: the client first, then each contact. ``current`` is the contact shown, None for the client."""
        client_id = self.client.client_portal_profile.pk
        own = {"label": _("Client"), "url": self.url(self.tab, client_id=client_id), "is_current": current is None}
        return [own, *(self.subject(attached, current) for attached in contacts_of(self.actor, self.client))]

    def subject(self, attached: Any, current: Any) -> Context:
        """The sub-tab of one contact."""
        client_id = self.client.client_portal_profile.pk
        return {
            "label": f"{attached.contact} ({attached.get_relationship_display()})",
            "url": self.url("staff:client_portal_contact", client_id=client_id, attached_id=attached.pk),
            "is_current": attached == current,
        }


class Portal(PortalTab):
    """The client's own part of the tab."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Each card for those who may see it."""
        return self.show_profile("portal.html", subjects=self.subjects(), **self.access(), **self.information())

    def access(self) -> Context:
        """How the client gets in and what they have there."""
        if not self.may("portal_access.view"):
            return {}
        states = features_for_client(self.actor, self.client)
        return {
            **self.standing(),
            "may_manage": self.may("portal_access.manage"),
            "features_form": ClientFeaturesForm(states=states),
            **self.progress(),
        }

    def progress(self) -> Context:
        """How far the client has come with what was asked, group by group."""
        progress = progress_of(self.actor, self.client)
        steps = progress.steps if progress else []
        groups = [(StepGroup(key).label, list(members)) for key, members in groupby(steps, attrgetter("group"))]
        return {"progress": progress, "groups": groups}

    def standing(self) -> Context:
        """The invitation, and the login if there is one."""
        standing = standing_of(self.actor, self.client)
        shown: Context = {
            "standing": standing,
            "badge": state_badge(standing.state),
            "is_portal_on": is_portal_on(self.practice),
        }
        if standing.is_open and standing.invitation is not None:
            delivery = deliveries_of([standing.invitation])[standing.invitation.pk]
            shown |= {
                "delivery": delivery_badge(delivery),
                "link": invitation_address(self.actor, invitation=standing.invitation),
            }
        return shown

    def information(self) -> Context:
        """What the client gave that waits for staff."""
        if not self.may("information.view"):
            return {}
        return {
            "sees_information": True,
            "may_edit": self.may("information.edit"),
            "changes": change_rows(self.actor, self.client),
            "policies": insurance_rows(self.actor, self.client),
        }


class PortalContact(PortalTab):
    """A contact's part of the tab: their data. Contacts have no access to the portal."""

    needs = "clients.contact"

    def get(self, request: HttpRequest, attached_id: UUID, **kwargs: Any) -> HttpResponse:
        """The page."""
        attached = contact_by_id(self.actor, self.client, attached_id)
        return self.show_profile(
            "portal_contact.html",
            attached=attached,
            subjects=self.subjects(attached),
            may_manage=self.may("portal_access.manage"),
        )


class ClientFeatures(ClientFormPage):
    """Switching features off for one client, and on again where the practice has them on."""

    tab = "staff:client_portal"
    needs = "portal_access.manage"
    form_class = ClientFeaturesForm
    template = "features.html"

    def form_options(self) -> dict[str, Any]:
        """How the features stand."""
        return {"states": features_for_client(self.actor, self.client)}

    def save(self, form: Any) -> HttpResponseBase:
        """Write the switches that were moved."""
        off = features_off_after(form.states, form.moved())
        restrict_client(self.actor, client=self.client, features_off=off)
        self.say(_("Saved. It holds from the client's next click on."))
        return self.back("staff:client_portal")


class DecideChange(ClientPage):
    """Accepting or declining a change that the client proposed."""

    tab = "staff:client_portal"
    needs = "information.edit"

    def post(self, request: HttpRequest, change_id: UUID, **kwargs: Any) -> HttpResponse:
        """Decide as the button says."""
        is_accepted = request.POST.get("decision") == "accept"
        decide_change(self.actor, change_id=change_id, accept=is_accepted)
        self.say(_("The change is in the record.") if is_accepted else _("The change is declined."))
        return self.back("staff:client_portal")


class ConfirmInsurance(ClientPage):
    """Saying that an insurance policy was looked at and is right."""

    tab = "staff:client_portal"
    needs = "information.edit"

    def post(self, request: HttpRequest, policy_id: UUID, **kwargs: Any) -> HttpResponse:
        """Confirm it."""
        confirm_insurance(self.actor, policy_id=policy_id)
        self.say(_("The insurance is confirmed."))
        return self.back("staff:client_portal")
