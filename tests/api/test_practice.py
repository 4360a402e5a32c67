"""A practice's portal through the API: start, link, switches, looks, what is asked, staff."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import override_settings

from client_portal.access.models import PracticeSwitch, StaffMember
from client_portal.core import outbox
from client_portal.core.actor import Actor
from client_portal.documents.services import add_resource
from client_portal.onboarding.selectors import invitation_choices
from client_portal.practices.models import FeatureChange, PortalLink, StaffInvitation
from client_portal.practices.selectors import is_portal_on, portal_of
from client_portal.practices.services import accept_staff_invitation, find_staff_invitation, staff_invitation_token
from client_portal.practices.tenancy import portal_reverse
from client_portal.questionnaires.models import Form
from client_portal.questionnaires.schema import parse_schema
from client_portal.questionnaires.services import create_form
from client_portal.testing import builders
from tests.api.attacks import bears_strange_values, deeds, refuses_what_is_no_body_of_it, send
from tests.permissions.stage import picture

pytestmark = pytest.mark.django_db

LOOKS = {"accent_color": "#1d6358", "welcome_text": "Hello", "footer_text": "Small print", "sender_name": "Juniper"}


@pytest.fixture
def api(caller: Any, administrator: Any) -> Any:
    """The administrator's client of the API."""
    return caller(administrator.user)


@pytest.fixture
def no_changes(practice: Any) -> None:
    """Nothing to undo of what made the practice."""
    FeatureChange.objects.filter(practice=practice).delete()


def switches(practice: Any) -> dict[str, bool]:
    """The stored switches."""
    return dict(PracticeSwitch.objects.filter(practice=practice).values_list("key", "is_on"))


def errors_of(answer: Any) -> list[str]:
    """The fields that are named as wrong."""
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), answer.content
    return list(answer.json()["errors"])


@pytest.mark.spec("PORTAL-3")
def test_a_practice_starts_its_portal_once(caller: Any, other_practice: Any) -> None:
    practice = builders.make_practice("Willow Care", is_on=False)
    api = caller(builders.make_staff(practice).user)
    path = portal_reverse("api:portal_start", practice)
    state = api.get(portal_reverse("api:portal", practice)).json()
    assert (state["link"], state["address"], state["is_on"]) == (None, None, False)
    early = send(api, "post", portal_reverse("api:portal_availability", practice), {"is_on": True})
    assert (early.status_code, early.json()["code"]) == (409, "invalid_state")
    before = deeds()
    for slug in ("harbor", "HARBOR", "admin", "ab", "x" * 41, "two words", "ünder", "-dash", ""):
        assert errors_of(send(api, "post", path, {"slug": slug})) == ["slug"], slug
    assert deeds() == before
    assert not PortalLink.objects.filter(practice=practice).exists()
    assert not is_portal_on(practice)

    started = send(api, "post", path, {"slug": " Willow-Care "})
    assert (started.status_code, started.json()["link"], started.json()["is_on"]) == (200, "willow-care", True)
    assert started.json()["address"].endswith("/portal/willow-care/")
    forms = Form.objects.filter(practice=practice).count()
    assert forms > 0
    first = portal_of(practice).first_turned_on_at
    again = send(api, "post", path, {"slug": "willow-care"})
    assert (again.status_code, again.json()) == (200, started.json())
    assert (Form.objects.filter(practice=practice).count(), portal_of(practice).first_turned_on_at) == (forms, first)


@pytest.mark.spec("PORTAL-5")
def test_the_old_link_stays_the_practice_s_own(api: Any, address: Any, caller: Any, other_practice: Any) -> None:
    path = address("portal_link")
    assert send(api, "post", path, {"slug": "juniper-two"}).json()["link"] == "juniper-two"
    other = caller(builders.make_staff(other_practice).user)
    theirs = portal_reverse("api:portal_link", other_practice)
    assert errors_of(send(other, "post", theirs, {"slug": "juniper"})) == ["slug"]
    assert other.get(portal_reverse("api:portal", other_practice)).json()["link"] == "harbor"
    before = PortalLink.objects.count()
    assert send(api, "post", path, {"slug": "juniper-two"}).status_code == 200
    assert PortalLink.objects.count() == before
    assert send(api, "post", path, {"slug": "juniper"}).json()["link"] == "juniper"


