"""(g) A city's year of money: 150,000 payments and 450,000 signatures; acts at sixteen writers, the ledger page, the bare engine beside.

    python -m bench money                # both engines
    python -m bench.money writer …       # one of the writing processes it starts

Written past the door in bulk, which only a measurement may do.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from .measure import ROOT, Row, spread, table
from .page import _connected, _get
from .season import city, postgres, serving, signed_in

YEAR, DEPARTMENTS, QUOTAS, PAYMENTS = 2022, 100, 30, 1_500  # a department
WRITERS, PROCESSES, ROUNDS, TIMES = 16, 4, 9, 4
ROUTE = ("section", "check", "finance")
AT = datetime(YEAR, 1, 4, 1, tzinfo=UTC)
ACTS = ("request", "submit", "sign", "order", "send", "pay")
PAGES = {"ledger": ("caiwu3", "/spending/ledger/"), "ledger, searched": ("caiwu3", f"/spending/ledger/?q={quote('付')}")}


def setup() -> None:
    """Make Django ready in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao.site.settings")
    import django

    django.setup()


def fill() -> None:
    """Fill a city that has its targets with a year of money: quotas, paid and archived payments, their signatures, moves and postings."""
    setup()
    from jixiao.organisations.models import Unit
    from jixiao.spending.models import Payee, Quota

    for department in Unit.objects.filter(kind="department").order_by("pk"):
        people = posts(department)
        payees = Payee.objects.bulk_create(Payee(unit=department, name=f"第{number}供应商", since=date(YEAR, 1, 1)) for number in range(60))
        quotas = Quota.objects.bulk_create(
            Quota(unit=department, year=YEAR, project=f"项目{number}", function="2160299", economic="30227", approved=10**12, at=AT)
            for number in range(QUOTAS)
        )
        year_of(department, people, payees, quotas)


def posts(department: Any) -> dict[str, Any]:
    """Give a department the posts its money needs."""
    from jixiao.accounts.models import User
    from jixiao.kernel.roles import Role

    from .city import person

    code = int(department.code) - 300
    return {
        "officer": User.objects.get(username=f"jingban{code}"),
        "section": User.objects.get(username=f"kezhang{code}"),
        "check": person(department, f"kuaiji{code}", Role.ACCOUNTANT),
        "finance": person(department, f"fuzeren{code}", Role.FINANCE_HEAD),
        "cashier": person(department, f"chuna{code}", Role.CASHIER),
    }


def year_of(department: Any, people: Mapping[str, Any], payees: list[Any], quotas: list[Any]) -> None:
    """Put a department's payments in, and bring the sums of its quotas to what they come to."""
    from jixiao.spending.models import Act, Counter, Matter, Payment, Posting, Quota, Signature

    chance = random.Random(department.code)  # noqa: S311 - figures to measure with, no secret
    section = people["officer"].unit
    fen = [chance.randrange(10_000, 199_999) for _ in range(PAYMENTS)]
    days = sorted(chance.randrange(360) for _ in range(PAYMENTS))
    matters = Matter.objects.bulk_create(Matter(unit=department, year=YEAR, name=f"事项{n}", fen=f) for n, f in enumerate(fen))
    rows = Payment.objects.bulk_create(
        Payment(
            unit=section, filer=department, year=YEAR, number=n + 1, quota=quotas[n % QUOTAS], matter=matters[n], payee=payees[n % 60],
            title=f"支付第{n}笔", fen=fen[n], whole=fen[n], state="已归档", since=AT + timedelta(days=days[n]), round=1, digest="0" * 64,
            policy="P-SEED", band="A1", author=people["officer"], asked_at=AT + timedelta(days=days[n]), orderer=people["cashier"],
            sender=people["finance"], booker=people["check"], receipt=f"{department.code}-{n}", paid_at=AT + timedelta(days=days[n], hours=3),
        )
        for n in range(PAYMENTS)
    )  # fmt: skip
    Signature.objects.bulk_create(
        Signature(payment=row, round=1, position=p, step=step, word=step, why="", by=people[step], at=row.asked_at, digest="0" * 64)
        for row in rows for p, step in enumerate(ROUTE, 1)
    )  # fmt: skip
    Act.objects.bulk_create(
        Act(payment=row, move="bank_ok", source="已送国库", state="已支付", round=1, by=people["check"], at=row.paid_at or AT)
        for row in rows
    )
    Posting.objects.bulk_create(Posting(quota=row.quota, kind="pay", fen=row.fen, payment=row, at=row.paid_at or AT) for row in rows)
    Counter.objects.create(unit=department, year=YEAR, series="支出", last=PAYMENTS)
    for number, quota in enumerate(quotas):
        Quota.objects.filter(pk=quota.pk).update(paid=sum(fen[number::QUOTAS]))


