"""What stands around a record: contacts, insurance, the care team, and what was done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from client_portal.access.models import CareTeamMember
from client_portal.access.services import assign_staff, remove_member, unassign_staff
from client_portal.audit.models import AuditEvent
from client_portal.core.actor import Actor
from client_portal.core.errors import InvalidState, NotAllowed, NotVisible
from client_portal.people.models import ClientContact, Contact, InsurancePolicy
from client_portal.people.selectors import (
    activity_of,
    care_team_of,
    colleagues_to_add,
    contact_by_id,
    contacts_known,
    contacts_of,
    insurance_of,
    known_contact,
    practice_activity,
)
from client_portal.people.services import (
    add_contact,
    change_contact,
    confirm_insurance,
    remove_contact,
    save_insurance,
    update_information,
    view_client,
)
from client_portal.testing import builders

POLICY = {"payer": "Cascade Health", "member_id": "CH 4471", "group_id": "0042"}


@pytest.fixture
def sibling(practice: Any, practitioner: builders.Staff) -> Any:
    """A second client of the same practitioner."""
    return builders.make_client(practice, first_name="Theo", last_name="Ellison", assigned_to=practitioner)


@pytest.fixture
def mother(practitioner: builders.Staff, client_record: Any) -> ClientContact:
    """A contact of the client."""
    return add_contact(
        practitioner.actor,
        client=client_record,
        relationship="parent",
        first_name=" Jo ",
        last_name="Ellison",
        email="jo@example.com",
        phone="(555) 010-4455",
        is_billing_contact=True,
    )


def attachments() -> Any:
    return ClientContact.objects.unscoped(reason="looking after the table")


@pytest.mark.spec("CLIENT-3")
def test_siblings_share_a_contact_with_ties_of_their_own(
    practitioner: builders.Staff, client_record: Any, sibling: Any, mother: ClientContact
) -> None:
    add_contact(
        practitioner.actor,
        client=sibling,
        contact=known_contact(practitioner.actor, mother.contact_id),
        relationship="guardian",
        is_emergency_contact=True,
    )
    (first,), (second,) = contacts_of(practitioner.actor, client_record), contacts_of(practitioner.actor, sibling)
    assert first.contact == second.contact
    assert (first.relationship, first.is_billing_contact, first.is_emergency_contact) == ("parent", True, False)
    assert (second.relationship, second.is_billing_contact, second.is_emergency_contact) == ("guardian", False, True)
    change_contact(
        practitioner.actor,
        attached=contact_by_id(practitioner.actor, sibling, second.pk),
        person={"phone": "(555) 010-9999"},
        relationship="other",
    )
    (first,), (second,) = contacts_of(practitioner.actor, client_record), contacts_of(practitioner.actor, sibling)
    assert first.contact.phone == second.contact.phone == "(555) 010-9999"
    assert (first.relationship, second.relationship) == ("parent", "other")
    remove_contact(practitioner.actor, attached=second)
    assert not contacts_of(practitioner.actor, sibling).exists()
    assert contacts_of(practitioner.actor, client_record).get().contact.first_name == "Jo"


def test_a_contact_is_attached_once(practitioner: builders.Staff, client_record: Any, mother: ClientContact) -> None:
    with pytest.raises(InvalidState):
        add_contact(practitioner.actor, client=client_record, contact=mother.contact, relationship="other")
    assert attachments().count() == 1


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"first_name": " "}, "first_name"),
        ({"last_name": ""}, "last_name"),
        ({"email": "jo@"}, "email"),
        ({"phone": "5" * 41}, "phone"),
        ({"relationship": "neighbour"}, "relationship"),
    ],
)
def test_what_is_wrong_with_a_contact_is_said_by_field(
    practitioner: builders.Staff, client_record: Any, facts: dict[str, str], wrong: str
) -> None:
    given = {"first_name": "Jo", "last_name": "Ellison", "relationship": "parent", **facts}
    with pytest.raises(ValidationError) as refusal:
        add_contact(practitioner.actor, client=client_record, **given)
    assert set(refusal.value.message_dict) == {wrong}
    assert not attachments().exists()
    assert not Contact.objects.exists()
    assert not AuditEvent.objects.filter(action="contact.added").exists()


@pytest.mark.spec("STAFF-2", "STAFF-4")
def test_contacts_of_clients_whom_one_does_not_see_stay_unknown(
    practice: Any, other_practice: Any, client_record: Any, mother: ClientContact
) -> None:
    colleague = builders.make_staff(practice, "practitioner")
    their_client = builders.make_client(practice, assigned_to=colleague)
    stranger = builders.make_staff(other_practice)
    stranger_client = builders.make_client(other_practice)
    for actor, client in ((colleague.actor, their_client), (stranger.actor, stranger_client)):
        assert not contacts_known(actor, client, "Jo").exists()
        assert not contacts_of(actor, client_record).exists()
        with pytest.raises(NotVisible):
            known_contact(actor, mother.contact_id)
        with pytest.raises(NotVisible):
            add_contact(actor, client=client, contact=mother.contact, relationship="parent")
        with pytest.raises(NotVisible):
            contact_by_id(actor, client_record, mother.pk)
    assert attachments().count() == 1


def test_finding_a_contact_of_a_sibling(
    practitioner: builders.Staff, client_record: Any, sibling: Any, mother: ClientContact
) -> None:
    for search in ("jo", "ellison JO", "010-4455", "jo@example"):
        assert list(contacts_known(practitioner.actor, sibling, search)) == [mother.contact]
    assert not contacts_known(practitioner.actor, sibling, "nobody").exists()
    # Who is attached already isn't offered again.
    assert not contacts_known(practitioner.actor, client_record, "jo").exists()
    with pytest.raises(ValidationError):
        contacts_known(practitioner.actor, sibling, "\x00")


def test_contacts_are_managed_by_those_who_manage_access(
    practice: Any, client_record: Any, maya: Any, mother: ClientContact
) -> None:
    for actor in (builders.make_staff(practice, "scheduler").actor, builders.portal_actor(maya, practice)):
        with pytest.raises(NotAllowed):
            add_contact(actor, client=client_record, relationship="other", first_name="X", last_name="Y")
        with pytest.raises(NotAllowed):
            change_contact(actor, attached=mother, person={"first_name": "X"}, relationship="other")
        with pytest.raises(NotAllowed):
            remove_contact(actor, attached=mother)
    assert contacts_of(builders.make_staff(practice, "scheduler").actor, client_record).get().contact.first_name == "Jo"


@pytest.mark.spec("ONB-8")
def test_insurance_needs_review_until_staff_confirm_it(
    practice: Any, practitioner: builders.Staff, client_record: Any, maya: Any
) -> None:
    me = builders.portal_actor(maya, practice)
    policy = save_insurance(me, client=client_record, order="primary", facts=POLICY)
    assert policy.needs_review
    confirmed = confirm_insurance(practitioner.actor, policy_id=policy.pk)
    assert (confirmed.needs_review, confirmed.confirmed_by) == (False, practitioner.user)
    with pytest.raises(InvalidState):
        confirm_insurance(practitioner.actor, policy_id=policy.pk)
    again = save_insurance(me, client=client_record, order="primary", facts={"member_id": "CH 9999"})
    assert (again.pk, again.needs_review, again.payer) == (policy.pk, True, "Cascade Health")
    save_insurance(me, client=client_record, order="secondary", facts=POLICY)
    assert [item.order for item in insurance_of(practitioner.actor, client_record)] == ["primary", "secondary"]


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"payer": ""}, "payer"),
        ({"member_id": ""}, "member_id"),
        ({"relation": "butler"}, "relation"),
        ({"relation": "child"}, "subscriber_name"),
        ({"starts_on": dt.date(2026, 2, 1), "ends_on": dt.date(2026, 1, 1)}, "ends_on"),
        ({"group_id": "x" * 61}, "group_id"),
    ],
)
def test_what_is_wrong_with_insurance_is_said_by_field(
    practice: Any, client_record: Any, maya: Any, facts: dict[str, Any], wrong: str
) -> None:
    me = builders.portal_actor(maya, practice)
    with pytest.raises(ValidationError) as refusal:
        save_insurance(me, client=client_record, order="primary", facts={**POLICY, **facts})
    assert set(refusal.value.message_dict) == {wrong}
    with pytest.raises(ValidationError):
        save_insurance(me, client=client_record, order="third", facts=POLICY)
    assert not InsurancePolicy.objects.unscoped(reason="looking after the table").exists()


@pytest.mark.spec("STAFF-1", "STAFF-4")
def test_clients_and_strangers_confirm_nothing(
    practice: Any, other_practice: Any, practitioner: builders.Staff, client_record: Any, maya: Any
) -> None:
    policy = save_insurance(builders.portal_actor(maya, practice), client=client_record, order="primary", facts=POLICY)
    for actor in (
        builders.portal_actor(maya, practice),
        builders.make_staff(practice).actor,
        builders.make_staff(practice, "biller").actor,
        builders.make_staff(practice, "practitioner").actor,
        builders.make_staff(other_practice).actor,
    ):
        with pytest.raises((NotAllowed, NotVisible)):
            confirm_insurance(actor, policy_id=policy.pk)
    assert insurance_of(practitioner.actor, client_record).get().needs_review
    assert not AuditEvent.objects.filter(action="insurance.confirmed").exists()


@pytest.mark.spec("STAFF-2")
def test_the_care_team_is_who_has_the_client(
    practice: Any, administrator: builders.Staff, practitioner: builders.Staff, client_record: Any
) -> None:
    supervisor = builders.make_staff(practice, "supervisor", name="Sue Park")
    assign_staff(administrator.actor, client=client_record, member=supervisor.member, is_assigned=False)
    team = care_team_of(administrator.actor, client_record)
    assert [(str(seat.member), seat.is_assigned) for seat in team] == [("Priya Raman", True), ("Sue Park", False)]
    outsiders = {administrator.member, builders.make_staff(practice, "biller").member}
    assert set(colleagues_to_add(administrator.actor, client_record)) == outsiders
    unassign_staff(administrator.actor, client=client_record, member=supervisor.member)
    assert [str(seat.member) for seat in care_team_of(administrator.actor, client_record)] == ["Priya Raman"]
    with pytest.raises(NotVisible):
        care_team_of(supervisor.actor, client_record)
    with pytest.raises(NotAllowed):
        colleagues_to_add(builders.make_staff(practice, "scheduler").actor, client_record)


def test_whom_the_hosts_record_assigns_is_on_the_team_and_stays_there(
    administrator: builders.Staff, practitioner: builders.Staff, client_record: Any
) -> None:
    (seat,) = care_team_of(administrator.actor, client_record)
    assert seat.member == practitioner.member
    is_ours = CareTeamMember.objects.filter(client=client_record, member=practitioner.member).exists()
    assert seat.is_removable is is_ours
    remove_member(administrator.actor, member=practitioner.member)
    assert care_team_of(administrator.actor, client_record) == []


@pytest.mark.spec("AUDIT-2")
def test_what_was_done_about_a_client_in_plain_words(
    practice: Any, administrator: builders.Staff, practitioner: builders.Staff, client_record: Any, maya: Any
) -> None:
    view_client(practitioner.actor, client=client_record)
    update_information(builders.portal_actor(maya, practice), client=client_record, facts={"city": "Salem"})
    page = activity_of(practitioner.actor, client_record)
    assert [(str(deed.what), deed.who, deed.capacity) for deed in page.deeds[:2]] == [
        ("Information changed", maya.get_username(), "portal"),
        ("Record opened", "Priya Raman", "staff"),
    ]
    assert (str(page.deeds[-1].what), page.deeds[-1].who) == ("Record made", "")
    assert {str(deed.what) for deed in practice_activity(administrator.actor).deeds} > {"Record opened"}


@pytest.mark.spec("STAFF-2", "STAFF-4")
def test_the_log_is_read_by_those_who_may(
    practice: Any, other_practice: Any, practitioner: builders.Staff, client_record: Any, maya: Any
) -> None:
    for actor in (
        builders.make_staff(practice, "scheduler").actor,
        builders.make_staff(practice, "practitioner").actor,
        builders.make_staff(other_practice).actor,
        builders.portal_actor(maya, practice),
        Actor.anonymous(practice),
    ):
        with pytest.raises((NotAllowed, NotVisible)):
            activity_of(actor, client_record)
    for actor in (practitioner.actor, builders.portal_actor(maya, practice)):
        with pytest.raises(NotAllowed):
            practice_activity(actor)


def test_a_page_of_activity_costs_the_same_at_any_length(
    practitioner: builders.Staff, client_record: Any, queries: Any
) -> None:
    costs = []
    for amount in (5, 20):
        for _number in range(amount):
            view_client(practitioner.actor, client=client_record)
        actor = practitioner.actor
        with queries() as captured:
            activity_of(actor, client_record)
        costs.append(len(captured))
    assert costs[0] == costs[1]
