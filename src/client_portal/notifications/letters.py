"""Writing the letters of the kinds that the portal brings. Each reads its subject anew when it is sent.

A letter whose reason has gone meanwhile (an invitation that was revoked) is not written: ``Pointless``.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from client_portal.access.selectors import actor_for
from client_portal.core import clock
from client_portal.core.actor import Capacity
from client_portal.core.errors import NotVisible
from client_portal.notifications.delivery import register_kind
from client_portal.notifications.models import Notification
from client_portal.notifications.registry import Kind, Letter, Pointless, Reason
from client_portal.people.models import Invitation, InvitationState
from client_portal.people.selectors import client_by_public_id
from client_portal.people.services import invitation_token
from client_portal.people.services.logins import EMAIL_CHANGE_HOURS, email_change_token
from client_portal.practices.models import StaffInvitation
from client_portal.practices.selectors import practice_by_public_id
from client_portal.practices.services import staff_invitation_token
from client_portal.practices.tenancy import absolute_url

USABLE = (InvitationState.INVITED, InvitationState.OPENED)

Payload = dict[str, Any]


def write_invitation(payload: Payload) -> Letter:
    """The link into the portal, for a client who was invited. The practitioner's note stands on the page alone."""
    rows = Invitation.objects.unscoped(reason="the outbox writes to whom staff invited")
    facts = ("practice__client_portal_settings", "client__client_portal_profile", "client__client_portal_archived")
    invitation = rows.select_related(*facts).filter(pk=payload["invitation"]).first()
    if invitation is None or hasattr(invitation.client, "client_portal_archived"):
        raise Pointless(Reason.GONE)
    _refuse_replaced(invitation, payload)
    if invitation.state not in USABLE:
        raise Pointless(invitation.state.value)
    practice = invitation.practice
    link = absolute_url("portal:invitation_link", practice, token=invitation_token(invitation))
    context = {"link": link, "expires_at": invitation.expires_at}
    return Letter(practice, invitation.email, context, invitation.client.client_portal_profile.language)


def write_staff_invitation(payload: Payload) -> Letter:
    """The link into the workspace, for somebody who was invited to the staff."""
    rows = StaffInvitation.objects.select_related("practice__client_portal_settings")
    invitation = rows.filter(pk=payload["invitation"]).first()
    if invitation is None:
        raise Pointless(Reason.GONE)
    _refuse_replaced(invitation, payload)
    if invitation.accepted_at or invitation.revoked_at:
        raise Pointless(Reason.ACCEPTED if invitation.accepted_at else Reason.REVOKED)
    if invitation.expires_at <= clock.now():
        raise Pointless(Reason.EXPIRED)
    link = absolute_url("staff:join_link", token=staff_invitation_token(invitation))
    context = {"link": link, "expires_at": invitation.expires_at}
    return Letter(invitation.practice, invitation.email, context, audience=Capacity.STAFF)


def write_password_reset(payload: Payload) -> Letter:
    """The link to a new password. It dies with the next sign-in, a change of password, or its own age."""
    user, practice = _login(payload), _practice(payload)
    if not user.has_usable_password():
        raise Pointless(Reason.NO_PASSWORD)
    parts = {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": default_token_generator.make_token(user)}
    audience = Capacity(payload.get("audience", Capacity.PORTAL))
    if audience is Capacity.STAFF:
        link = absolute_url("staff:password_reset_confirm", **parts)
    else:
        link = absolute_url("portal:password_reset_confirm", practice, **parts)
    expires_at = clock.now() + dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    context = {"link": link, "expires_at": expires_at}
    return Letter(practice, user.email, context, _language(user, practice), audience)


def write_password_changed(payload: Payload) -> Letter:
    """That the password was changed, to its owner."""
    user, practice = _login(payload), _practice(payload)
    return Letter(practice, user.email, {}, _language(user, practice))


def write_email_change(payload: Payload) -> Letter:
    """The link that confirms a new address, to that address."""
    user, practice, address = _login(payload), _practice(payload), payload["email"]
    if user.email == address:
        raise Pointless(Reason.DONE)
    link = absolute_url("portal:email_confirm", practice, token=email_change_token(user, address))
    return Letter(practice, address, {"link": link, "hours": EMAIL_CHANGE_HOURS}, _language(user, practice))


def write_email_changed(payload: Payload) -> Letter:
    """That the address was changed, to the address before: it goes out even if the login was closed since."""
    practice = _practice(payload)
    user = get_user_model()._default_manager.filter(pk=payload["user"]).first()
    return Letter(practice, payload["email"], {}, _language(user, practice))


def write_onboarding_completed(payload: Payload) -> Letter:
    """That a client has handed in the onboarding, to the practitioner; whose it was stands behind the sign-in."""
    notice = unsent_notice(payload)
    actor = actor_for(notice.user, notice.practice, Capacity.STAFF)
    try:
        client_by_public_id(actor, notice.context["client"])
    except NotVisible as error:
        raise Pointless(Reason.NOT_VISIBLE) from error
    link = absolute_url("staff:client_portal", notice.practice, client_id=notice.context["client"])
    return Letter(notice.practice, notice.user.email, {"link": link}, audience=Capacity.STAFF)


def unsent_notice(payload: Payload) -> Any:
    """The notice that ``notify`` made, with its practice and its login, for kinds that are told that way.

    ``Pointless`` when it was sent before (a worker died just after), is gone, or its login was closed.
    """
    notices = Notification.objects.select_related("practice__client_portal_settings", "user")
    notice = notices.filter(pk=payload["notification"]).first()
    if notice is None or notice.sent_at is not None:
        raise Pointless(Reason.GONE if notice is None else Reason.SENT)
    if notice.user is None or not notice.user.is_active:
        raise Pointless(Reason.CLOSED)
    return notice


BUILT_IN = (
    Kind("people.invitation", _("Invitation to the portal"), write_invitation),
    Kind("practices.staff_invitation", _("Invitation to the staff"), write_staff_invitation),
    Kind("people.password_reset", _("New password"), write_password_reset),
    Kind("people.password_changed", _("Password changed"), write_password_changed),
    Kind("people.email_change", _("Confirm a new address"), write_email_change),
    Kind("people.email_changed", _("Address changed"), write_email_changed),
    Kind("onboarding.completed", _("Onboarding completed"), write_onboarding_completed),
)


def register_built_in() -> None:
    """Register the kinds above; called once when Django starts."""
    for kind in BUILT_IN:
        register_kind(kind)


def _refuse_replaced(invitation: Invitation | StaffInvitation, payload: Payload) -> None:
    if invitation.generation != payload["generation"]:
        raise Pointless(Reason.REPLACED)


def _practice(payload: Payload) -> Any:
    practice = practice_by_public_id(payload["practice"])
    if practice is None:
        raise Pointless(Reason.GONE)
    return practice


def _login(payload: Payload) -> Any:
    user = get_user_model()._default_manager.filter(pk=payload["user"], is_active=True).first()
    if user is None:
        raise Pointless(Reason.CLOSED)
    return user


def _language(user: Any, practice: Any) -> str:
    client = actor_for(user, practice, Capacity.PORTAL).client
    return "" if client is None else client.client_portal_profile.language