Laps = tuple[int, float, float]  # how many acts, from when to when


def write(first: int, threads: int) -> None:
    """Let some writers, each in a department of its own, ask, sign and pay again and again; print each act's milliseconds."""
    took: dict[str, list[float]] = {name: [] for name in ACTS}

    def one(code: int) -> Laps:
        for _ in acts(code, 0):  # the first round imports and connects
            pass
        began, done = time.time(), 0
        for number in range(1, ROUNDS):
            for name, milliseconds in acts(code, number):
                took[name].append(milliseconds)
                done += 1
        return done, began, time.time()

    print(json.dumps({"laps": together(one, first, threads), "took": took}))


def together(one: Callable[[int], Laps], first: int, threads: int) -> list[Laps]:
    """Let writers work at once, a thread each with a connection of its own; return their laps."""
    setup()
    from django.db import connection

    def closed(code: int) -> Laps:
        try:
            return one(code)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(closed, range(first, first + threads)))


def acts(code: int, number: int) -> Iterator[tuple[str, float]]:
    """Bring one payment from request to the receipt; yield each act and its milliseconds."""
    from jixiao.accounts.models import User
    from jixiao.kernel.money import Money
    from jixiao.organisations.models import Unit
    from jixiao.spending.actions import moving, payments
    from jixiao.spending.models import Invoice, Payee, Quota

    at = datetime(YEAR, 12, 1, 1, tzinfo=UTC)
    user = {name: User.objects.get(username=f"{name}{code}") for name in ("jingban", "kezhang", "kuaiji", "fuzeren", "chuna")}
    section, department = Unit.objects.get(pk=user["jingban"].unit_id), Unit.objects.get(pk=user["kuaiji"].unit_id)
    quota, payee = Quota.objects.filter(unit=department)[number % QUOTAS], Payee.objects.filter(unit=department)[0]

    def timed(name: str, act: Any) -> tuple[str, float]:
        began = time.perf_counter()
        act()
        return name, (time.perf_counter() - began) * 1000

    held: dict[str, Any] = {}

    def asks(name: str) -> User:
        """Return who asks, read anew as for each request; what they may do is asked once in it."""
        who = User.objects.get(pk=user[name].pk)
        who.remembers = True
        return who

    def ask() -> None:
        by = asks("jingban")
        held["it"] = payments.open_payment(section, YEAR, "办公用品", Money(100_000 + number), by=by, at=at)
        payments.write(held["it"], {"quota": quota, "payee": payee}, version=1, by=by, at=at)

    yield timed("request", ask)
    it = held["it"]
    Invoice.objects.create(filer=department, payment=it, key=f"{time.time_ns():020d}", fen=it.fen, on=at.date(), seller=payee.name)
    yield timed("submit", lambda: moving.submit(it, by=asks("jingban"), at=at))
    for who in ("kezhang", "kuaiji", "fuzeren"):
        yield timed("sign", lambda who=who: moving.sign(it, it.digest, by=asks(who), at=at))
    yield timed("order", lambda: moving.order(it, by=asks("chuna"), at=at))
    yield timed("send", lambda: moving.send(it, by=asks("fuzeren"), at=at))
    yield timed("pay", lambda: moving.bank_ok(it, f"新{code}-{time.time_ns()}", it.amount, by=asks("kuaiji"), at=at))


def started(what: str, environment: Mapping[str, str]) -> tuple[list[dict[str, Any]], float]:
    """Start the writing processes; return what each said, and how many acts a second they made together while any of them worked."""
    each = WRITERS // PROCESSES
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.money", what, str(number * each), str(each)],
            cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, text=True,
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    said = [json.loads(writer.communicate()[0].splitlines()[-1]) for writer in writers]
    laps = [lap for one in said for lap in one["laps"]]
    seconds = max(lap[2] for lap in laps) - min(lap[1] for lap in laps)
    return said, round(sum(lap[0] for lap in laps) / seconds, 1)


def contest(environment: Mapping[str, str]) -> tuple[list[Row], float]:
    """Let all writers work; return each act's spread, and how many acts a second they made together."""
    said, speed = started("writer", environment)
    took = {name: [milliseconds for one in said for milliseconds in one["took"][name]] for name in ACTS}
    return [{"act": name, "times": len(found)} | spread(found) for name, found in took.items()], speed


