"""What clients tell about themselves, page by page, and how it reads before they hand it in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from client_portal.core.actor import Actor
from client_portal.onboarding.selectors import plan_for
from client_portal.onboarding.services import invite, submit_onboarding
from client_portal.people.models import InsurancePolicy
from client_portal.people.services import accept_invitation, invitation_token
from client_portal.practices.tenancy import portal_reverse
from client_portal.testing import builders
from tests.permissions.stage import picture

pytestmark = pytest.mark.django_db
ITEMS = ["name", "demographics", "contact_details", "preferences", "insurance"]


@pytest.fixture
def me(client: Client, practice: Any, practitioner: Any, client_record: Any) -> Actor:
    """A client who is asked for their information alone, signed in."""
    invitation = invite(practitioner.actor, client=client_record, information=ITEMS, forms=[], resources=[])
    anonymous = Actor.anonymous(practice)
    user = accept_invitation(anonymous, token=invitation_token(invitation), password=builders.PASSWORD)
    client.force_login(user)
    return builders.portal_actor(user, practice)


@pytest.fixture
def step(client: Client, practice: Any, me: Actor) -> Any:
    """Open a step, or answer it; returns the page that follows."""

    def visit(key: str, **answers: Any) -> BeautifulSoup:
        address = portal_reverse("portal:onboarding_step", practice, step=key)
        found = BeautifulSoup(client.get(address).content, "html.parser")
        if answers:
            hidden = {field["name"]: field["value"] for field in found.select("main form input[type=hidden]")}
            answer = client.post(address, {**hidden, **answers}, follow=True)
            assert answer.redirect_chain, BeautifulSoup(answer.content, "html.parser").main.text
            found = BeautifulSoup(answer.content, "html.parser")
        return found

    return visit


def date(name: str, month: int, day: int, year: int) -> dict[str, str]:
    """A date as its three boxes send it."""
    return {f"{name}_month": str(month), f"{name}_day": str(day), f"{name}_year": str(year)}


@pytest.mark.spec("ONB-8")
def test_gender_is_offered_as_the_site_says_and_kept_in_anybody_s_words(settings: Any, step: Any, me: Actor) -> None:
    offered = [option["value"] for option in step("demographics").select("datalist option")]
    assert "Prefer not to say" in offered
    settings.CLIENT_PORTAL = {**getattr(settings, "CLIENT_PORTAL", {}), "GENDER_IDENTITIES": ("Agender", "Rather not")}
    page = step("demographics")
    box = page.select_one("input[name=gender_identity]")
    offered = page.find(id=box["list"]).select("option")
    assert [option["value"] for option in offered] == ["Agender", "Rather not"]
    step("demographics", gender_identity="Two-spirit, mostly", sex="undisclosed", **date("birth_date", 4, 9, 1990))
    assert plan_data(me, "demographics")["gender_identity"] == "Two-spirit, mostly"


def plan_data(actor: Actor, key: str) -> dict[str, Any]:
    """What the draft of a step holds."""
    plan = plan_for(actor)
    assert plan is not None
    return next(dict(one.data) for one in plan.steps if one.key == key)


INSURANCE: dict[str, Any] = {
    "primary_payer": "Blue Harbor Mutual",
    "primary_member_id": "BH-2231",
    "primary_group_id": "G-1",
    "primary_relation": "self",
    **date("primary_starts_on", 1, 1, 2026),
    **date("primary_ends_on", 12, 31, 2026),
    "secondary_payer": "Fern Health",
    "secondary_member_id": "F-77",
    "secondary_group_id": "G-2",
    "secondary_relation": "child",
    "secondary_subscriber_name": "Ruth Ellison",
    **date("secondary_subscriber_birth_date", 2, 3, 1960),
    **date("secondary_starts_on", 5, 1, 2025),
}


@pytest.mark.spec("ONB-8")
def test_everything_that_was_told_lands_in_the_record(step: Any, me: Actor, client_record: Any) -> None:
    step(
        "name",
        first_name="Maya",
        last_name="Ellison",
        legal_name="Maya R. Ellison",
        preferred_name="May",
        pronouns="she/her",
    )
    step("demographics", gender_identity="Woman", sex="female", **date("birth_date", 4, 9, 1990))
    step("contact_details", phone="(555) 010-0142", phone_kind="mobile", city="Salem", time_zone="America/Los_Angeles")
    step("preferences", language="es", may_text="on", wants_reminders="on")
    cards = {f"{order}_card_{side}": picture() for order in ("primary", "secondary") for side in ("front", "back")}
    step("insurance", **INSURANCE, **cards)
    submit_onboarding(me)
    client_record.refresh_from_db()
    profile = client_record.client_portal_profile
    profile.refresh_from_db()
    assert (profile.legal_name, profile.preferred_name, profile.pronouns) == ("Maya R. Ellison", "May", "she/her")
    assert (profile.sex, profile.gender_identity, profile.time_zone) == ("female", "Woman", "America/Los_Angeles")
    assert (profile.language, profile.may_email, profile.may_text) == ("es", False, True)
    assert (profile.may_leave_voicemail, profile.wants_reminders) == (False, True)
    policies = InsurancePolicy.objects.unscoped(reason="a test").order_by("order")
    primary, secondary = policies.get(order="primary"), policies.get(order="secondary")
    assert (primary.payer, primary.member_id, primary.group_id) == ("Blue Harbor Mutual", "BH-2231", "G-1")
    assert (primary.starts_on, primary.ends_on) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert (secondary.payer, secondary.relation, secondary.subscriber_name) == ("Fern Health", "child", "Ruth Ellison")
    assert (secondary.subscriber_birth_date, secondary.starts_on) == (dt.date(1960, 2, 3), dt.date(2025, 5, 1))
    assert len({policy.card_front_id for policy in policies} | {policy.card_back_id for policy in policies}) == 4
    assert primary.needs_review
    assert secondary.needs_review


@pytest.mark.spec("ONB-5", "ONB-8")
def test_the_last_look_is_in_words(client: Client, practice: Any, step: Any) -> None:
    step("demographics", sex="undisclosed", **date("birth_date", 4, 9, 1990))
    step("insurance", **INSURANCE, primary_card_front=picture())
    page = BeautifulSoup(client.get(portal_reverse("portal:onboarding_review", practice)).content, "html.parser")
    told = {row.dt.text: row.dd.text.strip() for row in page.select("main dl div")}
    assert told["Sex"] == "Prefer not to say"
    assert told["Date of birth"] == "April 9, 1990"
    assert told["Valid until"] == "Dec. 31, 2026"
    assert told["You are to the second policy’s holder"] == "Child"
    assert told["Photo of the card’s front"] == "Added"


def second(page: BeautifulSoup) -> Any:
    """The part of the page for a second policy."""
    return page.select_one("main form details")


@pytest.mark.spec("ONB-8", "UX-3")
def test_a_second_policy_is_folded_away_until_somebody_has_one(client: Client, practice: Any, step: Any) -> None:
    assert not second(step("insurance")).has_attr("open")
    address = portal_reverse("portal:onboarding_step", practice, step="insurance")
    hidden = {field["name"]: field["value"] for field in step("insurance").select("main form input[type=hidden]")}
    wrong = {**hidden, **INSURANCE, **date("secondary_ends_on", 4, 30, 2025)}
    answer = client.post(address, wrong)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert second(page).has_attr("open")
    assert page.select_one("input[name=secondary_subscriber_name]")["value"] == "Ruth Ellison"
    assert second(page).select(".cp-field--error")
    step("insurance", **INSURANCE, primary_card_front=picture())
    again = step("insurance")
    assert second(again).has_attr("open")
    assert [link["href"] for link in again.select("a[target=_blank]") if "/files/" in link["href"]]
