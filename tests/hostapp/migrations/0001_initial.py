"""As the host wrote it before it met the portal: its keys name its own models, not the portal's settings."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Clinic",
            fields=[
                ("id", key()),
                ("title", models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                ("id", key()),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="providers", to="hostapp.clinic"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("display", models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="Patient",
            fields=[
                ("id", key()),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="patients", to="hostapp.clinic"
                    ),
                ),
                ("given", models.CharField(max_length=80)),
                ("family", models.CharField(max_length=80)),
                ("mail", models.EmailField(blank=True, max_length=254)),
                ("born", models.DateField(blank=True, null=True)),
                ("providers", models.ManyToManyField(blank=True, related_name="patients", to="hostapp.provider")),
            ],
            options={
                "indexes": [models.Index(fields=["clinic", "family", "id"], name="hostapp_patient_name")],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", key()),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="hostapp.patient"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="hostapp.provider"
                    ),
                ),
                ("begins", models.DateTimeField()),
                ("finishes", models.DateTimeField()),
                ("state", models.CharField(default="booked", max_length=12)),
            ],
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[
                ("id", key()),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bills", to="hostapp.patient"
                    ),
                ),
                ("reference", models.CharField(max_length=30)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                ("open_amount", models.DecimalField(decimal_places=2, max_digits=10)),
                ("currency", models.CharField(default="USD", max_length=3)),
                ("due_on", models.DateField(blank=True, null=True)),
            ],
        ),
    ]
