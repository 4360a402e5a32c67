"""Who gets in where: one row per address and method, written by hand. What isn't written here doesn't pass the suite.

``inside`` are those who get in. Everybody else is refused as their kind is: who hasn't signed in is sent to sign in
(401 in the API), who doesn't belong gets 404. Of those who belong, ``hidden`` get 404 as well, since the thing isn't
there for them; the others 403, which the portal's pages show as 404.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.permissions.people import (
    ADDED,
    ADMINISTRATOR,
    BILLER,
    CLIENT,
    EVERYONE,
    FORMS_ADMINISTRATOR,
    GUARDIAN,
    INVITED,
    MINOR,
    OTHER_PRACTITIONER,
    PORTAL,
    PRACTITIONER,
    SCHEDULER,
    SIGNED_IN,
    STAFF,
)

Names = frozenset[str]

SEES_CLIENT: Names = frozenset({PRACTITIONER, ADDED, ADMINISTRATOR, SCHEDULER, BILLER})
BLIND = STAFF - SEES_CLIENT
"""Staff for whom the client isn't there."""
INFORMATION: Names = frozenset({PRACTITIONER, ADDED})
ANSWERS: Names = frozenset({PRACTITIONER, ADDED})
HAS_ANSWERS: Names = frozenset({PRACTITIONER, ADDED, ADMINISTRATOR})
"""Staff who see that the client answered, not what."""
ACTIVITY: Names = frozenset({PRACTITIONER, ADDED, ADMINISTRATOR})
LETS_IN: Names = frozenset({PRACTITIONER, ADMINISTRATOR})
"""Staff who manage the client's access to the portal, and the care team."""
PORTAL_TAB = INFORMATION | LETS_IN
LETS_SOMEBODY_IN = LETS_IN | {OTHER_PRACTITIONER}
"""Staff whose role lets them invite clients of their own."""
MAKES_CLIENTS: Names = frozenset({PRACTITIONER, OTHER_PRACTITIONER, SCHEDULER, ADMINISTRATOR})
MANAGES: Names = frozenset({ADMINISTRATOR})
FORMS: Names = frozenset({ADMINISTRATOR, FORMS_ADMINISTRATOR})
OWN: Names = frozenset({CLIENT, MINOR})
"""Portal users who act for themselves."""
HERS: Names = frozenset({CLIENT})
NOBODY: Names = frozenset()


@dataclass(frozen=True)
class Row:
    """One address and method. ``on`` names the record of the stage that an address about a client names."""

    name: str
    method: str
    inside: Names
    hidden: Names = NOBODY
    on: str = "client"
    step: str = "name"


def rows(
    name: str, methods: str, inside: Names, *, hidden: Names = NOBODY, on: str = "client", step: str = "name"
) -> list[Row]:
    """A row for each of the methods, which all let in the same people."""
    return [Row(name, method, inside, hidden, on, step) for method in methods.split()]


def about(name: str, methods: str, inside: Names, *, on: str = "client") -> list[Row]:
    """Rows of an address below a client: for staff who don't see the client, it isn't there."""
    return rows(name, methods, inside, hidden=BLIND, on=on)


