"""What the practice gives to read, private files, and notices that did not arrive, through the API."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from client_portal.access.services import grant_access
from client_portal.audit.models import AuditEvent
from client_portal.core import clock, outbox
from client_portal.core.actor import Actor
from client_portal.core.models import OutboxMessage
from client_portal.documents.models import Resource
from client_portal.documents.services import add_resource
from client_portal.files.models import StoredFile
from client_portal.files.services import store_file
from client_portal.practices.selectors import portal_of
from client_portal.practices.services import set_portal_availability
from client_portal.practices.tenancy import portal_reverse
from client_portal.testing import builders
from tests.api.attacks import HUGE, deeds, send
from tests.mail import mail_by
from tests.permissions.stage import picture

pytestmark = pytest.mark.django_db

PAGE = b"<!doctype html><script>alert(1)</script>"
SCRIPTED = b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj\n%%EOF"
PLAIN = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF"


@pytest.fixture
def api(caller: Any, administrator: Any) -> Any:
    """The administrator's client of the API."""
    return caller(administrator.user)


@pytest.fixture
def mine(caller: Any, maya: Any) -> Any:
    """The client's own."""
    return caller(maya)


def upload(content: bytes, name: str = "file.png", kind: str = "image/png") -> SimpleUploadedFile:
    """A file that says of itself what it likes."""
    return SimpleUploadedFile(name, content, content_type=kind)


def content_of(answer: Any) -> bytes:
    """What a file holds."""
    assert answer.status_code == 200
    return bytes(answer.getvalue())


def status_of(answer: Any) -> int:
    """The status alone; a file is read to its end, which closes it."""
    answer.getvalue()
    return int(answer.status_code)


def kept() -> tuple[int, int, tuple[int, int]]:
    """How many files are known, how many lie in the storage, and what was written down."""
    lying = [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return StoredFile.objects.unscoped(reason="a test counts").count(), len(lying), deeds()


def errors_of(answer: Any) -> list[str]:
    """The fields that are named as wrong."""
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), answer.content
    return list(answer.json()["errors"])


def test_a_document_is_added_put_away_and_taken_out_again(api: Any, address: Any) -> None:
    made = api.post(
        address("resources"), {"title": " Worksheet ", "file": upload(PLAIN, "sheet.pdf")}, format="multipart"
    )
    row = made.json()
    assert (made.status_code, row["title"], row["is_archived"], row["is_asked"]) == (201, "Worksheet", False, False)
    one = {"resource_id": row["id"]}
    for is_archived, step in ((True, "archive"), (False, "restore")):
        for _turn in range(2):
            changed = api.post(address(f"resource_{step}", **one))
            assert (changed.status_code, changed.json()) == (200, {**row, "is_archived": is_archived})
        lists = [api.get(address("resources"), {"is_archived": state}).json() for state in ("true", "false")]
        assert [[item["id"] for item in found] for found in lists] == (
            [[row["id"]], []] if is_archived else [[], [row["id"]]]
        )
    assert content_of(api.get(address("file", file_id=row["file_id"]))) == PLAIN


def test_what_is_no_document_is_named_and_leaves_nothing_behind(api: Any, address: Any) -> None:
    path, right = address("resources"), {"title": "Sheet", "description": ""}
    before = kept()
    for name, value in (
        ("file", upload(PAGE)),
        ("file", upload(b"")),
        ("file", upload(SCRIPTED, "sheet.pdf", "application/pdf")),
        ("file", upload(b"\x89PNG\r\n\x1a\n" + b"x" * 50)),
        ("file", "text"),
        ("title", ""),
        ("title", "   "),
        ("title", "x" * 151),
        ("description", "x" * 301),
        ("practice", "1"),
        ("is_archived", "true"),
    ):
        body = {**right, "file": picture(), name: value}
        assert errors_of(api.post(path, body, format="multipart")) == [name], value
    assert errors_of(api.post(path, right, format="multipart")) == ["file"]
    assert send(api, "post", path, {**right, "file": "x"}).status_code == 415
    assert send(api, "post", path, HUGE).status_code == 415
    broken = api.generic("POST", path, b"--x\r\nno", content_type="multipart/form-data; boundary=x")
    bare = api.generic("POST", path, b"x", content_type="multipart/form-data")
    assert [answer.status_code for answer in (broken, bare)] == [400, 400]
    assert kept() == before


