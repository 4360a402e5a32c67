"""A practice in full swing: staff in every role, clients in every state, so that no page is empty."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

from client_portal.access.roles import Role
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.documents.services import add_resource
from client_portal.onboarding.selectors import invitation_choices, plan_for
from client_portal.onboarding.services import complete_step, invite, save_step, sign_consent, submit_onboarding
from client_portal.onboarding.types import Step
from client_portal.people.models import ClientKind, Invitation
from client_portal.people.selectors import contacts_of, insurance_of, open_changes
from client_portal.people.services import (
    accept_invitation,
    add_contact,
    archive_client,
    mark_opened,
    update_information,
)
from client_portal.people.services.invitations import invitation_token
from client_portal.practices.services import invite_staff, save_branding, save_details
from client_portal.practices.tenancy import NAMESPACE, portal_reverse
from client_portal.questionnaires.selectors import schema_of, shown_form, visible_responses
from client_portal.questionnaires.services import SignatureInput
from client_portal.questionnaires.types import Question
from client_portal.testing import builders

FEATURES = ("appointment_requests", "appointment_cancellation", "messaging", "uploads", "payments")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FACTS = {
    "name": {"first_name": "Maya", "last_name": "Ellison", "preferred_name": "May", "pronouns": "she/her"},
    "demographics": {"birth_date": "1990-04-12", "sex": "", "gender_identity": ""},
    "contact_details": {"phone": "(555) 010-0142", "phone_kind": "mobile", "time_zone": "America/Los_Angeles"},
    "preferences": {"language": "en", "may_email": True, "may_text": False, "wants_reminders": True},
    "insurance": {"primary_payer": "Blue Harbor", "primary_member_id": "BH-1", "primary_relation": "self"},
}
ANSWERS = {
    "short_text": "As far as I know",
    "long_text": "A few weeks\nnow and then",
    "date": "2026-01-15",
    "yes_no": "yes",
}


class House:
    """The practice and whom the tests need to know."""

    def __init__(self, link: str = "house") -> None:
        self.link = link
        self.practice = builders.make_practice("Juniper Counseling", link=link, features=FEATURES, has_forms=True)
        self.staff = {role.value: self._hire(role) for role in Role}
        self.administrator, self.priya = self.staff["administrator"], self.staff["practitioner"]
        self._furnish()
        self.resource = add_resource(self.administrator.actor, title="Your first visit", upload=_file("visit.pdf", PDF))
        self._fill_list()
        self.maya = self._submitted()
        self.uma = self._underway()

    def _hire(self, role: Role) -> builders.Staff:
        return builders.make_staff(
            self.practice, role, email=f"{role.value}@{self.link}.example", name=f"Sam {role.label}"
        )

    def _furnish(self) -> None:
        actor = self.administrator.actor
        save_branding(
            actor,
            accent_color="#1d5586",
            welcome_text="Good to see you.\n\n<strong>Parking</strong> is behind the house.",
            footer_text="License 12345",
            sender_name="Juniper front desk",
            logo=_file("logo.png", _picture()),
        )
        save_details(
            actor,
            details={
                "phone": "(555) 010-0199",
                "email": "desk@house.example",
                "address": "12 Harbor Street\nPortland",
                "time_zone": "America/New_York",
                "crisis_text": "",
                "offers_new_clients": True,
            },
        )
        self.staff_invitation = invite_staff(actor, email="new@house.example", roles=[Role.SCHEDULER], name="Nele New")

    def _fill_list(self) -> None:
        for number in range(22):
            self.make_client(f"Filler{number:02}", email="")
        waiting, opened, expired, archived = (
            self.make_client(name) for name in ("Waiting", "Opened", "Expired", "Archived")
        )
        self.invitation = self.invite(waiting)
        mark_opened(Actor.anonymous(self.practice), token=invitation_token(self.invite(opened)))
        past = clock.now() - dt.timedelta(days=1)
        rows = Invitation.objects.unscoped(reason="time passes")
        rows.filter(pk=self.invite(expired).pk).update(expires_at=past)
        archive_client(self.administrator.actor, client=archived, reason="Moved away")
        minor = self.make_client("Minor", kind=ClientKind.MINOR, birth_date=dt.date(2015, 5, 1))
        add_contact(self.priya.actor, client=minor, relationship="parent", first_name="Pat", last_name="Ellison")

    def make_client(self, name: str, *, email: str | None = None, **facts: Any) -> Any:
        """A client of the practitioner."""
        address = f"{name.lower()}@{self.link}.example" if email is None else email
        return builders.make_client(
            self.practice, first_name=name, last_name="Ellison", email=address, assigned_to=self.priya, **facts
        )

    def invite(self, client: Any) -> Invitation:
        """Invite a client to everything that the practice has by default, and to read its document."""
        choices = invitation_choices(self.priya.actor)
        return invite(
            self.priya.actor,
            client=client,
            information=[item.key for item in choices.information],
            forms=[form.id for form in choices.forms if form.is_on],
            resources=[self.resource.pk],
            note="See you soon",
        )

    def accept(self, client: Any) -> Actor:
        """Invite a client and let them come in with the password of all."""
        token = invitation_token(self.invite(client))
        user = accept_invitation(Actor.anonymous(self.practice), token=token, password=builders.PASSWORD)
        return builders.portal_actor(user, self.practice)

    def _submitted(self) -> Any:
        client = self.make_client("Maya")
        actor = self.accept(client)
        for step in plan_for(actor).steps:
            finish(actor, step)
        submit_onboarding(actor)
        update_information(actor, client=client, facts={"city": "Salem"}, needs_review=True)
        add_contact(
            self.priya.actor, client=client, relationship="partner", first_name="Kim", last_name="Ellison", phone="5550"
        )
        return client

    def _underway(self) -> Any:
        client = self.make_client("Uma")
        actor = self.accept(client)
        steps = plan_for(actor).steps
        finish(actor, steps[0])
        name = next(step for step in steps if step.key == "name")
        save_step(actor, step_key="name", data={"preferred_name": "Um"}, version=name.version)
        self.uma_steps = [step.key for step in steps]
        return client

    def things(self) -> dict[str, Any]:
        """A value for each name that stands in an address, of things that are there."""
        actor, maya = self.priya.actor, self.maya
        policy = insurance_of(actor, maya)[0]
        return {
            "client_id": maya.client_portal_profile.pk,
            "attached_id": contacts_of(actor, maya)[0].pk,
            "change_id": open_changes(actor, maya)[0].pk,
            "policy_id": policy.pk,
            "response_id": visible_responses(actor, maya).exclude(signature=None).first().pk,
            "invitation_id": self.invitation.pk,
            "member_id": self.staff["scheduler"].member.pk,
            "contact_id": contacts_of(actor, maya)[0].contact.pk,
            "form_id": invitation_choices(actor).consents[0].id,
            "resource_id": self.resource.pk,
            "file_id": self.resource.file.pk,
            "step": self.uma_steps[0],
            "color": "a04a26",
            "version": "1d5586",
            "token": "not-a-token",
            "uidb64": "me",
        }

    def invitation_path(self) -> str:
        """The link in the e-mail to a client who waits."""
        token = invitation_token(self.invitation)
        return portal_reverse("portal:invitation_link", self.practice, token=token)

    def addresses(self) -> dict[str, str]:
        """The path of everything that the portal and the workspace answer, by its URL name."""
        things = self.things()
        found = {}
        for audience in ("portal", "staff"):
            for name, parameters in _names(audience):
                known = {key: things[key] for key in parameters - {"practice_id", "practice_slug"}}
                practice = self.practice if audience == "portal" or "practice_id" in parameters else None
                found[f"{audience}:{name}"] = portal_reverse(f"{audience}:{name}", practice, **known)
        for step in self.uma_steps:
            found[f"portal:onboarding_step {step}"] = portal_reverse("portal:onboarding_step", self.practice, step=step)
        return found


def finish(actor: Actor, step: Step) -> None:
    """Complete one step of a plan with believable answers."""
    if step.group == "consents":
        sign(actor, step)
    elif step.group == "information":
        complete_step(actor, step_key=step.key, data=FACTS[step.key], version=step.version)
    elif step.group == "documents":
        complete_step(actor, step_key=step.key, data={"read": True}, version=step.version)
    else:
        complete_step(actor, step_key=step.key, data=answers_of(step), version=step.version)


def sign(actor: Actor, step: Step) -> None:
    """Sign a consent, by name each time."""
    shown = shown_form(actor, client=actor.client, form_version=step.subject)
    signature = SignatureInput(agreed=True, shown_sha256=shown.text_sha256, typed_name="Maya Ellison")
    sign_consent(actor, step_key=step.key, answers=answers_of(step), signature=signature, version=step.version)


def answers_of(step: Step) -> dict[str, Any]:
    """An answer to each question of a form but the signature."""
    return {question.key: _answer(question) for question in schema_of(step.subject).questions if _is_asked(question)}


def _is_asked(question: Question) -> bool:
    return question.type not in ("signature", "information")


def _answer(question: Question) -> Any:
    if question.type == "multiple_choice":
        return [question.options[0].value]
    return question.options[0].value if question.type == "single_choice" else ANSWERS[question.type]


def _names(audience: str) -> Iterator[tuple[str, set[str]]]:
    ours = get_resolver().namespace_dict[NAMESPACE][1]
    resolver: URLResolver = ours.namespace_dict[audience][1]
    yield from _patterns(resolver, set())


def _patterns(resolver: URLResolver, above: set[str]) -> Iterator[tuple[str, set[str]]]:
    for item in resolver.url_patterns:
        parameters = above | set(item.pattern.regex.groupindex)
        if isinstance(item, URLPattern):
            yield str(item.name), parameters
        else:
            yield from _patterns(item, parameters)


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), "#1d5586").save(buffer, "PNG")
    return buffer.getvalue()
