"""What must hold of an office's money at any moment, whatever hands did before (ASSURANCE 4.4): read once, looked at from all sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property

from django.db.models import F

from jixiao.audit.models import Event
from jixiao.kernel.money import Money
from jixiao.spending import book
from jixiao.spending.models import Act, Contract, Counter, Payment, Posting, Quota, Signature, Topic
from jixiao.spending.queries import payments as queries
from jixiao.spending.states import HOLDING, LIFE, SPENT
from jixiao.spending.sums import route

from .money import Office

UNDECIDED = ["草稿", "被退回", "不予支出", "科室审核", "财务审核", "签批", "集体讨论"]


class Books:
    """All of an office's rows as they stand: a handful of questions, however much there is."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.quota = Quota.objects.get(pk=office.quota.pk)
        self.rows = list(Payment.objects.select_related("author").order_by("pk"))
        self.asked = [one for one in self.rows if one.reverses_id is None]
        self.back = [one for one in self.rows if one.reverses_id is not None]

    @cached_property
    def signed(self) -> dict[int, list[Signature]]:
        """The signatures of each payment's last round, in order."""
        found: dict[int, list[Signature]] = defaultdict(list)
        rows = Signature.objects.filter(round=F("payment__round")).select_related("by").order_by("payment", "position")
        for one in rows:
            found[one.payment_id].append(one)
        return found

    @cached_property
    def acts(self) -> dict[int, list[tuple[str, str, str]]]:
        """The moves of each payment, in order."""
        found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
        for payment, *move in Act.objects.order_by("pk").values_list("payment", "move", "source", "state"):
            found[payment].append((move[0], move[1], move[2]))
        return found


def within_the_quota(books: Books) -> None:
    """1, 3: frozen and paid together stay within what was approved and adjusted, and are what the payments say."""
    quota = books.quota
    rows = [one for one in books.rows if one.quota_id == quota.pk]
    assert quota.frozen == sum(one.fen for one in rows if one.state in HOLDING)
    assert quota.paid == sum(one.fen for one in rows if one.state in SPENT)
    assert quota.frozen + quota.paid <= quota.approved + quota.adjusted


def postings_add_up(books: Books) -> None:
    """Add the postings up: they come to the sums."""
    sums: dict[str, int] = defaultdict(int)
    for kind, fen in Posting.objects.filter(quota=books.quota).values_list("kind", "fen"):
        sums[kind] += fen
    paid = sums["pay"] + sums["refund"]
    assert (books.quota.frozen, books.quota.paid) == (sums["freeze"] + sums["release"] - sums["pay"], paid)


def a_contract_is_not_exceeded(books: Books) -> None:
    """1, 3: what is committed and paid under each contract is what its payments say, within its amount."""
    for contract in Contract.objects.all():
        under = [one for one in books.rows if one.contract_id == contract.pk]
        assert contract.committed == sum(one.fen for one in under if one.state in HOLDING)
        assert contract.paid == sum(one.fen for one in under if one.state in SPENT)
        assert contract.committed + contract.paid <= contract.fen + contract.changes


def a_reversal_is_once_and_within(books: Books) -> None:
    """4: money comes back once, and never more than left."""
    asked = {one.pk: one for one in books.asked}
    for row in books.back:
        taken_back = asked[row.reverses_id or 0]
        assert 0 < -row.fen <= taken_back.fen
        assert taken_back.state == "已退款"
    assert len({row.reverses_id for row in books.back}) == len(books.back)


def nobody_signs_their_own_or_twice(books: Books) -> None:
    """16: who asked never signs, and one person signs one step."""
    for payment in books.asked:
        people = [one.by.number for one in books.signed[payment.pk] if one.by]
        assert payment.author.number not in people
        assert len(people) == len(set(people))


def approved_has_its_whole_route(books: Books) -> None:
    """17, 18: what is approved has a signature for each step its amount asks for, in order."""
    for payment in books.asked:
        if payment.state in UNDECIDED:
            continue
        way = route(book.policy(payment.policy), Money(payment.whole), strict=payment.strict, economic="30227")
        assert [one.step for one in books.signed[payment.pk] if one.at] == [signer.step for signer in way.signers]
        assert payment.whole >= payment.fen


def a_decision_is_not_exceeded(books: Books) -> None:
    """19: what is used of a decision is what its payments came to, within its limit."""
    for topic in Topic.objects.all():
        mine = {one.pk: one for one in books.asked if one.topic_id == topic.pk}
        used = sum(one.fen for one in mine.values() if one.state != "不予支出")
        assert topic.used == used + sum(row.fen for row in books.back if row.reverses_id in mine)
        assert topic.used <= topic.limit


def signed_for_what_it_says(books: Books) -> None:
    """20: every signature of the round rests on the payment as it stands."""
    for payment in books.asked:
        if payment.state in HOLDING:
            assert payment.digest == queries.digest_of(payment)
            assert {one.digest for one in books.signed[payment.pk] if one.at} <= {payment.digest}


def every_move_is_on_the_table(books: Books) -> None:
    """21: a payment stands where its moves led it, each move open where it was made."""
    for payment in books.asked:
        state = ""
        for move, source, reached in books.acts[payment.pk]:
            assert source == state
            assert move == "open" or LIFE.after(source, move) == reached
            state = reached
        assert payment.state == state


def numbers_are_continuous(books: Books) -> None:
    """24: numbers run from one without a gap."""
    numbers = sorted(one.number for one in books.rows if one.number is not None)
    last = Counter.objects.filter(unit=books.office.department, series="支出").values_list("last", flat=True).first() or 0
    assert numbers == list(range(1, last + 1))


def every_act_is_in_the_log(books: Books) -> None:
    """14: one event for each move made."""
    moves = sum(move != "open" for payment in books.asked for move, _source, _state in books.acts[payment.pk])
    silent = ["payment.open", "payment.write", "payment.join"]
    assert moves == Event.objects.filter(action__startswith="payment.").exclude(action__in=silent).exclude(result="").count()


INVARIANTS: list[Callable[[Books], None]] = [
    within_the_quota, postings_add_up, a_contract_is_not_exceeded, a_reversal_is_once_and_within, nobody_signs_their_own_or_twice,
    approved_has_its_whole_route, a_decision_is_not_exceeded, signed_for_what_it_says, every_move_is_on_the_table, numbers_are_continuous,
    every_act_is_in_the_log,
]  # fmt: skip


def the_books_are_right(office: Office) -> None:
    """Hold every invariant of the money."""
    books = Books(office)
    for hold in INVARIANTS:
        hold(books)
