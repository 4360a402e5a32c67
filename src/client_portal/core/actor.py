"""Who acts, in which practice, in which capacity, and for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Capacity(StrEnum):
    """In which role of life somebody acts. A person who is both staff and client acts in one capacity at a time."""

    ANONYMOUS = "anonymous"
    PORTAL = "portal"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """The first argument of every service and selector.

    ``user`` is the login (None for anonymous and system), ``practice`` the practice whose address is used,
    ``client`` the client whom a portal user acts for, ``roles`` the staff roles in this practice. ``ip`` and
    ``user_agent`` go into the audit log and under signatures. ``memory`` keeps what the access rule has read, for
    the length of one request: an actor is made anew for each.
    """

    capacity: Capacity
    practice: Any = None
    user: Any = None
    client: Any = None
    member_id: Any = None
    roles: frozenset[str] = frozenset()
    ip: str | None = None
    user_agent: str = field(default="", repr=False)
    memory: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def anonymous(cls, practice: Any = None, *, ip: str | None = None, user_agent: str = "") -> Actor:
        """Somebody who has not signed in."""
        return cls(Capacity.ANONYMOUS, practice, ip=ip, user_agent=user_agent)

    @classmethod
    def system(cls, practice: Any = None) -> Actor:
        """The software itself: workers and commands."""
        return cls(Capacity.SYSTEM, practice)

    @property
    def is_staff(self) -> bool:
        """Whether the actor works for the practice."""
        return self.capacity is Capacity.STAFF

    @property
    def is_portal(self) -> bool:
        """Whether the actor is a portal user: a client or somebody who acts for one."""
        return self.capacity is Capacity.PORTAL

    @property
    def is_system(self) -> bool:
        """Whether the software itself acts."""
        return self.capacity is Capacity.SYSTEM

    @property
    def user_id(self) -> Any:
        """Primary key of the login, or None."""
        return None if self.user is None else self.user.pk
