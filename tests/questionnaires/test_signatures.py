"""Typed signatures: who signed which exact text, when and from where, and that any later change is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client_portal.access.services import grant_access, revoke_access
from client_portal.audit.models import AuditEvent
from client_portal.audit.selectors import verify_chain
from client_portal.core import frozen
from client_portal.core.actor import Actor
from client_portal.core.errors import Conflict, InvalidState, NotAllowed
from client_portal.practices.selectors import portal_of
from client_portal.questionnaires.evidence import seal_of
from client_portal.questionnaires.fingerprint import text_sha256
from client_portal.questionnaires.models import Form, FormVersion, Response, Signature
from client_portal.questionnaires.selectors import (
    published_version,
    reusable_signature,
    shown_form,
    signature_of,
    verify_signature,
)
from client_portal.questionnaires.services import SignatureInput, complete_response
from client_portal.testing import builders
from client_portal.testing.builders import Staff
from tests.examples import examples

Sign = Callable[..., SignatureInput]
TELEHEALTH = {
    "usual_location": "12 Oak Street, Springfield",
    "callback_phone": "555 0100",
    "emergency_contact_name": "Sam Ellison, brother",
    "emergency_contact_phone": "555 0101",
}


def signatures() -> Any:
    return Signature.objects.unscoped(reason="the test looks at everything")


def responses() -> Any:
    return Response.objects.unscoped(reason="the test looks at everything")


def make_parent(practice: Any, client: Any) -> Actor:
    user = builders.make_user()
    capabilities = ("questionnaires.view", "questionnaires.complete")
    grant_access(Actor.system(practice), client=client, user=user, relationship="parent", capabilities=capabilities)
    return builders.portal_actor(user, practice, client)


@pytest.fixture
def telehealth(system_forms: dict[str, Form]) -> FormVersion:
    return published_version(system_forms["telehealth_consent"])


@pytest.fixture
def signed(client_actor: Actor, client_record: Any, telehealth: FormVersion, sign: Sign) -> Signature:
    """A signature of the client under a form with answers."""
    response = complete_response(
        client_actor,
        client=client_record,
        form_version=telehealth,
        answers=TELEHEALTH,
        signature=sign(client_actor, telehealth),
    )
    found = signature_of(client_actor, response)
    assert found is not None
    return found


def test_a_signature_keeps_all_that_proves_it(
    client_actor: Actor, client_record: Any, telehealth: FormVersion, sign: Sign
) -> None:
    moment = dt.datetime(2040, 3, 10, 15, 4, 5, 678901, tzinfo=dt.UTC)
    signature = sign(client_actor, telehealth, "  Maya   Ellison ")
    with time_machine.travel(moment, tick=False):
        response = complete_response(
            client_actor, client=client_record, form_version=telehealth, answers=TELEHEALTH, signature=signature
        )
    found = signatures().get()
    assert found.response == response
    assert (found.signer, found.typed_name, found.relationship) == (client_actor.user, "Maya Ellison", "self")
    assert (found.signed_at, found.ip, found.user_agent) == (moment, "203.0.113.7", "Calm Browser 1.0")
    assert found.agreed
    assert not found.is_reused
    assert found.intent.startswith("I have read this form, I could ask questions")
    assert "services from Juniper Counseling by telehealth" in found.intent
    assert found.text_sha256 == text_sha256(found.rendered_text)
    for said in ("Consent to telehealth", "Client: Maya Ellison", "    Sam Ellison, brother", found.intent):
        assert said in found.rendered_text
    assert responses().get().answers == TELEHEALTH
    assert verify_signature(found) == []


def test_the_log_keeps_the_seal_and_no_content(signed: Signature, practice: Any) -> None:
    event = AuditEvent.objects.get(action="response.signed")
    assert event.data["seal"] == signed.seal
    assert "Oak Street" not in str(event.data)
    assert verify_chain(practice) == []


@pytest.mark.spec("ONB-4")
@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"agreed": False}, "Tick the box to show that you agree."),
        ({"name": ""}, "Type your full name to sign."),
        ({"name": " \u00a0 "}, "Type your full name to sign."),
        (None, "Please answer this question."),
    ],
)
def test_without_name_and_tick_nothing_is_accepted(
    *,
    facts: dict[str, Any] | None,
    message: str,
    client_actor: Actor,
    client_record: Any,
    consent: FormVersion,
    sign: Sign,
) -> None:
    signature = None if facts is None else sign(client_actor, consent, **facts)
    before = AuditEvent.objects.count()
    with pytest.raises(ValidationError) as caught:
        complete_response(client_actor, client=client_record, form_version=consent, answers={}, signature=signature)
    assert caught.value.message_dict == {"signature": [message]}
    assert (signatures().count(), responses().count(), AuditEvent.objects.count()) == (0, 0, before)


@pytest.mark.spec("ONB-4")
def test_later_consents_take_the_name_over_with_a_tick_of_their_own(
    client_actor: Actor, client_record: Any, consent: FormVersion, signed: Signature, sign: Sign
) -> None:
    assert reusable_signature(client_actor, client_record) == signed
    with pytest.raises(ValidationError):
        complete_response(
            client_actor,
            client=client_record,
            form_version=consent,
            answers={},
            signature=sign(client_actor, consent, "", agreed=False),
        )
    assert signatures().count() == 1
    response = complete_response(
        client_actor, client=client_record, form_version=consent, answers={}, signature=sign(client_actor, consent, "")
    )
    later = signatures().get(response=response)
    assert (later.typed_name, later.is_reused) == ("Maya Ellison", True)
    assert verify_signature(later) == []


def test_nobody_takes_over_the_name_of_another(
    practice: Any, client_record: Any, signed: Signature, consent: FormVersion, sign: Sign
) -> None:
    parent = make_parent(practice, client_record)
    assert reusable_signature(parent, client_record) is None
    with pytest.raises(ValidationError):
        complete_response(
            parent, client=client_record, form_version=consent, answers={}, signature=sign(parent, consent, "")
        )
    assert signatures().count() == 1
    response = complete_response(
        parent, client=client_record, form_version=consent, answers={}, signature=sign(parent, consent, "Jo Ellison")
    )
    found = signatures().get(response=response)
    assert (found.relationship, found.typed_name, found.signer) == ("parent", "Jo Ellison", parent.user)


def test_one_parent_neither_takes_over_nor_sees_the_signature_of_the_other(
    practice: Any, client_record: Any, consent: FormVersion, sign: Sign
) -> None:
    mother, father = make_parent(practice, client_record), make_parent(practice, client_record)
    response = complete_response(
        mother, client=client_record, form_version=consent, answers={}, signature=sign(mother, consent, "Jo Ellison")
    )
    assert reusable_signature(mother, client_record) == signature_of(mother, response) == signatures().get()
    assert reusable_signature(father, client_record) is None
    assert signature_of(father, response) is None


def test_a_name_given_in_one_relationship_is_not_taken_over_in_another(
    practice: Any, maya: Any, client_record: Any, signed: Signature
) -> None:
    system = Actor.system(practice)
    revoke_access(system, grant=maya.client_portal_grants.get())
    capabilities = ("questionnaires.view", "questionnaires.complete")
    grant_access(system, client=client_record, user=maya, relationship="partner", capabilities=capabilities)
    partner = builders.portal_actor(maya, practice)
    assert signature_of(partner, signed.response) == signed
    assert reusable_signature(partner, client_record) is None


def test_a_name_given_for_one_child_is_not_taken_over_for_another(
    practice: Any, maya: Any, client_record: Any, signed: Signature, consent: FormVersion
) -> None:
    sister = builders.make_client(practice, first_name="Lea")
    builders.give_login(sister, practice, user=maya)
    actor = builders.portal_actor(maya, practice, sister)
    shown = shown_form(actor, client=sister, form_version=consent)
    with pytest.raises(ValidationError):
        complete_response(
            actor,
            client=sister,
            form_version=consent,
            answers={},
            signature=SignatureInput(agreed=True, shown_sha256=shown.text_sha256),
        )
    assert signatures().count() == 1


def test_a_text_that_changed_since_it_was_shown_is_not_signed(
    client_actor: Actor, client_record: Any, practice: Any, consent: FormVersion, sign: Sign
) -> None:
    signature = sign(client_actor, consent)
    portal = portal_of(practice)
    portal.phone = "(555) 010-0777"
    portal.save()
    practice.client_portal_settings = portal
    for stale in (signature, sign(client_actor, consent, shown_sha256="")):
        with pytest.raises(Conflict):
            complete_response(client_actor, client=client_record, form_version=consent, answers={}, signature=stale)
    assert (signatures().count(), responses().count()) == (0, 0)
    complete_response(
        client_actor, client=client_record, form_version=consent, answers={}, signature=sign(client_actor, consent)
    )
    assert signatures().count() == 1


def test_answers_given_on_the_page_do_not_make_it_another_text(
    client_actor: Actor, client_record: Any, telehealth: FormVersion
) -> None:
    def shown(answers: dict[str, Any]) -> str:
        return shown_form(client_actor, client=client_record, form_version=telehealth, answers=answers).text_sha256

    assert shown({}) == shown(TELEHEALTH)


def test_a_signature_among_the_answers_counts_for_nothing(
    client_actor: Actor, client_record: Any, consent: FormVersion
) -> None:
    forged = {"signature": {"typed_name": "Maya Ellison", "agreed": True}}
    with pytest.raises(ValidationError):
        complete_response(client_actor, client=client_record, form_version=consent, answers=forged)
    assert responses().count() == 0


@pytest.mark.spec("FORM-4")
def test_a_signature_cannot_be_changed_deleted_or_doubled(signed: Signature) -> None:
    signed.typed_name = "Somebody Else"
    for deed in (signed.save, signed.delete):
        with pytest.raises(InvalidState):
            deed()
    twin = signatures().get()
    twin.pk, twin._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    assert signatures().get().typed_name == "Maya Ellison"


@pytest.mark.parametrize("facts", [{"agreed": False}, {"typed_name": ""}])
def test_the_database_refuses_a_signature_without_name_or_tick(
    facts: dict[str, Any], client_actor: Actor, client_record: Any, intake: FormVersion, signed: Signature
) -> None:
    response = complete_response(
        client_actor, client=client_record, form_version=intake, answers={"reason": "I sleep badly."}
    )
    row = signatures().get()
    row.pk, row._state.adding, row.response = None, True, response
    for name, value in facts.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    assert signatures().count() == 1


def test_signatures_are_read_by_those_who_read_the_response(
    practice: Any, practitioner: Staff, administrator: Staff, client_actor: Actor, signed: Signature
) -> None:
    assert signature_of(practitioner.actor, signed.response) == signed
    for actor in (administrator.actor, builders.make_staff(practice, "practitioner").actor, Actor.anonymous(practice)):
        assert signature_of(actor, signed.response) is None


def test_staff_do_not_sign_for_clients(practitioner: Staff, client_record: Any, consent: FormVersion) -> None:
    signature = SignatureInput(agreed=True, shown_sha256="", typed_name="Maya Ellison")
    with pytest.raises(NotAllowed):
        complete_response(
            practitioner.actor, client=client_record, form_version=consent, answers={}, signature=signature
        )
    assert signatures().count() == 0


TABLES = {
    "client_portal_signature": (
        "typed_name",
        "relationship",
        "intent",
        "rendered_text",
        "text_sha256",
        "seal",
        "signed_at",
        "ip",
        "user_agent",
        "is_reused",
        "signer_id",
    ),
    "client_portal_response": ("answers", "completed_at", "respondent_id"),
    "client_portal_formversion": ("schema",),
}


def tamper(table: str, column: str, value: Any) -> None:
    """Change a column past all models, as somebody with the database in hands could."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [value])  # noqa: S608 - names are the test's own


