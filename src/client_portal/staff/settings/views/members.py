"""The practice's staff: who they are, what they may do, who is invited."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from client_portal.access.models import StaffMember
from client_portal.access.roles import Role
from client_portal.access.services import remove_member, set_roles
from client_portal.core import clock
from client_portal.core.errors import InvalidState
from client_portal.practices import selectors, services
from client_portal.practices.tenancy import portal_reverse
from client_portal.staff.settings.forms import InviteForm, RolesForm
from client_portal.staff.settings.pages import SettingsFormPage, SettingsPage


class Members(SettingsPage):
    """Everybody who works here, and who was invited to."""

    capability = "members.manage"
    current = "staff:settings_members"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The two lists."""
        now = clock.now()
        invitations = selectors.open_staff_invitations(self.actor)
        return self.render(
            "staff/settings/members.html",
            title=_("Staff"),
            members=[
                (member, _labels(row.role for row in member.roles.all()), member.pk == self.actor.member_id)
                for member in selectors.members_of(self.actor)
            ],
            invitations=[(item, _labels(item.roles), item.expires_at <= now) for item in invitations],
        )


class InviteMember(SettingsFormPage):
    """Inviting somebody by e-mail."""

    capability = "members.manage"
    current = "staff:settings_members"
    form_class = InviteForm
    template = "staff/settings/member_invite.html"

    def page_context(self) -> dict[str, Any]:
        """The title."""
        return {"title": _("Invite somebody to your staff")}

    def save(self, form: Any) -> HttpResponse:
        """Send the invitation."""
        invitation = services.invite_staff(self.actor, **form.cleaned_data)
        self.say(_("The invitation to %(address)s is on its way.") % {"address": invitation.email})
        return self.go("staff:settings_members")


class MemberPage(SettingsFormPage):
    """A page about one staff member; nobody of another practice is to be found here."""

    capability = "members.manage"
    current = "staff:settings_members"
    member: StaffMember

    def enter(self, request: HttpRequest) -> HttpResponseBase | None:
        """Find the member, after everything that stands before a page."""
        answer = super().enter(request)
        if answer is None:
            self.member = selectors.member_by_id(self.actor, self.kwargs["member_id"])
        return answer

    def page_context(self) -> dict[str, Any]:
        """The member, and whether the practice can do without them."""
        return {
            "title": str(self.member),
            "member": self.member,
            "is_self": self.member.pk == self.actor.member_id,
            "is_last_administrator": selectors.is_last_administrator(self.actor, self.member),
        }


class Member(MemberPage):
    """One member's roles."""

    form_class = RolesForm
    template = "staff/settings/member.html"

    def form_options(self) -> dict[str, Any]:
        """The roles as they are saved."""
        return {"initial": {"roles": [row.role for row in self.member.roles.all()]}}

    def save(self, form: Any) -> HttpResponseBase:
        """Give the member exactly these roles; the last administrator keeps theirs."""
        chosen = form.cleaned_data["roles"]
        try:
            set_roles(self.actor, member=self.member, roles=chosen)
        except InvalidState as refusal:
            form.add_error("roles", str(refusal.message))
            return self.show(form, status=422)
        self.say(_("Saved. %(name)s has the new roles from the next page on.") % {"name": self.member})
        leaves = self.member.pk == self.actor.member_id and Role.ADMINISTRATOR not in chosen
        return self.go("staff:clients" if leaves else "staff:settings_members")


class RemoveMember(MemberPage):
    """Ending a membership, after saying what that does."""

    template = "staff/settings/member_remove.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """What it means."""
        return self.show(None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Remove the member; the last administrator stays, and the page says why."""
        try:
            remove_member(self.actor, member=self.member)
        except InvalidState as refusal:
            return self.show(None, status=refusal.status, refusal=refusal.message)
        self.say(_("%(name)s no longer works here.") % {"name": self.member})
        if self.member.pk == self.actor.member_id:
            return HttpResponseRedirect(portal_reverse("staff:index"))
        return self.go("staff:settings_members")


class ResendInvitation(SettingsPage):
    """A new link for somebody who was invited."""

    capability = "members.manage"

    def post(self, request: HttpRequest, invitation_id: UUID, **kwargs: Any) -> HttpResponse:
        """Send it; the earlier one stops working."""
        invitation = services.resend_staff_invitation(self.actor, invitation_id=invitation_id)
        self.say(_("A new invitation to %(address)s is on its way.") % {"address": invitation.email})
        return self.go("staff:settings_members")


class RevokeInvitation(SettingsPage):
    """Taking an invitation back."""

    capability = "members.manage"

    def post(self, request: HttpRequest, invitation_id: UUID, **kwargs: Any) -> HttpResponse:
        """Make its link unusable."""
        invitation = services.revoke_staff_invitation(self.actor, invitation_id=invitation_id)
        self.say(_("The invitation to %(address)s was revoked.") % {"address": invitation.email})
        return self.go("staff:settings_members")


def _labels(roles: Any) -> list[str]:
    held = set(roles)
    return [str(role.label) for role in Role if role.value in held]
