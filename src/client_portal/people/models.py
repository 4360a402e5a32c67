"""People of a practice, and beside each client everything that the portal keeps about one."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from client_portal import swap
from client_portal.core import clock
from client_portal.core.models import GuardedModel, TimeStampedModel, UuidModel


class AbstractPractitioner(models.Model):
    """What a host may inherit: somebody who sees clients."""

    name = models.CharField(_("name"), max_length=150)
    credentials = models.CharField(_("credentials"), max_length=60, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


class Practitioner(UuidModel, AbstractPractitioner):
    """A staff member who sees clients; swappable by ``CLIENT_PORTAL_PRACTITIONER_MODEL``."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_practitioners"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="client_portal_practitioners",
    )

    class Meta(AbstractPractitioner.Meta):
        app_label = "client_portal"
        swappable = swap.setting("Practitioner")
        verbose_name = _("practitioner")


class AbstractClient(models.Model):
    """What a host may inherit: somebody who receives care. Only the names are required."""

    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Client(UuidModel, AbstractClient):
    """The person who receives care; swappable by ``CLIENT_PORTAL_CLIENT_MODEL``."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_clients"
    )

    class Meta(AbstractClient.Meta):
        app_label = "client_portal"
        swappable = swap.setting("Client")
        verbose_name = _("client")
        indexes: ClassVar = [
            # The order of the lists of clients.
            models.Index("practice", Lower("last_name"), Lower("first_name"), "id", name="client_portal_client_name"),
        ]


class ClientKind(models.TextChoices):
    """What a client record stands for."""

    INDIVIDUAL = "individual", _("Individual")
    MINOR = "minor", _("Minor")


class PhoneKind(models.TextChoices):
    """What sort of phone a number rings."""

    MOBILE = "mobile", _("Mobile")
    HOME = "home", _("Home")
    WORK = "work", _("Work")


class ClientProfile(UuidModel, TimeStampedModel, GuardedModel):
    """What the portal keeps about a client beside the host's own record. Its id is the client's public id."""

    client = models.OneToOneField(swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_profile")
    kind = models.CharField(max_length=20, choices=ClientKind.choices, default=ClientKind.INDIVIDUAL)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    preferred_name = models.CharField(_("preferred name"), max_length=100, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=60, blank=True)
    sex = models.CharField(_("sex"), max_length=60, blank=True)
    gender_identity = models.CharField(_("gender identity"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_kind = models.CharField(_("kind of phone"), max_length=10, choices=PhoneKind.choices, blank=True)
    street = models.CharField(_("street address"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    state = models.CharField(_("state or region"), max_length=100, blank=True)
    postal_code = models.CharField(_("ZIP or postal code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    may_email = models.BooleanField(_("may e-mail"), default=True)
    may_text = models.BooleanField(_("may text"), default=False)
    may_leave_voicemail = models.BooleanField(_("may leave voice messages"), default=False)
    wants_reminders = models.BooleanField(_("wants appointment reminders"), default=True)

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ClientKind.values), name="client_portal_client_kind"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Contact(UuidModel, TimeStampedModel):
    """A person attached to one or more clients of a practice: a parent, a partner, a billing contact."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_contacts"
    )
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta:
        app_label = "client_portal"

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class ContactRelationship(models.TextChoices):
    """What a contact is to a client."""

    PARENT = "parent", _("Parent")
    GUARDIAN = "guardian", _("Guardian")
    PARTNER = "partner", _("Partner")
    OTHER = "other", _("Other")


class ClientContact(UuidModel, TimeStampedModel, GuardedModel):
    """How a contact is attached to one client."""

    client = models.ForeignKey(swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_contacts")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="clients")
    relationship = models.CharField(max_length=20, choices=ContactRelationship.choices)
    is_billing_contact = models.BooleanField(_("billing contact"), default=False)
    is_emergency_contact = models.BooleanField(_("emergency contact"), default=False)

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "contact"], name="client_portal_one_contact_per_client"),
        ]

    def __str__(self) -> str:
        return str(self.get_relationship_display())


class InsuranceOrder(models.TextChoices):
    """Which insurance is asked first."""

    PRIMARY = "primary", _("Primary")
    SECONDARY = "secondary", _("Secondary")


class SubscriberRelation(models.TextChoices):
    """What the client is to the person who holds the policy."""

    SELF = "self", _("Self")
    SPOUSE = "spouse", _("Spouse or partner")
    CHILD = "child", _("Child")
    OTHER = "other", _("Other")


class InsurancePolicy(UuidModel, TimeStampedModel, GuardedModel):
    """A client's insurance as given in the portal; it needs review until staff confirm it."""

    client = models.ForeignKey(swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_insurance")
    order = models.CharField(max_length=10, choices=InsuranceOrder.choices)
    payer = models.CharField(_("insurance company"), max_length=150)
    member_id = models.CharField(_("member ID"), max_length=60)
    group_id = models.CharField(_("group number"), max_length=60, blank=True)
    relation = models.CharField(max_length=10, choices=SubscriberRelation.choices, default=SubscriberRelation.SELF)
    subscriber_name = models.CharField(_("policy holder's name"), max_length=200, blank=True)
    subscriber_birth_date = models.DateField(_("policy holder's date of birth"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    card_front = models.ForeignKey(
        "client_portal.StoredFile",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="client_portal_card_fronts",
    )
    card_back = models.ForeignKey(
        "client_portal.StoredFile",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="client_portal_card_backs",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="client_portal_insurance_confirmed",
    )

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "order"], name="client_portal_one_policy_per_order"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="client_portal_policy_dates",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_order_display())

    @property
    def needs_review(self) -> bool:
        """Whether staff have still to look at it."""
        return self.confirmed_at is None


class ProposedChange(UuidModel, TimeStampedModel, GuardedModel):
    """A change of information that a client asked for and staff have still to accept or decline."""

    client = models.ForeignKey(
        swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_proposed_changes"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="client_portal_changes_proposed",
    )
    changes = models.JSONField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="client_portal_changes_decided",
    )
    is_accepted = models.BooleanField(null=True)

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_at=None, is_accepted=None) | Q(decided_at__isnull=False, is_accepted__isnull=False),
                name="client_portal_change_decided",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.changes)


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    NOT_INVITED = "not_invited", _("Not invited")
    INVITED = "invited", _("Invited")
    OPENED = "opened", _("Opened")
    ACCEPTED = "accepted", _("Accepted")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


class Invitation(UuidModel, TimeStampedModel, GuardedModel):
    """An invitation of a client into the portal. Its link's token is derived; only the hash is kept."""

    practice = models.ForeignKey(
        swap.target("Practice"), on_delete=models.CASCADE, related_name="client_portal_invitations"
    )
    client = models.ForeignKey(
        swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_invitations"
    )
    email = models.EmailField()
    note = models.TextField(max_length=1000, blank=True)
    generation = models.PositiveSmallIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="client_portal_invitations_sent"
    )
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="client_portal_invitations_accepted",
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "client_portal"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="client_portal_one_open_invitation",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="client_portal_invitation_outcome"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["practice", "-sent_at"], name="client_portal_invitation_sent")]

    def __str__(self) -> str:
        return str(self.state.label)

    @property
    def state(self) -> InvitationState:
        """Where the invitation stands at this moment."""
        return self.state_at(clock.now())

    def state_at(self, moment: dt.datetime) -> InvitationState:
        """Where the invitation stands at a moment."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        if self.expires_at <= moment:
            return InvitationState.EXPIRED
        return InvitationState.OPENED if self.opened_at else InvitationState.INVITED
