"""Writing a practice's portal, by noun: link and switches, features, details and branding, staff invitations."""

from __future__ import annotations

from client_portal.practices.services.branding import remove_logo, save_branding
from client_portal.practices.services.deliveries import retry_undelivered
from client_portal.practices.services.details import save_details
from client_portal.practices.services.features import save_features, undo_feature_change
from client_portal.practices.services.links import check_link, rename_link, set_portal_availability, turn_on_portal
from client_portal.practices.services.staff_invitations import (
    accept_staff_invitation,
    find_staff_invitation,
    invite_staff,
    resend_staff_invitation,
    revoke_staff_invitation,
    staff_invitation_token,
)

__all__ = [
    "accept_staff_invitation",
    "check_link",
    "find_staff_invitation",
    "invite_staff",
    "remove_logo",
    "rename_link",
    "resend_staff_invitation",
    "retry_undelivered",
    "revoke_staff_invitation",
    "save_branding",
    "save_details",
    "save_features",
    "set_portal_availability",
    "staff_invitation_token",
    "turn_on_portal",
    "undo_feature_change",
]
