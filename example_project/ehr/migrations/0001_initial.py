"""As the EHR wrote it before it met the portal: its keys name its own models, not the portal's settings."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CASCADE, SET_NULL = django.db.models.deletion.CASCADE, django.db.models.deletion.SET_NULL


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
                ("legal_name", models.CharField(max_length=160)),
                ("opened_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                ("id", key()),
                ("full_name", models.CharField(max_length=160)),
                ("license_title", models.CharField(blank=True, max_length=40)),
                ("clinic", models.ForeignKey(on_delete=CASCADE, related_name="providers", to="ehr.clinic")),
                (
                    "login",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=SET_NULL,
                        related_name="ehr_providers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Patient",
            fields=[
                ("id", key()),
                ("chart_number", models.CharField(max_length=12, unique=True)),
                ("surname", models.CharField(max_length=90)),
                ("given_names", models.CharField(max_length=90)),
                ("date_of_birth", models.DateField(blank=True, null=True)),
                ("clinic", models.ForeignKey(on_delete=CASCADE, related_name="patients", to="ehr.clinic")),
                (
                    "treated_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=SET_NULL, related_name="patients", to="ehr.provider"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["clinic", "surname", "id"], name="ehr_patient_surname")],
            },
        ),
        migrations.CreateModel(
            name="ContactCard",
            fields=[
                (
                    "patient",
                    models.OneToOneField(
                        on_delete=CASCADE,
                        primary_key=True,
                        related_name="card",
                        serialize=False,
                        to="ehr.patient",
                    ),
                ),
                ("email_address", models.EmailField(blank=True, max_length=254)),
                ("mobile", models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", key()),
                ("from_time", models.DateTimeField()),
                ("to_time", models.DateTimeField()),
                ("progress", models.CharField(default="planned", max_length=20)),
                ("patient", models.ForeignKey(on_delete=CASCADE, related_name="visits", to="ehr.patient")),
                ("seen_by", models.ForeignKey(on_delete=CASCADE, related_name="visits", to="ehr.provider")),
            ],
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[
                ("id", key()),
                ("bill_number", models.CharField(max_length=20, unique=True)),
                ("sum", models.DecimalField(decimal_places=2, max_digits=10)),
                ("still_open", models.DecimalField(decimal_places=2, max_digits=10)),
                ("currency_code", models.CharField(default="USD", max_length=3)),
                ("payable_until", models.DateField(blank=True, null=True)),
                ("owed_by", models.ForeignKey(on_delete=CASCADE, related_name="bills", to="ehr.patient")),
            ],
        ),
    ]
