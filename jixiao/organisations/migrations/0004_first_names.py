"""Give every unit that is there the first row of its names."""

from django.db import migrations


def first_names(apps, schema_editor):
    Unit, UnitName = (apps.get_model("organisations", name) for name in ("Unit", "UnitName"))
    UnitName.objects.bulk_create(
        UnitName(unit=unit, name=unit.name, short=unit.short, since=unit.since) for unit in Unit.objects.all().iterator()
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_names_seasons_lists")]
    operations = [migrations.RunPython(first_names, migrations.RunPython.noop, elidable=False)]
