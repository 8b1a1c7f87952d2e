"""A loan of a post is a signed paper: the database lets it be ended once, and nothing else of it change or go."""

from django.db import migrations

SENTENCE = "a delegation is ended, never changed or removed"
SAME = " AND ".join(
    f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
    for column in ("id", "giver_id", "taker_id", "role", "unit_id", "since", "until", "ceiling", "reason", "document", "given_at")
)
ENDED = f"OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND {SAME}"
FORBID = {
    "sqlite": [
        "CREATE TRIGGER accounts_delegation_stays BEFORE UPDATE ON accounts_delegation "
        f"WHEN NOT ({ENDED.replace('IS NOT DISTINCT FROM', 'IS')}) BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
        "CREATE TRIGGER accounts_delegation_not_deleted BEFORE DELETE ON accounts_delegation "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
        # INSERT OR REPLACE deletes without a word unless recursive_triggers is on
        "CREATE TRIGGER accounts_delegation_not_replaced BEFORE INSERT ON accounts_delegation "
        "WHEN EXISTS (SELECT 1 FROM accounts_delegation WHERE id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION accounts_delegation_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'UPDATE' AND ({ENDED}) THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER accounts_delegation_stays BEFORE UPDATE OR DELETE ON accounts_delegation "
        "FOR EACH ROW EXECUTE FUNCTION accounts_delegation_stays()",
        "CREATE TRIGGER accounts_delegation_not_truncated BEFORE TRUNCATE ON accounts_delegation "
        "FOR EACH STATEMENT EXECUTE FUNCTION accounts_delegation_stays()",
    ],
}
ALLOW = {
    "sqlite": [
        "DROP TRIGGER accounts_delegation_stays",
        "DROP TRIGGER accounts_delegation_not_deleted",
        "DROP TRIGGER accounts_delegation_not_replaced",
    ],
    "postgresql": [
        "DROP TRIGGER accounts_delegation_stays ON accounts_delegation",
        "DROP TRIGGER accounts_delegation_not_truncated ON accounts_delegation",
        "DROP FUNCTION accounts_delegation_stays()",
    ],
}


def forbid(apps, schema_editor):
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_delegations_and_persons")]
    operations = [migrations.RunPython(forbid, allow, elidable=False)]
