"""An e-mail in the practice's name: text and HTML, one sender, one stable id."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from client_portal.conf import conf
from client_portal.core.actor import Capacity
from client_portal.notifications.registry import Letter
from client_portal.practices.branding import derive_palette


def write_email(kind: str, letter: Letter, *, message_id: str) -> EmailMultiAlternatives:
    """Render a kind's three templates into one message, in the recipient's language.

    ``message_id`` is the same for every try of the same letter, so that a recipient's mail program sees one.
    """
    with translation.override(_known_language(letter.language)):
        context = {**letter.context, **_practice_context(letter)}
        message = EmailMultiAlternatives(
            subject=_one_line(render_to_string(f"client_portal/email/{kind}.subject.txt", context)),
            body=render_to_string(f"client_portal/email/{kind}.txt", context).strip() + "\n",
            from_email=sender(letter.practice),
            to=[letter.to],
            reply_to=_reply_to(letter.practice),
            headers=_headers(message_id),
        )
        message.attach_alternative(render_to_string(f"client_portal/email/{kind}.html", context), "text/html")
    return message


def sender(practice: Any) -> str:
    """The From line: the name that the practice chose, or its own, before the site's address."""
    name = practice.client_portal_settings.sender_name or str(practice)
    return formataddr((_one_line(name), _site_address()))


def _headers(message_id: str) -> dict[str, str]:
    return {
        "Message-ID": f"<{message_id}@{_domain()}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }


def _reply_to(practice: Any) -> list[str]:
    address = practice.client_portal_settings.email
    return [address] if address else []


def _site_address() -> str:
    return parseaddr(conf.FROM_EMAIL or settings.DEFAULT_FROM_EMAIL)[1]


def _domain() -> str:
    return _site_address().rpartition("@")[2] or urlsplit(conf.BASE_URL).hostname or "localhost"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _known_language(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _practice_context(letter: Letter) -> dict[str, Any]:
    portal = letter.practice.client_portal_settings
    return {
        "practice_name": str(letter.practice),
        "portal": portal,
        "brand": derive_palette(portal.accent_color).light,
        "time_zone": portal.time_zone,
        "is_for_clients": letter.audience is Capacity.PORTAL,
    }