@pytest.mark.spec("API-2", "STAFF-4")
def test_a_document_of_another_practice_is_not_there(api: Any, address: Any, other_practice: Any) -> None:
    theirs = add_resource(Actor.system(other_practice), title="Far", upload=picture())
    before = kept()
    for resource_id in (theirs.pk, uuid.uuid4()):
        for step in ("archive", "restore"):
            answer = api.post(address(f"resource_{step}", resource_id=resource_id))
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    for file_id in (theirs.file_id, uuid.uuid4()):
        assert api.get(address("file", file_id=file_id)).status_code == 404
    assert api.get(address("resources")).json() == []
    assert (Resource.objects.get().is_archived, kept()) == (False, before)


def test_a_client_s_file_is_kept_privately_and_given_back_inert(mine: Any, address: Any, maya: Any) -> None:
    made = mine.post(address("my_files"), {"file": picture("../../card\u202egnp.html")}, format="multipart")
    row = made.json()
    assert (made.status_code, row["media_type"]) == (201, "image/png")
    assert not set("/\\\u202e") & set(row["name"])
    assert row["name"].endswith(".png")
    answer = mine.get(address("my_file", file_id=row["id"]))
    assert len(content_of(answer)) == row["size"]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    event = AuditEvent.objects.get(action="file.viewed")
    assert (event.object_id, event.user_id) == (row["id"], str(maya.pk))
    again = mine.post(address("my_files"), {"file": picture()}, format="multipart")
    assert again.json()["id"] != row["id"]


@pytest.mark.parametrize("accepted", ["image/png", "application/pdf, image/*;q=0.5", "text/html", "application/json"])
def test_who_says_what_they_take_is_answered_all_the_same(mine: Any, address: Any, accepted: str) -> None:
    made = mine.post(address("my_files"), {"file": picture()}, format="multipart", HTTP_ACCEPT=accepted)
    assert made.status_code == 201
    answer = mine.get(address("my_file", file_id=made.json()["id"]), HTTP_ACCEPT=accepted)
    assert answer["Content-Type"] == "image/png"
    assert content_of(answer)
    missing = mine.get(address("my_file", file_id=uuid.uuid4()), HTTP_ACCEPT=accepted)
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")


def test_what_is_no_file_of_ours_is_named_and_leaves_nothing_behind(
    mine: Any, address: Any, client_record: Any
) -> None:
    path, before = address("my_files"), kept()
    for name, value in (
        ("file", upload(PAGE)),
        ("file", upload(PAGE, "card.pdf", "application/pdf")),
        ("file", upload(b"")),
        ("file", upload(SCRIPTED, "card.pdf", "application/pdf")),
        ("file", upload(b"PK\x03\x04" + b"\0" * 60, "card.png")),
        ("file", "text"),
        ("client", str(client_record.pk)),
        ("name", "card.png"),
    ):
        assert errors_of(mine.post(path, {"file": picture(), name: value}, format="multipart")) == [name], value
    assert errors_of(mine.post(path, {}, format="multipart")) == ["file"]
    assert send(mine, "post", path, {"file": "x"}).status_code == 415
    with override_settings(CLIENT_PORTAL={"UPLOAD_MAX_BYTES": 50}):
        assert errors_of(mine.post(path, {"file": picture()}, format="multipart")) == ["file"]
    assert kept() == before


@pytest.mark.spec("API-2")
def test_a_file_is_there_for_those_alone_who_see_the_client_s_information(
    caller: Any, address: Any, practice: Any, practitioner: Any, administrator: Any, maya: Any, client_record: Any
) -> None:
    card = store_file(builders.portal_actor(maya, practice), client=client_record, upload=picture())
    other = builders.give_login(builders.make_client(practice, assigned_to=practitioner), practice)
    contact = builders.make_user()
    grant_access(
        Actor.system(practice),
        client=client_record,
        user=contact,
        relationship="other",
        capabilities=["questionnaires.view"],
    )
    mine, theirs = address("my_file", file_id=card.pk), address("file", file_id=card.pk)
    asked = {
        "the client": (maya, mine),
        "their practitioner": (practitioner.user, theirs),
        "an administrator": (administrator.user, theirs),
        "a biller": (builders.make_staff(practice, "biller").user, theirs),
        "another client": (other, mine),
        "a contact without information": (contact, mine),
        "the client among staff": (maya, theirs),
        "staff among clients": (practitioner.user, mine),
    }
    seen = {who: status_of(caller(user).get(path)) for who, (user, path) in asked.items()}
    assert [who for who, status in seen.items() if status == 200] == ["the client", "their practitioner"]
    assert {status for status in seen.values() if status != 200} == {404}
    assert AuditEvent.objects.filter(action="file.viewed").count() == 2


