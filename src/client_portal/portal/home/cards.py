"""What our own cards on a client's home say."""

from __future__ import annotations

from typing import Any

from client_portal.core.actor import Actor
from client_portal.onboarding import rules
from client_portal.onboarding.selectors import plan_for
from client_portal.pages.cards import HomeCard, register_home_card
from client_portal.people.selectors import practitioner_names
from client_portal.questionnaires.selectors import visible_responses

RESPONSES = 20


def to_do(actor: Actor) -> dict[str, Any]:
    """How far onboarding is and what comes next; ``plan`` is None when there is nothing to do."""
    plan = plan_for(actor)
    if plan is None or plan.submitted_at is not None:
        return {"plan": None}
    steps = plan.steps
    return {"plan": plan, "done": rules.done_count(steps), "total": len(steps), "next_step": rules.next_step(steps)}


def given(actor: Actor) -> dict[str, Any] | None:
    """The newest completed forms."""
    responses = visible_responses(actor, actor.client).select_related("form_version__form", "signature")[:RESPONSES]
    return {"responses": responses} if responses else None


def care_team(actor: Actor) -> dict[str, Any] | None:
    """Who takes care of the client."""
    names = practitioner_names(actor.client)
    return {"names": names} if names else None


def register() -> None:
    """Put our cards first; called once when Django starts."""
    register_home_card(HomeCard("to_do", "client_portal/portal/home/_to_do.html", to_do))
    register_home_card(HomeCard("given", "client_portal/portal/home/_given.html", given))
    register_home_card(HomeCard("care_team", "client_portal/portal/home/_care_team.html", care_team, is_aside=True))
