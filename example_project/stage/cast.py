"""Everybody in the example: two practices in full swing, a third that has yet to begin, and all their people.

All of them are invented. What stands here is what the command ``seed_demo`` plays and what the front page shows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

PASSWORD = "a calm and long passphrase"
"""Everybody's."""

ALL_FEATURES = ("appointment_requests", "appointment_cancellation", "messaging", "uploads", "payments")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works for a practice. ``sees`` is one sentence for the front page."""

    email: str
    name: str
    roles: tuple[str, ...]
    sees: str

    @property
    def key(self) -> str:
        """How the cast calls them: the part of the address before the @."""
        return self.email.partition("@")[0]


@dataclass(frozen=True, slots=True)
class ClientRole:
    """A client record and how far it has come: ``story`` names a story of ``stories``.

    ``of`` is the key of the practitioner. ``sees`` is empty for those whom one can't be: they are to be looked at
    through the eyes of staff.
    """

    first_name: str
    last_name: str
    email: str = ""
    story: str = "on_file"
    of: str = "priya"
    sees: str = ""
    born: dt.date | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody who acts for clients without being one."""

    email: str
    name: str
    sees: str


@dataclass(frozen=True, slots=True)
class PracticeRole:
    """A practice with its people; without ``link`` its portal has never been on."""

    name: str
    link: str
    says: str
    features: tuple[str, ...]
    staff: tuple[Member, ...]
    clients: tuple[ClientRole, ...] = ()
    relatives: tuple[Relative, ...] = ()


AMARA = Relative(
    "amara.okafor@example.com",
    "Amara Okafor",
    "Is the mother of Nia and Tobe: one login for both children, and a menu to switch between them.",
)

JUNIPER = PracticeRole(
    name="Juniper Counseling",
    link="juniper",
    says="A group practice in Portland, Maine. The portal is on with every feature.",
    features=ALL_FEATURES,
    staff=(
        Member(
            "ada@juniper.example",
            "Ada Minot",
            ("administrator",),
            "Runs the practice: settings, branding, staff, everybody’s way into the portal, but no clinical content.",
        ),
        Member(
            "priya@juniper.example",
            "Priya Raman, LMFT",
            ("practitioner",),
            "Sees adults and couples: invites them, watches their progress, reads what they signed and answered.",
        ),
        Member(
            "tomas@juniper.example",
            "Tomás Ibarra, LCSW",
            ("practitioner",),
            "Sees children and families, and none of Priya’s clients.",
        ),
        Member(
            "ingrid@juniper.example",
            "Ingrid Solberg, PhD",
            ("supervisor",),
            "Supervises: reads the two records that she was given, and no other.",
        ),
        Member(
            "wendell@juniper.example",
            "Wendell Oakes",
            ("scheduler",),
            "Keeps the front desk: every client’s name and contact details.",
        ),
        Member("bea@juniper.example", "Bea Fontaine", ("biller",), "Does the billing: every client, nothing clinical."),
        Member(
            "kofi@juniper.example",
            "Kofi Mensah",
            ("forms_administrator",),
            "Looks after forms and documents, and sees no client.",
        ),
    ),
    clients=(
        ClientRole("Orson", "Pike"),
        ClientRole("Delia", "Marsh", of="tomas"),
        ClientRole("Bettina", "Crane", "bettina.crane@example.com"),
        ClientRole("Samir", "Haddad", "samir.haddad@example.com"),
        ClientRole("Gwen", "Abara", "gwen.abara@example.com", of="tomas"),
        ClientRole(
            "Callum",
            "Reyes",
            "callum.reyes@example.com",
            "invited",
            sees="Has an invitation in his mailbox and no login yet: choose a password and come in.",
        ),
        ClientRole("Yuki", "Tanabe", "yuki.tanabe@example.com", "invited"),
        ClientRole("Freya", "Doyle", "freya.doyle@example.com", "invited", of="tomas"),
        ClientRole(
            "Noor",
            "Siddiqi",
            "noor.siddiqi@example.com",
            "opened",
            sees="Has opened her invitation and not come in yet. Staff see that she looked.",
        ),
        ClientRole("Elias", "Brandt", "elias.brandt@example.com", "opened", of="tomas"),
        ClientRole(
            "Marguerite",
            "Shaw",
            "marguerite.shaw@example.com",
            "expired",
            sees="Comes too late: her link has expired, and the page says what to do without telling whose it was.",
        ),
        ClientRole("Dov", "Kaplan", "dov.kaplan@example.com", "expired"),
        ClientRole("Lionel", "Greer", "lionel.greer@example.com", "revoked"),
        ClientRole(
            "Inez",
            "Quiroga",
            "inez.quiroga@example.com",
            "accepted",
            sees="Has just come in: the whole task list lies before her, consents first.",
        ),
        ClientRole("Patrick", "Moyo", "patrick.moyo@example.com", "accepted", of="tomas"),
        ClientRole(
            "Uma",
            "Castell",
            "uma.castell@example.com",
            "began",
            sees="Has signed one consent and typed half a page: what she typed is still there.",
        ),
        ClientRole(
            "Jonah",
            "Whitfield",
            "jonah.whitfield@example.com",
            "halfway",
            sees="Is half way: consents signed, information given, the questionnaire still to do.",
        ),
        ClientRole(
            "Lila",
            "Prentiss",
            "lila.prentiss@example.com",
            "ready",
            sees="Has finished every step. Only the last look and handing in are left.",
        ),
        ClientRole(
            "Maya",
            "Ellison",
            "maya.ellison@example.com",
            "settled",
            sees="Is done with onboarding: reads back what she gave. A change of hers waits for Priya.",
            born=dt.date(1990, 4, 12),
        ),
        ClientRole("Desmond", "Achebe", "desmond.achebe@example.com", "submitted", born=dt.date(1978, 9, 30)),
        ClientRole(
            "Rosa",
            "Lindqvist",
            "rosa.lindqvist@example.com",
            "submitted",
            sees="Is a client of both practices with one login, and neither knows of the other.",
            born=dt.date(1985, 1, 23),
        ),
        ClientRole("Hana", "Kovář", "hana.kovar@example.com", "submitted", of="tomas"),
        ClientRole(
            "Walter",
            "Finch",
            "walter.finch@example.com",
            "restricted",
            sees="Has messages and payments switched off for him alone.",
            born=dt.date(1951, 6, 2),
        ),
        ClientRole(
            "Greta",
            "Sandoval",
            "greta.sandoval@example.com",
            "put_away",
            sees="Was archived after moving away: her login reaches nothing any more.",
        ),
        ClientRole("Owen", "Tully", "owen.tully@example.com", "archived", of="tomas"),
        ClientRole("Nia", "Okafor", story="child", of="tomas", born=dt.date(2015, 3, 8)),
        ClientRole("Tobe", "Okafor", story="child", of="tomas", born=dt.date(2018, 10, 19)),
        ClientRole(
            "Leo",
            "Marchetti",
            "leo.marchetti@example.com",
            "teenager",
            of="tomas",
            sees="Is fifteen, with a login of his own. His grandmother is a contact and has none.",
            born=dt.date(2011, 5, 27),
        ),
        ClientRole(
            "June",
            "Castellan",
            "june.castellan@example.com",
            "submitted",
            sees="Has two records under one login, her own and a couple’s: switch in the menu at the top.",
            born=dt.date(1982, 11, 5),
        ),
        ClientRole("June and Marcus", "Castellan", "june.castellan@example.com", "second_record"),
    ),
    relatives=(AMARA,),
)

