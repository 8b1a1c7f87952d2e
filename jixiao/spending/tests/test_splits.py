"""Fifty labelled bills, and what the detector makes of them; a crude one fails the same demand."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jixiao.kernel.money import Money
from jixiao.spending.facts import Limits, Payee, PayeeKind, Payment
from jixiao.spending.samples import credit, money, payment, refund
from jixiao.spending.states import DRAFT
from jixiao.spending.sums.supervising import Group, splits, standing, total

pytestmark = pytest.mark.pure
CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("splits.toml").read_text("utf-8"))["case"]
APPROVAL, BUYING = Limits().thresholds, (money("300000"), money("2000000"))
DAYS = Limits().split_days
RECALL, FALSE = 0.95, 0.05

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
Detector = Callable[[Sequence[Payment], Payment | None, Sequence[Money], bool], bool]


def payee_of(bill: dict[str, Any]) -> Payee:
    number = bill.pop("payee", 1)
    code = bill.pop("code", number)
    kind = PayeeKind(bill.pop("kind", "单位"))
    typed = "" if kind is not PayeeKind.COMPANY else credit(code) if isinstance(code, int) else code
    return Payee(number, bill.pop("name", "甲公司"), kind, typed)


def bills_of(case: dict[str, Any]) -> tuple[list[Payment], Payment | None]:
    """Return the payments of a case, and the request being typed, which is not among them."""
    made: list[Payment] = []
    typed = None
    for number, told in enumerate(case["bills"], 1):
        bill = dict(told)
        on, yuan = bill.pop("on"), bill.pop("yuan")
        if back := bill.pop("back", 0):
            made.append(refund(made[back - 1], number, on, yuan))
            continue
        typing = bill.pop("typed", False)
        if "whole" in bill:
            bill["whole"] = money(bill["whole"])
        one = payment(number, yuan, on, payee=payee_of(bill), **{"decision": None} | bill)
        typed = one if typing else typed
        made += [] if typing else [one]
    return made, typed


def groups_of(case: dict[str, Any]) -> list[Group]:
    made, typed = bills_of(case)
    buying = case.get("purchases", False)
    return splits(made, typed, thresholds=BUYING if buying else APPROVAL, days=DAYS, purchases=buying)


def ours(made: Sequence[Payment], typed: Payment | None, thresholds: Sequence[Money], buying: bool) -> bool:
    return bool(splits(made, typed, thresholds=thresholds, days=DAYS, purchases=buying))


def crude(made: Sequence[Payment], typed: Payment | None, thresholds: Sequence[Money], buying: bool) -> bool:
    """Look at the payee's entry only, over all of the year."""
    by_payee: dict[int, list[Payment]] = defaultdict(list)
    for one in [*standing(made), *([typed] if typed else [])]:
        by_payee[one.payee.number].append(one)
    below = [[one for one in several if one.amount < limit] for several in by_payee.values() for limit in thresholds]
    limits = [limit for _several in by_payee for limit in thresholds]
    return any(len(group) > 1 and total(group) >= limit for group, limit in zip(below, limits, strict=True))


def rates(detector: Detector) -> tuple[float, float]:
    """Return how many of the split are found, and how many of the innocent are accused."""
    told: dict[bool, list[bool]] = {True: [], False: []}
    for case in CASES:
        buying = case.get("purchases", False)
        told[case["split"]].append(detector(*bills_of(case), BUYING if buying else APPROVAL, buying))
    return sum(told[True]) / len(told[True]), sum(told[False]) / len(told[False])


def good(detector: Detector) -> bool:
    recall, accused = rates(detector)
    return recall >= RECALL and accused <= FALSE


def test_there_are_fifty_cases_half_of_them_innocent() -> None:
    assert len(CASES) == len({case["name"] for case in CASES}) == 50
    assert sum(case["split"] for case in CASES) == 25


def test_the_detector_finds_what_is_split_and_leaves_the_innocent_alone() -> None:
    assert good(ours), rates(ours)


def test_a_detector_of_payees_alone_without_a_window_fails_the_same_demand() -> None:
    recall, accused = rates(crude)
    assert not good(crude)
    assert recall < RECALL
    assert accused > FALSE


@each_case
def test_a_case_is_told_rightly_unless_it_is_beyond_what_books_show(case: dict[str, Any]) -> None:
    assert bool(groups_of(case)) is (case["split"] is not ("beyond" in case))


@each_case
def test_the_bills_of_one_matter_stand_in_one_group(case: dict[str, Any]) -> None:
    if "together" in case:
        (group,) = groups_of(case)
        assert set(case["together"]) <= {one.number for one in group.payments}
        assert group.total >= group.threshold


def test_a_payment_stands_in_one_group_only_that_of_the_highest_limit() -> None:
    bills = [payment(number, "1900", f"06-{number:02d}", decision=None) for number in range(1, 12)]

    (group,) = splits(bills, thresholds=APPROVAL, days=DAYS)

    assert group.threshold == money("20000")
    assert [one.number for one in group.payments] == list(range(1, 12))


def test_what_is_typed_replaces_what_was_kept_of_it() -> None:
    kept = payment(2, "1500", "03-02", state=DRAFT)
    others = [payment(1, "1500", "03-01")]

    assert splits([*others, kept], kept, thresholds=APPROVAL, days=DAYS)
    assert not splits([*others, kept], replace(kept, amount=money("400"), whole=money("400")), thresholds=APPROVAL, days=DAYS)


def test_without_what_is_typed_a_draft_does_not_count() -> None:
    bills = [payment(1, "1500", "03-01"), payment(2, "1500", "03-02", state=DRAFT)]

    assert splits(bills, thresholds=APPROVAL, days=DAYS) == []
