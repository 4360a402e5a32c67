"""Promises of the letters: each is rendered and sent by the host's settings, in text and HTML, and tells nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from client_portal.conf import conf
from client_portal.core import outbox
from client_portal.core.actor import Actor
from client_portal.core.models import OutboxMessage
from client_portal.notifications.registry import kinds
from client_portal.notifications.services import notify
from client_portal.people.services import (
    ask_password_reset,
    change_email,
    change_password,
    invite_client,
    update_information,
)
from client_portal.people.services.logins import confirm_email, email_change_token
from client_portal.practices.services import invite_staff
from client_portal.testing import builders
from client_portal.testing.contract.case import ContractCase, Office, one_line, promise

PARTS = ("subject.txt", "txt", "html")
PLACEHOLDER = "webmaster@localhost"
NOTE = "Zephyrine grief note"
SECRETS = {
    "first_name": "Zephyrine",
    "last_name": "Quillfeather",
    "legal_name": "Zephyrine Aurelia",
    "pronouns": "zephyr pronouns",
    "gender_identity": "zephyr identity",
    "phone": "555-010-0177",
    "street": "7 Quillfeather Lane",
}
"""Words in a client's record that must not be found in any letter."""


class MailPromises(ContractCase):
    """The portal's letters go out as the host's settings and templates have them."""

    @promise
    def test_every_kind_of_letter_has_its_templates(self) -> None:
        """Subject, text and HTML of each registered kind can be loaded, the host's own kinds and templates too."""
        self.report(problem for key in kinds for problem in _missing_templates(key))

    @promise
    def test_letters_have_a_sender(self) -> None:
        """Letters come from an address that is the site's own."""
        address = parseaddr(conf.FROM_EMAIL or settings.DEFAULT_FROM_EMAIL)[1]
        self.hold(
            "@" in address and address != PLACEHOLDER,
            f"Letters would come from {address!r}. Set DEFAULT_FROM_EMAIL, or FROM_EMAIL in CLIENT_PORTAL, to an "
            "address of yours.",
        )

    @promise
    def test_letters_are_sent_in_text_and_html(self) -> None:
        """Each letter goes through the e-mail settings once, has both parts, a subject and one recipient."""
        office = self._office()
        self.report(problem for kind, letter in self._letters(office) for problem in _ill_formed(kind, letter))

    @promise
    def test_letters_tell_nothing_about_the_client(self) -> None:
        """No letter has a word of the client's record, or of the note that came with the invitation."""
        office = self._office()
        self.report(
            f"The letter {kind} has {word!r} of the client's record in it. Take it out of your templates "
            f"client_portal/email/{kind}.*: anybody may read an e-mail on its way."
            for kind, letter in self._letters(office)
            for word in (*SECRETS.values(), NOTE)
            if word.casefold() in _everything(letter).casefold()
        )

    def _office(self) -> Office:
        names = {name: SECRETS[name] for name in ("first_name", "last_name")}
        office = self.make_office(email="contract.client@example.com", birth_date=dt.date(1987, 6, 5), **names)
        facts = {name: word for name, word in SECRETS.items() if name not in names}
        with self.trying("Writing a client's information", "Mend update_client of the people adapter."):
            update_information(Actor.system(office.practice), client=office.client, facts=facts)
        return office

    def _letters(self, office: Office) -> Iterator[tuple[str, EmailMultiAlternatives]]:
        for deed in _deeds(self, office):
            with self.trying("Promising a letter", "Mend what the error names; the portal's own service was called."):
                deed()
        for message in OutboxMessage.objects.filter(done_at=None):
            sent = len(mail.outbox)
            cure = (
                f"Mend your templates client_portal/email/{message.topic}.* or your e-mail settings, whichever it is."
            )
            with self.trying(f"Writing and sending the letter {message.topic}", cure):
                outbox.handlers[message.topic](message)
            letters = mail.outbox[sent:]
            self.hold(
                len(letters) == 1,
                f"The letter {message.topic} was sent {len(letters)} times. Send each letter once, through Django's "
                "e-mail settings.",
            )
            yield message.topic, letters[0]  # type: ignore[misc]


def _deeds(case: ContractCase, office: Office) -> list[Any]:
    invited = case.make_client(
        office.practice,
        assigned_to=office.practitioner,
        first_name=SECRETS["first_name"],
        last_name=SECRETS["last_name"],
        email="contract.invited@example.com",
    )
    anybody = Actor.anonymous(office.practice)
    token = email_change_token(office.login, "contract.newest@example.com")
    context = {"client": str(office.client.client_portal_profile.pk)}
    return [
        lambda: invite_client(office.practitioner.actor, client=invited, note=NOTE),
        lambda: invite_staff(office.administrator.actor, email="contract.colleague@example.com", roles=["scheduler"]),
        lambda: ask_password_reset(anybody, email=office.login.email, audience="portal"),
        lambda: change_password(office.portal_actor, current=builders.PASSWORD, new=builders.PASSWORD),
        lambda: change_email(office.portal_actor, password=builders.PASSWORD, email="contract.newer@example.com"),
        lambda: notify(
            Actor.system(office.practice),
            kind="onboarding.completed",
            dedupe_key="contract",
            users=[office.practitioner.user],
            context=context,
        ),
        lambda: confirm_email(office.portal_actor, token=token),
    ]


def _missing_templates(key: str) -> Iterator[str]:
    for part in PARTS:
        name = f"client_portal/email/{key}.{part}"
        try:
            get_template(name)
        except (TemplateDoesNotExist, TemplateSyntaxError) as error:
            yield f"{name} can't be loaded ({type(error).__name__}: {one_line(error)}) Write this template, or mend it."


def _ill_formed(kind: str, letter: EmailMultiAlternatives) -> Iterator[str]:
    html = [str(part[0]) for part in letter.alternatives if part[1] == "text/html"]
    where = f"the templates client_portal/email/{kind}.*"
    if not letter.body.strip():
        yield f"The letter {kind} has no text. Write it in {where}."
    if not html or not html[0].strip():
        yield f"The letter {kind} has no HTML. Write it in {where}."
    if not letter.subject.strip() or "\n" in letter.subject:
        yield f"The letter {kind} has the subject {letter.subject!r}. Write one line in {where}."
    if len(letter.recipients()) != 1:
        yield f"The letter {kind} goes to {', '.join(letter.recipients()) or 'nobody'}. Let it go to one person."


def _everything(letter: EmailMultiAlternatives) -> str:
    return "\n".join([str(letter.subject), str(letter.body), *(str(part[0]) for part in letter.alternatives)])