PORTAL_PAGES = [
    *rows("portal:welcome", "GET", EVERYONE),
    *rows("portal:brand_css", "GET", EVERYONE),
    *rows("portal:logo", "GET", EVERYONE),
    *rows("portal:privacy", "GET", EVERYONE),
    *rows("portal:accessibility", "GET", EVERYONE),
    *rows("portal:manifest", "GET", EVERYONE),
    *rows("portal:request", "GET", EVERYONE),
    *rows("portal:sign_in", "GET POST", EVERYONE),
    *rows("portal:sign_out", "POST", EVERYONE),
    *rows("portal:password_reset", "GET POST", EVERYONE),
    *rows("portal:password_reset_confirm", "GET", EVERYONE),
    *rows("portal:password_reset_confirm", "POST", frozenset({INVITED}), hidden=EVERYONE),
    *rows("portal:invitation_link", "GET", EVERYONE),
    *rows("portal:invitation", "GET POST", frozenset({INVITED}), hidden=EVERYONE),
    *rows("portal:extend_session", "GET POST", PORTAL),
    *rows("portal:password_change", "GET POST", PORTAL),
    *rows("portal:email_change", "GET POST", PORTAL),
    *rows("portal:email_confirm", "GET", PORTAL),
    *rows("portal:email_confirm", "POST", HERS, hidden=PORTAL),
    *rows("portal:profile", "GET", PORTAL),
    *rows("portal:views", "GET", PORTAL),
    *rows("portal:display", "POST", PORTAL),
    *rows("portal:home", "GET", PORTAL),
    *rows("portal:response", "GET", HERS),
    *rows("portal:switch", "POST", frozenset({CLIENT, GUARDIAN})),
    *rows("portal:onboarding", "GET", OWN),
    *rows("portal:onboarding_review", "GET POST", OWN),
    *rows("portal:onboarding_done", "GET", OWN),
    *rows("portal:onboarding_step", "GET POST", OWN),
    *rows("portal:onboarding_save", "POST", OWN),
    *rows("portal:file", "GET", frozenset({CLIENT, GUARDIAN})),
]

STAFF_PAGES = [
    *rows("staff:index", "GET", SIGNED_IN),
    *rows("staff:sign_in", "GET POST", EVERYONE),
    *rows("staff:sign_out", "POST", EVERYONE),
    *rows("staff:password_reset", "GET POST", EVERYONE),
    *rows("staff:password_reset_confirm", "GET", EVERYONE),
    # The login of the stage's reset link works in no practice, and this is the workspace's page.
    *rows("staff:password_reset_confirm", "POST", NOBODY, hidden=EVERYONE),
    *rows("staff:join_link", "GET", EVERYONE),
    *rows("staff:join", "GET POST", frozenset({INVITED}), hidden=EVERYONE),
    *rows("staff:extend_session", "GET POST", STAFF),
    *rows("staff:clients", "GET", STAFF),
    *rows("staff:client_new", "GET POST", MAKES_CLIENTS),
    *rows("staff:clients_invite", "GET", LETS_SOMEBODY_IN),
    *rows("staff:clients_invite", "POST", LETS_IN, hidden=frozenset({OTHER_PRACTITIONER})),
    *rows("staff:clients_invite_send", "GET", LETS_SOMEBODY_IN),
    *rows("staff:clients_invite_send", "POST", LETS_IN, hidden=frozenset({OTHER_PRACTITIONER})),
    *rows("staff:clients_invite_result", "GET", LETS_SOMEBODY_IN),
    *rows("staff:invitations", "GET", LETS_SOMEBODY_IN),
    *rows("staff:invitation_resend", "POST", LETS_IN, hidden=frozenset({OTHER_PRACTITIONER})),
    *rows("staff:invitation_revoke", "POST", LETS_IN, hidden=frozenset({OTHER_PRACTITIONER})),
    *about("staff:client", "GET", SEES_CLIENT),
    *about("staff:client_email", "GET POST", LETS_IN),
    *about("staff:client_archive", "GET POST", LETS_IN),
    *about("staff:client_restore", "POST", LETS_IN, on="archived"),
    *about("staff:client_care_team", "GET POST", LETS_IN),
    *about("staff:client_care_team_remove", "POST", LETS_IN),
    *about("staff:client_contact_new", "GET POST", LETS_IN),
    *about("staff:client_contact_attach", "GET POST", LETS_IN),
    *about("staff:client_contact", "GET POST", LETS_IN),
    *about("staff:client_contact_remove", "GET POST", LETS_IN),
    *about("staff:client_portal", "GET", PORTAL_TAB),
    *about("staff:client_invite", "GET POST", LETS_IN, on="candidate"),
    *about("staff:client_features", "GET POST", LETS_IN),
    *about("staff:client_portal_contact", "GET", SEES_CLIENT),
    *about("staff:client_change", "POST", INFORMATION),
    *about("staff:client_insurance", "POST", INFORMATION),
    *about("staff:client_documents", "GET", HAS_ANSWERS),
    *about("staff:client_response", "GET", ANSWERS),
    *about("staff:client_activity", "GET", ACTIVITY),
    *about("staff:client_activity_export", "POST", ACTIVITY),
    *rows("staff:settings", "GET", MANAGES),
    *rows("staff:settings_start", "GET POST", MANAGES),
    *rows("staff:settings_check_link", "GET", MANAGES),
    *rows("staff:settings_link", "GET POST", MANAGES),
    *rows("staff:settings_qr", "GET", MANAGES),
    *rows("staff:settings_availability", "GET POST", MANAGES),
    *rows("staff:settings_retry", "POST", MANAGES),
    *rows("staff:settings_features", "GET POST", MANAGES),
    *rows("staff:settings_features_undo", "POST", MANAGES),
    *rows("staff:settings_branding", "GET POST", MANAGES),
    *rows("staff:settings_brand_preview", "GET POST", MANAGES),
    *rows("staff:settings_brand_css", "GET", MANAGES),
    *rows("staff:settings_details", "GET POST", MANAGES),
    *rows("staff:settings_activity", "GET", MANAGES),
    *rows("staff:settings_activity_export", "POST", MANAGES),
    *rows("staff:settings_embed", "GET", MANAGES),
    *rows("staff:settings_members", "GET", MANAGES),
    *rows("staff:settings_member_invite", "GET POST", MANAGES),
    *rows("staff:settings_member", "GET POST", MANAGES),
    *rows("staff:settings_member_remove", "GET POST", MANAGES),
    *rows("staff:settings_invitation_resend", "POST", MANAGES),
    *rows("staff:settings_invitation_revoke", "POST", MANAGES),
    *rows("staff:settings_onboarding", "GET POST", MANAGES),
    *rows("staff:forms", "GET POST", FORMS),
    *rows("staff:forms_install", "POST", FORMS),
    *rows("staff:form", "GET", STAFF),
    *rows("staff:resources", "GET POST", FORMS),
    *rows("staff:resource_archive", "POST", FORMS),
    *rows("staff:file", "GET", INFORMATION, hidden=STAFF),
]

