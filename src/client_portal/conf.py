"""Deployment settings: one typed default per key, read from ``settings.CLIENT_PORTAL`` on each access.

What a practice decides (features, branding, onboarding) is data and never a setting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Defaults:
    """Every key of ``settings.CLIENT_PORTAL`` with its default and its meaning."""

    TENANCY: str = "path"
    """How a practice is found in an address: ``path``, ``subdomain`` or ``single``."""
    BASE_URL: str = "http://localhost:8000"
    """Scheme, host and port that links in e-mails start with."""
    BASE_DOMAIN: str = ""
    """With ``TENANCY="subdomain"``: the domain that practices' subdomains hang under, with port if any."""
    BASE_TEMPLATE: str = "client_portal/base.html"
    """Template that every page extends: ours, or the host's own shell."""
    LOOKUPS: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    """Look-up paths of swapped models, by model name, for hosts that can't set class attributes."""
    ADAPTERS: Mapping[str, str] = field(default_factory=dict)
    """Dotted paths of adapter classes by domain: ``people``, ``practices``."""
    INVITATION_DAYS: int = 7
    """Days until an invitation link expires."""
    SESSION_IDLE_MINUTES: int = 30
    """Minutes without an action after which a portal session ends."""
    SESSION_HOURS: int = 12
    """Hours after sign-in at which a portal session ends in any case."""
    LOGIN_URL: str | None = None
    """The host's own sign-in address. Setting it turns our sign-in, reset and password pages off."""
    LINK_CHANGE_BY_SUPERUSERS_ONLY: bool = False
    """Whether only superusers may change a practice's link once its portal has been on."""
    RESERVED_SLUGS: tuple[str, ...] = ()
    """Links that no practice may take, besides the built-in list."""
    UPLOAD_MAX_BYTES: int = 10 * 1024 * 1024
    """Largest file that a client or staff member may upload, in bytes."""
    UPLOAD_TYPES: tuple[str, ...] = ("application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic")
    """Media types accepted for uploads, judged by content."""
    LOGO_MAX_BYTES: int = 2 * 1024 * 1024
    """Largest logo file, in bytes."""
    GENDER_IDENTITIES: tuple[Any, ...] = (
        _("Woman"),
        _("Man"),
        _("Nonbinary"),
        _("Transgender woman"),
        _("Transgender man"),
        _("Prefer not to say"),
    )
    """What clients are offered when asked for their gender identity; they may always use words of their own."""
    FROM_EMAIL: str | None = None
    """Address that e-mails come from; ``DEFAULT_FROM_EMAIL`` if empty. The practice's name stands before it."""
    UNDO_MINUTES: int = 30
    """Minutes during which a saved feature change can be undone."""
    DELIVERY: str = "worker"
    """Who delivers the outbox: ``worker`` (the ``client_portal_worker`` command) or ``inline`` (after commit)."""
    RATE_LIMITS: Mapping[str, tuple[int, int]] = field(
        default_factory=lambda: {
            "sign_in_address": (10, 900),
            "sign_in_source": (60, 900),
            "password_reset_address": (3, 3600),
            "password_reset_source": (20, 3600),
            "invitation_source": (30, 900),
            "link_check": (60, 60),
        }
    )
    """Tries and window in seconds by scope; keys that a host leaves out keep their defaults."""
    TRUSTED_PROXIES: int = 0
    """How many reverse proxies append to ``X-Forwarded-For``; 0 takes the connection's own address."""
    MAILBOX: bool = False
    """Whether the outgoing e-mails are shown on a mailbox page. Works with ``DEBUG`` on only."""


class Configuration:
    """Attribute access to the settings in force; an unknown key is an ``AttributeError``."""

    def __getattr__(self, key: str) -> Any:
        default = getattr(DEFAULTS, key)
        chosen = self.chosen().get(key, default)
        if key == "RATE_LIMITS":
            return {**default, **chosen}
        return chosen

    @staticmethod
    def chosen() -> Mapping[str, Any]:
        """What the host has written in ``settings.CLIENT_PORTAL``."""
        return getattr(settings, "CLIENT_PORTAL", {})

    @staticmethod
    def keys() -> frozenset[str]:
        """The names of all settings that exist."""
        return frozenset(item.name for item in fields(Defaults))


DEFAULTS = Defaults()
conf = Configuration()
