"""Writing onboarding, by noun: the practice's settings, invitations with their plan, drafts, the submission."""

from __future__ import annotations

from client_portal.onboarding.services.drafts import complete_step, save_step, sign_consent, store_card
from client_portal.onboarding.services.inviting import invite, reissue_plan
from client_portal.onboarding.services.many import Outcome, invite_many
from client_portal.onboarding.services.practice import prepare_onboarding, save_onboarding_settings
from client_portal.onboarding.services.submission import submit_onboarding

__all__ = [
    "Outcome",
    "complete_step",
    "invite",
    "invite_many",
    "prepare_onboarding",
    "reissue_plan",
    "save_onboarding_settings",
    "save_step",
    "sign_consent",
    "store_card",
    "submit_onboarding",
]
