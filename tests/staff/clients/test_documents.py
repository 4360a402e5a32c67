"""Completed forms: who reads them, what stands under them, and that each reading is in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from client_portal.access.services import assign_staff
from client_portal.audit.models import AuditEvent
from client_portal.core import frozen
from client_portal.core.actor import Actor
from client_portal.questionnaires.models import Form, FormVersion, Response, Signature
from client_portal.questionnaires.selectors import published_version, shown_form
from client_portal.questionnaires.services import SignatureInput, complete_response
from client_portal.testing import builders
from tests.staff.clients.conftest import Address, Desk, needed_answers, text_of

Complete = Callable[..., Response]
SECRET = "I have told nobody but you"
SCRIPT = "<script>alert(1)</script>"


def version_of(practice: Any, key: str) -> FormVersion:
    return published_version(Form.objects.get(practice=practice, library_key=key))


@pytest.fixture
def intake(practice: Any, client_record: Any, maya: Any) -> Complete:
    """The client completes the adult intake, with a text in its first question."""

    def complete(text: str = SECRET) -> Response:
        version = version_of(practice, "adult_intake")
        first = next(question for question in version.parsed.questions if question.type == "long_text")
        answers = {**needed_answers(version), first.key: text}
        actor = builders.portal_actor(maya, practice)
        return complete_response(actor, client=client_record, form_version=version, answers=answers)

    return complete


@pytest.fixture
def consent(practice: Any, client_record: Any, maya: Any) -> Complete:
    """The client signs the informed consent."""

    def sign(name: str = "Maya Ellison") -> Response:
        version = version_of(practice, "informed_consent")
        actor = builders.portal_actor(maya, practice)
        actor = Actor(actor.capacity, practice, maya, client=actor.client, ip="203.0.113.7", user_agent="Calm Browser")
        shown = shown_form(actor, client=client_record, form_version=version)
        signature = SignatureInput(agreed=True, shown_sha256=shown.text_sha256, typed_name=name)
        return complete_response(actor, client=client_record, form_version=version, answers={}, signature=signature)

    return sign


def signatures() -> Any:
    return Signature.objects.unscoped(reason="looking after the table")


@pytest.mark.spec("CLIENT-4", "FEAT-7")
def test_answers_stand_under_their_questions(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, intake: Complete
) -> None:
    response = intake("First line\nsecond <b>line</b>")
    browser = desk(practitioner)
    listed = text_of(browser.get(address("client_documents", client_record)))
    assert "Adult intake Version 1" in listed
    assert "Client None needed" in listed
    page = browser.get(address("client_response", client_record, response_id=response.pk))
    assert "First line<br>second &lt;b&gt;line&lt;/b&gt;" in page.content.decode()
    assert "No answer" in text_of(page)
    assert "Record of the signature" not in text_of(page)


@pytest.mark.spec("AUDIT-1")
def test_each_reading_is_in_the_log(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, intake: Complete
) -> None:
    response = intake()
    browser = desk(practitioner)
    browser.get(address("client_documents", client_record))
    assert not AuditEvent.objects.filter(action="response.viewed").exists()
    for times in (1, 2):
        browser.get(address("client_response", client_record, response_id=response.pk))
        events = AuditEvent.objects.filter(action="response.viewed", object_id=str(response.pk))
        assert events.count() == times
    event = events.latest("sequence")
    assert (event.client_id, event.user_id) == (str(client_record.pk), str(practitioner.user.pk))
    assert SECRET not in str(list(AuditEvent.objects.values_list("data", flat=True)))


@pytest.mark.spec("FORM-8")
def test_the_record_of_a_signature(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, consent: Complete
) -> None:
    response = consent()
    signature = signatures().get()
    path = address("client_response", client_record, response_id=response.pk)
    browser = desk(practitioner)
    text = text_of(browser.get(path))
    for fact in (
        "Maya Ellison",
        "Signed as Client",
        "Login maya@example.com",
        "IP address 203.0.113.7",
        "Browser Calm Browser",
        signature.text_sha256,
        signature.seal,
        "Nothing was altered",
    ):
        assert fact in text
    assert " ".join(signature.rendered_text.split())[:300] in text
    assert "Signed" in text_of(browser.get(address("client_documents", client_record)))


@pytest.mark.spec("FORM-8")
def test_an_alteration_is_said_aloud(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, consent: Complete
) -> None:
    response = consent()
    frozen.uninstall(connection)
    signatures().update(typed_name="Somebody Else")
    text = text_of(desk(practitioner).get(address("client_response", client_record, response_id=response.pk)))
    assert "Altered" in text
    assert "Nothing was altered" not in text


def test_a_script_in_an_answer_and_a_name_is_text(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, intake: Complete, consent: Complete
) -> None:
    browser = desk(practitioner)
    for response in (intake(SCRIPT), consent(SCRIPT)):
        page = browser.get(address("client_response", client_record, response_id=response.pk)).content.decode()
        assert SCRIPT not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.spec("STAFF-1")
def test_administrators_see_that_there_is_something_and_no_answer(
    desk: Desk,
    address: Address,
    administrator: builders.Staff,
    client_record: Any,
    intake: Complete,
    consent: Complete,
) -> None:
    responses = [intake(), consent()]
    browser = desk(administrator)
    page = browser.get(address("client_documents", client_record))
    text = text_of(page)
    assert "Adult intake Version 1" in text
    assert "Signed" in text
    assert "Answers are open to the care team" in text
    assert SECRET not in text
    for response in responses:
        path = address("client_response", client_record, response_id=response.pk)
        assert path not in page.content.decode()
        refused = browser.get(path)
        assert refused.status_code == 403
        assert SECRET not in refused.content.decode()
    assert not AuditEvent.objects.filter(action="response.viewed").exists()
    # Who is practitioner of the client as well reads on.
    assign_staff(administrator.actor, client=client_record, member=administrator.member)
    path = address("client_response", client_record, response_id=responses[0].pk)
    assert SECRET in text_of(browser.get(path))


@pytest.mark.spec("STAFF-2", "STAFF-4")
def test_responses_of_others_are_not_found(
    desk: Desk,
    address: Address,
    practice: Any,
    other_practice: Any,
    practitioner: builders.Staff,
    client_record: Any,
    intake: Complete,
) -> None:
    response = intake()
    own = builders.make_client(practice, assigned_to=practitioner)
    # The right response under the wrong client of the same practitioner.
    assert desk(practitioner).get(address("client_response", own, response_id=response.pk)).status_code == 404
    stranger, elsewhere = builders.make_staff(practice, "practitioner"), builders.make_staff(other_practice)
    theirs = builders.make_client(practice, assigned_to=stranger)
    assert desk(stranger).get(address("client_response", theirs, response_id=response.pk)).status_code == 404
    assert desk(stranger).get(address("client_response", client_record, response_id=response.pk)).status_code == 404
    foreign = builders.make_client(other_practice)
    path = address("client_response", foreign, response_id=response.pk, of=other_practice)
    assert desk(elsewhere).get(path).status_code in (403, 404)
    assert not AuditEvent.objects.filter(action="response.viewed").exists()


def test_the_list_is_paged_at_the_same_cost(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any, intake: Complete, queries: Any
) -> None:
    browser, costs = desk(practitioner), []
    for amount in (3, 12):
        for number in range(amount):
            intake(f"Text {number}")
        browser.get(address("client_documents", client_record))
        with queries() as captured:
            page = browser.get(address("client_documents", client_record))
        costs.append(len(captured))
    assert costs[0] == costs[1]
    for _number in range(10):
        intake()
    page = browser.get(address("client_documents", client_record))
    rest = browser.get(page.context["next_url"])
    assert (len(page.context["rows"]), len(rest.context["rows"])) == (20, 5)


def test_an_empty_list_says_what_will_come(
    desk: Desk, address: Address, practitioner: builders.Staff, client_record: Any
) -> None:
    assert "Nothing completed yet" in text_of(desk(practitioner).get(address("client_documents", client_record)))
