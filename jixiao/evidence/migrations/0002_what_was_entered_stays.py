"""What an entry says, what was closed, filed and stated never changes and never goes: the database itself refuses."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION evidence_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0]; END $$"""
SAID = "what an entry of a ledger says is never changed: a correction is another entry"
GONE = "an entry that was corrected or made void stays so"
STAYS = "what was entered, closed, filed and stated is never removed"
FIXED = "what was closed, filed and stated is never changed"
CONTENT = "filer_id unit_id ledger year on target_id values words mark slot batch_id by_id at replaces_id reason closed".split()
QUOTED = [f'"{column}"' for column in CONTENT]
# name, table, event, when, sentence
RULES = [
    ("entry_says_what_it_said", "evidence_entry", "UPDATE", "({})", SAID),
    ("entry_gone_stays_gone", "evidence_entry", "UPDATE", "OLD.gone_at IS NOT NULL", GONE),
    *((f"{table}_no_delete", f"evidence_{table}", "DELETE", "", STAYS) for table in ("entry", "closing", "file", "proof", "link", "stated")),
    *((f"{table}_no_update", f"evidence_{table}", "UPDATE", "", FIXED) for table in ("closing", "file", "stated")),
]


def differ(vendor):
    """Compare column by column; PostgreSQL compares JSON only as text or binary."""
    cast = "::text" if vendor == "postgresql" else ""
    return " OR ".join(f"OLD.{column}{cast if column == QUOTED[6] else ''} IS DISTINCT FROM NEW.{column}{cast if column == QUOTED[6] else ''}" for column in QUOTED)


def _sqlite(name, table, event, when, sentence):
    where = f"WHEN {when} " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} {where}BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


def _postgres(name, table, event, when, sentence):
    where = f"WHEN ({when}) " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {where}EXECUTE FUNCTION evidence_refuse('{sentence}')"


def laid(vendor, lay):
    return [lay(name, table, event, when.format(differ(vendor)), sentence) for name, table, event, when, sentence in RULES]


FORBID = {"sqlite": laid("sqlite", _sqlite), "postgresql": [FUNCTION, *laid("postgresql", _postgres)]}
ALLOW = {
    "sqlite": [f"DROP TRIGGER {rule[0]}" for rule in RULES],
    "postgresql": [*[f"DROP TRIGGER {rule[0]} ON {rule[1]}" for rule in RULES], "DROP FUNCTION evidence_refuse()"],
}


def forbid(apps, schema_editor):
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [("evidence", "0001_ledgers_files_links")]

    operations = [migrations.RunPython(forbid, allow, elidable=False)]