@override_settings(CLIENT_PORTAL={"LINK_CHANGE_BY_SUPERUSERS_ONLY": True})
def test_where_only_superusers_change_links_the_reason_is_said(api: Any, address: Any) -> None:
    for name in ("portal_link", "portal_start"):
        answer = send(api, "post", address(name), {"slug": "juniper-two"})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
        assert "administrators" in answer.json()["title"]
    assert api.get(address("portal")).json()["link"] == "juniper"


def test_whether_a_link_is_free_is_told_with_others_that_are(api: Any, address: Any, other_practice: Any) -> None:
    def asked(slug: str) -> dict[str, Any]:
        return api.get(address("portal_link_check"), {"slug": slug}).json()

    assert asked("brand-new") == {"available": True, "message": "", "suggestions": []}
    assert asked("juniper")["available"], "its own"
    taken = asked("harbor")
    assert not taken["available"]
    assert "Harbor Therapy" not in str(taken)
    assert taken["suggestions"]
    assert all(asked(idea)["available"] for idea in taken["suggestions"])
    for slug in ("", "ab", "admin", "two words", "a%00b" * 20):
        found = asked(slug)
        assert (found["available"], bool(found["message"])) == (False, True)
    assert errors_of(api.get(address("portal_link_check"), {"slug": "x" * 300})) == ["slug"]
    assert errors_of(api.get(address("portal_link_check"), {"link": "x"})) == ["link"]


