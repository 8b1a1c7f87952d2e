"""The head of the chain only grows: the database refuses to set it back or take it away. Indexes for the log page."""

from django.db import migrations, models

SENTENCE = "the head of the log only grows"
WAY_BACK = "NEW.id <> OLD.id OR NEW.seq <= OLD.seq OR NEW.algorithm <> OLD.algorithm"
FORBID = {
    "sqlite": [
        f"CREATE TRIGGER head_no_way_back BEFORE UPDATE ON audit_head WHEN {WAY_BACK} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
        f"CREATE TRIGGER head_no_delete BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
        "CREATE TRIGGER head_no_replace BEFORE INSERT ON audit_head WHEN EXISTS (SELECT 1 FROM audit_head) "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_head_grows() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'UPDATE' THEN IF NOT ({WAY_BACK}) THEN RETURN NEW; END IF; END IF; "
        f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER head_no_change BEFORE UPDATE OR DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_head_grows()",
        "CREATE TRIGGER head_no_truncate BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_head_grows()",
    ],
}
ALLOW = {
    "sqlite": ["DROP TRIGGER head_no_way_back", "DROP TRIGGER head_no_delete", "DROP TRIGGER head_no_replace"],
    "postgresql": [
        "DROP TRIGGER head_no_change ON audit_head",
        "DROP TRIGGER head_no_truncate ON audit_head",
        "DROP FUNCTION audit_head_grows()",
    ],
}


def forbid(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":  # as organisations_unit.path: a range of paths is a prefix only when bytes are compared
        schema_editor.execute('ALTER TABLE audit_event ALTER COLUMN unit TYPE varchar(200) COLLATE "C"')
    for statement in FORBID[vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name="head",
            name="algorithm",
            field=models.CharField(default="sha256", max_length=10, verbose_name="算法"),
        ),
        migrations.AddConstraint(
            model_name="head",
            constraint=models.CheckConstraint(
                condition=models.Q(("algorithm__in", ["sha256", "sm3"])), name="log_algorithm_is_known"
            ),
        ),
        migrations.AddIndex(model_name="event", index=models.Index(fields=["result", "seq"], name="event_by_result")),
        migrations.AddIndex(model_name="event", index=models.Index(fields=["action", "seq"], name="event_by_action")),
        migrations.AddIndex(model_name="event", index=models.Index(fields=["unit", "seq"], name="event_by_unit")),
        migrations.AddIndex(model_name="event", index=models.Index(fields=["at"], name="event_by_time")),
        migrations.RunPython(forbid, allow, elidable=False),
    ]