API_FOR_STAFF = [
    *rows("api:portal", "GET PATCH", MANAGES),
    *rows("api:portal_start", "POST", MANAGES),
    *rows("api:portal_link", "POST", MANAGES),
    *rows("api:portal_link_check", "GET", MANAGES),
    *rows("api:portal_availability", "POST", MANAGES),
    *rows("api:portal_counts", "GET", MANAGES),
    *rows("api:features", "GET PATCH", MANAGES),
    *rows("api:features_last_change", "GET", MANAGES),
    *rows("api:feature_undo", "POST", MANAGES),
    *rows("api:branding", "GET PUT", MANAGES),
    *rows("api:branding_logo", "DELETE", MANAGES),
    *rows("api:members", "GET", MANAGES),
    *rows("api:member", "PATCH DELETE", MANAGES),
    *rows("api:staff_invitations", "GET POST", MANAGES),
    *rows("api:staff_invitation", "DELETE", MANAGES),
    *rows("api:staff_invitation_resend", "POST", MANAGES),
    *rows("api:undelivered", "GET", MANAGES),
    *rows("api:undelivered_retry", "POST", MANAGES),
    *rows("api:activity", "GET", MANAGES),
    *rows("api:onboarding_settings", "GET PUT", MANAGES),
    *rows("api:invitation_choices", "GET", STAFF),
    *rows("api:forms", "GET", FORMS),
    *rows("api:forms_install", "POST", FORMS),
    *rows("api:form", "GET", STAFF),
    *rows("api:form_enable", "POST", FORMS),
    *rows("api:form_disable", "POST", FORMS),
    *rows("api:form_archive", "POST", FORMS),
    *rows("api:form_restore", "POST", FORMS),
    *rows("api:resources", "GET POST", FORMS),
    *rows("api:resource_archive", "POST", FORMS),
    *rows("api:resource_restore", "POST", FORMS),
    *rows("api:file", "GET", INFORMATION, hidden=STAFF),
    *rows("api:clients", "GET", STAFF),
    *rows("api:clients", "POST", MAKES_CLIENTS),
    *rows("api:invitations", "GET", LETS_SOMEBODY_IN),
    *rows("api:invitations", "POST", LETS_IN, hidden=frozenset({OTHER_PRACTITIONER})),
    *rows("api:invitation_candidates", "GET", LETS_SOMEBODY_IN),
    *rows("api:invitation_link", "GET", LETS_IN, hidden=frozenset({OTHER_PRACTITIONER})),
    *rows("api:invitation_resend", "POST", LETS_IN, hidden=frozenset({OTHER_PRACTITIONER})),
    *rows("api:invitation_revoke", "POST", LETS_IN, hidden=frozenset({OTHER_PRACTITIONER})),
    *about("api:client", "GET", SEES_CLIENT),
    *about("api:client_email", "PUT", LETS_IN),
    *about("api:client_archive", "POST", LETS_IN),
    *about("api:client_restore", "POST", LETS_IN, on="archived"),
    *about("api:client_information", "GET PATCH", INFORMATION),
    *about("api:client_features", "GET", LETS_IN),
    *about("api:client_restrictions", "PUT", LETS_IN),
    *about("api:client_activity", "GET", ACTIVITY),
    *about("api:client_invitation", "GET POST", LETS_IN, on="candidate"),
    *about("api:care_team", "GET", SEES_CLIENT),
    *about("api:care_team", "POST", LETS_IN),
    *about("api:care_team_colleagues", "GET", LETS_IN),
    *about("api:care_team_seat", "DELETE", LETS_IN),
    *about("api:contacts", "GET", SEES_CLIENT),
    *about("api:contacts", "POST", LETS_IN),
    *about("api:contacts_known", "GET POST", LETS_IN),
    *about("api:contact", "PUT DELETE", LETS_IN),
    *about("api:client_insurance", "GET", INFORMATION),
    *about("api:client_insurance_confirm", "POST", INFORMATION),
    *about("api:client_changes", "GET", INFORMATION),
    *about("api:client_change", "POST", INFORMATION),
    *about("api:client_onboarding", "GET", LETS_IN),
    *about("api:client_onboarding_reissue", "POST", LETS_IN),
    *about("api:client_responses", "GET", HAS_ANSWERS),
    *about("api:client_response", "GET", ANSWERS),
]

