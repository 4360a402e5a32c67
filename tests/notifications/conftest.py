"""One promise of every kind of letter, as the portal itself makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from client_portal.core.actor import Actor
from client_portal.notifications.models import Notification
from client_portal.notifications.services import notify
from client_portal.people.services import ask_password_reset, change_email, change_password, invite_client
from client_portal.people.services.logins import confirm_email, email_change_token
from client_portal.practices.services import invite_staff
from client_portal.testing import builders
from tests.mail import send_by
from tests.notifications.mail_server import MailServer


@pytest.fixture
def completed(practice: Any, practitioner: Any, client_record: Any) -> Callable[..., list[Notification]]:
    """Tell the practitioner, or others, that a client has handed in the onboarding ``event``."""

    def tell(event: str = "plan 1", users: Any = None, client: Any = client_record) -> list[Notification]:
        return notify(
            Actor.system(practice),
            kind="onboarding.completed",
            dedupe_key=f"onboarding.completed:{event}",
            users=[practitioner.user] if users is None else users,
            context={"client": str(client.client_portal_profile.pk)},
        )

    return tell


@pytest.fixture
def promises(
    practice: Any, practitioner: Any, administrator: Any, client_record: Any, maya: Any, completed: Any
) -> dict[str, Callable[[], Any]]:
    """By kind: what makes the portal promise a letter of it. Each goes to somebody else, or to maya's login."""

    def portal_user() -> Actor:
        return builders.portal_actor(maya, practice)

    def invite() -> Any:
        invited = builders.make_client(practice, email="theo@example.com", assigned_to=practitioner)
        return invite_client(practitioner.actor, client=invited)

    def confirm() -> Any:
        return confirm_email(portal_user(), token=email_change_token(maya, "newer@example.com"))

    return {
        "people.invitation": invite,
        "practices.staff_invitation": lambda: invite_staff(
            administrator.actor, email="new@juniper.example", roles=["scheduler"]
        ),
        "people.password_reset": lambda: ask_password_reset(
            Actor.anonymous(practice), email=maya.email, audience="portal"
        ),
        "people.password_changed": lambda: change_password(
            portal_user(), current=builders.PASSWORD, new=builders.PASSWORD
        ),
        "people.email_change": lambda: change_email(
            portal_user(), password=builders.PASSWORD, email="newer@example.com"
        ),
        "people.email_changed": confirm,
        "onboarding.completed": completed,
    }


@pytest.fixture
def real_mail(settings: Any) -> Iterator[MailServer]:
    """E-mails go over a real wire to the server that this is."""
    server = MailServer()
    send_by(settings, "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=server.port)
    yield server
    server.stop()
