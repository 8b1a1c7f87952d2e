"""Sums stay exact to the 分 however many rows there are, far beyond what a float still tells apart."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Sum

from jixiao.accounts.tests.people import NOON
from jixiao.kernel.money import Money
from jixiao.spending.models import Matter, Payment, Posting
from jixiao.spending.queries.ledger import sums_of

from .money import Office, an_office

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MILLION, BASE = 1_000_000, 9_007_199_254
EXACT = 2**53  # from here a float no longer tells neighbours apart
ROWS = {
    "sqlite": "WITH RECURSIVE row(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < %s) SELECT %s, 'pay', %s + n, %s FROM row",
    "postgresql": "SELECT %s, 'pay', %s + n, %s::timestamptz FROM generate_series(1, %s) AS row(n)",
}


@pytest.fixture
def office() -> Office:
    return an_office()


def a_million(office: Office) -> None:
    said: list[int | str] = [office.quota.pk, BASE, NOON.isoformat(sep=" ")]
    asked = [MILLION, *said] if connection.vendor == "sqlite" else [*said, MILLION]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO spending_posting (quota_id, kind, fen, at) {ROWS[connection.vendor]}", asked)


def test_a_million_movements_of_a_quota_add_up_to_the_fen(office: Office) -> None:
    a_million(office)
    whole = MILLION * BASE + MILLION * (MILLION + 1) // 2
    assert whole > EXACT
    assert int(float(whole + 1)) == int(float(whole)), "a float would not notice a 分 missing"

    found = Posting.objects.filter(quota=office.quota)
    assert int(found.aggregate(fen=Sum("fen"))["fen"]) == whole
    Posting.objects.create(quota=office.quota, kind="pay", fen=1, at=NOON)
    assert int(found.aggregate(fen=Sum("fen"))["fen"]) == whole + 1


def test_the_ledger_adds_the_largest_payments_up_to_the_fen(office: Office) -> None:
    matter = Matter.objects.create(unit=office.department, year=2022, name="大额", fen=1)
    same = {
        "unit": office.section,
        "filer": office.department,
        "year": 2022,
        "quota": office.quota,
        "payee": office.payee,
        "matter": matter,
    }
    fens = [999_999_999_999_999 - number for number in range(2_000)]
    Payment.objects.bulk_create(
        Payment(**same, number=number, title="大额", fen=fen, state="已支付", since=NOON, author=office.jingban, asked_at=NOON, paid_at=NOON,
                receipt=f"回{number}")
        for number, fen in enumerate(fens, 1)
    )  # fmt: skip
    assert sum(fens) > EXACT
    assert sums_of(Payment.objects.filter(filer=office.department)).paid == Money(sum(fens))
