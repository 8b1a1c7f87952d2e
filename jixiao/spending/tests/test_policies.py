"""Approval policies: each proves itself by its examples, and every amount has exactly one way."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from random import Random

import pytest

from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.spending import book
from jixiao.spending.facts import Policy
from jixiao.spending.sums import STEPS, band_of, route

pytestmark = pytest.mark.pure
ALL = [pytest.param(policy, id=policy.code) for policy in book.shelf()]
LARGEST = 999_999_999_999_999


@pytest.mark.parametrize("policy", ALL)
def test_a_policy_proves_itself_by_its_examples(policy: Policy) -> None:
    assert len(policy.examples) >= 2 * 6
    for text, strict, band in policy.examples:
        assert band_of(policy, Money.parse(text, "元"), strict=strict).code == band, (text, strict)


@pytest.mark.parametrize("policy", ALL)
@pytest.mark.parametrize("strict", [True, False])
def test_of_ten_thousand_random_amounts_each_has_exactly_one_way(policy: Policy, *, strict: bool) -> None:
    random = Random(2022)  # noqa: S311 - amounts to try, no secret
    edges = [band.floor.fen + step for band in policy.bands for step in (-1, 0, 1) if band.floor.fen + step > 0]
    drawn = [int(10 ** random.uniform(0, 15)) for _ in range(10_000)]

    for fen in [*edges, *drawn, LARGEST]:
        fitting = [
            band.code
            for band, above in [*pairwise(policy.bands), (policy.bands[-1], None)]
            if (fen > band.floor.fen or (strict and fen == band.floor.fen))
            and (above is None or fen < above.floor.fen or (not strict and fen == above.floor.fen))
        ]
        way = route(policy, Money(fen), strict=strict)
        assert fitting == [way.band]
        assert way.signers
        assert len({signer.step for signer in way.signers}) == len(way.signers)


@pytest.mark.parametrize("policy", ALL)
def test_a_larger_amount_never_takes_fewer_steps(policy: Policy) -> None:
    for below, above in pairwise(policy.bands):
        assert below.floor < above.floor
        assert set(below.steps) < set(above.steps)


@pytest.mark.parametrize("policy", ALL)
def test_every_step_of_a_policy_is_known_and_every_permission_asked_once(policy: Policy) -> None:
    steps = policy.bands[-1].steps
    assert set(steps) <= set(STEPS)
    asked = [STEPS[step][1] for step in steps if STEPS[step][1]]
    assert len(asked) == len(set(asked))
    assert Permission.SPENDING_FINANCE in asked


def test_nothing_and_less_have_no_way() -> None:
    for fen in (0, -1):
        with pytest.raises(Refused, match=r"请填大于零的金额"):
            route(book.policy("P-SEED"), Money(fen), strict=True)


def test_wages_on_the_list_leave_the_meeting_out_and_say_so() -> None:
    way = route(book.policy("P-SEED"), Money(3_875_000), strict=True, economic="30107")

    assert (way.meets, way.band) == (False, "A3")
    assert "30107" in way.exempt
    assert route(book.policy("P-SEED"), Money(3_875_000), strict=True, economic="30227").meets


def test_a_policy_that_is_not_on_the_shelf_is_refused() -> None:
    with pytest.raises(Refused, match="没有编号为「P-NONE」的审批权限"):
        book.policy("P-NONE")


def test_a_policy_holds_from_its_day() -> None:
    policy = book.policy("P-SEED")

    assert policy.in_force(date(2022, 3, 1))
    assert not policy.in_force(date(2013, 12, 31))
