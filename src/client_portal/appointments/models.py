"""An appointment, swappable by the host."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from client_portal import swap
from client_portal.core.models import UuidModel


class AppointmentStatus(models.TextChoices):
    """FHIR's words for where an appointment stands, as far as a portal needs them."""

    BOOKED = "booked", _("Booked")
    FULFILLED = "fulfilled", _("Took place")
    CANCELLED = "cancelled", _("Cancelled")
    NO_SHOW = "noshow", _("Missed")


class AbstractAppointment(models.Model):
    """What a host may inherit: a span of time (UTC) and a status."""

    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    status = models.CharField(max_length=20, choices=AppointmentStatus.choices, default=AppointmentStatus.BOOKED)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} UTC"


class Appointment(UuidModel, AbstractAppointment):
    """A meeting of a client and a practitioner; swappable by ``CLIENT_PORTAL_APPOINTMENT_MODEL``."""

    client = models.ForeignKey(
        swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_appointments"
    )
    practitioner = models.ForeignKey(
        swap.target("Practitioner"), on_delete=models.CASCADE, related_name="client_portal_appointments"
    )

    class Meta(AbstractAppointment.Meta):
        app_label = "client_portal"
        swappable = swap.setting("Appointment")
        verbose_name = _("appointment")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="client_portal_appointment_span"
            ),
        ]
