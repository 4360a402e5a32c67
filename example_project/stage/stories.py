"""How far each client has come, told by the deeds that led there. Each story is one of ``timeline``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from client_portal.access.registry import capabilities
from client_portal.access.services import grant_access
from client_portal.core.actor import Actor
from client_portal.onboarding.selectors import invitation_choices, plan_for
from client_portal.onboarding.services import (
    complete_step,
    invite,
    save_step,
    sign_consent,
    store_card,
    submit_onboarding,
)
from client_portal.onboarding.types import Step
from client_portal.people.adapters import people
from client_portal.people.models import ClientKind, Contact, Invitation
from client_portal.people.selectors import insurance_of
from client_portal.people.services import (
    accept_invitation,
    add_contact,
    archive_client,
    confirm_insurance,
    invitation_token,
    mark_opened,
    revoke_invitation,
    update_information,
    view_client,
)
from client_portal.questionnaires.selectors import schema_of, shown_form
from client_portal.questionnaires.services import SignatureInput
from client_portal.testing import builders
from example_project.stage.answers import UNANSWERABLE, answer_to, information_for
from example_project.stage.cast import AMARA, PASSWORD, ClientRole
from example_project.stage.paper import insurance_card
from example_project.stage.timeline import Story

NOTES = (
    "Looking forward to meeting you. Take your time with the questions.",
    "These are the papers we talked about on the phone. Call me if anything is unclear.",
    "",
)


@dataclass(slots=True)
class Scene:
    """One client of one practice. ``number`` makes people differ and spreads their deeds over the weeks."""

    practice: Any
    staff: dict[str, builders.Staff]
    role: ClientRole
    number: int
    family: dict[str, Contact]
    client: Any = None
    login: Any = None

    @property
    def practitioner(self) -> Actor:
        """The client's practitioner, with a fresh memory."""
        return self.staff[self.role.of].actor

    @property
    def actor(self) -> Actor:
        """The client in the portal."""
        return builders.portal_actor(self.login, self.practice, self.client)

    def days(self, ago: float) -> float:
        """Around so many days ago, each client on a day of their own."""
        return ago + 0.37 * (self.number % 7)


def on_file(scene: Scene) -> Story:
    """A record, and no word to the client yet."""
    yield scene.days(34)
    scene.client = builders.make_client(
        scene.practice,
        first_name=scene.role.first_name,
        last_name=scene.role.last_name,
        email=scene.role.email,
        birth_date=scene.role.born,
        kind=ClientKind.MINOR if _is_minor(scene.role) else ClientKind.INDIVIDUAL,
        assigned_to=scene.staff[scene.role.of],
    )


def invited(scene: Scene) -> Story:
    """An invitation that waits."""
    yield from on_file(scene)
    yield scene.days(2)
    _invite(scene)


def opened(scene: Scene) -> Story:
    """An invitation that was looked at."""
    yield from on_file(scene)
    yield scene.days(3)
    invitation = _invite(scene)
    yield scene.days(1)
    mark_opened(Actor.anonymous(scene.practice), token=invitation_token(invitation))


def expired(scene: Scene) -> Story:
    """An invitation that nobody took up in time."""
    yield from on_file(scene)
    yield scene.days(20)
    _invite(scene)


def revoked(scene: Scene) -> Story:
    """An invitation that was taken back."""
    yield from on_file(scene)
    yield scene.days(9)
    invitation = _invite(scene)
    yield scene.days(8)
    revoke_invitation(scene.practitioner, invitation_id=invitation.pk)


def accepted(scene: Scene, *, features_off: Sequence[str] = (), days: float = 4) -> Story:
    """In the portal, with everything still to do."""
    yield from on_file(scene)
    yield scene.days(days + 1.5)
    invitation = _invite(scene, features_off)
    yield scene.days(days)
    _come_in(scene, invitation)


