"""The stage of the matrix: one practice with everything in it, a second one beside it, and everybody signed in."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from PIL import Image
from rest_framework.authtoken.models import Token

from client_portal.access.services import assign_staff, grant_access
from client_portal.core import clock
from client_portal.core.actor import Actor
from client_portal.core.models import OutboxMessage
from client_portal.documents.services import add_resource
from client_portal.files.services import store_file
from client_portal.onboarding.selectors import invitation_choices
from client_portal.onboarding.services import invite
from client_portal.people import services as people_services
from client_portal.people.services.logins import email_change_token
from client_portal.practices import services as practice_services
from client_portal.practices.tenancy import portal_reverse
from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.selectors import published_version, shown_form
from client_portal.questionnaires.services import SignatureInput, complete_response, create_form
from client_portal.testing import builders
from tests.permissions import people
from tests.permissions.people import Caller
from tests.permissions.routes import Route

FEATURES = ("appointment_requests", "appointment_cancellation", "messaging", "uploads", "payments")

LAST_NAME = "Quillfeather"
"""The client's last name."""
PRONOUNS = "vermilion/pronouns"
"""Something of the client's information."""
ANSWER = "heliotrope answer"
"""Something that the client answered in a form."""
ELSEWHERE = "Farfieldson"
"""The last name of the other practice's client."""

CONSENT = parse_schema(
    {
        "version": 1,
        "title": "Agreement of the matrix",
        "kind": "consent",
        "sections": [
            {
                "title": "You",
                "questions": [
                    {"key": "color", "type": "short_text", "text": "Your color?"},
                    {"key": "signature", "type": "signature", "text": "I agree.", "required": True},
                ],
            }
        ],
    }
)


def picture(name: str = "card.png") -> SimpleUploadedFile:
    """A small picture to upload."""
    content = io.BytesIO()
    Image.new("RGB", (4, 4), "#1d6358").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")


@dataclass
class House:
    """One practice with a client who has everything, and the ids of all of it by the names that addresses use."""

    practice: Any
    administrator: builders.Staff
    practitioner: builders.Staff
    added: builders.Staff
    client: Any = None
    login: Any = None
    ids: dict[str, Any] = field(default_factory=dict)


@dataclass
class Stage:
    """Two houses and the callers by their names."""

    here: House
    elsewhere: House
    clients: dict[str, Any]
    callers: dict[str, Caller]
    logins: dict[str, Any]

    def path(self, route: Route, house: House | None = None, **changed: Any) -> str:
        """The address of a route, filled with ids of a house."""
        place = house or self.here
        wanted = route.captures - {"practice_id", "practice_slug"}
        ids = {name: self._id(route, name, place) for name in wanted} | changed
        has_practice = bool({"practice_id", "practice_slug"} & route.captures)
        return portal_reverse(route.name, place.practice if has_practice else None, **ids)

    def _id(self, route: Route, name: str, house: House) -> Any:
        special = {
            "change_id": "feature_change" if "feature" in route.name else "change_id",
            "invitation_id": "staff_invitation"
            if "settings_" in route.name or "staff_" in route.name
            else "invitation_id",
            "version": "logo" if "logo" in route.name else "version",
            "token": "email_token" if "email" in route.name else "token",
        }
        return house.ids[special.get(name, name)]


def build() -> Stage:
    """Raise the stage. Takes a second or two; every request on it must be rolled back."""
    here = _house("Juniper Counseling", "juniper", LAST_NAME)
    elsewhere = _house("Harbor Elsewhere", "harbor", ELSEWHERE)
    practice = here.practice
    stage = Stage(here, elsewhere, clients={"client": here.client}, callers={}, logins={})
    _other_clients(stage)
    people_of_practice = {
        people.CLIENT: here.login,
        people.PRACTITIONER: here.practitioner.user,
        people.ADDED: here.added.user,
        people.ADMINISTRATOR: here.administrator.user,
        people.OTHER_PRACTITIONER: builders.make_staff(practice, "practitioner").user,
        people.SUPERVISOR: builders.make_staff(practice, "supervisor").user,
        people.SCHEDULER: builders.make_staff(practice, "scheduler").user,
        people.BILLER: builders.make_staff(practice, "biller").user,
        people.FORMS_ADMINISTRATOR: builders.make_staff(practice, "forms_administrator").user,
        people.GUARDIAN: _guardian(here),
        people.GUARDIAN_EXPIRED: _guardian(here, ended=True),
        people.CONTACT: builders.make_user("contact@example.com"),
        people.CLIENT_ELSEWHERE: elsewhere.login,
        people.ADMINISTRATOR_ELSEWHERE: elsewhere.administrator.user,
        people.SUPERUSER: get_user_model()._default_manager.create_superuser(
            username="root@example.com", email="root@example.com", password=builders.PASSWORD
        ),
    }
    stage.logins |= people_of_practice
    _let_in(stage)
    return stage


