"""Promises of access: each practice sees its own people, and nothing of another practice, by any way in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from client_portal import swap
from client_portal.access.selectors import visible_clients
from client_portal.core.actor import Actor
from client_portal.core.errors import NotAllowed, NotVisible
from client_portal.files.selectors import file_for
from client_portal.files.services import store_file
from client_portal.people.selectors import client_by_public_id, clients_page, information_of, invitation_by_id
from client_portal.people.services import invite_client, update_information
from client_portal.practices.tenancy import portal_reverse
from client_portal.testing.contract.case import ContractCase, Office, promise

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LEAK = (
    "Correct PORTAL_PRACTICE of {client}, and let the people adapter and your middleware keep practices apart: no row "
    "may belong to two."
)


class AccessPromises(ContractCase):
    """Two practices on the host's models, each with its people."""

    @promise
    def test_staff_see_the_clients_of_their_practice(self) -> None:
        """Administrators see every client of their practice, practitioners those who are theirs."""
        office = self.make_office(last_name="Ownrecord")
        other = self.make_client(office.practice, last_name="Notassigned")
        for name, staff in (("administrator", office.administrator), ("practitioner", office.practitioner)):
            self.hold(
                visible_clients(staff.actor).filter(pk=office.client.pk).exists(),
                f"The {name} doesn't see a client of theirs. Correct PORTAL_PRACTICE and PORTAL_PRACTITIONERS of "
                f"{swap.target('Client')}, or assign() of the records.",
            )
        self.hold(
            not visible_clients(office.practitioner.actor).filter(pk=other.pk).exists(),
            "A practitioner sees a client who isn't assigned to them. Correct PORTAL_PRACTITIONERS of "
            f"{swap.target('Client')}: it names the practitioners of one client.",
        )

    @promise
    def test_lists_and_search_work_on_the_host_s_columns(self) -> None:
        """The list of clients is ordered by name and searched by name and address."""
        office = self.make_office(first_name="Beatrix", last_name="Zzsecond", email="contract.search@example.com")
        self.make_client(office.practice, first_name="Adele", last_name="Aafirst")
        deed = "Listing the clients of a practice"
        cure = "Let the names and the e-mail of a client be columns that the database can search and order."
        with self.trying(deed, cure):
            names = [row["client_family"] for row in clients_page(office.administrator.actor).rows]
            by_email = clients_page(office.administrator.actor, search="contract.search").rows
        self.hold(names == ["Aafirst", "Zzsecond"], f"{deed} gave {names}, not Aafirst and Zzsecond in order. {cure}")
        self.hold(len(by_email) == 1, f"Searching a client's e-mail address found {len(by_email)} clients. {cure}")

    @promise
    def test_nothing_of_one_practice_is_visible_in_another(self) -> None:
        """Records, lists, searches, invitations and files of one practice don't exist for another's people."""
        ours, theirs = self.make_office(last_name="Oursecret"), self.make_office(last_name="Theirsecret")
        for own, foreign in ((ours, theirs), (theirs, ours)):
            self.report(problem for actor in own.actors for problem in _wrongly_seen(actor, own, foreign))
        for own, foreign in ((ours, theirs), (theirs, ours)):
            invitation, file = self._keep(foreign)
            self.report(problem for actor in own.actors for problem in _leaks(actor, foreign.client, invitation, file))

    @promise
    def test_pages_of_one_practice_are_closed_to_another_s_people(self) -> None:
        """A signed-in person gets their own practice's page, and never another's."""
        ours, theirs = self.make_office(last_name="Oursecret"), self.make_office(last_name="Theirsecret")
        self.client.force_login(ours.administrator.user)
        own, elsewhere, smuggled = (
            portal_reverse("staff:client", practice, client_id=client.client_portal_profile.pk)
            for practice, client in (
                (ours.practice, ours.client),
                (theirs.practice, theirs.client),
                (ours.practice, theirs.client),
            )
        )
        answer = self.client.get(own, secure=True)
        self.hold(
            answer.status_code == 200 and b"Oursecret" in answer.content,
            f"A staff member gets {answer.status_code} for the page of their own client ({own}). Look at your "
            "middleware and LOGIN_URL: a signed-in staff member must get through.",
        )
        cure = LEAK.format(client=swap.target("Client"))
        for foreign in (elsewhere, smuggled):
            answer = self.client.get(foreign, secure=True)
            self.hold(
                answer.status_code != 200 and b"Theirsecret" not in answer.content,
                f"A staff member gets the page of another practice's client. {cure}",
            )

    @promise
    def test_nothing_is_written_into_another_practice(self) -> None:
        """Nobody changes or invites a client of another practice."""
        ours, theirs = self.make_office(), self.make_office(email="contract.theirs@example.com")
        cure = LEAK.format(client=swap.target("Client"))
        with self.trying("Changing the city of one's own client", "Mend update_client of the people adapter."):
            update_information(ours.practitioner.actor, client=ours.client, facts={"city": "Here"})
        for actor in ours.actors:
            for deed in (
                lambda actor=actor: update_information(actor, client=theirs.client, facts={"city": "Elsewhere"}),
                lambda actor=actor: invite_client(actor, client=theirs.client),
            ):
                self.hold(_is_refused(deed), f"{actor.capacity} of one practice wrote into another. {cure}")

    def _keep(self, office: Office) -> tuple[Any, Any]:
        """An invitation and a file of the practice, each of which its practitioner sees."""
        invited = self.make_client(office.practice, email="contract.kept@example.com", assigned_to=office.practitioner)
        actor = office.practitioner.actor
        with self.trying(
            "Inviting a client and storing a file", "Mend the storage or the adapter that the error names."
        ):
            file = store_file(actor, client=office.client, upload=SimpleUploadedFile("paper.pdf", PDF))
            self.addCleanup(file.content.storage.delete, str(file.content.name))
            invitation = invite_client(actor, client=invited)
            return invitation_by_id(actor, invitation.pk), file_for(actor, file.pk)


def _wrongly_seen(actor: Actor, own: Office, foreign: Office) -> Iterator[str]:
    seen = set(visible_clients(actor).values_list("pk", flat=True))
    cure = LEAK.format(client=swap.target("Client"))
    if foreign.client.pk in seen:
        yield f"{_who(actor)} sees a client of another practice. {cure}"
    if own.client.pk not in seen:
        yield f"{_who(actor)} doesn't see their own client. {cure}"


def _leaks(actor: Actor, foreign: Any, invitation: Any, file: Any) -> Iterator[str]:
    ways: dict[str, Callable[[], Any]] = {
        "opens a client's record": lambda: client_by_public_id(actor, foreign.client_portal_profile.pk),
        "reads a client's information": lambda: information_of(actor, foreign),
        "finds a client by name": lambda: _found_by_name(actor, foreign),
        "opens an invitation": lambda: invitation_by_id(actor, invitation.pk),
        "opens a file": lambda: file_for(actor, file.pk),
    }
    for deed, way in ways.items():
        if not _is_refused(way):
            yield f"{_who(actor)} {deed} of another practice. {LEAK.format(client=swap.target('Client'))}"


def _who(actor: Actor) -> str:
    return f"A signed-in person ({', '.join(sorted(actor.roles)) or actor.capacity})"


def _found_by_name(actor: Actor, foreign: Any) -> None:
    if foreign.pk not in {row["pk"] for row in clients_page(actor, search="secret").rows}:
        raise NotVisible


def _is_refused(deed: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            deed()
    except (NotVisible, NotAllowed):
        return True
    except Exception:  # noqa: BLE001 - another error means that the wall let somebody come as far as that
        return False
    return False
