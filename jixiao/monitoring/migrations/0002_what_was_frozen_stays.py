"""What a snapshot froze, and every move made, never changes and never goes; a disposition only ends or takes effect."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION monitoring_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0]; END $$"""
FROZEN = "a snapshot is superseded, never changed or removed"
STAYS = "what was found, answered and decided is never removed"
SAID = "a disposition is answered anew, never changed"
DECIDED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in "deviation_id kind said due fen by_id at".split())
# name, table, event, when, sentence
RULES = [
    *((f"monitoring_{table}_no_update", f"monitoring_{table}", "UPDATE", "", FROZEN) for table in ("snapshot", "step")),
    *((f"monitoring_{table}_no_delete", f"monitoring_{table}", "DELETE", "", STAYS) for table in ("snapshot", "step", "task", "deviation", "disposition")),
    ("monitoring_disposition_no_update", "monitoring_disposition", "UPDATE", DECIDED, SAID),
]


def _sqlite(name, table, event, when, sentence):
    where = f"WHEN {when} " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} {where}BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


def _postgres(name, table, event, when, sentence):
    where = f"WHEN ({when}) " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {where}EXECUTE FUNCTION monitoring_refuse('{sentence}')"


FORBID = {"sqlite": [_sqlite(*rule) for rule in RULES], "postgresql": [FUNCTION, *[_postgres(*rule) for rule in RULES]]}
ALLOW = {
    "sqlite": [f"DROP TRIGGER {rule[0]}" for rule in RULES],
    "postgresql": [*[f"DROP TRIGGER {rule[0]} ON {rule[1]}" for rule in RULES], "DROP FUNCTION monitoring_refuse()"],
}


def forbid(apps, schema_editor):
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_rounds_deviations")]
    operations = [migrations.RunPython(forbid, allow, elidable=False)]
