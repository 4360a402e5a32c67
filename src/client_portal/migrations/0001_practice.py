"""The first of five layers: one swappable model each, so that a host's models may point at any layer below."""

import uuid

import swapper
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Practice",
            fields=[
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "practice",
                "swappable": swapper.swappable_setting("client_portal", "Practice"),
            },
        ),
    ]
