"""Opinions and the rest of a topic stay once it is decided, who sat stays once minutes are final: the database itself refuses."""

from django.db import migrations

SPOKEN = "an opinion is never changed once its topic is decided"
SAT = "who sat is never changed once the minutes are final"
DECIDED = "what was decided is never changed or removed"
WORDS = "title asked note major position".split()
CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in WORDS)
# table, its column, the table above, the moment after which it stays, sentence
CHILDREN = [
    ("spending_opinion", "topic_id", "spending_topic", "decided_at", SPOKEN),
    ("spending_attendance", "meeting_id", "spending_meeting", "final_at", SAT),
]
SEEN = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def _fixed(column, above, moment, row):
    return f"EXISTS (SELECT 1 FROM {above} WHERE id = {row}.{column} AND {moment} IS NOT NULL)"


def _sqlite():
    yield f"CREATE TRIGGER topic_words_no_update BEFORE UPDATE ON spending_topic WHEN OLD.decided_at IS NOT NULL AND ({CHANGED}) BEGIN SELECT RAISE(ABORT, '{DECIDED}'); END"
    for table, column, above, moment, sentence in CHILDREN:
        for event, rows in SEEN.items():
            when = " OR ".join(_fixed(column, above, moment, row) for row in rows)
            yield f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


def _postgres():
    yield (
        f"CREATE TRIGGER topic_words_no_update BEFORE UPDATE ON spending_topic FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL AND ({CHANGED})) "
        f"EXECUTE FUNCTION spending_refuse('{DECIDED}')"
    )
    for table, column, above, moment, sentence in CHILDREN:
        raised = f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'"
        checks = " ".join(
            f"IF TG_OP <> '{other}' AND {_fixed(column, above, moment, row)} THEN {raised}; END IF;"
            for other, row in (("INSERT", "OLD"), ("DELETE", "NEW"))
        )
        body = f"BEGIN {checks} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END"
        yield f"CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
        yield f"CREATE TRIGGER {table}_stays BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_stays()"


def _back(vendor):
    if vendor == "sqlite":
        return ["DROP TRIGGER topic_words_no_update", *[f"DROP TRIGGER {row[0]}_no_{event.lower()}" for row in CHILDREN for event in SEEN]]
    return [
        "DROP TRIGGER topic_words_no_update ON spending_topic",
        *[statement for row in CHILDREN for statement in (f"DROP TRIGGER {row[0]}_stays ON {row[0]}", f"DROP FUNCTION {row[0]}_stays()")],
    ]


FORBID = {"sqlite": [*_sqlite()], "postgresql": [*_postgres()]}
ALLOW = {vendor: _back(vendor) for vendor in FORBID}


def forbid(apps, schema_editor):
    for statement in {"sqlite": _sqlite, "postgresql": _postgres}[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for statement in _back(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("spending", "0003_whose_turn")]
    operations = [migrations.RunPython(forbid, allow, elidable=False)]
