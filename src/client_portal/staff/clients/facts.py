"""A client's facts in words: contact data for everybody who sees the client, the rest for those who look after them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from client_portal.core.actor import Actor
from client_portal.people.adapters import people
from client_portal.people.information import typed
from client_portal.people.models import ClientProfile, InsurancePolicy
from client_portal.people.selectors import information_of, insurance_of, open_changes
from client_portal.people.selectors.summary import in_words, label_of

PERSONAL = ("legal_name", "preferred_name", "pronouns", "birth_date", "sex", "gender_identity", "language", "time_zone")
PREFERENCES = ("may_email", "may_text", "may_leave_voicemail", "wants_reminders")

Row = dict[str, Any]


def contact_rows(client: Any) -> list[Row]:
    """How the client is reached."""
    profile, facts = client.client_portal_profile, people().client_facts(client)
    phone = f"{profile.phone} ({profile.get_phone_kind_display()})" if profile.phone_kind else profile.phone
    return [
        {"label": _("E-mail"), "value": facts.email},
        {"label": _("Phone"), "value": phone if profile.phone else ""},
        {"label": _("Address"), "value": _address(profile)},
    ]


def personal_rows(actor: Actor, client: Any) -> list[Row]:
    """What the client told about themselves, and how they like to be reached."""
    facts = information_of(actor, client)
    facts |= {"time_zone": facts["time_zone"].replace("_", " "), "language": _language(facts["language"])}
    return [{"label": label_of(name), "value": said(facts[name])} for name in PERSONAL + PREFERENCES]


def said(value: Any) -> str:
    """A fact in words; empty where nothing was given."""
    return "" if value in ("", None) else in_words(value)


def _language(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))


def _address(profile: ClientProfile) -> str:
    town = " ".join(part for part in (profile.city, profile.state, profile.postal_code) if part)
    return "\n".join(line for line in (profile.street, town, profile.country) if line)


def change_rows(actor: Actor, client: Any) -> list[Row]:
    """The changes that the client proposed, each fact with what stands there and what is wanted."""
    before = information_of(actor, client)
    return [
        {
            "change": change,
            "facts": [
                {"label": label_of(name), "before": said(before.get(name)), "after": said(typed(name, wanted))}
                for name, wanted in change.changes.items()
            ],
        }
        for change in open_changes(actor, client)
    ]


def insurance_rows(actor: Actor, client: Any) -> list[Row]:
    """The client's insurance in words."""
    return [{"policy": policy, "rows": _policy_rows(policy)} for policy in insurance_of(actor, client)]


def _policy_rows(policy: InsurancePolicy) -> list[Row]:
    return [
        {"label": _("Insurance company"), "value": policy.payer},
        {"label": _("Member ID"), "value": policy.member_id},
        {"label": _("Group number"), "value": policy.group_id},
        {"label": _("The client is"), "value": policy.get_relation_display()},
        {"label": _("Policy holder"), "value": policy.subscriber_name},
        {"label": _("Policy holder's date of birth"), "value": said(policy.subscriber_birth_date)},
        {"label": _("Starts on"), "value": said(policy.starts_on)},
        {"label": _("Ends on"), "value": said(policy.ends_on)},
    ]
