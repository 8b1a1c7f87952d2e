"""Postings, signatures given, moves made and what was signed for never change: the database itself refuses."""

from django.db import migrations

POSTED = "a posting of a quota is never changed or removed"
ACTED = "a move of a payment is never changed or removed"
SIGNED = "a signature given is never changed or removed"
CONTENT = "what a payment asks for is fixed once it is sent up"
PAID = "a payment that left is never edited"
NUMBERED = "a payment with a number is never removed"
DECIDED = "what was decided is never changed or removed"
OPEN = "('草稿', '被退回')"
SPENT = "('已支付', '已入账', '已归档', '已退款')"
ASKED = "fen quota_id payee_id matter_id title method stage contract_id procurement_id item reverses_id filer_id year number".split()
DECISION = 'outcome "limit" matter_id meeting_id decided_at'.split()
LEFT = "receipt paid_at sender_id orderer_id topic_id digest policy band whole".split()


def _differ(columns):
    return "(" + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns) + ")"


# name, table, event, when (no subquery: PostgreSQL allows none), sentence
RULES = [
    ("posting_no_update", "spending_posting", "UPDATE", "", POSTED),
    ("posting_no_delete", "spending_posting", "DELETE", "", POSTED),
    ("act_no_update", "spending_act", "UPDATE", "", ACTED),
    ("act_no_delete", "spending_act", "DELETE", "", ACTED),
    ("signature_no_update", "spending_signature", "UPDATE", "OLD.at IS NOT NULL", SIGNED),
    ("signature_no_delete", "spending_signature", "DELETE", "OLD.at IS NOT NULL", SIGNED),
    ("payment_content_fixed", "spending_payment", "UPDATE", f"OLD.state NOT IN {OPEN} AND {_differ(ASKED)}", CONTENT),
    ("payment_left_fixed", "spending_payment", "UPDATE", f"OLD.state IN {SPENT} AND {_differ(LEFT)}", PAID),
    ("payment_left_stays", "spending_payment", "UPDATE", f"OLD.state IN {SPENT} AND NEW.state NOT IN {SPENT}", PAID),
    ("payment_no_delete", "spending_payment", "DELETE", "OLD.number IS NOT NULL", NUMBERED),
    ("supplement_no_update", "spending_contractchange", "UPDATE", "", DECIDED),
    ("supplement_no_delete", "spending_contractchange", "DELETE", "", DECIDED),
    ("change_no_update", "spending_quotachange", "UPDATE", "OLD.decided_at IS NOT NULL", DECIDED),
    ("change_no_delete", "spending_quotachange", "DELETE", "OLD.decided_at IS NOT NULL", DECIDED),
    (
        "topic_no_update",
        "spending_topic",
        "UPDATE",
        f"OLD.decided_at IS NOT NULL AND {_differ(DECISION)}",
        DECIDED,
    ),
    ("topic_no_delete", "spending_topic", "DELETE", "OLD.decided_at IS NOT NULL", DECIDED),
    ("minutes_no_update", "spending_meeting", "UPDATE", "OLD.final_at IS NOT NULL", DECIDED),
    ("minutes_no_delete", "spending_meeting", "DELETE", "OLD.final_at IS NOT NULL", DECIDED),
]
FUNCTION = (
    "CREATE FUNCTION spending_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END $$"
)
APPEND_ONLY = ("spending_posting", "spending_act", "spending_contractchange")


def _sqlite(name, table, event, when, sentence):
    where = f"WHEN {when} " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} {where}BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


def _postgres(name, table, event, when, sentence):
    where = f"WHEN ({when}) " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {where}EXECUTE FUNCTION spending_refuse('{sentence}')"


FORBID = {
    "sqlite": [_sqlite(*rule) for rule in RULES],
    "postgresql": [
        FUNCTION,
        *[_postgres(*rule) for rule in RULES],
        *[
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION spending_refuse('{POSTED}')"
            for table in APPEND_ONLY
        ],
    ],
}
ALLOW = {
    "sqlite": [f"DROP TRIGGER {rule[0]}" for rule in RULES],
    "postgresql": [
        *[f"DROP TRIGGER {rule[0]} ON {rule[1]}" for rule in RULES],
        *[f"DROP TRIGGER {table}_no_truncate ON {table}" for table in APPEND_ONLY],
        "DROP FUNCTION spending_refuse()",
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
    dependencies = [("spending", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow, elidable=False)]