def test_a_file_is_neither_changed_nor_deleted_by_the_api(mine: Any, address: Any, maya: Any, practice: Any) -> None:
    card = store_file(
        builders.portal_actor(maya, practice), client=builders.portal_actor(maya, practice).client, upload=picture()
    )
    path, before = address("my_file", file_id=card.pk), kept()
    answers = [getattr(mine, method)(path) for method in ("post", "put", "patch", "delete")]
    assert {(answer.status_code, answer["Content-Type"]) for answer in answers} == {(405, "application/problem+json")}
    assert kept() == before


def test_while_the_portal_is_off_clients_neither_give_nor_get_files(
    mine: Any,
    address: Any,
    administrator: Any,
    maya: Any,
    practice: Any,
    client_record: Any,
    practitioner: Any,
    caller: Any,
) -> None:
    card = store_file(builders.portal_actor(maya, practice), client=client_record, upload=picture())
    set_portal_availability(administrator.actor, is_on=False)
    before = kept()
    answers = [
        mine.get(address("my_file", file_id=card.pk)),
        mine.post(address("my_files"), {"file": picture()}, format="multipart"),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "feature_off")}
    assert kept() == before
    assert content_of(caller(practitioner.user).get(address("file", file_id=card.pk)))


def test_who_may_look_but_not_write_gives_no_files(
    caller: Any, address: Any, practice: Any, client_record: Any
) -> None:
    guardian = builders.make_user()
    grant_access(
        Actor.system(practice),
        client=client_record,
        user=guardian,
        relationship="guardian",
        capabilities=["information.view"],
    )
    before = kept()
    answer = caller(guardian).post(address("my_files"), {"file": picture()}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert kept() == before


def dead(practice: Any, number: int, topic: str = "people.invitation") -> OutboxMessage:
    """A notice of a practice that was given up, ``number`` minutes ago."""
    now = clock.now()
    public_id = str(portal_of(practice).pk)
    return OutboxMessage.objects.create(
        topic=topic,
        key=f"dead:{public_id}:{topic}:{number}",
        payload={"practice": public_id},
        available_at=now,
        attempts=8,
        last_error="SMTPRecipientsRefused",
        dead_at=now - dt.timedelta(minutes=number),
    )


def test_notices_that_were_given_up_are_shown_and_tried_again_once(
    api: Any, address: Any, practice: Any, other_practice: Any
) -> None:
    old, new, strange = dead(practice, 9), dead(practice, 1), dead(practice, 5, topic="unknown.topic")
    theirs = dead(other_practice, 2)
    rows = api.get(address("undelivered")).json()
    assert [row["id"] for row in rows] == [str(message.pk) for message in (new, strange, old)]
    assert (rows[0]["kind"], rows[0]["fault"]) == ("people.invitation", "SMTPRecipientsRefused")
    assert rows[0]["label"] != "people.invitation"
    assert api.post(address("undelivered_retry")).json() == {"count": 3}
    assert set(outbox.waiting().values_list("pk", "attempts")) == {(one.pk, 0) for one in (old, new, strange)}
    before = deeds()
    assert api.post(address("undelivered_retry")).json() == {"count": 0}
    assert (api.get(address("undelivered")).json(), deeds()) == ([], before)
    theirs.refresh_from_db()
    assert theirs.dead_at is not None


def test_an_undelivered_notice_tells_neither_whom_nor_what(
    api: Any, address: Any, administrator: Any, practitioner: Any, client_record: Any
) -> None:
    from client_portal.onboarding.services import invite

    invite(practitioner.actor, client=client_record, information=["name"], forms=[], resources=[], note="Dear Maya")
    message = OutboxMessage.objects.get(topic="people.invitation")
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=outbox.MAX_ATTEMPTS - 1)
    with override_settings(**mail_by("tests.api.refusing.RefusingBackend")):
        outbox.drain()
    answer = api.get(address("undelivered"))
    assert [row["fault"] for row in answer.json()] == ["SMTPRecipientsRefused"]
    assert not {word for word in ("maya", "Maya", "Ellison") if word in str(answer.json())}
    assert str(client_record.pk) not in map(str, answer.json()[0].values())


@pytest.mark.spec("STAFF-1")
def test_undelivered_notices_are_for_administrators(
    caller: Any, address: Any, practice: Any, other_practice: Any
) -> None:
    message = dead(practice, 1)
    scheduler = caller(builders.make_staff(practice, "scheduler").user)
    stranger = caller(builders.make_staff(other_practice).user)
    for name, method in (("undelivered", "get"), ("undelivered_retry", "post")):
        path = portal_reverse(f"api:{name}", practice)
        assert getattr(scheduler, method)(path).status_code == 403
        assert getattr(stranger, method)(path).status_code == 404
    message.refresh_from_db()
    assert message.dead_at is not None
