"""What those who get in would send: for each address that writes, a body that is right on the stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from client_portal.testing import builders
from tests.permissions.stage import Stage, picture

NEW_PASSWORD = "another calm and long passphrase"

Body = Callable[[Stage], dict[str, Any]]


def candidate(stage: Stage) -> str:
    """The public id of the client who can be invited."""
    return str(stage.clients["candidate"].client_portal_profile.pk)


def new_client(stage: Stage) -> dict[str, Any]:
    """A client to make."""
    return {"first_name": "New", "last_name": "Person", "kind": "individual"}


def seat(stage: Stage) -> dict[str, Any]:
    """A colleague to give the client to."""
    return {"member_id": str(stage.here.administrator.member.pk), "is_assigned": True}


def person(stage: Stage) -> dict[str, Any]:
    """A contact."""
    return {"first_name": "Jo", "last_name": "Contact", "relationship": "other"}


def branding(stage: Stage) -> dict[str, Any]:
    """Looks."""
    return {"accent_color": "#5b3fd6", "welcome_text": "Hello", "footer_text": "", "sender_name": ""}


def details(stage: Stage) -> dict[str, Any]:
    """How to reach the practice."""
    return {"phone": "555 0199", "time_zone": "America/Chicago"}


def staff_invitation(stage: Stage) -> dict[str, Any]:
    """Somebody to invite to the staff."""
    return {"email": "colleague@example.com", "roles": ["biller"]}


def password(stage: Stage) -> dict[str, Any]:
    """A change of password."""
    return {"current": builders.PASSWORD, "new": NEW_PASSWORD}


def address(stage: Stage) -> dict[str, Any]:
    """A change of address."""
    return {"email": "other@example.com", "password": builders.PASSWORD}


def draft(stage: Stage) -> dict[str, Any]:
    """The first step's draft."""
    return {"data": {"first_name": "Maya", "last_name": "Somebody"}, "version": 0}


def first_step(stage: Stage) -> dict[str, Any]:
    """The first step's form."""
    step = stage.here.ids["step"]
    return {"wizard-current_step": step, "first_name": "Maya", "last_name": "Somebody", "version": "0"}


def consent(stage: Stage) -> dict[str, Any]:
    """A signature under a text that nobody has seen: a conflict for those who get in."""
    return {"agreed": True, "shown_sha256": "0" * 64, "typed_name": "Maya Somebody", "version": 0}


def said(**facts: Any) -> Body:
    """A body that needs nothing of the stage."""
    return lambda stage: dict(facts)


BODIES: dict[str, Body] = {
    "portal:sign_in POST": said(email="maya@juniper.example", password=builders.PASSWORD),
    "portal:password_reset POST": said(email="maya@juniper.example"),
    "portal:password_reset_confirm POST": said(new=NEW_PASSWORD),
    "portal:invitation POST": said(password=NEW_PASSWORD),
    "portal:password_change POST": password,
    "portal:email_change POST": address,
    "portal:display POST": said(theme="dark"),
    "portal:switch POST": lambda stage: {"client": str(stage.here.ids["client_id"])},
    "portal:onboarding_step POST": first_step,
    "portal:onboarding_save POST": first_step,
    "staff:client_activity_export POST": said(format="csv"),
    "staff:settings_activity_export POST": said(format="json"),
    "staff:sign_in POST": said(email="admin@juniper.example", password=builders.PASSWORD),
    "staff:password_reset POST": said(email="admin@juniper.example"),
    "staff:password_reset_confirm POST": said(new=NEW_PASSWORD),
    "staff:join POST": said(password=NEW_PASSWORD),
    "staff:client_new POST": new_client,
    "staff:clients_invite POST": lambda stage: {"client": [candidate(stage)]},
    "staff:clients_invite_send POST": lambda stage: {"client": [candidate(stage)], "note": ""},
    "staff:client_email POST": said(email="maya.new@example.com"),
    "staff:client_archive POST": said(reason="Moved"),
    "staff:client_care_team POST": seat,
    "staff:client_contact_new POST": person,
    "staff:client_contact_attach POST": said(relationship="other"),
    "staff:client_contact POST": person,
    "staff:client_change POST": said(decision="accept"),
    "staff:settings_start POST": said(slug="juniper"),
    "staff:settings_link POST": said(slug="juniper-two"),
    "staff:settings_availability POST": said(is_on="yes"),
    "staff:settings_branding POST": branding,
    "staff:settings_brand_preview POST": branding,
    "staff:settings_details POST": details,
    "staff:settings_member_invite POST": staff_invitation,
    "staff:settings_member POST": said(roles=["biller"]),
    "staff:resources POST": lambda stage: {"title": "Policy", "file": picture()},
    "staff:resource_archive POST": said(is_archived="yes"),
    "api:portal PATCH": details,
    "api:portal_start POST": said(slug="juniper"),
    "api:portal_link POST": said(slug="juniper-two"),
    "api:portal_availability POST": said(is_on=True),
    "api:features PATCH": said(states={"uploads": False}),
    "api:branding PUT": branding,
    "api:member PATCH": said(roles=["biller"]),
    "api:staff_invitations POST": staff_invitation,
    "api:onboarding_settings PUT": said(information=[], forms=[], resources=[]),
    "api:resources POST": lambda stage: {"title": "Policy", "file": picture()},
    "api:clients POST": new_client,
    "api:invitations POST": lambda stage: {"clients": [candidate(stage)]},
    "api:client_email PUT": said(email="maya.new@example.com"),
    "api:client_archive POST": said(reason="Moved"),
    "api:client_information PATCH": said(phone="555 0111"),
    "api:client_restrictions PUT": said(features_off=["uploads"]),
    "api:care_team POST": seat,
    "api:contacts POST": person,
    "api:contacts_known POST": lambda stage: {
        "contact_id": str(stage.here.ids["contact_id"]),
        "relationship": "other",
    },
    "api:contact PUT": person,
    "api:client_change POST": said(accept=True),
    "api:me PATCH": said(phone="555 0112"),
    "api:my_policy PUT": said(payer="Acme", member_id="2"),
    "api:my_password POST": password,
    "api:my_email POST": address,
    "api:my_confirm_email POST": lambda stage: {"token": stage.here.ids["email_token"]},
    "api:my_step PATCH": draft,
    "api:my_step_complete POST": draft,
    "api:my_step_sign POST": consent,
    "api:my_files POST": lambda stage: {"file": picture()},
}

QUERIES = {"api:contacts_known GET": "search=Kim", "api:portal_link_check GET": "slug=juniper-two"}
"""Query parameters that an address needs."""
