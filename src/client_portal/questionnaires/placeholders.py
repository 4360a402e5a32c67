"""The few words in braces that a form's texts may leave open, such as ``{practice_name}``.

One pass over the text with a closed list of names: what is filled in is never looked at again, so that a client who
is called ``{practice_phone}`` stays so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")

NAMES = ("practice_name", "practice_phone", "practice_address", "client_name")
"""The placeholders that exist."""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What stands in the placeholders' place, for one practice and one client."""

    practice_name: str
    client_name: str = ""
    practice_phone: str = ""
    practice_address: str = ""


def has_placeholders(text: str) -> bool:
    """Whether there is anything in braces that looks like a placeholder."""
    return PLACEHOLDER.search(text) is not None


def unknown_placeholders(text: str) -> list[str]:
    """The words in braces that are no placeholders, in order."""
    return [name for name in PLACEHOLDER.findall(text) if name not in NAMES]


def fill_in(text: str, context: RenderContext) -> str:
    """Put the context's words in the placeholders' place. Unknown words in braces stay as they are."""
    return PLACEHOLDER.sub(lambda found: _words(found[1], context) or found[0], text)


def _words(name: str, context: RenderContext) -> str:
    if name not in NAMES:
        return ""
    given = ", ".join(line.strip() for line in str(getattr(context, name)).splitlines() if line.strip())
    return given or _fallbacks()[name]


def _fallbacks() -> dict[str, str]:
    return {
        "practice_name": _("the practice"),
        "practice_phone": _("our office phone number"),
        "practice_address": _("our office address"),
        "client_name": _("the client"),
    }
