"""The whole of onboarding by plain requests, as a browser without scripts makes them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from client_portal.core import outbox
from client_portal.onboarding.selectors import invitation_choices, plan_for
from client_portal.onboarding.services import invite
from client_portal.people.adapters import people
from client_portal.people.services import invitation_token
from client_portal.practices.tenancy import portal_reverse
from client_portal.questionnaires.models import Response, Signature
from client_portal.questionnaires.selectors import verify_signature
from client_portal.testing import builders

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def invited(actor: Any, client: Any) -> Any:
    """An invitation with everything that the practice asks by default."""
    choices = invitation_choices(actor)
    return invite(
        actor,
        client=client,
        information=[item.key for item in choices.information if item.is_on],
        forms=[form.id for form in choices.forms if form.is_on],
        resources=[item.id for item in choices.resources if item.is_on],
    )


def answers_for(step: Any) -> dict[str, Any]:
    """Something sensible for each step."""
    if step.group == "information":
        return {
            "name": {"first_name": "Maya", "last_name": "Ellison", "pronouns": "she/her"},
            "demographics": {"birth_date_month": "4", "birth_date_day": "9", "birth_date_year": "1990"},
            "contact_details": {"phone": "555 0100", "time_zone": "America/Los_Angeles"},
            "preferences": {"may_email": "on"},
            "insurance": {"no_insurance": "on"},
        }[step.key]
    given: dict[str, Any] = {}
    for question in step.subject.parsed.questions:
        if not question.required:
            continue
        given |= {
            "short_text": {question.key: "Something"},
            "long_text": {question.key: "Something longer"},
            "yes_no": {question.key: "yes"},
            "date": {f"{question.key}_month": "1", f"{question.key}_day": "2", f"{question.key}_year": "2020"},
            "single_choice": {question.key: question.options[0].value if question.options else ""},
            "multiple_choice": {question.key: [question.options[0].value] if question.options else []},
        }.get(question.type, {})
    return given


@pytest.mark.spec("ONB-1", "ONB-3", "ONB-4", "ONB-5", "ONB-6", "ONB-7")
def test_from_the_link_to_the_profile(client: Any, practice: Any, practitioner: Any, client_record: Any) -> None:
    invitation = invited(practitioner.actor, client_record)
    link = portal_reverse("portal:invitation_link", practice, token=invitation_token(invitation))
    landed = client.get(link, follow=True)
    assert landed.status_code == 200, landed.content
    accepted = client.post(portal_reverse("portal:invitation", practice), {"password": builders.PASSWORD}, follow=True)
    assert accepted.redirect_chain[-1][0] == portal_reverse("portal:onboarding", practice)
    user = people().find_user("maya@example.com")
    actor = builders.portal_actor(user, practice)
    signed = 0
    for _turn in range(40):
        plan = plan_for(actor)
        step = next((one for one in plan.steps if not one.is_done), None)
        if step is None:
            break
        address = portal_reverse("portal:onboarding_step", practice, step=step.key)
        page = client.get(address)
        assert page.status_code == 200
        data: dict[str, Any] = dict(HIDDEN.findall(page.content.decode()))
        if step.group == "consents":
            empty = client.post(address, data)
            assert empty.status_code == 422
            data |= {"agreed": "on", **answers_for(step)}
            if not signed:
                assert client.post(address, data).status_code == 422
                data["typed_name"] = "Maya Ellison"
            else:
                assert b'name="typed_name"' not in page.content
            signed += 1
        else:
            data |= answers_for(step)
        answer = client.post(address, data)
        assert answer.status_code == 302, (step.key, re.findall(r"cp-error[^<]*<[^<]*", answer.content.decode()))
    assert signed == 4
    review = client.get(portal_reverse("portal:onboarding_review", practice))
    assert b"Check your answers" in review.content
    for _click in range(2):
        done = client.post(portal_reverse("portal:onboarding_review", practice), {}, follow=True)
        assert done.redirect_chain[-1][0] == portal_reverse("portal:onboarding_done", practice)
    client_record.refresh_from_db()
    facts = people().client_facts(client_record)
    assert str(facts.birth_date) == "1990-04-09"
    assert Response.objects.unscoped(reason="a test").count() == 5
    for signature in Signature.objects.unscoped(reason="a test"):
        assert verify_signature(signature) == []
    mail.outbox.clear()
    outbox.drain()
    told = [message for message in mail.outbox if message.to == ["priya@juniper.example"]]
    assert len(told) == 1
    assert b"Home" in client.get(portal_reverse("portal:home", practice)).content
