"""Inviting one client: what they get, what they are asked, a note, and who gets it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.access.features import features_for_client
from client_portal.conf import conf
from client_portal.onboarding.selectors import invitation_choices
from client_portal.onboarding.services import invite
from client_portal.people.invitations import Obstacle
from client_portal.people.selectors import Candidate, candidates_among
from client_portal.people.services import set_email
from client_portal.practices.selectors import is_portal_on
from client_portal.staff.clients.invite_form import InviteForm
from client_portal.staff.clients.pages import ClientFormPage


class Invite(ClientFormPage):
    """The page behind *Invite to portal*."""

    tab = "staff:client_portal"
    needs = "portal_access.manage"
    form_class = InviteForm
    template = "invite.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The form; the client's portal tab, which says why, where the client can't be invited."""
        obstacle = self.candidate.obstacle
        if obstacle not in (None, Obstacle.NO_EMAIL) or not is_portal_on(self.practice):
            return self.back("staff:client_portal")
        return super().get(request, **kwargs)

    @property
    def candidate(self) -> Candidate:
        """The client as somebody to invite."""
        return candidates_among(self.actor, [self.client.client_portal_profile.pk])[0]

    def form_options(self) -> dict[str, Any]:
        """What can be chosen, as the practice has it."""
        return {
            "choices": invitation_choices(self.actor),
            "states": features_for_client(self.actor, self.client),
            "has_email": bool(self.candidate.email),
        }

    def page_context(self) -> dict[str, Any]:
        """Who gets the e-mail, and for how long its link can be used."""
        return {"address": self.candidate.email, "invitation_days": conf.INVITATION_DAYS}

    @transaction.atomic
    def save(self, form: Any) -> HttpResponseBase:
        """Save the address if there was none, and send the invitation: both or neither."""
        if "email" in form.cleaned_data:
            set_email(self.actor, client=self.client, email=form.cleaned_data["email"])
        invitation = invite(self.actor, client=self.client, **form.chosen())
        self.say(_("The invitation to %(address)s is on its way.") % {"address": invitation.email})
        return self.back("staff:client_portal")
