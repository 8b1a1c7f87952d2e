"""The whole machine under random hands: whatever they try, the invariants of the money hold; ten seeded faults are all found."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from jixiao.accounts.tests.people import NOON
from jixiao.audit.queries import verify
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.spending import book
from jixiao.spending.actions import holding, moving, payments
from jixiao.spending.models import Payment
from jixiao.spending.queries import payments as queries
from jixiao.spending.states import HOLDING, LIFE, SPENT
from jixiao.spending.sums import route

from .invariants import the_books_are_right
from .money import Office, a_request, an_office, decided, under_contract

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
RUNS = int(os.environ.get("JIXIAO_RUNS", "12"))  # the whole proof is JIXIAO_RUNS=300
STEPS = 40
ENOUGH = 600  # what stood in the tables before moves the hands a little, so a rare fault is looked for longer
OVER = ["已归档", "不予支出", "已退款"]
EDGES = [
    "0.01",
    "1999.99",
    "1999.99",
    "2000",
    "2000.01",
    "2000.01",
    "9999.99",
    "19999.99",
    "20000",
    "20000.01",
    "49999.99",
    "50000",
    "50000.01",
]
MOVES = [
    "refund",
    "submit",
    "withdraw",
    "sign",
    "sign",
    "sign",
    "bind",
    "send_back",
    "reject",
    "order",
    "send",
    "bank_ok",
    "bank_fail",
    "unorder",
    "give_up",
    "refund",
    "book",
    "archive",
]
PEOPLE = ["jingban", "kezhang", "kuaiji", "fuzeren", "fenguan", "juzhang", "mishu", "chuna"]
KINDS = ["ask", *["onward"] * 5, *["far"] * 3, "back", "right", "right", "wrong", "rewrite", "join"]
NEXT = {
    "草稿": "submit", "被退回": "submit", "科室审核": "sign", "财务审核": "sign", "签批": "sign", "集体讨论": "bind", "已批准": "order", "已制单": "send",
    "已送国库": "bank_ok", "银行退回": "order", "已支付": "book", "已入账": "archive",
}  # fmt: skip
RIGHT_HAND = {
    "submit": "jingban", "withdraw": "jingban", "bind": "mishu", "order": "chuna", "send": "fuzeren", "bank_ok": "kuaiji", "bank_fail": "kuaiji",
    "unorder": "chuna", "give_up": "kuaiji", "refund": "kuaiji", "book": "kuaiji", "archive": "kuaiji",
}  # fmt: skip
TURN_HAND = {"section": "kezhang", "check": "kuaiji", "finance": "fuzeren", "vice": "fenguan", "chief": "juzhang", "meeting": "mishu"}
_serial = itertools.count(1)


class Money_(RuleBasedStateMachine):  # noqa: N801 - hypothesis names the machine after the class
    """A small office with 50,000 元; requests are opened, moved by right and wrong hands, in any order."""

    office: Office
    moves: int

    @initialize()
    def begin(self) -> None:
        """Start from the empty office."""
        self.moves = 0

    @rule(
        kind=st.sampled_from(KINDS), which=st.integers(0, 3), yuan=st.sampled_from(EDGES), move=st.sampled_from(MOVES),
        hand=st.sampled_from(PEOPLE), fen=st.integers(1, 300_000),
    )  # fmt: skip
    def step(self, *, kind: str, which: int, yuan: str, move: str, hand: str, fen: int) -> None:
        """Do one thing: all in one rule, for hypothesis leaves whole rules out of a run."""
        rows = Payment.objects.filter(reverses=None).order_by("-pk")
        found = list((rows if kind in {"wrong", "rewrite"} else rows.exclude(state__in=OVER))[:4])
        if kind == "ask" or not found:
            return self.ask(yuan, hand if hand in {"jingban", "kezhang"} else "jingban")
        payment = found[which % len(found)]
        match kind:
            case "rewrite":
                self.rewrite(payment, yuan)
            case "join":
                self.join(payment, found[-1])
            case "onward" | "far":
                self.go_on(payment, 1 if kind == "onward" else 2 + fen % 8)
            case "back":
                self.move(payment, "refund" if payment.state in SPENT else "send_back", None, fen)
            case "right":
                self.move(payment, self.one_of(payment, which), None, fen)
            case _:
                self.move(payment, move, hand, fen)
        return None

    def one_of(self, payment: Payment, which: int) -> str:
        """Return one of the moves open where a payment stands."""
        open_here = [move.name for move in LIFE.from_state(payment.state)]
        move = open_here[which % len(open_here)]
        return "sign" if move.startswith(("pass_", "sign")) else move

    def ask(self, yuan: str, by: str) -> None:
        """Write a request, under a contract where its amount asks for one."""
        payment = a_request(self.office, yuan, by=self.office.people[by])
        if payment.fen >= 1_000_000:
            under_contract(self.office, payment)

    def move(self, payment: Payment, move: str, hand: str | None, fen: int) -> None:
        """Make a move with the right hand or a wrong one; a refusal leaves nothing behind."""
        mine = RIGHT_HAND.get(move) or TURN_HAND.get(payment.turn, "kuaiji")
        by = self.office.people[hand] if hand else payment.author if mine == "jingban" else self.office.people[mine]
        more: dict[str, tuple[object, ...]] = {
            "sign": (payment.digest,), "send_back": ("不清",), "reject": ("不予",), "bank_ok": (f"回{next(_serial)}", payment.amount),
            "bank_fail": ("退票",), "give_up": ("不付了",), "refund": (Money(1 + fen % payment.fen), f"退{next(_serial)}", "多付"), "book": (f"记{next(_serial)}",),
        }  # fmt: skip
        if move == "bind":
            if payment.turn != "meeting":
                return
            more["bind"] = (decided(self.office, payment),)
        with suppress(Refused, IntegrityError), transaction.atomic():
            getattr(moving, move)(payment, *more.get(move, ()), by=by, at=NOON)
            self.moves += 1
            assert move != "submit" or payment.whole >= self.asked_for(payment)

    def go_on(self, payment: Payment, steps: int) -> None:
        """Move a payment on, several times often enough that what happens after it was paid is met."""
        for _ in range(steps):
            payment.refresh_from_db()
            if payment.state in NEXT:
                self.move(payment, NEXT[payment.state], None, steps)

    def asked_for(self, payment: Payment) -> int:
        """Return what is asked for and paid of a payment's matter, itself with it."""
        rows = Payment.objects.filter(matter=payment.matter_id, state__in=[*HOLDING, *SPENT])
        return sum(rows.values_list("fen", flat=True))

    def join(self, payment: Payment, other: Payment) -> None:
        """Put a request to the matter of another."""
        with suppress(Refused, IntegrityError), transaction.atomic():
            payments.join(payment, other.matter, by=payment.author, at=NOON)

    def rewrite(self, payment: Payment, yuan: str) -> None:
        """Try to change the amount of a request, whatever state it is in."""
        with suppress(Refused, IntegrityError), transaction.atomic():
            payments.write(payment, {"fen": Money.parse(yuan, "元").fen}, version=payment.version, by=payment.author, at=NOON)

    @invariant()
    def the_books_are_right(self) -> None:
        """Hold every invariant of the money."""
        the_books_are_right(self.office)


