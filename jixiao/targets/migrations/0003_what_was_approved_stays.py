"""What was approved never changes, what is under review does not change, and a step taken stays: the database itself refuses."""

from django.db import migrations

VERSION = "an approved version is never changed or removed"
STEP = "a step of a target is never changed, nor removed once it was sent up"
LOCKED = "a target under review or approved is locked"
OPEN = "'草稿', '被退回', '调整中'"
SENT = "EXISTS (SELECT 1 FROM targets_target t WHERE t.id = OLD.target_id AND t.round > 0)"
SHUT = f"EXISTS (SELECT 1 FROM targets_target t WHERE t.filing_id = OLD.id AND t.state NOT IN ({OPEN}))"


def _sqlite(name, when, table, condition, sentence):
    where = f"WHEN {condition} " if condition else ""
    return f"CREATE TRIGGER {name} {when} ON {table} {where}BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


FORBID = {
    "sqlite": [
        _sqlite("version_no_update", "BEFORE UPDATE", "targets_version", "", VERSION),
        _sqlite("version_no_delete", "BEFORE DELETE", "targets_version", "", VERSION),
        # INSERT OR REPLACE deletes without a word unless recursive_triggers is on
        _sqlite(
            "version_no_replace",
            "BEFORE INSERT",
            "targets_version",
            "EXISTS (SELECT 1 FROM targets_version v WHERE v.id = NEW.id OR (v.target_id = NEW.target_id AND v.number = NEW.number))",
            VERSION,
        ),
        _sqlite("step_no_update", "BEFORE UPDATE", "targets_step", "", STEP),
        _sqlite("step_no_delete", "BEFORE DELETE", "targets_step", SENT, STEP),
        _sqlite("step_no_replace", "BEFORE INSERT", "targets_step", "EXISTS (SELECT 1 FROM targets_step s WHERE s.id = NEW.id)", STEP),
        _sqlite("filing_locked", "BEFORE UPDATE OF current, version, year", "targets_filing", SHUT, LOCKED),
        _sqlite("filing_kept", "BEFORE DELETE", "targets_filing", SHUT, LOCKED),
    ],
    "postgresql": [
        "CREATE FUNCTION targets_version_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{VERSION}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER version_no_change BEFORE UPDATE OR DELETE ON targets_version "
        "FOR EACH ROW EXECUTE FUNCTION targets_version_stays()",
        "CREATE TRIGGER version_no_truncate BEFORE TRUNCATE ON targets_version "
        "FOR EACH STATEMENT EXECUTE FUNCTION targets_version_stays()",
        "CREATE FUNCTION targets_step_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'DELETE' AND NOT {SENT} THEN RETURN OLD; END IF; "
        f"RAISE EXCEPTION '{STEP}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER step_no_change BEFORE UPDATE OR DELETE ON targets_step FOR EACH ROW EXECUTE FUNCTION targets_step_stays()",
        "CREATE FUNCTION targets_filing_locked() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {SHUT} THEN RAISE EXCEPTION '{LOCKED}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER filing_locked BEFORE UPDATE OF current, version, year ON targets_filing "
        "FOR EACH ROW EXECUTE FUNCTION targets_filing_locked()",
        "CREATE TRIGGER filing_kept BEFORE DELETE ON targets_filing FOR EACH ROW EXECUTE FUNCTION targets_filing_locked()",
    ],
}
ALLOW = {
    "sqlite": [
        f"DROP TRIGGER {name}"
        for name in (
            "version_no_update version_no_delete version_no_replace step_no_update step_no_delete step_no_replace filing_locked filing_kept"
        ).split()
    ],
    "postgresql": [
        "DROP TRIGGER version_no_change ON targets_version",
        "DROP TRIGGER version_no_truncate ON targets_version",
        "DROP TRIGGER step_no_change ON targets_step",
        "DROP TRIGGER filing_locked ON targets_filing",
        "DROP TRIGGER filing_kept ON targets_filing",
        "DROP FUNCTION targets_version_stays()",
        "DROP FUNCTION targets_step_stays()",
        "DROP FUNCTION targets_filing_locked()",
    ],
}


def forbid(apps, schema_editor):
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("targets", "0002_targets_under_control")]
    operations = [migrations.RunPython(forbid, allow, elidable=False)]
