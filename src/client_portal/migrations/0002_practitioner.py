import uuid

import django.db.models.deletion
import swapper
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("client_portal", "0001_practice"),
        swapper.dependency("client_portal", "Practice"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Practitioner",
            fields=[
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("credentials", models.CharField(blank=True, max_length=60, verbose_name="credentials")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_practitioners",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_practitioners",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "practitioner",
                "swappable": swapper.swappable_setting("client_portal", "Practitioner"),
            },
        ),
    ]
