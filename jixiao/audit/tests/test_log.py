from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from jixiao.audit import actions, queries
from jixiao.audit.facts import CONSOLE
from jixiao.audit.models import Event, Head
from jixiao.kernel.refusal import Refused

from .stand_ins import NOON, Dossier, file, pages

pytestmark = pytest.mark.django_db
APPEND_ONLY = importlib.import_module("jixiao.audit.migrations.0002_append_only")
HEAD_GROWS = importlib.import_module("jixiao.audit.migrations.0003_find_fast_head_grows")
COLUMNS = "seq, at, actor, name, action, unit, subject, result, detail, before, digest"
ATTACKS = {
    "change": "UPDATE audit_event SET detail = '{}' WHERE seq = 2",
    "remove": "DELETE FROM audit_event WHERE seq = 2",
    "cut the tail": "DELETE FROM audit_event WHERE seq >= 4",
    "take the head": "DELETE FROM audit_event WHERE seq = 1",
}


@pytest.fixture(autouse=True)
def five_events(dossier: Dossier) -> None:
    for number in range(5):
        file(dossier, number, by=CONSOLE, at=NOON + timedelta(seconds=number))


def run(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def replace_all() -> str:
    emptied = COLUMNS.replace("detail", "''")
    return f"INSERT OR REPLACE INTO audit_event ({COLUMNS}) SELECT {emptied} FROM audit_event WHERE seq = 2"  # noqa: S608 - the attack


def test_the_log_as_written_is_whole() -> None:
    assert queries.count() == 5
    assert queries.verify() is None


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to_change_the_log(attack: str) -> None:
    with pytest.raises(DatabaseError, match="never changed"):
        run(ATTACKS[attack])

    assert queries.verify() is None


@pytest.mark.parametrize(
    ("attack", "where", "sentence"),
    [("change", 2, "内容被改动"), ("remove", 2, "缺失"), ("cut the tail", 4, "末尾与日志头不符"), ("take the head", 1, "缺失")],
)
def test_without_the_triggers_the_attack_succeeds_and_the_verifier_finds_it(attack: str, where: int, sentence: str) -> None:
    run(*APPEND_ONLY.ALLOW[connection.vendor])

    run(ATTACKS[attack])

    broken = queries.verify()
    assert broken is not None
    assert broken.seq == where
    assert sentence in str(broken)


def test_a_link_that_was_bent_is_found() -> None:
    run(*APPEND_ONLY.ALLOW[connection.vendor])
    row = Event.objects.get(seq=3)
    Event.objects.filter(seq=3).update(before="f" * 64, digest=queries.entry(row).digest(3, "f" * 64))

    assert str(queries.verify()) == "第 3 条：与前一条接不上"


def test_a_log_without_its_head_is_found() -> None:
    run(*HEAD_GROWS.ALLOW[connection.vendor])
    Head.objects.all().delete()

    assert "第 1 条：多出的：日志头只记到第 0 条" in str(queries.verify())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_insert_or_replace_is_refused_whatever_the_pragma(recursive: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers={recursive}")
        with pytest.raises(DatabaseError, match="never changed"):
            run(replace_all())
        cursor.execute("PRAGMA recursive_triggers=ON")

    assert queries.verify() is None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is PostgreSQL's")
def test_truncate_is_refused() -> None:
    with pytest.raises(DatabaseError, match="never changed"):
        run("TRUNCATE audit_event")


HEAD_ATTACKS = {
    "set it back": "UPDATE audit_head SET seq = 4",
    "another digest at the same length": "UPDATE audit_head SET digest = 'f'",
    "another algorithm": "UPDATE audit_head SET algorithm = 'sm3', seq = 9",
    "take it away": "DELETE FROM audit_head",
}


@pytest.mark.parametrize("attack", HEAD_ATTACKS)
def test_the_head_only_grows(attack: str) -> None:
    with pytest.raises(DatabaseError, match="only grows"):
        run(HEAD_ATTACKS[attack])

    assert queries.verify() is None


@pytest.mark.parametrize("attack", HEAD_ATTACKS)
def test_without_its_triggers_the_head_gives_way_and_the_verifier_sees_it(attack: str) -> None:
    run(*HEAD_GROWS.ALLOW[connection.vendor])

    run(HEAD_ATTACKS[attack])

    assert queries.verify() is not None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
def test_the_head_is_not_replaced() -> None:
    with pytest.raises(DatabaseError, match="only grows"):
        run("INSERT OR REPLACE INTO audit_head (id, seq, digest, algorithm) VALUES (1, 0, 'f', 'sha256')")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is PostgreSQL's")
def test_truncating_the_head_is_refused() -> None:
    with pytest.raises(DatabaseError, match="only grows"):
        run("TRUNCATE audit_head")


STUCK = {
    "sqlite": ["CREATE TRIGGER stuck BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'disk full'); END"],
    "postgresql": [
        "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$",
        "CREATE TRIGGER stuck BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION stuck()",
    ],
}


def test_when_the_database_takes_no_event_the_act_does_not_happen(dossier: Dossier) -> None:
    run(*STUCK[connection.vendor])

    with pytest.raises(Refused, match="日志写不进去"):
        file(dossier, 9, by=CONSOLE, at=NOON)

    assert pages() == [0, 1, 2, 3, 4]


def test_a_door_that_writes_no_events_would_let_the_act_happen(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    run(*STUCK[connection.vendor])
    monkeypatch.setattr(actions, "append", lambda _entries: None)

    file(dossier, 9, by=CONSOLE, at=NOON)

    assert pages() == [0, 1, 2, 3, 4, 9]


def test_the_missing_triggers_are_named() -> None:
    assert queries.health().warnings == ()

    run(*HEAD_GROWS.ALLOW[connection.vendor])

    assert "触发器缺" in queries.health().warnings[0]
