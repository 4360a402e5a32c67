"""The tables that the one rule reads: switches, restrictions, staff, care teams, grants, archived records."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from client_portal import swap
from client_portal.access.roles import Role
from client_portal.core.models import TimeStampedModel, UuidModel

PORTAL = "portal"
"""Key of the switch of the portal as a whole, beside the features' keys."""

SELF = "self"
"""Relationship of a login to its own client record."""


class PracticeSwitch(models.Model):
    """Whether the portal as a whole, or one feature, is on for a practice. No row means off."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_switches"
    )
    key = models.CharField(max_length=50)
    is_on = models.BooleanField(default=False)

    class Meta:
        app_label = "client_portal"
        constraints = [models.UniqueConstraint(fields=["practice", "key"], name="client_portal_one_switch")]

    def __str__(self) -> str:
        return f"{self.key}: {'on' if self.is_on else 'off'}"


class ClientRestriction(models.Model):
    """A feature that is off for one client. There is no row that could switch one on: a client can only narrow."""

    client = models.ForeignKey(
        swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_restrictions"
    )
    feature = models.CharField(max_length=50)

    class Meta:
        app_label = "client_portal"
        constraints = [models.UniqueConstraint(fields=["client", "feature"], name="client_portal_one_restriction")]

    def __str__(self) -> str:
        return f"{self.feature} off"


class StaffMember(UuidModel, TimeStampedModel):
    """A login's membership in a practice."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_members"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="client_portal_memberships"
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        app_label = "client_portal"
        constraints = [models.UniqueConstraint(fields=["practice", "user"], name="client_portal_one_membership")]

    def __str__(self) -> str:
        return self.name or self.user.get_username()


class StaffRole(models.Model):
    """One role of a staff member."""

    member = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=30, choices=Role.choices)

    class Meta:
        app_label = "client_portal"
        constraints = [
            models.UniqueConstraint(fields=["member", "role"], name="client_portal_one_role"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="client_portal_known_role"),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())


class CareTeamMember(TimeStampedModel):
    """A staff member who has a client: assigned, or added through *Manage access*."""

    client = models.ForeignKey(swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_care_team")
    member = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="clients")
    is_assigned = models.BooleanField(_("assigned practitioner"), default=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="client_portal_care_team_additions"
    )

    class Meta:
        app_label = "client_portal"
        constraints = [models.UniqueConstraint(fields=["client", "member"], name="client_portal_one_care_team_seat")]

    def __str__(self) -> str:
        return str(self.member)


class ArchivedRecord(models.Model):
    """A client's record that was put away: staff still read it, its logins reach nothing."""

    client = models.OneToOneField(
        swap.target("Client"), on_delete=models.CASCADE, primary_key=True, related_name="client_portal_archived"
    )
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="client_portal_archived_records"
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "client_portal"

    def __str__(self) -> str:
        return f"archived {self.at:%Y-%m-%d}"


class AccessGrant(UuidModel, TimeStampedModel):
    """Why one login reaches one client's record: as whom, from when until when, given by whom.

    With the relationship ``self`` the login is the client and may do everything that a client may. Any other
    relationship may do what its permission rows say.
    """

    practice = models.ForeignKey(swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_grants")
    client = models.ForeignKey(swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_grants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="client_portal_grants")
    relationship = models.CharField(max_length=30, default=SELF)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="client_portal_grants_given"
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "client_portal"
        constraints = [
            models.UniqueConstraint(
                fields=["client", "user"], condition=Q(revoked_at=None), name="client_portal_one_live_grant"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at")), name="client_portal_grant_dates"
            ),
        ]
        indexes = [models.Index(fields=["user", "practice"], name="client_portal_grant_user")]

    def __str__(self) -> str:
        return f"{self.relationship} of {self.client_id}"


class ClientUserPermission(UserObjectPermissionBase):
    """django-guardian's row for one permission of one login on one client: the effect of a grant."""

    content_object = models.ForeignKey(
        swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_user_permissions"
    )
    grant = models.ForeignKey(AccessGrant, on_delete=models.CASCADE, related_name="permissions")

    class Meta(UserObjectPermissionBase.Meta):
        app_label = "client_portal"
        abstract = False

    def __str__(self) -> str:
        return str(self.permission_id)
