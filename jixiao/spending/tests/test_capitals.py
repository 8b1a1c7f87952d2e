"""Amounts in capitals, the strip of bands, classes with their names: written as vouchers and the policy say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.kernel.money import Money
from jixiao.spending import book
from jixiao.spending.facts import Quota
from jixiao.spending.renderings.capitals import DIGITS, capitals
from jixiao.spending.renderings.classes import ECONOMIC, economic, function
from jixiao.spending.renderings.lines import Holder, named, planned, standing
from jixiao.spending.renderings.strip import strip
from jixiao.spending.sums import route

pytestmark = pytest.mark.pure
SEED = book.policy("P-SEED")
STEPS = {"拾": 10, "佰": 100, "仟": 1000}


def read(text: str) -> int:
    """Read capitals back into 分, by another way than they are written."""
    sign = -1 if text.startswith("负") else 1
    text = text.removeprefix("负").removesuffix("整").replace("零元", "0元")
    whole, _, rest = text.rpartition("元")
    parts = re.findall(rf"([{DIGITS}])([角分])", rest)
    return sign * (yuan(whole) * 100 + sum(DIGITS.index(digit) * {"角": 10, "分": 1}[unit] for digit, unit in parts))


def yuan(text: str) -> int:
    high, found, low = text.rpartition("亿")
    if found:
        return yuan(high) * 10**8 + yuan(low)
    high, found, low = text.rpartition("万")
    if found:
        return yuan(high) * 10**4 + yuan(low)
    total, digit = 0, 0
    for sign in text:
        if sign in STEPS:
            total, digit = total + digit * STEPS[sign], 0
        elif sign in DIGITS:
            digit = DIGITS.index(sign)
    return total + digit


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("35000", "叁万伍仟元整"),
        ("1800", "壹仟捌佰元整"),
        ("10", "壹拾元整"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("0.05", "伍分"),
        ("0", "零元整"),
        ("10050000", "壹仟零伍万元整"),
        ("100000001", "壹亿零壹元整"),
        ("9999999999999.99", "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("-20.00", "负贰拾元整"),
    ],
)
def test_an_amount_in_capitals_reads_as_a_voucher_writes_it(text: str, said: str) -> None:
    assert capitals(Money.parse(text, "元")) == said


@given(st.integers(-(10**15), 10**15))
def test_capitals_read_back_give_the_same_amount_and_never_two_zeros_in_a_row(fen: int) -> None:
    said = capitals(Money(fen))

    assert read(said) == fen
    assert "零零" not in said


def test_the_reader_of_the_test_tells_a_lost_zero_and_a_wrong_place() -> None:
    assert read("壹佰零伍元整") != read("壹佰伍拾元整")
    assert read("壹万元整") != read("壹仟元整")


def test_the_strip_marks_the_band_the_route_takes_and_says_on_which_side_a_boundary_falls() -> None:
    for strict in (True, False):
        for text in ("0.01", "1999.99", "2000", "2000.01", "19999.99", "20000", "20000.01", "5000000"):
            whole = Money.parse(text, "元")
            way = route(SEED, whole, strict=strict)
            drawn = strip(SEED, whole, way.band, strict=strict)
            assert [field.code for field in drawn.fields if field.here] == [way.band]
            third = 100 / len(drawn.fields)
            at = [field.here for field in drawn.fields].index(True)
            assert at * third < float(drawn.place.rstrip("%")) < (at + 1) * third
    assert "较严" in strip(SEED, Money(1), "A1", strict=True).sentence
    assert "较宽" in strip(SEED, Money(1), "A1", strict=False).sentence
    assert strip(SEED, Money(1), "A1", strict=True).fields[0].span == "不足 2,000"
    assert strip(SEED, Money(1), "A1", strict=False).fields[0].span == "2,000 及以下"


def test_a_policy_of_one_band_has_a_strip_too() -> None:
    alone = replace(SEED, bands=SEED.bands[:1])

    assert strip(alone, Money(5), "A1", strict=True).fields[0].span == "任何金额"


def test_a_post_nobody_holds_is_said_and_more_holders_than_fit_are_counted() -> None:
    way = route(SEED, Money(100), strict=True)
    lines = planned(way.signers, {"section": [Holder("甲", "业务科"), Holder("乙", "业务科", "丙"), Holder("丁", "业务科")]})

    assert lines[0].people == "甲、乙（代丙）等 3 人"
    assert [line.vacant for line in lines] == [False, True, True]
    assert named([]) == "没有人担任"


def test_the_bar_of_a_quota_never_runs_over_and_says_by_how_much_it_does_not_reach() -> None:
    quota = Quota(1, "汽车", "2160299", "30227", "一般公共预算", Money(1000), frozen=Money(200), paid=Money(300))

    enough, short = standing(quota, Money(500), held=False), standing(quota, Money(700), held=False)

    assert (enough.after, enough.enough) == (Money(0), True)
    assert (short.after, short.enough) == (Money(-200), False)
    for one in (enough, short):
        assert sum(float(wide.rstrip("%")) for _kind, _start, wide in one.bar) <= 100.5
    assert standing(quota, Money(200), held=True).after == quota.available  # what it holds is not taken off twice
    assert standing(quota, Money(300), held=False, over=True).after == quota.available


def test_a_class_is_named_and_an_unknown_one_keeps_its_number() -> None:
    assert economic("30227") == "30227 委托业务费"
    assert function("2160299") == "2160299 其他商业流通事务支出"
    assert (economic("39999"), function("2010101")) == ("39999", "2010101")
    assert len(ECONOMIC) > 70
