"""What a card says of the money, what was decided, counted and answered never changes: the database itself refuses."""

from django.db import migrations

CARD = "what an asset card says of the money is never changed"
CARDS = "an asset card is never removed"
GONE = "an asset that is gone or a void card stays so"
DECIDED = "what was decided on assets is never changed or removed"
ASKED = "what a disposal asks for is never changed"
COUNTED = "a closed stocktake is never changed or removed"
PROMISED = "a promise and its answers are never changed or removed"
VALUE = (
    "filer_id year number category fen quantity bulk ccm origin acquired accepted acceptor_id payment_id line approval author_id at".split()
)
REQUEST = "unit_id year number way reason fen by_id at".split()
DECISION = "decided_by_id on_behalf_id decided_at opinion document".split()


def _differ(columns):
    return "(" + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns) + ")"


# name, table, event, when, sentence
RULES = [
    ("asset_card_value_fixed", "assets_card", "UPDATE", _differ(VALUE), CARD),
    ("asset_card_gone_stays", "assets_card", "UPDATE", "OLD.state IN ('已处置', '已作废') AND NEW.state <> OLD.state", GONE),
    ("asset_card_no_delete", "assets_card", "DELETE", "", CARDS),
    ("asset_transfer_no_update", "assets_transfer", "UPDATE", "OLD.decided_at IS NOT NULL", DECIDED),
    ("asset_transfer_no_delete", "assets_transfer", "DELETE", "", DECIDED),
    ("asset_count_no_update", "assets_count", "UPDATE", "OLD.closed_at IS NOT NULL", COUNTED),
    ("asset_count_no_delete", "assets_count", "DELETE", "", COUNTED),
    ("asset_line_no_update", "assets_countline", "UPDATE", "OLD.closed", COUNTED),
    ("asset_line_no_delete", "assets_countline", "DELETE", "OLD.closed", COUNTED),
    ("asset_disposal_asked_fixed", "assets_disposal", "UPDATE", _differ(REQUEST), ASKED),
    ("asset_disposal_decided_fixed", "assets_disposal", "UPDATE", f"OLD.decided_at IS NOT NULL AND {_differ(DECISION)}", DECIDED),
    ("asset_disposal_done_fixed", "assets_disposal", "UPDATE", "OLD.state IN ('已处置完毕', '不批准', '已撤回')", DECIDED),
    ("asset_disposal_no_delete", "assets_disposal", "DELETE", "", DECIDED),
    ("asset_disposalline_no_update", "assets_disposalline", "UPDATE", "", ASKED),
    ("asset_disposalline_no_delete", "assets_disposalline", "DELETE", "", ASKED),
    ("asset_promise_no_update", "assets_promise", "UPDATE", "", PROMISED),
    ("asset_promise_no_delete", "assets_promise", "DELETE", "", PROMISED),
    ("asset_answer_no_update", "assets_answer", "UPDATE", "", PROMISED),
    ("asset_answer_no_delete", "assets_answer", "DELETE", "", PROMISED),
]
FUNCTION = (
    "CREATE FUNCTION assets_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END $$"
)
APPEND_ONLY = ("assets_card", "assets_disposalline", "assets_promise", "assets_answer")


def _sqlite(name, table, event, when, sentence):
    where = f"WHEN {when} " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} {where}BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


def _postgres(name, table, event, when, sentence):
    where = f"WHEN ({when}) " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {where}EXECUTE FUNCTION assets_refuse('{sentence}')"


FORBID = {
    "sqlite": [_sqlite(*rule) for rule in RULES],
    "postgresql": [
        FUNCTION,
        *[_postgres(*rule) for rule in RULES],
        *[
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION assets_refuse('{CARDS}')"
            for table in APPEND_ONLY
        ],
    ],
}
ALLOW = {
    "sqlite": [f"DROP TRIGGER {rule[0]}" for rule in RULES],
    "postgresql": [
        *[f"DROP TRIGGER {rule[0]} ON {rule[1]}" for rule in RULES],
        *[f"DROP TRIGGER {table}_no_truncate ON {table}" for table in APPEND_ONLY],
        "DROP FUNCTION assets_refuse()",
    ],
}


def forbid(apps, schema_editor):
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def lay_again(schema_editor, *tables):
    """Lay the triggers of some tables again, after a migration that made SQLite build them anew and forget them."""
    if schema_editor.connection.vendor == "sqlite":
        for rule in RULES:
            if rule[1] in tables:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {rule[0]}")
                schema_editor.execute(_sqlite(*rule))


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("assets", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow, elidable=False)]