@override_settings(CLIENT_PORTAL={"RATE_LIMITS": {"link_check": (2, 60)}})
def test_looking_for_links_is_limited(api: Any, address: Any) -> None:
    answers = [api.get(address("portal_link_check"), {"slug": "harbor"}) for _turn in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "rate_limited"
    assert 0 < int(answers[2]["Retry-After"]) <= 60


def test_details_are_changed_in_parts_and_named_when_they_are_wrong(api: Any, address: Any) -> None:
    path = address("portal")
    answer = send(api, "patch", path, {"phone": "555 0123", "address_of_practice": "1 Elm St"})
    assert (answer.json()["phone"], answer.json()["address_of_practice"]) == ("555 0123", "1 Elm St")
    assert send(api, "patch", path, {}).json() == answer.json()
    before = deeds()
    for name, value in (
        ("time_zone", "Mars/Base"),
        ("time_zone", ""),
        ("email", "nobody"),
        ("phone", "5" * 41),
        ("address_of_practice", "x" * 501),
        ("crisis_text", ["x"]),
        ("offers_new_clients", "perhaps"),
        ("is_on", False),
        ("link", "mine"),
        ("address", "1 Elm St"),
    ):
        assert errors_of(send(api, "patch", path, {name: value})) == [name]
    assert (api.get(path).json(), deeds()) == (answer.json(), before)


@pytest.mark.spec("FEAT-12")
@pytest.mark.usefixtures("no_changes")
def test_a_change_of_switches_can_be_undone_once_while_it_is_young(api: Any, address: Any, practice: Any) -> None:
    path = address("features")
    before = switches(practice)
    change = send(api, "patch", path, {"states": {"messaging": False, "uploads": True}}).json()
    assert (change["before"], change["after"]) == ({"messaging": True}, {"messaging": False})
    assert {row["key"]: row["is_on"] for row in api.get(path).json()}["messaging"] is False
    assert api.get(address("features_last_change")).json()["id"] == change["id"]
    assert send(api, "patch", path, {"states": {"messaging": False}}).status_code == 204, "nothing changed"
    undo = address("feature_undo", change_id=change["id"])
    assert api.post(undo).json()["undone_at"]
    assert switches(practice) == before
    again = api.post(undo)
    assert (again.status_code, again.json()["code"]) == (409, "invalid_state")
    assert api.get(address("features_last_change")).status_code == 204
    assert switches(practice) == before


@pytest.mark.usefixtures("no_changes")
def test_a_change_that_is_old_or_stands_under_a_later_one_stays(api: Any, address: Any, practice: Any) -> None:
    ids = [
        send(api, "patch", address("features"), {"states": {key: False}}).json()["id"]
        for key in ("messaging", "uploads")
    ]
    assert api.post(address("feature_undo", change_id=ids[0])).status_code == 409
    FeatureChange.objects.filter(practice=practice).update(changed_at=F("changed_at") - dt.timedelta(minutes=30))
    assert api.post(address("feature_undo", change_id=ids[1])).status_code == 409
    assert api.get(address("features_last_change")).status_code == 204
    assert (switches(practice)["messaging"], switches(practice)["uploads"]) == (False, False)


@pytest.mark.parametrize(
    "states",
    [{"telepathy": True}, {"portal": False}, {"messaging": "perhaps"}, {"messaging": None}, ["messaging"], None],
)
def test_only_features_are_switched_and_only_on_or_off(api: Any, address: Any, practice: Any, states: Any) -> None:
    before = switches(practice), deeds()
    assert errors_of(send(api, "patch", address("features"), {"states": states})) == ["states"]
    assert (switches(practice), deeds()) == before


def test_looks_are_saved_harmless(api: Any, address: Any) -> None:
    text = '<p onclick="x()">Hi <script>alert(1)</script><a href="javascript:x()">there</a></p>'
    answer = send(api, "put", address("branding"), {**LOOKS, "accent_color": "ABC", "welcome_text": text})
    assert answer.json()["accent_color"] == "#aabbcc"
    assert not {word for word in ("script", "onclick", "alert(") if word in answer.json()["welcome_text"]}
    assert answer.json()["has_logo"] is False


def test_wrong_looks_are_named_and_none_is_saved(api: Any, address: Any) -> None:
    path = address("branding")
    send(api, "put", path, LOOKS)
    saved, before = api.get(path).json(), deeds()
    for name, value in (
        ("accent_color", "teal"),
        ("accent_color", "#12345"),
        ("accent_color", "#1d6358;background:url(x)"),
        ("accent_color", ""),
        ("sender_name", "Juniper\nBcc: all@example.com"),
        ("footer_text", "x" * 301),
        ("welcome_text", {"a": 1}),
        ("has_logo", True),
        ("logo", "logo.png"),
        ("removes_logo", True),
    ):
        assert errors_of(send(api, "put", path, {**LOOKS, "footer_text": "New", name: value})) == [name]
    for name in LOOKS:
        assert errors_of(send(api, "put", path, {key: text for key, text in LOOKS.items() if key != name})) == [name]
    assert (api.get(path).json(), deeds()) == (saved, before)


def test_a_logo_is_a_picture_whatever_it_is_called(api: Any, address: Any, practice: Any) -> None:
    path = address("branding")
    for content in (
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG",
    ):
        fake = SimpleUploadedFile("logo.png", content, content_type="image/png")
        assert errors_of(api.put(path, {**LOOKS, "logo": fake}, format="multipart")) == ["logo"]
        assert not portal_of(practice).logo
    assert errors_of(api.put(path, {**LOOKS, "logo": "text"}, format="multipart")) == ["logo"]
    answer = api.put(path, {**LOOKS, "logo": picture("../../x.html")}, format="multipart")
    assert answer.json()["has_logo"] is True
    with portal_of(practice).logo.open() as logo:
        assert logo.read(8) == b"\x89PNG\r\n\x1a\n"
    assert "x.html" not in portal_of(practice).logo.name
    assert send(api, "put", path, LOOKS).json()["has_logo"] is True, "saving texts leaves it"
    assert [api.delete(address("branding_logo")).status_code for _turn in range(2)] == [204, 204]
    assert api.get(path).json()["has_logo"] is False


@pytest.mark.spec("ONB-1", "ONB-2")
def test_what_is_asked_of_everybody_is_saved_in_its_order(
    api: Any, address: Any, administrator: Any, other_practice: Any
) -> None:
    path, actor = address("onboarding_settings"), administrator.actor
    intake, consent = (create_form(actor, schema=form(kind)) for kind in ("intake", "consent"))
    sheet = add_resource(actor, title="Sheet", upload=picture())
    foreign = create_form(Actor.system(other_practice), schema=form("intake"))
    theirs = add_resource(Actor.system(other_practice), title="Theirs", upload=picture())
    items = [{"key": item.key, "is_on": True, "is_required": False} for item in invitation_choices(actor).information]
    wanted = {
        "information": items[::-1],
        "forms": [str(intake.pk), str(consent.pk)],
        "resources": [str(sheet.pk)],
    }
    answer = send(api, "put", path, wanted)
    assert [item["key"] for item in answer.json()["information"]] == [item["key"] for item in items[::-1]]
    assert [row["is_on"] for row in answer.json()["consents"] + answer.json()["intake"]] == [True, True]
    assert answer.json()["resources"] == [{"id": str(sheet.pk), "title": "Sheet", "is_on": True}]
    assert api.get(address("invitation_choices")).json() == answer.json()
    before = deeds()
    for name, value in (
        ("forms", [str(foreign.pk)]),
        ("forms", [str(intake.pk)] * 2),
        ("forms", ["x"]),
        ("resources", [str(theirs.pk)]),
        ("resources", [str(uuid.uuid4())]),
        ("information", [*items, items[0]]),
        ("information", [{"key": "secrets", "is_on": True, "is_required": True}]),
        ("information", [{"key": "name"}]),
        ("information", [5]),
        ("information", None),
    ):
        assert errors_of(send(api, "put", path, {**wanted, name: value})) == [name], value
    for name in wanted:
        assert errors_of(send(api, "put", path, {key: one for key, one in wanted.items() if key != name})) == [name]
    assert (api.get(path).json(), deeds()) == (answer.json(), before)
    assert send(api, "put", path, wanted).json() == answer.json(), "twice is once"


def form(kind: str) -> Any:
    """A form of a kind."""
    questions = [{"key": "signature", "type": "signature", "text": "I agree.", "required": True}]
    if kind == "intake":
        questions = [{"key": "color", "type": "short_text", "text": "Your color?"}]
    section = {"title": "You", "questions": questions}
    return parse_schema({"version": 1, "title": kind, "kind": kind, "sections": [section]})


def test_a_member_s_roles_are_set_and_a_member_is_removed(api: Any, address: Any, caller: Any, practice: Any) -> None:
    colleague = builders.make_staff(practice, "scheduler")
    path = address("member", member_id=colleague.member.pk)
    assert send(api, "patch", path, {"roles": ["biller", "administrator", "biller"]}).json()["roles"] == [
        "administrator",
        "biller",
    ]
    before = deeds()
    for roles in ([], ["king"], "biller", [["biller"]], None, [None]):
        assert errors_of(send(api, "patch", path, {"roles": roles})) == ["roles"]
    assert deeds() == before
    signed_in = caller(colleague.user)
    assert signed_in.get(address("portal")).status_code == 200
    assert [api.delete(path).status_code for _turn in range(2)] == [204, 404]
    assert signed_in.get(address("portal")).status_code == 404
    assert send(api, "patch", path, {"roles": ["biller"]}).status_code == 404


def test_a_practice_keeps_an_administrator(api: Any, address: Any, administrator: Any) -> None:
    path = address("member", member_id=administrator.member.pk)
    answers = [send(api, "patch", path, {"roles": ["biller"]}), api.delete(path)]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "invalid_state")] * 2
    assert StaffMember.objects.get(pk=administrator.member.pk).is_active
    assert api.get(address("members")).json()[0]["roles"] == ["administrator"]


