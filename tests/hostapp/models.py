"""Five tables of an EHR that never heard of the portal, but for the class attributes that say where things stand."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Clinic(models.Model):
    """The organisation."""

    title = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.title


class Provider(models.Model):
    """Somebody who treats patients."""

    PORTAL_PRACTICE = "clinic"
    PORTAL_USER = "account"

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="providers")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    display = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.display


class Patient(models.Model):
    """Somebody who is treated."""

    PORTAL_PRACTICE = "clinic"
    PORTAL_FIRST_NAME = "given"
    PORTAL_LAST_NAME = "family"
    PORTAL_EMAIL = "mail"
    PORTAL_BIRTH_DATE = "born"
    PORTAL_PRACTITIONERS = "providers"

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="patients")
    given = models.CharField(max_length=80)
    family = models.CharField(max_length=80)
    mail = models.EmailField(blank=True)
    born = models.DateField(null=True, blank=True)
    providers = models.ManyToManyField(Provider, blank=True, related_name="patients")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "family", "id"], name="hostapp_patient_name")]

    def __str__(self) -> str:
        return f"{self.family}, {self.given}"


class Visit(models.Model):
    """A meeting of a patient and a provider."""

    PORTAL_CLIENT = "patient"
    PORTAL_PRACTITIONER = "provider"
    PORTAL_START = "begins"
    PORTAL_END = "finishes"
    PORTAL_STATUS = "state"

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="visits")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="visits")
    begins = models.DateTimeField()
    finishes = models.DateTimeField()
    state = models.CharField(max_length=12, default="booked")

    def __str__(self) -> str:
        return f"{self.begins:%Y-%m-%d %H:%M} UTC"


class Bill(models.Model):
    """What a patient owes. The settings of the project say which column is which."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="bills")
    reference = models.CharField(max_length=30)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    open_amount = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3, default="USD")
    due_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.reference
