"""Ten thousand offices with posts lent this way and that: whatever they try, nobody passes a payment they have a hand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from jixiao.accounts import sums
from jixiao.accounts.facts import Post
from jixiao.accounts.tests.offices import TODAY, Office, lend
from jixiao.kernel.roles import Permission, Role
from jixiao.spending.queries import payments as queries
from jixiao.spending.states import APPROVED, CHECK, ORDERED, SECTION, SENT, SIGNING
from jixiao.spending.sums.routes import STEPS

pytestmark = pytest.mark.pure
OFFICES = 10_000
WAY = [  # move, state it is made in, right: the longest way there is
    ("pass_section", SECTION, STEPS["section"][1]),
    ("pass_check", CHECK, STEPS["check"][1]),
    *[("sign", SIGNING, STEPS[step][1]) for step in ("finance", "vice", "chief")],
    ("order", APPROVED, Permission.SPENDING_ORDER),
    ("send", ORDERED, Permission.SPENDING_RECHECK),
    ("bank_ok", SENT, Permission.SPENDING_BOOK),
]
ROLES = [
    Role.SECTION_HEAD, Role.ACCOUNTANT, Role.FINANCE_HEAD, Role.VICE_LEADER, Role.CHIEF, Role.CASHIER,
]  # fmt: skip
Hand = tuple[str, int, int | None]  # move, person, on whose behalf


def a_crowded_office(random: Random) -> Office:
    """Make an office of the posts a payment passes, some held twice, some people with a second account, and lend what may be lent."""
    office = Office(place="/1/3/4/", fen=random.choice((10**5, 10**6, 10**8)))
    for owner in range(random.randint(3, 8)):
        for _again in range(random.choice((1, 1, 2))):
            account = len(office.person)
            office.person[account] = owner
            roles, places = random.sample(ROLES, random.choice((0, 1, 1, 2))), ("/1/3/", "/1/3/4/")
            office.held[account] = [Post(role, random.choice(places), date(2020, 1, 1), None) for role in roles]
    for _try in range(30):
        lend(office, random)
    return office


def person(number: int | None) -> Any:
    """Return somebody as the question about hands sees them."""
    return None if number is None else SimpleNamespace(number=number)


def hands_on(office: Office, random: Random, signed: list[Any], ordered: list[Any], *, by_account: bool = False) -> Iterator[Hand]:
    """Bring a payment of a random person as far as the office can; yield every hand that was let have a part in it.

    ``signed`` is what the signatures of the payment are read from, ``ordered`` in whose name it was ordered.
    """
    author = random.choice([*office.person.values()])
    payment: Any = SimpleNamespace(author=person(author), orderer=None, batch_id=None, state="")
    yield "submit", author, None
    for move, state, right in WAY:
        payment.state = state
        apart = [one.number for one in queries.apart_from(payment, move)]
        found = next(tries(office, random, right, apart, by_account=by_account), None)
        if found is None:
            continue  # nobody is left who may: the next step is tried all the same, to try them all
        account, post = found
        if move == "order":
            payment.orderer = person(office.person[account])
            ordered.extend([person(post.giver)] if post.giver is not None else [])
        elif move in queries.SIGNED_MOVES:
            signed.append(SimpleNamespace(by=person(office.person[account]), on_behalf=person(post.giver)))
        yield move, office.person[account], post.giver


def tries(office: Office, random: Random, right: Permission | None, apart: list[int], *, by_account: bool) -> Iterator[tuple[int, Post]]:
    """Let everybody try, in any order; yield who is let through and the post it rests on."""
    for account in random.sample([*office.person], len(office.person)):
        today = [post for post in office.held[account] if post.held(TODAY)]
        me = account + 1000 if by_account else office.person[account]
        assert right is not None
        found = sums.match(me, sums.reaching(today, right, office.place), right, fen=office.fen, authors=apart)
        if found.post is not None:
            yield account, found.post


def wrongs(hands: list[Hand]) -> list[str]:
    """Return what no payment may show: asked and signed, signed twice, ordered and sent by one, in person or through another."""
    (_submit, author, _none), *others = hands
    found = [move for move, by, behalf in others if author in {by, behalf}]
    signed = [who for move, by, behalf in others if move in queries.SIGNED_MOVES for who in {by, behalf} - {None}]
    found += ["signed twice"] if len(signed) != len(set(signed)) else []
    ordered = {who for move, by, behalf in others if move == "order" for who in (by, behalf)} - {None}
    later = {who for move, by, _behalf in others if move in {"send", "bank_ok"} for who in (by,)}
    found += ["ordered what was signed"] if ordered & set(signed) else []
    return found + (["ordered and sent"] if ordered & later else [])


def walked(
    monkeypatch: pytest.MonkeyPatch, offices: int, *, by_account: bool = False, forgets_orders: bool = False
) -> tuple[Counter[str], list[str]]:
    """Walk a payment through so many offices; return how often each move was made, on behalf too, and what went wrong."""
    made: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in range(offices):
        random, signed, ordered = Random(seed), list[Any](), list[Any]()  # noqa: S311 - to invent, not to hide
        monkeypatch.setattr(queries, "signatures_of", lambda _payment, signed=signed: signed)
        if not forgets_orders:
            monkeypatch.setattr(queries, "ordered_for", lambda _payment, ordered=ordered: ordered)
        hands = list(hands_on(a_crowded_office(random), random, signed, ordered, by_account=by_account))
        made.update(move for move, _by, _behalf in hands)
        made["on behalf"] += sum(behalf is not None for _move, _by, behalf in hands)
        wrong += wrongs(hands)
    return made, wrong


@pytest.mark.slow
def test_in_ten_thousand_offices_nobody_passes_a_payment_they_have_a_hand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    made, wrong = walked(monkeypatch, OFFICES)

    assert wrong == []
    assert all(made[move] > OFFICES // 50 for move, _state, _right in WAY)  # every step was met, and loans with it
    assert made["on behalf"] > OFFICES // 20


def test_by_account_and_not_by_person_some_would(monkeypatch: pytest.MonkeyPatch) -> None:
    assert walked(monkeypatch, 500, by_account=True)[1]


def test_without_the_hands_of_the_payment_some_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "apart_from", lambda _payment, _move: [])

    assert {"pass_section", "order", "signed twice", "ordered and sent"} <= set(walked(monkeypatch, 500)[1])


def test_without_those_signed_for_some_would_sign_in_person_too(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = queries.hands_of
    monkeypatch.setattr(queries, "hands_of", lambda payment: [one for one in hands(payment) if one is not None][:2])

    assert walked(monkeypatch, 1_000)[1]


def test_without_those_ordered_for_some_would_check_their_own_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "ordered_for", lambda _payment: [])

    assert set(walked(monkeypatch, OFFICES, forgets_orders=True)[1]) == {"ordered and sent"}