def began(scene: Scene) -> Story:
    """One consent signed, and half a page typed."""
    yield from accepted(scene)
    yield scene.days(2)
    for step in _steps(scene, "consents")[:1]:
        _sign(scene, step, is_first=True)
    for step in [step for step in _steps(scene, "information") if step.key == "name"]:
        save_step(scene.actor, step_key=step.key, data={"preferred_name": scene.role.first_name}, version=step.version)


def halfway(scene: Scene) -> Story:
    """Consents signed and information given."""
    yield from accepted(scene, days=7)
    yield scene.days(5)
    _sign_all(scene)
    yield scene.days(2)
    _complete(scene, "information")


def ready(scene: Scene, *, days: float = 3, **options: Any) -> Story:
    """Every step done, not handed in."""
    yield from accepted(scene, days=days + 3, **options)
    yield scene.days(days + 2)
    _sign_all(scene)
    yield scene.days(days + 1)
    _complete(scene, "information")
    yield scene.days(days)
    _complete(scene, "intake", "documents")


def submitted(scene: Scene, **options: Any) -> Story:
    """Handed in, and read by the practitioner."""
    yield from ready(scene, days=14, **options)
    yield scene.days(13.9)
    submit_onboarding(scene.actor)
    yield scene.days(13)
    view_client(scene.practitioner, client=scene.client)


def restricted(scene: Scene) -> Story:
    """Handed in, with features switched off for this client alone."""
    yield from submitted(scene, features_off=("messaging", "payments"))


def settled(scene: Scene) -> Story:
    """Handed in and at home: insurance confirmed, a change of address that waits to be accepted."""
    yield from submitted(scene)
    yield scene.days(11)
    for policy in insurance_of(scene.practitioner, scene.client):
        confirm_insurance(scene.practitioner, policy_id=policy.pk)
    _attach(scene, "partner", first_name="Kim", last_name="Ellison", phone="(555) 010-0181", is_emergency_contact=True)
    yield scene.days(1)
    moved = {"street": "9 Winter Street", "postal_code": "04102"}
    update_information(scene.actor, client=scene.client, facts=moved, needs_review=True)


def archived(scene: Scene) -> Story:
    """Put away before anything began."""
    yield from on_file(scene)
    yield scene.days(6)
    archive_client(scene.practitioner, client=scene.client, reason="Went with another practice")


def put_away(scene: Scene) -> Story:
    """A client for a while, then archived."""
    yield from submitted(scene)
    yield scene.days(5)
    archive_client(scene.practitioner, client=scene.client, reason="Moved to another state")


def child(scene: Scene) -> Story:
    """A child whose parents are contacts, shared with the sibling; the mother has a login for both."""
    yield from on_file(scene)
    yield scene.days(30)
    parents = (
        {"first_name": "Amara", "last_name": "Okafor", "email": AMARA.email, "is_billing_contact": True},
        {"first_name": "Chidi", "last_name": "Okafor", "phone": "(555) 010-0166", "is_emergency_contact": True},
    )
    for person in parents:
        _attach(scene, "parent", **person)
    yield scene.days(12)
    mother = people().find_user(AMARA.email) or builders.make_user(
        AMARA.email, first_name="Amara", last_name="Okafor", password=PASSWORD
    )
    grant_access(
        Actor.system(scene.practice),
        client=scene.client,
        user=mother,
        relationship="parent",
        capabilities=list(capabilities),
        reason="mother, shares custody",
    )


def teenager(scene: Scene) -> Story:
    """A minor with a login of his own, and a guardian who is a contact."""
    yield from accepted(scene)
    _attach(
        scene,
        "guardian",
        first_name="Rosalba",
        last_name="Marchetti",
        phone="(555) 010-0159",
        is_billing_contact=True,
        is_emergency_contact=True,
    )
    yield scene.days(1)
    _sign_all(scene)


def second_record(scene: Scene) -> Story:
    """A second record that the login of the first one was added to."""
    yield from accepted(scene, days=3)