def _house(name: str, link: str, last_name: str) -> House:
    practice = builders.make_practice(name, link=link, features=FEATURES, has_forms=True)
    house = House(
        practice,
        administrator=builders.make_staff(practice, email=f"admin@{link}.example", name="Ada Minot"),
        practitioner=builders.make_staff(practice, "practitioner", name="Priya Raman"),
        added=builders.make_staff(practice, "supervisor", name="Sam Added"),
    )
    house.client = _client(house, first_name="Maya", last_name=last_name, email=f"maya@{link}.example")
    house.login = _come_in(house, house.client)
    _fill_practice(house)
    _fill_record(house)
    house.ids["client_id"] = house.client.client_portal_profile.pk
    return house


def _client(house: House, **facts: Any) -> Any:
    client = builders.make_client(house.practice, assigned_to=house.practitioner, **facts)
    assign_staff(house.administrator.actor, client=client, member=house.added.member, is_assigned=False)
    return client


def _invite(house: House, client: Any) -> Any:
    actor = house.administrator.actor
    return invite(actor, client=client, note="", **invitation_choices(actor).preselected())


def _come_in(house: House, client: Any) -> Any:
    token = people_services.invitation_token(_invite(house, client))
    anonymous = Actor.anonymous(house.practice)
    return people_services.accept_invitation(anonymous, token=token, password=builders.PASSWORD)


def _fill_practice(house: House) -> None:
    actor = house.administrator.actor
    portal = house.practice.client_portal_settings
    practice_services.save_branding(
        actor, accent_color="#1d6358", welcome_text="", footer_text="", sender_name="", logo=picture("logo.png")
    )
    portal.refresh_from_db()
    resource = add_resource(actor, title="Worksheet", upload=picture("sheet.png"))
    consent = create_form(actor, schema=CONSENT)
    OutboxMessage.objects.create(
        topic="people.invitation",
        key=f"dead:{portal.pk}",
        payload={"practice": str(portal.pk)},
        available_at=clock.now(),
        dead_at=clock.now(),
    )
    house.ids |= {
        "form_id": consent.pk,
        "resource_id": resource.pk,
        "member_id": house.added.member.pk,
        "staff_invitation": practice_services.invite_staff(
            actor, email=f"new@{portal.pk}.example", roles=["scheduler"]
        ).pk,
        "feature_change": practice_services.save_features(actor, states={"messaging": False}).pk,  # type: ignore[union-attr]
        "version": portal.accent_color.lstrip("#"),
        "logo": Path(portal.logo.name).stem,
        "color": "5b3fd6",
        "uidb64": "me",
        "token": "x",
        "step": "name",
        "order": "primary",
    }


def _fill_record(house: House) -> None:
    actor = builders.portal_actor(house.login, house.practice)
    card = store_file(actor, client=house.client, upload=picture())
    people_services.update_information(actor, client=house.client, facts={"pronouns": PRONOUNS})
    changed = people_services.update_information(
        actor, client=house.client, facts={"phone": "555 0100"}, needs_review=True
    )
    assert changed
    policy = people_services.save_insurance(
        actor, client=house.client, order="primary", facts={"payer": "Acme", "member_id": "1", "card_front": card}
    )
    sibling = _client(house, first_name="Theo", last_name="Sibling")
    facts = {"relationship": "parent", "first_name": "Pat", "last_name": "Parent", "email": "contact@example.com"}
    attached = people_services.add_contact(house.administrator.actor, client=house.client, **facts)
    known = people_services.add_contact(
        house.administrator.actor, client=sibling, relationship="other", first_name="Kim", last_name="Known"
    )
    house.ids |= {
        "file_id": card.pk,
        "policy_id": policy.pk,
        "change_id": house.client.client_portal_proposed_changes.unscoped(reason="the stage of the matrix").get().pk,
        "attached_id": attached.pk,
        "contact_id": known.contact_id,
        "response_id": _signed(house, actor).pk,
        "email_token": email_change_token(house.login, "new@example.com"),
    }


