import uuid

import django.db.models.deletion
import swapper
from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [
        ("client_portal", "0002_practitioner"),
        swapper.dependency("client_portal", "Practice"),
    ]

    operations = [
        migrations.CreateModel(
            name="Client",
            fields=[
                ("first_name", models.CharField(max_length=100, verbose_name="first name")),
                ("last_name", models.CharField(max_length=100, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_clients",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
            options={
                "verbose_name": "client",
                "swappable": swapper.swappable_setting("client_portal", "Client"),
                "indexes": [
                    models.Index(
                        models.F("practice"),
                        Lower("last_name"),
                        Lower("first_name"),
                        models.F("id"),
                        name="client_portal_client_name",
                    ),
                ],
            },
        ),
    ]
