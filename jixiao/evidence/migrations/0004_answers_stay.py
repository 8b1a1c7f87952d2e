"""An answer never changes and never goes, a used ticket stays used: the database itself refuses."""

from django.db import migrations

ANSWER = "an answer is never changed or removed"
USED = "a used ticket stays used"
RULES = [
    ("evidence_reply_no_update", "evidence_reply", "UPDATE", "", ANSWER),
    ("evidence_reply_no_delete", "evidence_reply", "DELETE", "", ANSWER),
    ("evidence_ticket_stays_used", "evidence_ticket", "UPDATE", "OLD.used_on IS NOT NULL", USED),
    ("evidence_ticket_no_delete", "evidence_ticket", "DELETE", "", USED),
]


def _sqlite(name, table, event, when, sentence):
    where = f"WHEN {when} " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} {where}BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


def _postgres(name, table, event, when, sentence):
    where = f"WHEN ({when}) " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {where}EXECUTE FUNCTION evidence_refuse('{sentence}')"


FORBID = {"sqlite": [_sqlite(*rule) for rule in RULES], "postgresql": [_postgres(*rule) for rule in RULES]}
ALLOW = {"sqlite": [f"DROP TRIGGER {rule[0]}" for rule in RULES], "postgresql": [f"DROP TRIGGER {rule[0]} ON {rule[1]}" for rule in RULES]}


def forbid(apps, schema_editor):
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_surveys")]
    operations = [migrations.RunPython(forbid, allow, elidable=False)]
