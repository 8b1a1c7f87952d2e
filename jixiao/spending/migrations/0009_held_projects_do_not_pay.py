"""No payment order of a held project is made or sent, and a hold stays as it was decided: the database itself refuses."""

from django.db import migrations

HELD = "the payments of this project are held"
STAYS = "a hold is lifted, never changed or removed"
MOVES = ("已制单", "已送国库")
NAMED = ", ".join(f"'{state}'" for state in MOVES)
EXISTS = (
    "EXISTS (SELECT 1 FROM spending_hold JOIN spending_quota ON spending_quota.target_id = spending_hold.target_id "
    "WHERE spending_quota.id = NEW.quota_id AND spending_hold.lifted_at IS NULL)"
)
SAID = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in "unit_id target_id kind reason source by_id at".split())
CHANGED = f"OLD.lifted_at IS NOT NULL OR {SAID}"
SQLITE = [
    f"CREATE TRIGGER payment_of_held_project BEFORE UPDATE OF state ON spending_payment WHEN NEW.state IN ({NAMED}) AND {EXISTS} BEGIN SELECT RAISE(ABORT, '{HELD}'); END",
    f"CREATE TRIGGER hold_no_update BEFORE UPDATE ON spending_hold WHEN {CHANGED} BEGIN SELECT RAISE(ABORT, '{STAYS}'); END",
    f"CREATE TRIGGER hold_no_delete BEFORE DELETE ON spending_hold BEGIN SELECT RAISE(ABORT, '{STAYS}'); END",
]
RAISED = f"RAISE EXCEPTION '{HELD}' USING ERRCODE = 'integrity_constraint_violation'"
POSTGRES = [
    f"CREATE FUNCTION spending_held() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {EXISTS} THEN {RAISED}; END IF; RETURN NEW; END $$",
    f"CREATE TRIGGER payment_of_held_project BEFORE UPDATE OF state ON spending_payment FOR EACH ROW WHEN (NEW.state IN ({NAMED})) EXECUTE FUNCTION spending_held()",
    f"CREATE TRIGGER hold_no_update BEFORE UPDATE ON spending_hold FOR EACH ROW WHEN ({CHANGED}) EXECUTE FUNCTION spending_refuse('{STAYS}')",
    f"CREATE TRIGGER hold_no_delete BEFORE DELETE ON spending_hold FOR EACH ROW EXECUTE FUNCTION spending_refuse('{STAYS}')",
]
FORBID = {"sqlite": SQLITE, "postgresql": POSTGRES}
ALLOW = {
    "sqlite": ["DROP TRIGGER payment_of_held_project", "DROP TRIGGER hold_no_update", "DROP TRIGGER hold_no_delete"],
    "postgresql": [
        "DROP TRIGGER payment_of_held_project ON spending_payment",
        "DROP TRIGGER hold_no_update ON spending_hold",
        "DROP TRIGGER hold_no_delete ON spending_hold",
        "DROP FUNCTION spending_held()",
    ],
}


def forbid(apps, schema_editor):
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("spending", "0008_projects_held")]
    operations = [migrations.RunPython(forbid, allow, elidable=False)]