API_FOR_CLIENTS = [
    *rows("api:me", "GET", PORTAL),
    *rows("api:me", "PATCH", OWN),
    *rows("api:my_access", "GET", PORTAL),
    *rows("api:my_clients", "GET", PORTAL),
    *rows("api:my_insurance", "GET", PORTAL),
    *rows("api:my_views", "GET", PORTAL),
    *rows("api:my_policy", "PUT", OWN),
    *rows("api:my_password", "POST", PORTAL),
    *rows("api:my_email", "POST", PORTAL),
    *rows("api:my_confirm_email", "POST", HERS, hidden=PORTAL),
    *rows("api:my_onboarding", "GET", OWN, hidden=PORTAL),
    *rows("api:my_onboarding_submit", "POST", OWN, hidden=PORTAL),
    *rows("api:my_step", "GET PATCH", OWN, hidden=PORTAL),
    *rows("api:my_step_complete", "POST", OWN, hidden=PORTAL),
    *rows("api:my_step_sign", "POST", OWN, hidden=PORTAL, step="consent-1"),
    *rows("api:my_responses", "GET", OWN),
    *rows("api:my_response", "GET", HERS, hidden=frozenset({MINOR})),
    *rows("api:my_files", "POST", OWN),
    *rows("api:my_file", "GET", frozenset({CLIENT, GUARDIAN}), hidden=PORTAL),
]

API = [
    *rows("api:schema", "GET", EVERYONE),
    *rows("api:practices", "GET", SIGNED_IN),
    *API_FOR_STAFF,
    *API_FOR_CLIENTS,
]

MATRIX = {(row.name, row.method): row for row in [*PORTAL_PAGES, *STAFF_PAGES, *API]}

FOR_CLIENTS = {row.name for row in [*PORTAL_PAGES, *API_FOR_CLIENTS]}
"""Addresses where portal users belong; everywhere else, staff do."""
