"""What inviting means: what stands in the way of it, and under which key its e-mail waits in the outbox. Pure."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

TOPIC = "people.invitation"
"""The outbox topic of an invitation's e-mail."""

NOTE_LENGTH = 1000
"""The longest note to a client, in characters."""


class Obstacle(models.TextChoices):
    """Why a client can't be invited at this moment."""

    ARCHIVED = "archived", _("This record is archived.")
    IN_PORTAL = "in_portal", _("This client is in the portal already.")
    INVITED = "invited", _("This client was invited already. You can send the invitation again.")
    NO_EMAIL = "no_email", _("There is no e-mail address on file. Add one to send the invitation.")


def delivery_key(invitation_id: Any, generation: int) -> str:
    """The outbox key of the e-mail of one invitation's sending: the first, or one sent again."""
    return f"{TOPIC}:{invitation_id}:{generation}"