def bare(first: int, threads: int) -> None:
    """Repeat by the driver alone what one payment asks of the engine: the same statements, an act a transaction, as many writers at once."""

    def one(code: int) -> Laps:
        said = statements(code)
        done, began = 0, time.time()
        for number in range(ROUNDS * TIMES):
            for act in said:
                repeat(act, code * 1_000_000 + number)
                done += 1
        return done, began, time.time()

    print(json.dumps({"laps": together(one, first, threads)}))


def statements(code: int) -> list[list[str]]:
    """Catch what each act of one payment writes and reads, act by act."""
    from django.db import connection, reset_queries

    connection.force_debug_cursor = True
    caught: list[list[str]] = []
    reset_queries()
    for _ in acts(code, 7):
        caught.append([one["sql"] for one in connection.queries if one["sql"].startswith(("SELECT", "UPDATE", "INSERT"))])
        reset_queries()
    connection.force_debug_cursor = False
    return caught


def repeat(act: list[str], number: int) -> None:
    """Run an act's statements once more in one transaction. What may stand only once goes as wide a row into a table of the bench."""
    from django.db import connection, transaction

    mark = "?" if connection.vendor == "sqlite" else "%s"
    with transaction.atomic():
        cursor = connection.connection.cursor()
        for sql in act:
            if "audit_head" in sql and sql.startswith("UPDATE"):  # the log's head never goes back
                cursor.execute(f"UPDATE bench_head SET seq = {mark} WHERE id = 1", (number,))  # noqa: S608 - the driver's own mark
            elif sql.startswith("INSERT"):
                cursor.execute(f"INSERT INTO bench_rows (said, number) VALUES ({mark}, {mark})", (sql, number))  # noqa: S608 - the same
            else:
                cursor.execute(sql)


def beside() -> None:
    """Lay the tables the bare engine writes to, as indexed as those of the log."""
    setup()
    from django.db import connection

    key = "integer PRIMARY KEY AUTOINCREMENT" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_rows (id {key}, said text NOT NULL, number bigint NOT NULL)")
        cursor.execute("CREATE INDEX bench_rows_number ON bench_rows (number)")
        cursor.execute("CREATE TABLE bench_head (id integer PRIMARY KEY, seq bigint NOT NULL)")
        cursor.execute("INSERT INTO bench_head (id, seq) VALUES (1, 0)")


def pages(environment: Mapping[str, str]) -> list[Row]:
    """Ask the ledger's pages, one user."""
    rows: list[Row] = []
    with serving(environment) as (port, _process):
        for name, (who, path) in PAGES.items():
            cookie = signed_in(port, who, environment)
            took = []
            for _ in range(20):
                began = time.perf_counter()
                status, _headers, body = _get(_connected(port), path, cookie)
                took.append((time.perf_counter() - began) * 1000)
            rows.append({"page": name, "status": status, "kB": round(len(body.encode()) / 1024)} | spread(took[3:]))
    return rows


def run() -> Row:
    """Measure on the embedded engine, and on PostgreSQL where it can start."""
    result: Row = {}
    for engine, address in (("sqlite", None), ("postgresql", postgres())):
        if engine == "postgresql" and address is None:
            print("\nPostgreSQL cannot start here: not measured")
            continue
        with city(address) as (_data, environment):
            subprocess.run([sys.executable, "-m", "bench.money", "fill"], cwd=ROOT, env=dict(environment), check=True)
            rows, speed = contest(environment)
            subprocess.run([sys.executable, "-m", "bench.money", "beside"], cwd=ROOT, env=dict(environment), check=True)
            _said, engine_speed = started("bare", environment)
            seen = pages(environment)
        table(f"(g) money on {engine}: acts at {WRITERS} writers, milliseconds; {speed} acts/s, bare engine {engine_speed}/s", rows)
        table(f"(g) money on {engine}: pages over 150,000 payments, milliseconds", seen)
        result[engine] = {"acts": rows, "acts/s": speed, "bare/s": engine_speed, "ratio": round(speed / engine_speed, 2), "pages": seen}
    return result


if __name__ == "__main__":
    match sys.argv[1]:
        case "fill":
            fill()
        case "writer":
            write(int(sys.argv[2]), int(sys.argv[3]))
        case "beside":
            beside()
        case "bare":
            bare(int(sys.argv[2]), int(sys.argv[3]))