@pytest.fixture
def with_triggers(db: None) -> None:
    frozen.uninstall(connection)
    frozen.install(connection)


@pytest.mark.spec("FORM-4")
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("client_portal_signature", "rendered_text"),
        ("client_portal_signature", "typed_name"),
        ("client_portal_response", "answers"),
        ("client_portal_formversion", "schema"),
    ],
)
def test_the_database_itself_refuses_to_change_what_was_signed(
    with_triggers: None, signed: Signature, table: str, column: str
) -> None:
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        tamper(table, column, VALUES.get(column, "x" * 30))
    assert verify_signature(signed) == []


@pytest.fixture
def without_triggers(db: None) -> None:
    frozen.uninstall(connection)


VALUES: dict[str, Any] = {
    "signed_at": "2020-01-01 00:00:00+00:00",
    "completed_at": "2020-01-01 00:00:00+00:00",
    "ip": "198.51.100.1",
    "is_reused": True,
    "answers": '{"callback_phone": "555 0199"}',
    "schema": '{"version": 1}',
}


@pytest.mark.spec("FORM-4")
@pytest.mark.parametrize(("table", "column"), [(table, column) for table in TABLES for column in TABLES[table]])
def test_any_later_alteration_is_found(
    without_triggers: None, signed: Signature, practitioner: Staff, table: str, column: str
) -> None:
    assert verify_signature(signed) == []
    value = practitioner.user.pk if column in ("respondent_id", "signer_id") else VALUES.get(column, "x" * 30)
    tamper(table, column, value)
    assert verify_signature(signed) != []


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_character_of_the_text_is_found(
    without_triggers: None, signed: Signature, data: st.DataObject
) -> None:
    text = signatures().get().rendered_text
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"], exclude_characters="\x00" + text[place]))
    with transaction.atomic():
        tamper("client_portal_signature", "rendered_text", text[:place] + other + text[place + 1 :])
        problems = verify_signature(signed)
        transaction.set_rollback(True)
    assert "The signed text was altered." in problems
    assert verify_signature(signed) == []