def test_staff_are_invited_once_and_the_newest_link_alone_is_good(
    api: Any, address: Any, administrator: Any, mailoutbox: Any
) -> None:
    path = address("staff_invitations")
    made = send(api, "post", path, {"email": "New@Example.com", "name": "Nia  New", "roles": ["biller"]})
    assert (made.status_code, made.json()["email"], made.json()["name"]) == (201, "new@example.com", "Nia New")
    before = deeds()
    for name, value in (
        ("email", "new@example.com"),
        ("email", "ADMIN@juniper.example"),
        ("email", "nobody"),
        ("email", "a@example.com\nBcc: all@example.com"),
        ("roles", []),
        ("roles", ["king"]),
        ("name", "x" * 151),
        ("expires_at", "2999-01-01T00:00:00Z"),
    ):
        body = {"email": "other@example.com", "roles": ["biller"], name: value}
        assert errors_of(send(api, "post", path, body)) == [name], value
    assert deeds() == before
    token = staff_invitation_token(StaffInvitation.objects.get(pk=made.json()["id"]))
    assert token not in made.content.decode()
    one = {"invitation_id": made.json()["id"]}
    assert api.post(address("staff_invitation_resend", **one)).status_code == 200
    assert find_staff_invitation(token) is None
    newest = staff_invitation_token(StaffInvitation.objects.get(pk=made.json()["id"]))
    assert [row["id"] for row in api.get(path).json()] == [made.json()["id"]]
    assert [api.delete(address("staff_invitation", **one)).status_code for _turn in range(2)] == [204, 409]
    assert api.post(address("staff_invitation_resend", **one)).status_code == 409
    assert find_staff_invitation(newest) is None
    assert api.get(path).json() == []
    again = send(api, "post", path, {"email": "new@example.com", "roles": ["biller"]})
    invitation = StaffInvitation.objects.get(pk=again.json()["id"])
    user = builders.make_user("new@example.com")
    accept_staff_invitation(
        Actor.anonymous(administrator.practice), token=staff_invitation_token(invitation), user=user
    )
    assert api.delete(address("staff_invitation", invitation_id=invitation.pk)).status_code == 409
    outbox.drain()
    assert {message.to[0] for message in mailoutbox} <= {"new@example.com"}


