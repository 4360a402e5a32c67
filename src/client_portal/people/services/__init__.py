"""Writing people, by noun: client records, information, insurance, invitations, logins."""

from __future__ import annotations

from client_portal.people.services.activity import export_activity
from client_portal.people.services.clients import (
    archive_client,
    backfill_profiles,
    create_client,
    restore_client,
    set_email,
    view_client,
)
from client_portal.people.services.contacts import add_contact, change_contact, remove_contact
from client_portal.people.services.information import decide_change, update_information
from client_portal.people.services.insurance import confirm_insurance, save_insurance
from client_portal.people.services.invitations import (
    accept_invitation,
    find_invitation,
    invitation_token,
    invite_client,
    mark_opened,
    resend_invitation,
    revoke_invitation,
)
from client_portal.people.services.links import invitation_address
from client_portal.people.services.logins import (
    ask_password_reset,
    change_email,
    change_password,
    confirm_email,
    create_login,
    record_sign_in,
    reset_password,
)

__all__ = [
    "accept_invitation",
    "add_contact",
    "archive_client",
    "ask_password_reset",
    "backfill_profiles",
    "change_contact",
    "change_email",
    "change_password",
    "confirm_email",
    "confirm_insurance",
    "create_client",
    "create_login",
    "decide_change",
    "export_activity",
    "find_invitation",
    "invitation_address",
    "invitation_token",
    "invite_client",
    "mark_opened",
    "record_sign_in",
    "remove_contact",
    "resend_invitation",
    "reset_password",
    "restore_client",
    "revoke_invitation",
    "save_insurance",
    "set_email",
    "update_information",
    "view_client",
]
