"""The EHR's tables. The attributes in capitals are all that was added when the portal came."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Clinic(models.Model):
    """The organisation."""

    legal_name = models.CharField(max_length=160)
    opened_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.legal_name


class Provider(models.Model):
    """Somebody who treats patients."""

    PORTAL_PRACTICE = "clinic"
    PORTAL_USER = "login"

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="providers")
    login = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="ehr_providers"
    )
    full_name = models.CharField(max_length=160)
    license_title = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.full_name}, {self.license_title}" if self.license_title else self.full_name


class Patient(models.Model):
    """Somebody who is treated. How to reach them stands on their contact card."""

    PORTAL_PRACTICE = "clinic"
    PORTAL_FIRST_NAME = "given_names"
    PORTAL_LAST_NAME = "surname"
    PORTAL_EMAIL = "card__email_address"
    PORTAL_BIRTH_DATE = "date_of_birth"
    PORTAL_PRACTITIONERS = "treated_by"

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="patients")
    chart_number = models.CharField(max_length=12, unique=True)
    surname = models.CharField(max_length=90)
    given_names = models.CharField(max_length=90)
    date_of_birth = models.DateField(null=True, blank=True)
    treated_by = models.ForeignKey(Provider, null=True, blank=True, on_delete=models.SET_NULL, related_name="patients")

    class Meta:
        indexes = [models.Index(fields=["clinic", "surname", "id"], name="ehr_patient_surname")]

    def __str__(self) -> str:
        return f"{self.surname}, {self.given_names} ({self.chart_number})"


class ContactCard(models.Model):
    """Addresses and numbers of a patient."""

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, primary_key=True, related_name="card")
    email_address = models.EmailField(blank=True)
    mobile = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.email_address or self.mobile


class Visit(models.Model):
    """A meeting of a patient and a provider."""

    PORTAL_CLIENT = "patient"
    PORTAL_PRACTITIONER = "seen_by"
    PORTAL_START = "from_time"
    PORTAL_END = "to_time"
    PORTAL_STATUS = "progress"

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="visits")
    seen_by = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="visits")
    from_time = models.DateTimeField()
    to_time = models.DateTimeField()
    progress = models.CharField(max_length=20, default="planned")

    def __str__(self) -> str:
        return f"{self.from_time:%Y-%m-%d %H:%M} UTC"


class Bill(models.Model):
    """What a patient owes."""

    PORTAL_CLIENT = "owed_by"
    PORTAL_NUMBER = "bill_number"
    PORTAL_TOTAL = "sum"
    PORTAL_BALANCE = "still_open"
    PORTAL_CURRENCY = "currency_code"
    PORTAL_DUE = "payable_until"

    owed_by = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="bills")
    bill_number = models.CharField(max_length=20, unique=True)
    sum = models.DecimalField(max_digits=10, decimal_places=2)
    still_open = models.DecimalField(max_digits=10, decimal_places=2)
    currency_code = models.CharField(max_length=3, default="USD")
    payable_until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.bill_number
