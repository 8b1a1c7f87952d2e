"""A million rows of money add up exactly, beyond what a float could hold, on both engines."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Sum

from jixiao.spending.models import Payment, Posting
from jixiao.spending.queries import ledger

from .money import an_office, sent_up

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MILLION = 1_000_000
BASE, PRIME, ROUND = 90_071_992_547, 7_919, 999_983  # 分: the million comes to more than 2**53 ten times over
FEN = f"{BASE} + (CAST(n AS bigint) * {PRIME}) %% {ROUND}"
COUNTING = {
    "sqlite": "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s)",
    "postgresql": "WITH series(n) AS (SELECT generate_series(1, %s))",
}


def amount(number: int) -> int:
    return BASE + number * PRIME % ROUND


def copies(table: type[Payment | Posting], row: int, times: int, changed: dict[str, str]) -> None:
    """Write a row down so many times more, some columns changed: the database counts, nothing is sent to it row by row."""
    fields = [field.column for field in table._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{name}"' for name in fields)
    said = ", ".join(changed.get(str(name), f'"{name}"') for name in fields)
    name = table._meta.db_table
    counting, insert = COUNTING[connection.vendor], f'INSERT INTO "{name}" ({names})'
    begin = f"{insert} {counting}" if connection.vendor == "sqlite" else f"{counting} {insert}"  # each wants its own order
    with connection.cursor() as cursor:
        cursor.execute(f'{begin} SELECT {said} FROM series, "{name}" WHERE id = %s', [times, row])  # noqa: S608 - names of our own columns


def test_a_million_postings_add_up_to_the_fen() -> None:
    office = an_office()
    sent_up(office, "1800")
    first = Posting.objects.get()

    copies(Posting, first.pk, MILLION, {"fen": FEN})

    whole = Posting.objects.filter(quota=office.quota).aggregate(fen=Sum("fen"))["fen"]
    exact = sum(amount(number) for number in range(1, MILLION + 1)) + 180_000
    assert whole == exact
    assert exact > 2**53
    assert float(exact + 1) == float(exact)  # a float could not tell it from its neighbour


def test_the_ledgers_totals_are_exact_beyond_a_floats_reach() -> None:
    office = an_office()
    payment = sent_up(office, "1800")

    copies(Payment, payment.pk, MILLION // 10, {"fen": f"({FEN}) * 10", "number": "n + 1", "receipt": "''"})

    found = ledger.sums_of(Payment.objects.filter(filer=office.department))
    exact = sum(amount(number) * 10 for number in range(1, MILLION // 10 + 1)) + 180_000
    assert (found.count, found.held.fen, found.paid.fen) == (MILLION // 10 + 1, exact, 0)
    assert exact > 2**53
