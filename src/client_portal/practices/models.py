"""A practice, and beside it everything that the portal keeps about one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.files.storage.handler import InvalidStorageError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from client_portal import swap
from client_portal.core.models import TimeStampedModel, UuidModel


def portal_storage() -> Storage:
    """The storage alias ``client_portal`` where the host has one, else ``default``."""
    try:
        return storages["client_portal"]
    except InvalidStorageError:
        return storages["default"]


class AbstractPractice(models.Model):
    """What a host may inherit: a practice with a name."""

    name = models.CharField(_("name"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Practice(UuidModel, AbstractPractice):
    """The organisation that everything belongs to; swappable by ``CLIENT_PORTAL_PRACTICE_MODEL``."""

    class Meta(AbstractPractice.Meta):
        app_label = "client_portal"
        swappable = swap.setting("Practice")
        verbose_name = _("practice")


class PortalSettings(UuidModel, TimeStampedModel):
    """A practice's portal: how it looks, how it is reached, what it says. Its id is the practice's public id."""

    practice = models.OneToOneField(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_settings"
    )
    first_turned_on_at = models.DateTimeField(null=True, blank=True)
    custom_domain = models.CharField(_("own domain"), max_length=253, null=True, blank=True, unique=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail for clients"), blank=True)
    address = models.TextField(_("address"), max_length=500, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    welcome_text = models.TextField(_("welcome text"), max_length=5000, blank=True)
    footer_text = models.CharField(_("footer text"), max_length=300, blank=True)
    sender_name = models.CharField(_("e-mail sender name"), max_length=100, blank=True)
    crisis_text = models.CharField(_("crisis text"), max_length=500, blank=True)
    accent_color = models.CharField(
        _("accent color"), max_length=7, default="#1d6358", validators=[RegexValidator(r"^#[0-9a-f]{6}\Z")]
    )
    logo = models.ImageField(_("logo"), storage=portal_storage, upload_to="client_portal/logos", blank=True)
    offers_new_clients = models.BooleanField(_("show “I’m a new client”"), default=False)

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accent_color__regex=r"^#[0-9a-f]{6}$"), name="client_portal_accent_color"
            ),
        ]

    def __str__(self) -> str:
        return str(self.practice)


class PortalLink(models.Model):
    """A link that a practice has or once had. A row is never deleted, so that no link changes hands."""

    slug = models.CharField(max_length=40, primary_key=True)
    practice = models.ForeignKey(swap.target("Practice"), on_delete=models.PROTECT, related_name="client_portal_links")
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["practice"], condition=Q(is_current=True), name="client_portal_one_current_link"
            ),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="client_portal_link_characters"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class FeatureChange(UuidModel):
    """A saved change of switches, which can be undone for a while. ``before`` and ``after`` map keys to states."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_feature_changes"
    )
    before = models.JSONField()
    after = models.JSONField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="client_portal_feature_changes"
    )
    changed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "client_portal"
        indexes: ClassVar = [models.Index(fields=["practice", "-changed_at"], name="client_portal_feature_change")]

    def __str__(self) -> str:
        return ", ".join(self.after)


class StaffInvitation(UuidModel, TimeStampedModel):
    """An invitation to join a practice's staff with given roles. Only the hash of its token is kept."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_staff_invitations"
    )
    email = models.EmailField()
    name = models.CharField(max_length=150, blank=True)
    roles = models.JSONField(default=list)
    generation = models.PositiveSmallIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="client_portal_staff_invitations"
    )
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["practice", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="client_portal_one_open_staff_invitation",
            ),
        ]

    def __str__(self) -> str:
        return self.email
