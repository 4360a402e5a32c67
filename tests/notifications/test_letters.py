"""What the letters say, to whom, in which language, and what they never say."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.template import engines
from django.utils import translation

from client_portal.audit.models import AuditEvent
from client_portal.core import outbox
from client_portal.core.actor import Actor
from client_portal.core.models import OutboxMessage
from client_portal.notifications.letters import BUILT_IN
from client_portal.notifications.models import Notification
from client_portal.notifications.registry import kinds
from client_portal.people.services import (
    ask_password_reset,
    find_invitation,
    invitation_token,
    invite_client,
    update_information,
)
from client_portal.practices.services import save_branding, save_details
from client_portal.practices.tenancy import absolute_url
from client_portal.testing import builders

pytestmark = pytest.mark.django_db

KINDS = [kind.key for kind in BUILT_IN]
WITH_LINK = set(KINDS) - {"people.password_changed", "people.email_changed"}
FOR_STAFF = {"practices.staff_invitation", "onboarding.completed"}
NOW = dt.datetime(2026, 11, 23, 17, 30, tzinfo=dt.UTC)

CANARIES = {
    "first_name": "Zebulon",
    "last_name": "Quetzal",
    "legal_name": "Zebulon Ignatius",
    "preferred_name": "Zeb",
    "pronouns": "canary pronouns",
    "gender_identity": "canary identity",
    "phone": "555-0142",
    "street": "7 Canary Street",
}
NOTE = "We will talk about your grief and the F43.21 diagnosis."


def everything(message: Any) -> str:
    """Every header and part of a message as one text, as a reader gets it."""
    received = message.message()
    headers = [f"{name}: {value}" for name, value in received.items() if name not in ("Message-ID", "Date")]
    return "\n".join([*headers, message.subject, message.body, message.alternatives[0][0]])


def written(promise: Callable[[], Any]) -> Any:
    """The one message that comes of a promise."""
    promise()
    before = len(mail.outbox)
    outbox.drain()
    (message,) = mail.outbox[before:]
    return message


def test_every_kind_has_its_promise_here(promises: dict[str, Any]) -> None:
    assert set(promises) == set(KINDS) == set(kinds)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_has_text_and_html_in_the_practice_s_name_and_colors(
    kind: str, promises: dict[str, Any], administrator: Any, practice: Any
) -> None:
    save_branding(administrator.actor, accent_color="#7a1f5c", welcome_text="", footer_text="Suite 4", sender_name="")
    save_details(administrator.actor, details={"email": "office@juniper.example"})
    message = written(promises[kind])
    html, mimetype = message.alternatives[0]
    assert mimetype == "text/html"
    assert message.from_email == "Juniper Counseling <portal@example.com>"
    assert message.reply_to == ["office@juniper.example"]
    assert message.subject == " ".join(message.subject.split())
    for part in (message.body, html):
        assert "Juniper Counseling" in part
        assert "Suite 4" in part
        assert ("anything urgent" in part) is (kind not in FOR_STAFF)
    assert "#7a1f5c" in html
    assert '<html lang="en-us" dir="ltr">' in html
    assert not re.search(r"[<>{}]|&\w+;", message.body), "plain text is plain"
    links = set(re.findall(r"https?://[^\s\"<]+", message.body))
    assert len(links) == (kind in WITH_LINK)
    assert links == set(re.findall(r"https?://[^\s\"<]+", html))
    assert all(link.startswith("http://localhost:8000/portal/") for link in links)


@pytest.mark.spec("INVITE-3")
def test_the_invitation_s_link_lets_the_client_in(practice: Any, promises: dict[str, Any]) -> None:
    message = written(promises["people.invitation"])
    token = message.body.split("/invite/")[1].split("/")[0]
    invitation = find_invitation(practice, token)
    assert invitation is not None
    assert message.to == [invitation.email] == ["theo@example.com"]
    assert absolute_url("portal:invitation_link", practice, token=token) in message.body


@pytest.mark.spec("INVITE-3")
def test_inviting_sends_one_e_mail(practitioner: Any, client_record: Any) -> None:
    invite_client(practitioner.actor, client=client_record)
    outbox.drain()
    outbox.drain()
    assert [message.to for message in mail.outbox] == [["maya@example.com"]]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("people.invitation", "until Nov. 30, 2026, 12:30 p.m. Eastern Time (EST)"),
        ("practices.staff_invitation", "until Nov. 30, 2026, 12:30 p.m. Eastern Time (EST)"),
        ("people.password_reset", "until Nov. 26, 2026, 12:30 p.m. Eastern Time (EST)"),
    ],
)
def test_a_time_names_its_zone(kind: str, words: str, promises: dict[str, Any]) -> None:
    with time_machine.travel(NOW, tick=False):
        message = written(promises[kind])
    assert words in message.body
    assert words in message.alternatives[0][0]


@pytest.mark.parametrize("audience", ["portal", "staff"])
def test_the_link_to_a_new_password_leads_to_the_pages_where_it_was_asked_for(
    audience: str, practice: Any, practitioner: Any
) -> None:
    actor = Actor.anonymous(practice)
    message = written(lambda: ask_password_reset(actor, email=practitioner.user.email, audience=audience))
    place = "/portal/staff/reset/" if audience == "staff" else "/portal/juniper/account/reset/"
    assert f"http://localhost:8000{place}" in message.body
    assert ("anything urgent" in message.body) is (audience == "portal")


@pytest.mark.spec("AUTH-2")
def test_nobody_is_written_to_who_has_no_login(practice: Any) -> None:
    ask_password_reset(Actor.anonymous(practice), email="nobody@example.com", audience="portal")
    assert outbox.drain() == 0
    assert mail.outbox == []


def plant(practice: Any, practitioner: Any) -> Any:
    """A client whose record is full of words that must stay in it."""
    names = {"first_name": CANARIES["first_name"], "last_name": CANARIES["last_name"]}
    client = builders.make_client(practice, email="c1@example.com", assigned_to=practitioner, **names)
    facts = {name: word for name, word in CANARIES.items() if name not in names}
    update_information(Actor.system(practice), client=client, facts=facts)
    return client


def test_no_letter_no_log_line_and_no_promise_tells_anything_about_the_client(
    practice: Any, practitioner: Any, promises: dict[str, Any], completed: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = plant(practice, practitioner)
    invitation = invite_client(practitioner.actor, client=client, note=NOTE)
    kept = ""
    for promise in (*promises.values(), lambda: completed("theirs", client=client)):
        promise()
        kept += str(list(OutboxMessage.objects.values())) + str(list(Notification.objects.values()))
        outbox.drain()
    kept += str(list(OutboxMessage.objects.values())) + str(list(AuditEvent.objects.values("data"))) + caplog.text
    assert len(mail.outbox) == len(KINDS) + 2
    letters = "\n".join(everything(message) for message in mail.outbox)
    for word in (*CANARIES.values(), "grief", "F43", "diagnosis"):
        assert word not in letters
        assert word not in kept
    assert invitation_token(invitation) in letters
    assert invitation_token(invitation) not in kept


def test_a_letter_is_written_in_the_client_s_language_and_staff_s_in_the_site_s(
    practice: Any, practitioner: Any, client_record: Any, maya: Any, promises: dict[str, Any], completed: Any
) -> None:
    profile = client_record.client_portal_profile
    profile.language = "ar"
    profile.save()
    message = written(promises["people.password_changed"])
    assert '<html lang="ar" dir="rtl">' in message.alternatives[0][0]
    with translation.override("ar"):
        message = written(completed)
    assert '<html lang="en-us" dir="ltr">' in message.alternatives[0][0]


@pytest.mark.parametrize("code", ["", "xx", "../../etc", "klingon"])
def test_a_language_that_nobody_speaks_is_the_site_s(code: str, client_record: Any, promises: dict[str, Any]) -> None:
    profile = client_record.client_portal_profile
    profile.language = code
    profile.save()
    message = written(promises["people.password_changed"])
    assert '<html lang="en-us"' in message.alternatives[0][0]


@pytest.mark.spec("HOST-3")
def test_a_project_may_write_a_letter_in_its_own_words(tmp_path: Path, settings: Any, promises: dict[str, Any]) -> None:
    own = tmp_path / "client_portal" / "email"
    own.mkdir(parents=True)
    (own / "people.invitation.subject.txt").write_text("Come in\n to {{ practice_name }}\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    assert written(promises["people.invitation"]).subject == "Come in to Juniper Counseling"


def test_names_that_look_like_html_stay_text(practice: Any, administrator: Any, promises: dict[str, Any]) -> None:
    save_branding(
        administrator.actor, accent_color="#1d6358", welcome_text="", footer_text="<b>R&D</b>", sender_name=""
    )
    message = written(promises["people.invitation"])
    assert "<b>R&D</b>" in message.body
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in message.alternatives[0][0]


def test_styles_stand_in_the_base_of_the_letters_alone() -> None:
    folder = Path(engines["django"].get_template("client_portal/email/base.html").origin.name).parent
    styled = {path.name for path in folder.iterdir() if "style" in path.read_text()}
    assert styled == {"base.html", "_button.html"}
