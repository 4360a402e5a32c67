from django.db import migrations

from client_portal.core import frozen


def forwards(apps, schema_editor):
    frozen.install(schema_editor.connection)


def backwards(apps, schema_editor):
    frozen.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("client_portal", "0006_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
