"""Events are never changed and never removed: the database itself refuses, on both engines."""

from django.db import migrations

SENTENCE = "audit events are never changed or removed"
FORBID = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
        # INSERT OR REPLACE deletes without a word unless recursive_triggers is on; this one needs no pragma
        "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit_event "
        "WHEN EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.seq OR digest = NEW.digest OR before = NEW.before) "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ],
}
ALLOW = {
    "sqlite": ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete", "DROP TRIGGER audit_no_replace"],
    "postgresql": [
        "DROP TRIGGER audit_no_change ON audit_event",
        "DROP TRIGGER audit_no_truncate ON audit_event",
        "DROP FUNCTION audit_refuse()",
    ],
}


def forbid(apps, schema_editor):
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow, elidable=False)]
