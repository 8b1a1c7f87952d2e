"""Writers stand in line on SQLite: one at a time, let go whatever happens, and what follows a commit is the same turn."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from jixiao.audit.turn import turn

pytestmark = pytest.mark.django_db(transaction=True)
sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL needs no line")


def in_another_thread(entered: threading.Event) -> threading.Thread:
    def write() -> None:
        with turn():
            entered.set()
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    return thread


def line_of() -> Path:
    return Path(f"{connection.settings_dict['NAME']}-turn")


@sqlite
def test_a_second_writer_waits_until_the_first_is_done() -> None:
    entered = threading.Event()
    with turn():
        other = in_another_thread(entered)
        assert not entered.wait(0.2)
    other.join(10)
    assert entered.is_set()


@sqlite
def test_a_failing_writer_lets_the_next_one_in() -> None:
    entered = threading.Event()
    with pytest.raises(ZeroDivisionError), turn():
        raise ZeroDivisionError
    in_another_thread(entered).join(10)
    assert entered.is_set()


@sqlite
def test_what_follows_a_commit_does_not_wait_for_its_own_turn() -> None:
    """A checkpoint is written when the act has been committed, in the same turn: it would wait for ever."""
    done = []

    def after() -> None:
        with turn(), transaction.atomic():
            done.append("checkpoint")

    with turn(), transaction.atomic():
        transaction.on_commit(after)
    assert done == ["checkpoint"]


@sqlite
def test_inside_an_open_transaction_there_is_no_line() -> None:
    entered = threading.Event()
    with transaction.atomic(), turn():
        in_another_thread(entered).join(10)
    assert entered.is_set()
    assert line_of().exists()
