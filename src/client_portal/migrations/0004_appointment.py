import uuid

import django.db.models.deletion
import swapper
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("client_portal", "0003_client"),
        swapper.dependency("client_portal", "Practitioner"),
        swapper.dependency("client_portal", "Client"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("start", models.DateTimeField(verbose_name="start")),
                ("end", models.DateTimeField(verbose_name="end")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("booked", "Booked"),
                            ("fulfilled", "Took place"),
                            ("cancelled", "Cancelled"),
                            ("noshow", "Missed"),
                        ],
                        default="booked",
                        max_length=20,
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_appointments",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_appointments",
                        to=swapper.get_model_name("client_portal", "Practitioner"),
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment",
                "swappable": swapper.swappable_setting("client_portal", "Appointment"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="client_portal_appointment_span"
                    ),
                ],
            },
        ),
    ]