def _signed(house: House, actor: Actor) -> Any:
    version = published_version(_form(house))
    shown = shown_form(actor, client=house.client, form_version=version)
    signature = SignatureInput(agreed=True, shown_sha256=shown.text_sha256, typed_name="Maya Somebody")
    return complete_response(
        actor, client=house.client, form_version=version, answers={"color": ANSWER}, signature=signature
    )


def _form(house: House) -> Any:
    from client_portal.questionnaires.models import Form

    return Form.objects.get(pk=house.ids["form_id"])


def _other_clients(stage: Stage) -> None:
    house = stage.here
    minor = _client(house, first_name="Mia", last_name="Minor", email="mia@example.com", kind="minor")
    stage.logins[people.MINOR] = _come_in(house, minor)
    candidate = _client(house, first_name="Cal", last_name="Candidate", email="cal@example.com")
    invited = _client(house, first_name="Ina", last_name="Invited", email="ina@example.com")
    house.ids["invitation_id"] = _invite(house, invited).pk
    archived = _client(house, first_name="Art", last_name="Archived", email="art@example.com")
    stage.logins[people.ARCHIVED] = _come_in(house, archived)
    people_services.archive_client(house.administrator.actor, client=archived)
    closed = _client(house, first_name="Dee", last_name="Deactivated", email="dee@example.com")
    stage.logins[people.DEACTIVATED] = _come_in(house, closed)
    stage.clients |= {"candidate": candidate, "invited": invited, "archived": archived}
    other = _client(stage.elsewhere, first_name="Ida", last_name="Far", email="ida@example.com")
    stage.elsewhere.ids["invitation_id"] = _invite(stage.elsewhere, other).pk


def _guardian(house: House, *, ended: bool = False) -> Any:
    user = builders.make_user()
    now = clock.now()
    grant_access(
        Actor.system(house.practice),
        client=house.client,
        user=user,
        relationship="guardian",
        capabilities=["information.view"],
        starts_at=now - dt.timedelta(days=2),
        ends_at=now - dt.timedelta(days=1) if ended else None,
    )
    return user


def _let_in(stage: Stage) -> None:
    for name, login in stage.logins.items():
        browser = Client()
        browser.force_login(login)
        stage.callers[name] = Caller(name, cookies=browser.cookies)
    for name, owner in people.TOKENS.items():
        stage.callers[name] = Caller(name, token=Token.objects.create(user=stage.logins[owner]).key)
    stage.callers[people.ANONYMOUS] = Caller(people.ANONYMOUS)
    stage.callers[people.INVITED] = _with_links(stage)
    closed = stage.logins[people.DEACTIVATED]
    closed.is_active = False
    closed.save(update_fields=["is_active"])


def _with_links(stage: Stage) -> Caller:
    from client_portal.people.models import Invitation
    from client_portal.practices.models import StaffInvitation

    house, browser = stage.here, Client()
    everything = Invitation.objects.unscoped(reason="the stage of the matrix")
    invitation = everything.get(pk=house.ids["invitation_id"])
    staff_invitation = StaffInvitation.objects.get(pk=house.ids["staff_invitation"])
    user = stage.logins[people.CONTACT]
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    for name, ids in (
        ("portal:invitation_link", {"token": people_services.invitation_token(invitation)}),
        ("staff:join_link", {"token": practice_services.staff_invitation_token(staff_invitation)}),
        (
            "portal:password_reset_confirm",
            {"uidb64": uid, "token": default_token_generator.make_token(user)},
        ),
    ):
        place = house.practice if name.startswith("portal") else None
        assert browser.get(portal_reverse(name, place, **ids)).status_code == 302
    return Caller(people.INVITED, cookies=browser.cookies)


def random_id() -> uuid.UUID:
    """An id that nothing has."""
    return uuid.uuid4()
