"""Which payments count, what is left of them after refunds, and how a sentence names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from jixiao.kernel.money import Money
from jixiao.spending.facts import Payment
from jixiao.spending.states import HOLDING, SPENT

CHINA = timezone(timedelta(hours=8))  # one time for the whole country, no summer time
COUNTED = HOLDING | SPENT
MOST = 5  # payments a sentence names one by one
BY_LIST = ("301", "303", "312")  # wages, grants to people and to companies: paid by list or grant paper
WAGES = ("301", "303")


def counting(payments: Iterable[Payment]) -> list[Payment]:
    """Return what counts, refunds among it as negative rows: neither drafts nor what was returned or refused."""
    return [one for one in payments if one.state in COUNTED]


def made(payments: Iterable[Payment]) -> list[Payment]:
    """Return the payments that count as they were made, whatever came back later: for rules about conduct."""
    return [one for one in payments if one.reverses is None and one.state in COUNTED]


def standing(payments: Iterable[Payment]) -> list[Payment]:
    """Return the payments that count at what is left of them: a refund is taken off, one wholly refunded is gone."""
    kept: list[Payment] = []
    back: dict[int, int] = defaultdict(int)
    for one in payments:
        if one.state in COUNTED:
            if one.reverses is None:
                kept.append(one)
            else:
                back[one.reverses] += one.amount.fen
    if not back:
        return kept
    left = [replace(one, amount=Money(one.amount.fen + back[one.number])) if one.number in back else one for one in kept]
    return [one for one in left if one.amount.fen > 0]


def total(payments: Iterable[Payment]) -> Money:
    """Add up payments."""
    return Money(sum(one.amount.fen for one in payments))


def local(at: datetime) -> datetime:
    """Return a moment as the clock on the wall showed it."""
    return at.astimezone(CHINA) if at.tzinfo else at


def asked_on(payment: Payment) -> date:
    """Return the day a payment was asked for."""
    return local(payment.asked).date()


def moved_on(payment: Payment) -> date:
    """Return the day the money left, or the day it was asked for where it has not."""
    return local(payment.paid_at or payment.asked).date()


def day(on: date) -> str:
    """Write a day as a sentence does: 3月1日."""
    return f"{on.month}月{on.day}日"


def yuan(amount: Money) -> str:
    """Write an amount as a sentence does: 1,900.00 元."""
    return f"{amount.grouped()} 元"


def share(part: int, whole: int) -> str:
    """Write a part of a whole in per cent with one decimal, rounded half up: 31.3%."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def named(payment: Payment, *, asked: bool = False) -> str:
    """Name a payment by number, amount, and the day it was paid, or asked for."""
    on = asked_on(payment) if asked else moved_on(payment)
    return f"{payment.code or '本笔'}（{day(on)}，{yuan(payment.amount)}）"


def listed(payments: Sequence[Payment], *, asked: bool = False) -> str:
    """Name payments one by one, and say how many there are where they are many."""
    return "、".join(named(one, asked=asked) for one in payments[:MOST]) + (f"等 {len(payments)} 笔" if len(payments) > MOST else "")


def numbers(payments: Iterable[Payment]) -> tuple[int, ...]:
    """Return the numbers of payments, for a suspicion."""
    return tuple(one.number for one in payments)
