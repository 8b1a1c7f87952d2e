"""On PostgreSQL compare unit paths byte by byte: a locale's order skips the strokes, and a range would reach the wrong units."""

from django.db import migrations


def byte_order(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE organisations_unit ALTER COLUMN path TYPE varchar(200) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]
    operations = [migrations.RunPython(byte_order, migrations.RunPython.noop, elidable=False)]
