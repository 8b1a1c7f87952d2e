"""(h) Internal supervision: all IC rules over a city's year of 150,000 payments in one process, and which rules take the time."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from jixiao.kernel.money import Money
from jixiao.spending import book, samples
from jixiao.spending.facts import Acceptance, Contract, Payee, PayeeKind, Payment, Quota, Year
from jixiao.spending.samples import ACCEPTOR, CASHIER, YEAR, on

from .measure import Row, peak_mb, table

COUNT, PAYEES, PROJECTS, SEED = 150_000, 9_000, 900, 2022
CLASSES = ("30201", "30202", "30211", "30213", "30215", "30226", "30227", "31002", "31204")
QUARTERS = (("03-31", 25), ("06-30", 50), ("09-30", 75), ("12-31", 100))
CONTRACT_FROM = Money(1_000_000)
PLANTED = 0.004  # of the payments have something wrong


def _payees(dice: random.Random) -> list[Payee]:
    kinds = [PayeeKind.COMPANY] * 17 + [PayeeKind.STAFF] * 2 + [PayeeKind.PERSON]
    since = [date(2015, 1, 1), date(2020, 6, 1), date(YEAR, 2, 1)]
    return [samples.payee(number, kind=dice.choice(kinds), since=dice.choice(since)) for number in range(1, PAYEES + 1)]


def _payments(dice: random.Random) -> Iterator[Payment]:
    """Yield payments as a city makes them: most small, a few large, amounts spread over four orders of magnitude."""
    payees = _payees(dice)
    for number in range(1, COUNT + 1):
        amount = Money(round(5_000 * 10 ** min(4.0, dice.expovariate(1.1))))
        day = date(YEAR, 1, 4) + timedelta(days=dice.randrange(355))
        project = dice.randrange(PROJECTS)
        economic = CLASSES[project % len(CLASSES)]
        one = samples.payment(
            number, amount.yuan(), f"{day:%m-%d}", project=f"项目{project}", quota=project + 1, economic=economic, payee=dice.choice(payees),
            contract=number if amount >= CONTRACT_FROM else None, item=f"C{number % 300:04d}" if amount >= CONTRACT_FROM else "",
            card=number, matter=number,
        )  # fmt: skip
        yield _spoilt(one, dice) if dice.random() < PLANTED else one


def _spoilt(one: Payment, dice: random.Random) -> Payment:
    """Return a payment with one of several things wrong."""
    match dice.randrange(6):
        case 0:
            return replace(one, quota=None)
        case 1:
            return replace(one, signed=one.signed[:-1])
        case 2:
            return replace(one, booker=CASHIER)
        case 3:
            return replace(one, invoices=(samples.invoice(7, one.payee, one.amount, one.asked.date()),))
        case 4:
            return replace(one, card=None, economic="31002")
        case _:
            return replace(one, paid_at=one.asked.replace(hour=23))


def a_year() -> Year:
    """Return the city's year as one ledger, always the same: heavier than its hundred departments one by one."""
    dice = random.Random(SEED)  # noqa: S311 - the same numbers each run are what is wanted
    payments = tuple(_payments(dice))
    spent: dict[int, int] = dict.fromkeys(range(1, PROJECTS + 1), 0)
    for one in payments:
        spent[one.quota or 1] += one.amount.fen
    quotas = [
        Quota(number, f"项目{number - 1}", "2160299", CLASSES[(number - 1) % len(CLASSES)], "一般公共预算", Money(fen * 11 // 10))
        for number, fen in spent.items()
    ]
    bought = [one for one in payments if one.contract]
    signed, done = on("01-03"), on("01-04")
    contracts = [Contract(one.number, f"合〔{YEAR}〕{one.number}号", "合同", one.payee.number, one.amount, signed) for one in bought]
    acceptances = [Acceptance(one.number, None, done, one.amount, ACCEPTOR) for one in bought]
    plans = {quota.project: [(on(day), percent) for day, percent in QUARTERS] for quota in quotas}
    return samples.year(
        *payments, quotas=quotas, contracts=contracts, acceptances=acceptances, plans=plans, limits=samples.limits(),
        allowed={quota.project: frozenset({quota.economic}) for quota in quotas},
    )  # fmt: skip


def run() -> Row:
    """Measure; seconds for all rules, and the ten dearest with what twice the payments cost them."""
    year = a_year()
    signatures = sum(len(one.signed) for one in year.payments)
    start, cpu = time.perf_counter(), time.process_time()
    found = sum(1 for _each in book.examine(year))
    took, busy = time.perf_counter() - start, time.process_time() - cpu
    gc.freeze()  # what follows compares rules: the year itself is not looked through again for each
    half = replace(year, payments=year.payments[: COUNT // 2])
    rows: list[Row] = []
    for rule in book.supervision():
        before = time.process_time()
        sum(1 for _each in rule.check(half, year.limits))
        begin = time.process_time()
        count = sum(1 for _each in rule.check(year, year.limits))
        end = time.process_time()
        rows.append(
            {"rule": rule.code, "s": round(end - begin, 2), "twice / once": round((end - begin) / (begin - before), 1), "found": count}
        )
    rows.sort(key=lambda row: -row["s"])
    table(
        f"(h) supervision: {COUNT:,} payments, {signatures:,} signatures, {len(rows)} rules in {took:.1f} s ({busy:.1f} s of one core); {found:,} suspicions",
        rows[:10],
    )
    return {
        "payments": COUNT,
        "signatures": signatures,
        "seconds": round(took, 2),
        "found": found,
        "peak_mb": peak_mb(),
        "dearest": rows[:10],
    }
