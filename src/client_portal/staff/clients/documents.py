"""Who somebody was to the client when they completed a form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from client_portal.access.models import SELF
from client_portal.core.errors import Text
from client_portal.people.models import ContactRelationship


def relationship_label(relationship: str) -> Text:
    """Who somebody was to the client, in words."""
    if relationship == SELF:
        return _("Client")
    return dict(ContactRelationship.choices).get(relationship, relationship)
