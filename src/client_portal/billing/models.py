"""An invoice, swappable by the host."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from client_portal import swap
from client_portal.core.models import UuidModel


class AbstractInvoice(models.Model):
    """What a host may inherit: a numbered demand for money. Amounts are exact decimals in ``currency`` (ISO 4217)."""

    number = models.CharField(_("number"), max_length=40)
    total = models.DecimalField(_("total"), max_digits=12, decimal_places=2)
    balance = models.DecimalField(_("balance"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    due_date = models.DateField(_("due"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class Invoice(UuidModel, AbstractInvoice):
    """What a client owes; swappable by ``CLIENT_PORTAL_INVOICE_MODEL``."""

    client = models.ForeignKey(swap.target("Client"), on_delete=models.CASCADE, related_name="client_portal_invoices")

    class Meta(AbstractInvoice.Meta):
        app_label = "client_portal"
        swappable = swap.setting("Invoice")
        verbose_name = _("invoice")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "number"], name="client_portal_invoice_number"),
        ]
