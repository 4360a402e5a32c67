"""Inviting many clients: whom to choose from, a look before sending, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.access.rules import can
from client_portal.core.errors import NotVisible
from client_portal.onboarding.selectors import invitation_choices
from client_portal.onboarding.services import Outcome, invite_many
from client_portal.pages.cursors import page_urls, read_page
from client_portal.people.invitations import Obstacle
from client_portal.people.models import Invitation
from client_portal.people.selectors import (
    CANDIDATES_SIZE,
    Candidate,
    Delivery,
    candidate_counts,
    candidates_among,
    candidates_found,
    candidates_page,
    deliveries_of,
    invitations_among,
)
from client_portal.practices.selectors import is_portal_on
from client_portal.staff.clients.badges import delivery_badge, state_badge
from client_portal.staff.clients.forms import CandidateFilterForm, NoteForm
from client_portal.staff.clients.views.invitations import InvitationsPage

OUTCOMES = "client_portal.invited."
"""Session key, followed by the practice's public id, of what became of the clients who were invited last."""


class ChooseClients(InvitationsPage):
    """Who can be invited, and who can't and why. Nobody is chosen beforehand."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """One page of either."""
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """A look at those who were chosen, before anything is sent."""
        name = "listed" if request.POST.get("choice") == "page" else "client"
        chosen = chosen_ids(request, name)
        if not chosen:
            return self.show(problem=_("Choose at least one client."), status=422)
        return self.check(chosen, NoteForm())

    def check(self, chosen: list[UUID], form: NoteForm, *, status: int = 200) -> HttpResponse:
        """Whom the invitations go to, and what they ask."""
        candidates = candidates_among(self.actor, chosen)
        return self.render(
            "staff/clients/invite_check.html",
            status=status,
            title=_("Check before you send"),
            form=form,
            ready=[candidate for candidate in candidates if candidate.obstacle is None],
            hindered=[candidate for candidate in candidates if candidate.obstacle is not None],
            choices=invitation_choices(self.actor),
            may_change_onboarding=can(self.actor, "onboarding.manage"),
        )

    def show(self, *, problem: str = "", status: int = 200) -> HttpResponse:
        """The page with its list."""
        is_ready = self.request.GET.get("show") != "hindered"
        form = CandidateFilterForm(self.request.GET)
        search = form.cleaned_data["search"] if form.is_valid() else ""
        cursor = self.request.GET.get("cursor", "")
        page = read_page(candidates_page, self.actor, is_ready=is_ready, search=search, cursor=cursor)
        query = {"show": "" if is_ready else "hindered", "search": search}
        return self.render(
            "staff/clients/invite_many.html",
            status=status,
            title=_("Invite clients"),
            form=form,
            problem=problem,
            rows=[_row(row) for row in page.rows],
            is_ready=is_ready,
            counts=candidate_counts(self.actor),
            is_portal_on=is_portal_on(self.practice),
            **page_urls(page, self.url("staff:clients_invite"), query),
        )


class SendInvitations(ChooseClients):
    """Sending them. There is nothing to open here: the way leads over the look before."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Back to choosing."""
        return self.go("staff:clients_invite")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Invite those who were looked at."""
        chosen, form = chosen_ids(request, "client"), NoteForm(request.POST)
        if not form.is_valid():
            return self.check(chosen, form, status=422)
        candidates = candidates_among(self.actor, chosen)
        outcomes = invite_many(self.actor, candidates=candidates, note=form.cleaned_data["note"])
        request.session[self.outcomes_key()] = [asdict(outcome) for outcome in outcomes]
        return self.go("staff:clients_invite_result")

    def outcomes_key(self) -> str:
        """Where the session keeps what became of it."""
        return f"{OUTCOMES}{self.practice.client_portal_settings.pk}"


class InvitationsSent(SendInvitations):
    """What became of those who were invited last, as it stands now."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The counts and the list; the page for choosing if nobody was invited in this session."""
        outcomes = [Outcome(**kept) for kept in request.session.get(self.outcomes_key(), ())]
        if not outcomes:
            return self.go("staff:clients_invite")
        rows = self.rows(outcomes)
        return self.render(
            "staff/clients/invite_result.html",
            title=_("Invitations"),
            rows=rows,
            sent_count=sum(not row["reason"] for row in rows),
            refused_count=sum(bool(row["reason"]) for row in rows),
            waiting_count=sum(row["is_waiting"] for row in rows),
        )

    def rows(self, outcomes: list[Outcome]) -> list[dict[str, Any]]:
        """Each client with the state of their invitation and of its e-mail."""
        by_client = {outcome.public_id: outcome for outcome in outcomes}
        sent = invitations_among(self.actor, [outcome.invitation for outcome in outcomes if outcome.invitation])
        deliveries = deliveries_of(sent.values())
        return [
            _result(candidate, by_client[_public_id(candidate)], sent, deliveries)
            for candidate in candidates_found(self.actor, list(by_client))
        ]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Nothing is sent from here."""
        return self.http_method_not_allowed(request)


def chosen_ids(request: HttpRequest, name: str) -> list[UUID]:
    """The public ids that were posted under a name; ``NotVisible`` for what isn't one, or for more than a page has."""
    try:
        ids = [UUID(text) for text in request.POST.getlist(name)]
    except ValueError as error:
        raise NotVisible from error
    if len(ids) > CANDIDATES_SIZE:
        raise NotVisible
    return ids


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "public_id": row["public_id"],
        "name": f"{row['client_given']} {row['client_family']}".strip(),
        "email": row["client_email"],
        "obstacle": Obstacle(row["obstacle"]).label if row["obstacle"] else "",
        "state": state_badge(row["portal_state"]),
    }


def _public_id(candidate: Candidate) -> str:
    return str(candidate.client.client_portal_profile.pk)


def _result(
    candidate: Candidate, outcome: Outcome, sent: Mapping[str, Invitation], deliveries: Mapping[Any, Delivery]
) -> dict[str, Any]:
    invitation = sent.get(outcome.invitation)
    delivery = deliveries[invitation.pk] if invitation is not None else None
    return {
        "public_id": outcome.public_id,
        "name": candidate.name,
        "email": candidate.email,
        "reason": outcome.reason,
        "state": state_badge(invitation.state) if invitation is not None else None,
        "delivery": delivery_badge(delivery) if delivery is not None else None,
        "is_waiting": delivery is Delivery.WAITING,
    }