def test_an_alteration_with_all_its_hashes_recomputed_still_differs_from_the_log(
    without_triggers: None, signed: Signature
) -> None:
    text = signatures().get().rendered_text.replace("Sam Ellison, brother", "Kim Other, friend")
    tamper("client_portal_signature", "rendered_text", text)
    tamper("client_portal_signature", "text_sha256", text_sha256(text))
    tamper("client_portal_signature", "seal", seal_of(signatures().get()))
    assert verify_signature(signed) == ["The seal is not the one that the audit log recorded."]


def test_an_altered_form_version_is_named(without_triggers: None, signed: Signature) -> None:
    tamper("client_portal_formversion", "schema", VALUES["schema"])
    assert "The form version was altered." in verify_signature(signed)


@pytest.mark.parametrize("ip", [None, "203.0.113.7", "2001:DB8::0001", "::ffff:203.0.113.7"])
def test_any_way_of_writing_an_address_verifies(
    ip: str | None, client_actor: Actor, client_record: Any, consent: FormVersion, sign: Sign
) -> None:
    actor = Actor(client_actor.capacity, client_actor.practice, client_actor.user, client=client_record, ip=ip)
    response = complete_response(
        actor, client=client_record, form_version=consent, answers={}, signature=sign(actor, consent)
    )
    assert verify_signature(signatures().get(response=response)) == []
