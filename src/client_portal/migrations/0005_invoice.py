import uuid

import django.db.models.deletion
import swapper
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("client_portal", "0004_appointment"),
        swapper.dependency("client_portal", "Client"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("number", models.CharField(max_length=40, verbose_name="number")),
                ("total", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="total")),
                ("balance", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="balance")),
                ("currency", models.CharField(default="USD", max_length=3, verbose_name="currency")),
                ("due_date", models.DateField(blank=True, null=True, verbose_name="due")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_invoices",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice",
                "swappable": swapper.swappable_setting("client_portal", "Invoice"),
                "constraints": [
                    models.UniqueConstraint(fields=("client", "number"), name="client_portal_invoice_number"),
                ],
            },
        ),
    ]
