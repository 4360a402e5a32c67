"""What the log's actions mean in plain words. Rooms and hosts add the phrases of their own actions."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from client_portal.core.errors import Text

OTHER: Text = _("Something was recorded")
"""Said of an action without a phrase, as of a host's own or of one from before an upgrade."""

PHRASES: dict[str, Text] = {
    "activity.exported": _("Log exported"),
    "access.granted": _("Access to the portal given"),
    "access.revoked": _("Access to the portal ended"),
    "care_team.added": _("Staff member given access to the record"),
    "care_team.removed": _("Staff member’s access to the record ended"),
    "client.archived": _("Record archived"),
    "client.created": _("Record made"),
    "client.email_changed": _("E-mail address changed"),
    "client.restored": _("Record taken out of the archive"),
    "client.restricted": _("Features for this client changed"),
    "client.viewed": _("Record opened"),
    "contact.added": _("Contact added"),
    "contact.changed": _("Contact changed"),
    "contact.removed": _("Contact removed"),
    "deliveries.retried": _("Undelivered e-mails tried again"),
    "file.removed": _("File removed"),
    "file.stored": _("File added"),
    "file.viewed": _("File opened"),
    "form.archived": _("Form archived"),
    "form.created": _("Form made"),
    "form.disabled": _("Form switched off"),
    "form.enabled": _("Form switched on"),
    "form.published": _("Version of a form published"),
    "form.restored": _("Form taken out of the archive"),
    "information.change_decided": _("Proposed change decided"),
    "information.change_proposed": _("Change of information proposed"),
    "information.changed": _("Information changed"),
    "insurance.confirmed": _("Insurance confirmed"),
    "insurance.saved": _("Insurance given"),
    "invitation.accepted": _("Invitation accepted"),
    "invitation.opened": _("Invitation opened"),
    "invitation.resent": _("Invitation sent again"),
    "invitation.revoked": _("Invitation revoked"),
    "invitation.sent": _("Invitation sent"),
    "login.email_change_asked": _("Change of the login’s e-mail address asked for"),
    "login.email_changed": _("Login’s e-mail address changed"),
    "login.password_changed": _("Password changed"),
    "login.password_reset": _("Password set anew"),
    "login.refused": _("Sign-in refused"),
    "login.reset_asked": _("Link for a new password asked for"),
    "login.signed_in": _("Signed in"),
    "member.added": _("Staff member added"),
    "member.removed": _("Staff member removed"),
    "member.roles_changed": _("Roles of a staff member changed"),
    "onboarding.reissued": _("Requested information and forms changed"),
    "onboarding.settings_changed": _("Onboarding settings changed"),
    "onboarding.submitted": _("Onboarding handed in"),
    "portal.branding_changed": _("Branding changed"),
    "portal.details_changed": _("Practice details changed"),
    "portal.link_changed": _("Portal’s link changed"),
    "portal.logo_removed": _("Logo removed"),
    "portal.turned_on": _("Portal turned on"),
    "resource.added": _("Document added"),
    "resource.archived": _("Document archived"),
    "resource.read": _("Document read"),
    "resource.restored": _("Document taken out of the archive"),
    "response.completed": _("Form completed"),
    "response.signed": _("Form signed"),
    "response.viewed": _("Completed form opened"),
    "staff.invitation_accepted": _("Invitation of a staff member accepted"),
    "staff.invitation_resent": _("Invitation of a staff member sent again"),
    "staff.invitation_revoked": _("Invitation of a staff member revoked"),
    "staff.invited": _("Staff member invited"),
    "switches.changed": _("Feature switches changed"),
    "switches.undone": _("Change of feature switches undone"),
}


def register_phrases(words: Mapping[str, Text]) -> None:
    """Add or reword what actions mean, such as ``{"invoice.shared": _("Invoice shared")}``."""
    PHRASES.update(words)


VIEWS: dict[str, Text] = {
    "client.viewed": _("Your record"),
    "file.viewed": _("One of your files"),
    "response.viewed": _("One of your completed forms"),
}
"""What was looked at, in words for the client. Hosts and rooms add their own."""


def phrase_of(action: str) -> Text:
    """What an action means, in words for people."""
    return PHRASES.get(action, OTHER)