def second_practice(scene: Scene) -> Story:
    """The same login in another practice."""
    yield from accepted(scene, days=5)
    yield scene.days(4)
    _sign_all(scene)


STORIES: dict[str, Callable[[Scene], Story]] = {
    story.__name__: story
    for story in (
        on_file,
        invited,
        opened,
        expired,
        revoked,
        accepted,
        began,
        halfway,
        ready,
        submitted,
        restricted,
        settled,
        archived,
        put_away,
        child,
        teenager,
        second_record,
        second_practice,
    )
}


def _is_minor(role: ClientRole) -> bool:
    return role.born is not None and role.born > dt.date(2008, 1, 1)


def _invite(scene: Scene, features_off: Sequence[str] = ()) -> Invitation:
    choices = invitation_choices(scene.practitioner)
    consents = [form.id for form in choices.consents if form.is_on]
    wanted = "Child and adolescent intake" if _is_minor(scene.role) else "Adult intake"
    intake = [form.id for form in choices.intake if form.title == wanted]
    return invite(
        scene.practitioner,
        client=scene.client,
        information=[item.key for item in choices.information if item.is_on],
        forms=[*consents, *intake],
        resources=[resource.id for resource in choices.resources if resource.is_on],
        features_off=features_off,
        note=NOTES[scene.number % len(NOTES)],
    )


def _come_in(scene: Scene, invitation: Invitation) -> None:
    token = invitation_token(invitation)
    visitor = Actor.anonymous(scene.practice, ip="203.0.113.24")
    mark_opened(visitor, token=token)
    login = people().find_user(scene.role.email)
    password = PASSWORD if login is None else None
    scene.login = accept_invitation(replace(visitor, user=login), token=token, password=password)


def _steps(scene: Scene, *groups: str) -> list[Step]:
    plan = plan_for(scene.actor)
    return [step for step in plan.steps if step.group in groups and not step.is_done] if plan else []


def _sign_all(scene: Scene) -> None:
    for position, step in enumerate(_steps(scene, "consents")):
        _sign(scene, step, is_first=position == 0)


def _sign(scene: Scene, step: Step, *, is_first: bool) -> None:
    actor = scene.actor
    shown = shown_form(actor, client=scene.client, form_version=step.subject)
    name = scene.role.name if is_first else ""
    signature = SignatureInput(agreed=True, shown_sha256=shown.text_sha256, typed_name=name)
    answers = dict(_answers(step, scene.number))
    sign_consent(actor, step_key=step.key, answers=answers, signature=signature, version=step.version)


def _complete(scene: Scene, *groups: str) -> None:
    for step in _steps(scene, *groups):
        data, version = _data(scene, step), step.version
        if step.key == "insurance" and scene.role.story == "settled":
            card = insurance_card("Casco Mutual", data["primary_member_id"])
            file = store_card(scene.actor, step_key=step.key, field="primary_card_front", upload=card, version=version)
            data, version = {**data, "primary_card_front": str(file.pk)}, version + 1
        complete_step(scene.actor, step_key=step.key, data=data, version=version)


def _data(scene: Scene, step: Step) -> dict[str, Any]:
    if step.group == "information":
        return information_for(scene.role, scene.number)[step.key]
    return {"read": True} if step.group == "documents" else dict(_answers(step, scene.number))


def _answers(step: Step, number: int) -> Iterator[tuple[str, Any]]:
    for question in schema_of(step.subject).questions:
        if question.type not in UNANSWERABLE:
            yield question.key, answer_to(question, number)


def _attach(scene: Scene, relationship: str, *, first_name: str, last_name: str, **facts: Any) -> None:
    # Siblings share their parents: who is known already is attached, not written down a second time.
    name = f"{first_name} {last_name}"
    who = (
        {"contact": scene.family[name]} if name in scene.family else {"first_name": first_name, "last_name": last_name}
    )
    attached = add_contact(scene.practitioner, client=scene.client, relationship=relationship, **who, **facts)
    scene.family[name] = attached.contact