@contextmanager
def undone() -> Iterator[None]:
    """Put every run of the machine into a transaction of its own that is taken back."""
    with suppress(_Undo), transaction.atomic():
        yield
        raise _Undo


class _Undo(Exception):  # noqa: N818 - not an error: the way back
    pass


class Undone(Money_):
    """The machine, each run taken back at its end."""

    def __init__(self) -> None:
        super().__init__()
        self._block = undone()
        self._block.__enter__()

    def teardown(self) -> None:
        """Check the chain of the log and take the run back."""
        try:
            assert verify() is None
        finally:
            self._block.__exit__(None, None, None)


def run(examples: int) -> None:
    """Let random hands try so many times; every time from the same empty office."""
    Money_.office = an_office(yuan="50000")
    quick = settings(
        max_examples=examples, stateful_step_count=STEPS, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    run_state_machine_as_test(Undone, settings=quick)


def test_whatever_hands_try_the_books_are_right() -> None:
    run(RUNS)


def _never(*_args: object, **_more: object) -> None:
    return None


FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the quota is not frozen": lambda p: p.setattr(holding.Holding, "freeze", _never),
    "the quota is not released": lambda p: p.setattr(holding.Holding, "release", _never),
    "paid is not taken from frozen": lambda p: p.setattr(holding.Holding, "spend", _never),
    "a refund is not given back": lambda p: p.setattr(holding.Holding, "give_back", _never),
    "a decision is not used up": lambda p: p.setattr(holding.Holding, "bind", _never),
    "a movement is not posted": lambda p: p.setattr(holding.Holding, "post", _never),
    "who asked may sign": lambda p: p.setattr(queries, "apart_from", lambda *_: []),
    "the route forgets the leaders": lambda p: p.setattr(queries, "route_of", lambda payment, on: _short(payment)),  # noqa: ARG005
    "what is signed is not fingerprinted": lambda p: p.setattr(queries, "digest_of", lambda payment: f"{next(_serial):064x}"),  # noqa: ARG005
    "the route goes by the bill and not by the whole": lambda p: p.setattr(queries, "whole_of", lambda payment: payment.amount),
}


def _short(payment: Payment) -> object:
    way = route(book.policy("P-SEED"), Money(100), strict=True)
    del payment
    return way


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="that the machine has eyes is not a question to the engine")
def test_a_seeded_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    FAULTS[fault](monkeypatch)

    with pytest.raises((AssertionError, IntegrityError)):
        run(ENOUGH)  # it ends with the first that finds it


def test_the_frozen_sum_is_moved_by_expressions() -> None:
    assert isinstance(holding.QUOTA_LEFT, type(F("a") + F("b")))