@pytest.mark.spec("API-2", "STAFF-4")
def test_ids_of_another_practice_are_as_if_they_were_not(
    api: Any, address: Any, other_practice: Any, administrator: Any, practitioner: Any, client_record: Any
) -> None:
    stranger = builders.make_staff(other_practice, "practitioner")
    theirs = builders.make_client(other_practice, assigned_to=stranger)
    here = client_record.client_portal_profile.pk
    before = deeds()
    for foreign in (stranger.member.pk, uuid.uuid4()):
        seat = {"member_id": str(foreign)}
        assert send(api, "post", address("care_team", client_id=here), seat).status_code == 404
    for foreign in (theirs.client_portal_profile.pk, uuid.uuid4()):
        invited = send(api, "post", address("invitations"), {"clients": [str(here), str(foreign)]})
        assert (invited.status_code, invited.json()["code"]) == (404, "not_found")
    assert deeds() == before


WRITES = (
    ("patch", "portal", {"phone": "1", "email": "a@example.com", "time_zone": "UTC", "offers_new_clients": True}),
    ("post", "portal_link", {"slug": "juniper-two"}),
    ("post", "portal_start", {"slug": "juniper-two"}),
    ("post", "portal_availability", {"is_on": True}),
    ("patch", "features", {"states": {"uploads": False}}),
    ("put", "branding", LOOKS),
    ("put", "onboarding_settings", {"information": [], "forms": [], "resources": []}),
    ("post", "staff_invitations", {"email": "x@example.com", "name": "X", "roles": ["biller"]}),
    ("post", "clients", {"first_name": "A", "last_name": "B", "email": "", "birth_date": None, "kind": "minor"}),
    ("post", "invitations", {"clients": [], "note": ""}),
)
"""Endpoints that read JSON, with a body that is right or nearly so."""


@pytest.mark.parametrize(("method", "name", "right"), WRITES, ids=[name for _method, name, _right in WRITES])
def test_no_body_makes_a_fault_of_ours(api: Any, address: Any, method: str, name: str, right: dict[str, Any]) -> None:
    refuses_what_is_no_body_of_it(api, method, address(name))
    bears_strange_values(api, method, address(name), right)


@pytest.mark.spec("API-2")
def test_somebody_s_practices_are_those_that_they_reach(
    caller: Any, other_practice: Any, administrator: Any, maya: Any
) -> None:
    def names(user: Any) -> list[str]:
        return [row["name"] for row in caller(user).get(portal_reverse("api:practices", None)).json()]

    assert names(administrator.user) == names(maya) == ["Juniper Counseling"]
    builders.make_staff(other_practice, user=administrator.user)
    assert names(administrator.user) == ["Harbor Therapy", "Juniper Counseling"]
    assert names(builders.make_user()) == []
