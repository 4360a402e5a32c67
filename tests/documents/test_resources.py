"""Worksheets and policies of the practice: offered in onboarding to everybody or to some, and known to be read."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from client_portal.audit.models import AuditEvent
from client_portal.core.actor import Actor
from client_portal.core.errors import NotAllowed, NotVisible
from client_portal.documents.models import Resource, ResourceReceipt
from client_portal.documents.selectors import archived_resources_of, resource_by_id, resources_of
from client_portal.documents.services import add_resource, archive_resource, mark_read
from client_portal.files.models import StoredFile
from client_portal.onboarding.selectors import invitation_choices, plan_for
from client_portal.onboarding.services import complete_step, invite, save_onboarding_settings, submit_onboarding
from client_portal.onboarding.types import ItemSetting, Step
from client_portal.people.services import accept_invitation, invitation_token
from client_portal.practices.tenancy import portal_reverse
from client_portal.testing import builders
from tests.files.test_content import PLAIN_PDF
from tests.portal.test_onboarding_walk import HIDDEN

pytestmark = pytest.mark.django_db


def paper(content: bytes = PLAIN_PDF) -> SimpleUploadedFile:
    """A file to upload."""
    return SimpleUploadedFile("policy.pdf", content, content_type="application/pdf")


@pytest.fixture
def policy(administrator: Any) -> Resource:
    """A policy that the practice gives to read."""
    return add_resource(administrator.actor, title="Office policies", description="How we work", upload=paper())


def asked_to_read(actor: Any, client: Any, *resources: Resource) -> Any:
    """Ask a client to read these, and no more; returns the actor that they are once they came in."""
    invitation = invite(
        actor, client=client, information=["name"], forms=[], resources=[resource.pk for resource in resources]
    )
    user = accept_invitation(
        Actor.anonymous(actor.practice), token=invitation_token(invitation), password=builders.PASSWORD
    )
    return builders.portal_actor(user, actor.practice)


def papers_of(actor: Any) -> list[Step]:
    """The steps that are documents to read."""
    plan = plan_for(actor)
    assert plan is not None
    return [step for step in plan.steps if step.group == "documents"]


@pytest.mark.spec("DOC-3")
def test_everybody_new_is_asked_what_the_practice_chose(
    administrator: Any, practitioner: Any, policy: Resource, client_record: Any
) -> None:
    worksheet = add_resource(administrator.actor, title="Sleep diary", upload=paper())
    information = [ItemSetting(item.key, False, False) for item in invitation_choices(administrator.actor).information]
    save_onboarding_settings(administrator.actor, information=information, forms=[], resources=[policy.pk])
    offered = {item.id: item.is_on for item in invitation_choices(practitioner.actor).resources}
    assert offered == {policy.pk: True, worksheet.pk: False}


@pytest.mark.spec("DOC-3")
def test_some_are_asked_and_others_are_not(
    practice: Any, practitioner: Any, policy: Resource, client_record: Any
) -> None:
    other = builders.make_client(practice, first_name="Theo", email="theo@example.com", assigned_to=practitioner)
    asked, spared = asked_to_read(practitioner.actor, client_record, policy), asked_to_read(practitioner.actor, other)
    assert [step.title for step in papers_of(asked)] == ["Office policies"]
    assert papers_of(spared) == []


@pytest.mark.spec("DOC-3")
def test_reading_is_a_step_that_is_noted_once(
    client: Client, practice: Any, practitioner: Any, policy: Resource, client_record: Any
) -> None:
    maya = asked_to_read(practitioner.actor, client_record, policy)
    (step,) = papers_of(maya)
    client.force_login(maya.user)
    address = portal_reverse("portal:onboarding_step", practice, step=step.key)
    file = portal_reverse("portal:file", practice, file_id=policy.file_id)
    page = client.get(address).content.decode()
    assert file in page
    hidden = dict(HIDDEN.findall(page))
    assert client.get(file).getvalue() == PLAIN_PDF
    assert client.post(address, hidden).status_code == 422
    assert client.post(address, {**hidden, "read": "on"}).status_code == 302
    assert not ResourceReceipt.objects.unscoped(reason="a test").exists()
    complete_step(maya, step_key="name", data={"first_name": "Maya", "last_name": "Ellison"}, version=0)
    submit_onboarding(maya)
    submit_onboarding(maya)
    receipt = ResourceReceipt.objects.unscoped(reason="a test").get()
    assert (receipt.resource, receipt.user) == (policy, maya.user)
    mark_read(maya, client=client_record, resource=policy)
    assert ResourceReceipt.objects.unscoped(reason="a test").count() == 1
    assert AuditEvent.objects.filter(action="resource.read").count() == 1


@pytest.mark.spec("DOC-3")
def test_whoever_was_not_given_a_paper_does_not_open_it(
    client: Client, practice: Any, practitioner: Any, administrator: Any, policy: Resource, client_record: Any
) -> None:
    other = builders.make_client(practice, first_name="Theo", email="theo@example.com", assigned_to=practitioner)
    worksheet = add_resource(administrator.actor, title="Sleep diary", upload=paper())
    maya = asked_to_read(practitioner.actor, client_record, policy)
    theo = asked_to_read(practitioner.actor, other, worksheet)
    opened = {}
    for person in (maya, theo):
        client.force_login(person.user)
        for resource in (policy, worksheet):
            answer = client.get(portal_reverse("portal:file", practice, file_id=resource.file_id))
            opened[person.user.email, resource.title] = answer.getvalue() == PLAIN_PDF
    assert opened == {
        ("maya@example.com", "Office policies"): True,
        ("maya@example.com", "Sleep diary"): False,
        ("theo@example.com", "Office policies"): False,
        ("theo@example.com", "Sleep diary"): True,
    }


@pytest.mark.spec("DOC-3", "FEAT-7")
def test_what_is_put_away_is_offered_to_nobody_new_and_stays_with_those_who_have_it(
    practice: Any, administrator: Any, practitioner: Any, policy: Resource, client_record: Any
) -> None:
    maya = asked_to_read(practitioner.actor, client_record, policy)
    archive_resource(administrator.actor, resource_id=policy.pk)
    assert list(resources_of(administrator.actor)) == []
    assert list(archived_resources_of(administrator.actor)) == [policy]
    assert list(invitation_choices(practitioner.actor).resources) == []
    other = builders.make_client(practice, first_name="Theo", email="theo@example.com", assigned_to=practitioner)
    with pytest.raises(ValidationError):
        asked_to_read(practitioner.actor, other, policy)
    assert [step.title for step in papers_of(maya)] == ["Office policies"]
    archive_resource(administrator.actor, resource_id=policy.pk, is_archived=False)
    assert list(resources_of(administrator.actor)) == [policy]


@pytest.mark.parametrize(
    ("title", "content", "field", "told"),
    [
        (" ", PLAIN_PDF, "title", "Give the document a title"),
        ("x" * 151, PLAIN_PDF, "title", "at most 150 characters"),
        ("a\0b", PLAIN_PDF, "__all__", "can't be stored"),
        ("Policies", b"", "file", "This file is empty"),
        ("Policies", b"<html>", "file", "not accepted"),
    ],
)
def test_what_is_wrong_is_named_and_leaves_nothing(
    administrator: Any, title: str, content: bytes, field: str, told: str
) -> None:
    with pytest.raises(ValidationError, match=told) as caught:
        add_resource(administrator.actor, title=title, upload=paper(content))
    assert list(getattr(caught.value, "error_dict", {"__all__": None})) == [field]
    assert not Resource.objects.exists()
    assert not StoredFile.objects.unscoped(reason="a test").exists()


@pytest.mark.spec("STAFF-1", "STAFF-4")
def test_others_neither_add_nor_put_away(
    practice: Any, other_practice: Any, practitioner: Any, policy: Resource, client_record: Any
) -> None:
    stranger = builders.make_staff(other_practice)
    with pytest.raises(NotAllowed):
        add_resource(practitioner.actor, title="Mine", upload=paper())
    with pytest.raises(NotAllowed):
        archive_resource(practitioner.actor, resource_id=policy.pk)
    for key in (policy.pk, uuid.uuid4()):
        with pytest.raises(NotVisible):
            archive_resource(stranger.actor, resource_id=key)
    assert list(resources_of(stranger.actor)) == []
    maya = builders.portal_actor(builders.give_login(client_record, practice), practice)
    assert not resources_of(maya).exists()
    assert not archived_resources_of(maya).exists()
    with pytest.raises(NotVisible):
        resource_by_id(maya, policy.pk)


@pytest.mark.spec("STAFF-4")
def test_another_practice_s_paper_is_not_noted_as_read(practice: Any, other_practice: Any, client_record: Any) -> None:
    theirs = add_resource(builders.make_staff(other_practice).actor, title="Theirs", upload=paper())
    maya = builders.portal_actor(builders.give_login(client_record, practice), practice)
    with pytest.raises(NotVisible):
        mark_read(maya, client=client_record, resource=theirs)
    assert not ResourceReceipt.objects.unscoped(reason="a test").exists()