HARBOR = PracticeRole(
    name="Harbor Therapy",
    link="harbor",
    says="A small practice in Seattle. Messages and payments are off, and it asks new clients for less.",
    features=("appointment_requests", "appointment_cancellation", "uploads"),
    staff=(
        Member(
            "sol@harbor.example",
            "Sol Vasquez, LPC",
            ("administrator", "practitioner"),
            "Runs the practice and sees clients: both roles at once.",
        ),
        Member(
            "ingrid@juniper.example",
            "Ingrid Solberg, PhD",
            ("practitioner",),
            "Sees clients here and supervises at Juniper Counseling: one sign-in, two practices to choose from.",
        ),
    ),
    clients=(
        ClientRole("Imogen", "Clay", "imogen.clay@example.com", of="sol"),
        ClientRole("Rosa", "Lindqvist", "rosa.lindqvist@example.com", "second_practice", of="sol"),
        ClientRole(
            "Kofi",
            "Mensah",
            "kofi@juniper.example",
            "submitted",
            of="ingrid",
            sees="Works for Juniper Counseling and is a client here: one login, two lives, never mixed.",
        ),
        ClientRole("Arlo", "Whitcombe", "arlo.whitcombe@example.com", "invited", of="ingrid"),
        ClientRole(
            "Petra",
            "Novak",
            "petra.novak@example.com",
            "halfway",
            of="sol",
            sees="Is half way through a shorter onboarding than Juniper’s.",
        ),
    ),
)

LANTERN = PracticeRole(
    name="Lantern Street Psychology",
    link="",
    says="Has not begun: its portal was never on, and its address doesn’t exist.",
    features=(),
    staff=(
        Member(
            "mabel@lantern.example",
            "Mabel Thorne, PsyD",
            ("administrator", "practitioner"),
            "Gets started: choose a link, turn the portal on, set it up.",
        ),
    ),
)

PRACTICES = (JUNIPER, HARBOR, LANTERN)
