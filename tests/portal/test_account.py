"""Signing in and out, passwords, sessions: what is told and what never is."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from client_portal.audit.models import AuditEvent
from client_portal.core import outbox
from client_portal.pages import sessions
from client_portal.people.services import invitation_token as token_of
from client_portal.people.services import invite_client, resend_invitation, revoke_invitation
from client_portal.practices.services import rename_link, set_portal_availability
from client_portal.practices.tenancy import portal_reverse
from client_portal.testing import builders

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def sign_in(client: Client, practice: Any, email: str, password: str, **extra: Any) -> Any:
    """Post the sign-in form."""
    return client.post(portal_reverse("portal:sign_in", practice), {"email": email, "password": password, **extra})


def body(response: Any) -> bytes:
    """The page without what differs in every answer."""
    return TOKEN.sub(b"", response.content)


@pytest.mark.spec("AUTH-1")
def test_in_and_out(client: Client, practice: Any, maya: Any) -> None:
    answer = sign_in(client, practice, "MAYA@example.com", builders.PASSWORD)
    assert answer.url == portal_reverse("portal:home", practice)
    assert client.get(answer.url).status_code == 200
    client.post(portal_reverse("portal:sign_out", practice))
    assert client.get(answer.url).status_code == 302
    assert AuditEvent.objects.filter(action="login.signed_in", user_id=str(maya.pk)).count() == 1


@pytest.mark.spec("AUTH-2")
def test_nothing_tells_whether_an_address_has_an_account(
    client: Client, practice: Any, maya: Any, queries: Any
) -> None:
    inactive = builders.make_user("gone@example.com")
    inactive.is_active = False
    inactive.save()
    sign_in(Client(), practice, "first@example.com", "makes the row of the source")
    answers, costs = [], []
    for email in ("maya@example.com", "nobody@example.com", "gone@example.com"):
        with queries() as captured:
            answer = sign_in(Client(), practice, email, "wrong password")
        answers.append((answer.status_code, body(answer).replace(email.encode(), b"")))
        costs.append(len(captured))
    assert answers[0] == answers[1] == answers[2]
    assert max(costs) - min(costs) <= 1
    resets = [
        client.post(portal_reverse("portal:password_reset", practice), {"email": email})
        for email in ("maya@example.com", "nobody@example.com")
    ]
    pages = [body(answer).replace(b"maya@example.com", b"").replace(b"nobody@example.com", b"") for answer in resets]
    assert resets[0].status_code == resets[1].status_code == 200
    assert pages[0] == pages[1]


@pytest.mark.spec("AUTH-3")
def test_guessing_is_stopped_with_a_wait(client: Client, practice: Any, maya: Any) -> None:
    for _try in range(10):
        assert sign_in(Client(), practice, "maya@example.com", "wrong").status_code == 422
    stopped = sign_in(Client(), practice, "Maya@Example.com", builders.PASSWORD)
    assert stopped.status_code == 429
    assert 0 < int(stopped["Retry-After"]) <= 900
    assert sign_in(Client(), practice, "other@example.com", "wrong").status_code == 422


def test_mail_is_not_flooded(practice: Any, maya: Any) -> None:
    for _try in range(6):
        answer = Client().post(portal_reverse("portal:password_reset", practice), {"email": "maya@example.com"})
        assert answer.status_code == 200
    outbox.drain()
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_sign_in_leads_nowhere_else(client: Client, practice: Any, maya: Any, wanted: str) -> None:
    answer = sign_in(client, practice, "maya@example.com", builders.PASSWORD, next=wanted)
    assert answer.url == portal_reverse("portal:home", practice)


def test_the_session_key_changes_at_sign_in(client: Client, practice: Any, maya: Any) -> None:
    client.get(portal_reverse("portal:sign_in", practice))
    session = client.session
    session["planted"] = "x"
    session.save()
    before = session.session_key
    sign_in(client, practice, "maya@example.com", builders.PASSWORD)
    assert client.session.session_key != before


def test_a_login_of_another_practice_does_not_get_in(
    client: Client, practice: Any, maya: Any, other_practice: Any
) -> None:
    answer = sign_in(client, other_practice, "maya@example.com", builders.PASSWORD)
    assert answer.status_code == 422
    assert b"no access" in answer.content
    client.force_login(maya)
    assert client.get(portal_reverse("portal:home", other_practice)).status_code == 302


@pytest.mark.spec("AUTH-1")
def test_a_new_password_by_e_mail(client: Client, practice: Any, maya: Any) -> None:
    elsewhere = Client()
    elsewhere.force_login(maya)
    client.post(portal_reverse("portal:password_reset", practice), {"email": "maya@example.com"})
    outbox.drain()
    link = re.findall(r"http://localhost:8000(\S+)", mail.outbox[0].body)[0]
    landed = client.get(link, follow=True, HTTP_HOST="localhost")
    address = landed.redirect_chain[-1][0]
    assert "choose" in address
    assert client.post(address, {"new": "12345678"}, HTTP_HOST="localhost").status_code == 422
    assert client.post(address, {"new": "another long passphrase"}, HTTP_HOST="localhost").status_code == 302
    assert Client().get(link, follow=True, HTTP_HOST="localhost").status_code == 404
    assert elsewhere.get(portal_reverse("portal:home", practice)).status_code == 302
    assert sign_in(Client(), practice, "maya@example.com", "another long passphrase").status_code == 302


@pytest.mark.spec("AUTH-1")
def test_a_new_address_is_confirmed_on_both(client: Client, practice: Any, maya: Any) -> None:
    client.force_login(maya)
    address = portal_reverse("portal:email_change", practice)
    wrong = client.post(address, {"email": "new@example.com", "password": "wrong"})
    assert wrong.status_code == 422
    assert b"new@example.com" in wrong.content
    client.post(address, {"email": "new@example.com", "password": builders.PASSWORD})
    outbox.drain()
    assert [message.to for message in mail.outbox] == [["new@example.com"]]
    link = re.findall(r"http://localhost:8000(\S+)", mail.outbox[0].body)[0]
    client.get(link)
    maya.refresh_from_db()
    assert maya.email == "maya@example.com"
    client.post(link)
    maya.refresh_from_db()
    assert maya.email == "new@example.com"
    outbox.drain()
    assert mail.outbox[-1].to == ["maya@example.com"]


@pytest.mark.spec("AUTH-4")
def test_idle_and_absolute_limits(client: Client, practice: Any, maya: Any, settings: Any) -> None:
    home = portal_reverse("portal:home", practice)
    start = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, practice, "maya@example.com", builders.PASSWORD)
        clock.shift(29 * 60)
        assert client.get(home).status_code == 200
        clock.shift(29 * 60)
        assert client.get(portal_reverse("portal:extend_session", practice)).json()["idle_seconds"] == 60
        clock.shift(2 * 60)
        ended = client.get(home)
        assert ended.status_code == 302
        assert "ended=1" in ended.url
        sign_in(client, practice, "maya@example.com", builders.PASSWORD)
        for _quarter in range(12 * 4):
            clock.shift(15 * 60)
            client.get(home)
        clock.shift(60)
        assert client.get(home).status_code == 302


@pytest.mark.spec("AUTH-4")
def test_more_time_can_be_asked_for(client: Client, practice: Any, maya: Any) -> None:
    with time_machine.travel(dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC), tick=False) as clock:
        sign_in(client, practice, "maya@example.com", builders.PASSWORD)
        clock.shift(29 * 60)
        extended = client.post(portal_reverse("portal:extend_session", practice))
        assert extended.json()["idle_seconds"] == 30 * 60


@pytest.mark.spec("AUTH-4")
def test_what_was_typed_survives_the_end_of_the_session(client: Client, practice: Any, newcomer_login: Any) -> None:
    address = portal_reverse("portal:onboarding_step", practice, step="name")
    with time_machine.travel(dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC), tick=False) as clock:
        sign_in(client, practice, "maya@example.com", builders.PASSWORD)
        clock.shift(40 * 60)
        ended = client.post(address, {"first_name": "Typed late", "version": "0"})
        assert ended.status_code == 302
        other = builders.make_user("other@example.com")
        assert sessions.TYPED in client.session
        sign_in(client, practice, "maya@example.com", builders.PASSWORD)
        page = client.get(address)
        assert b"Typed late" in page.content
        assert b"Typed late" not in client.get(address).content
        assert other.pk != newcomer_login.pk


@pytest.fixture
def newcomer_login(practice: Any, practitioner: Any, client_record: Any) -> Any:
    """The login of a client who has a plan."""
    from tests.onboarding.conftest import come_in

    return come_in(practice, practitioner, client_record).user


@pytest.mark.spec("AUTH-6")
def test_the_host_s_login_turns_ours_off(client: Client, practice: Any, maya: Any, settings: Any) -> None:
    settings.CLIENT_PORTAL = {**getattr(settings, "CLIENT_PORTAL", {}), "LOGIN_URL": "/host/login/"}
    home = portal_reverse("portal:home", practice)
    assert client.get(home).url.startswith("/host/login/?next=")
    assert client.get(portal_reverse("portal:sign_in", practice)).url.startswith("/host/login/?next=")
    assert sign_in(client, practice, "maya@example.com", builders.PASSWORD).status_code == 404
    for name in ("portal:password_reset", "portal:password_change", "portal:email_change"):
        client.force_login(maya)
        assert client.get(portal_reverse(name, practice)).status_code == 404


@pytest.mark.spec("PORTAL-1")
def test_a_new_practice_has_no_portal(client: Client) -> None:
    builders.make_practice("New", is_on=False)
    assert client.get("/portal/new/").status_code == 404


@pytest.mark.spec("PORTAL-6")
def test_a_portal_that_is_off_says_so_and_nothing_else(
    client: Client, practice: Any, administrator: Any, maya: Any
) -> None:
    client.force_login(maya)
    set_portal_availability(administrator.actor, is_on=False)
    for name in ("portal:welcome", "portal:home", "portal:profile", "portal:sign_in"):
        answer = client.get(portal_reverse(name, practice))
        assert answer.status_code == 403
        assert b"(555) 010-0199" in answer.content
        assert b"Maya" not in answer.content
    set_portal_availability(administrator.actor, is_on=True)
    assert client.get(portal_reverse("portal:home", practice)).status_code == 200


@pytest.mark.spec("PORTAL-5")
def test_an_old_link_leads_to_the_new_one(client: Client, practice: Any, administrator: Any) -> None:
    rename_link(administrator.actor, slug="juniper-albany")
    answer = client.get("/portal/juniper/sign-in/?next=/x")
    assert (answer.status_code, answer.url) == (301, "/portal/juniper-albany/sign-in/?next=/x")


@pytest.mark.spec("INVITE-6")
def test_a_useless_link_is_one_neutral_page(client: Client, practice: Any, practitioner: Any) -> None:
    def page(token: str) -> tuple[int, bytes]:
        visitor = Client()
        visitor.get(portal_reverse("portal:invitation_link", practice, token=token))
        answer = visitor.get(portal_reverse("portal:invitation", practice))
        return answer.status_code, body(answer)

    records = [
        builders.make_client(practice, email=f"c{number}@example.com", assigned_to=practitioner) for number in range(4)
    ]
    revoked, resent, expired, fine = (invite_client(practitioner.actor, client=record) for record in records)
    tokens = [token_of(revoked), token_of(resent)]
    revoke_invitation(practitioner.actor, invitation_id=revoked.pk)
    resend_invitation(practitioner.actor, invitation_id=resent.pk)
    good = token_of(fine)
    flipped = ("A" if good[0] != "A" else "B") + good[1:]
    pages = [page(token) for token in (*tokens, flipped, "nonsense", "x" * 2000)]
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=8)):
        pages.append(page(token_of(expired)))
    assert {status for status, _text in pages} == {404}
    assert len({text for _status, text in pages}) == 1
    assert page(good)[0] == 200


@pytest.mark.spec("INVITE-6", "AUTH-3")
def test_guessing_links_is_limited(practice: Any) -> None:
    answers = [
        Client().get(portal_reverse("portal:invitation_link", practice, token=f"guess{number}")).status_code
        for number in range(31)
    ]
    assert answers[-1] == 429
    assert set(answers[:30]) == {302}


@pytest.mark.spec("INVITE-5")
def test_a_person_with_a_login_signs_in_and_gets_the_record(
    client: Client, practice: Any, practitioner: Any, maya: Any
) -> None:
    second = builders.make_client(practice, first_name="Theo", email="maya@example.com", assigned_to=practitioner)
    invitation = invite_client(practitioner.actor, client=second)
    client.get(portal_reverse("portal:invitation_link", practice, token=token_of(invitation)))
    address = portal_reverse("portal:invitation", practice)
    page = client.get(address)
    assert b"There is a login with your address already" in page.content
    assert b'value="maya@example.com"' in page.content
    assert client.post(address, {"password": "wrong"}).status_code == 422
    assert client.post(address, {"password": builders.PASSWORD}).status_code == 302
    from client_portal.access.selectors import own_clients

    assert own_clients(builders.portal_actor(maya, practice)).count() == 2


def test_looking_at_the_link_uses_nothing_up(
    client: Client, practice: Any, practitioner: Any, client_record: Any
) -> None:
    invitation = invite_client(practitioner.actor, client=client_record)
    link = portal_reverse("portal:invitation_link", practice, token=token_of(invitation))
    for _scanner in range(3):
        answer = Client().get(link)
        assert token_of(invitation) not in answer.url
        assert answer["Referrer-Policy"] == "no-referrer"
    invitation.refresh_from_db()
    assert invitation.state == "invited"


def test_pages_are_kept_nowhere_and_frame_nothing(client: Client, practice: Any, maya: Any) -> None:
    client.force_login(maya)
    answer = client.get(portal_reverse("portal:home", practice))
    assert answer["Cache-Control"] == "no-store, private"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert b"style=" not in answer.content


@pytest.mark.spec("PORTAL-8")
def test_the_welcome_page_says_who_and_how(client: Client, practice: Any) -> None:
    page = client.get(portal_reverse("portal:welcome", practice)).content
    assert b"Juniper Counseling" in page
    assert b"(555) 010-0199" in page
    assert "I’m a new client".encode() not in page
    portal = practice.client_portal_settings
    portal.offers_new_clients = True
    portal.welcome_text = "<p>Hi</p><script>alert(1)</script>"
    portal.save()
    page = client.get(portal_reverse("portal:welcome", practice)).content
    assert "I’m a new client".encode() in page
    assert b"alert(1)" not in page
