"""What is capitalised, ceilings, age, the days and years that wait."""

from __future__ import annotations

from datetime import date

import pytest

from jixiao.assets import states, sums
from jixiao.assets.facts import Card, Counted, Promise
from jixiao.kernel.money import Money

pytestmark = pytest.mark.pure
CATEGORIES = sums.categories()


def yuan(text: str) -> Money:
    return Money.parse(text, "元")


@pytest.mark.parametrize(
    ("category", "value", "quantity", "bulk", "why"),
    [
        ("laptop", "1000", 1, False, None),
        ("laptop", "999.99", 1, False, "不到 1,000.00 元"),
        ("special", "1500", 1, False, None),
        ("special", "1499.99", 1, False, "不到专用设备 1,500.00 元"),
        ("equipment", "29999.99", 30, False, "单价 1,000.00 元"),
        ("furniture", "6000", 20, True, None),
        ("furniture", "300", 1, True, "不是大批同类物资"),
        ("laptop", "0", 1, False, "大于零"),
        ("laptop", "6000", 0, False, "大于零"),
    ],
)
def test_what_costs_enough_for_one_or_is_bulk_becomes_a_card(category: str, value: str, quantity: int, bulk: bool, why: str | None) -> None:
    said = sums.refusal_to_capitalise(CATEGORIES[category], yuan(value), quantity, 5, bulk=bulk)
    assert said is None if why is None else why in (said or "")


def test_what_lasts_a_year_becomes_no_card() -> None:
    assert "不超过一年" in (sums.refusal_to_capitalise(CATEGORIES["laptop"], yuan("6000"), 1, 1) or "")


@pytest.mark.parametrize(
    ("category", "value", "ccm", "why"),
    [
        ("car_secret", "120000", 1600, None),
        ("car_secret", "120000.01", 1600, "超过配备标准 120,000.00 元"),
        ("car_secret", "100000", 1601, "排气量 1601 毫升"),
        ("car_emergency", "180000", 1800, None),
        ("car_emergency", "180000.01", 1800, "超过配备标准 180,000.00 元"),
        ("car_electric", "180000.01", None, "新能源轿车"),
        ("bus_small", "250000.01", 3000, "超过配备标准 250,000.00 元"),
        ("bus_large", "450000.01", None, "超过配备标准 450,000.00 元"),
    ],
)
def test_a_vehicle_above_its_ceiling_needs_a_document(category: str, value: str, ccm: int | None, why: str | None) -> None:
    kind = CATEGORIES[category]
    said = sums.refusal_of_ceiling(kind, yuan(value), 1, ccm)
    assert said is None if why is None else why in (said or "")
    assert sums.refusal_of_ceiling(kind, yuan(value), 1, ccm, "某机管发〔2022〕3号") is None


def test_several_vehicles_on_one_card_are_judged_by_the_price_of_one() -> None:
    assert sums.refusal_of_ceiling(CATEGORIES["car_electric"], yuan("360000"), 2) is None
    assert sums.refusal_of_ceiling(CATEGORIES["car_electric"], yuan("360000.01"), 2)


def test_a_computer_above_its_ceiling_is_only_doubted() -> None:
    laptop = CATEGORIES["laptop"]
    assert sums.refusal_of_ceiling(laptop, yuan("7000.01")) is None
    assert "财资〔2016〕27号" in sums.doubts_of_ceiling(laptop, yuan("7000.01"), 1, None)[0]
    assert sums.doubts_of_ceiling(laptop, yuan("7000"), 1, None) == []


def test_every_kind_says_whether_its_numbers_are_named_or_a_default() -> None:
    assert {code for code, one in CATEGORIES.items() if one.named} >= {"desktop", "laptop", "printer", "desk", "car_secret", "bus_large"}
    assert all(one.basis == "系统默认" and one.ceiling is None for one in CATEGORIES.values() if not one.named)
    assert {code for code, one in CATEGORIES.items() if one.refuses} == {code for code, one in CATEGORIES.items() if one.is_vehicle}
    assert all(one.years > 1 for one in CATEGORIES.values())


def a_laptop(acquired: date, value: str = "7200", years: int = 6) -> Card:
    return Card("资〔2022〕0001号", "laptop", "便携式计算机", yuan(value), acquired, years)


@pytest.mark.parametrize(
    ("on", "word", "rest", "worth"),
    [
        (date(2022, 3, 14), "不到1个月", "6年", "7200"),
        (date(2022, 4, 15), "1个月", "5年11个月", "7100"),
        (date(2025, 3, 15), "3年", "3年", "3600"),
        (date(2028, 3, 15), "6年", "", "0"),
        (date(2032, 3, 15), "10年", "", "0"),
        (date(2021, 1, 1), "不到1个月", "6年", "7200"),
    ],
)
def test_the_age_counts_whole_months_and_the_value_falls_evenly(on: date, word: str, rest: str, worth: str) -> None:
    age = sums.age_of(a_laptop(date(2022, 3, 15)), on)
    assert (age.word, age.rest, age.worth) == (word, rest, yuan(worth))


def test_the_days_to_make_a_card_run_from_the_payment() -> None:
    assert [sums.days_left(date(2022, 3, 1), day) for day in (date(2022, 3, 1), date(2022, 3, 31), date(2022, 4, 1))] == [30, 0, -1]


def test_a_stocktake_adds_up_what_is_there_missing_and_found_without_a_card() -> None:
    lines = [
        Counted("1", "甲", 1, yuan("6000"), "在", 1),
        Counted("2", "乙", 4, yuan("2000"), "盘亏", 3),
        Counted("3", "丙", 1, yuan("500")),
        Counted("", "丁", 0, yuan("0"), "盘盈", 2),
    ]
    tally = sums.tally(lines)
    assert (tally.lines, tally.there, tally.missing, tally.surplus, tally.open, tally.share) == (3, 1, 1, 1, 1, 66)
    assert tally.missing_value == yuan("500")
    assert sums.tally([]).share == 100


def test_a_promise_is_asked_after_every_year_until_it_is_over() -> None:
    ten = Promise("长期使用≥10年", date(2022, 9, 1), 10, frozenset({2023}))
    assert sums.asked_in(ten, date(2022, 12, 31)) == []
    assert sums.unanswered(ten, date(2024, 1, 1)) == [2024]
    assert sums.unanswered(ten, date(2025, 1, 1)) == [2024, 2025]
    assert sums.asked_in(ten, date(2050, 1, 1))[-1] == 2032
    assert sums.ends_of(ten) == date(2032, 9, 1)
    assert sums.ends_of(Promise("", date(2020, 2, 29), 11)) == date(2031, 3, 1)
    assert sums.ends_of(Promise("", date(2020, 2, 29), 12)) == date(2032, 2, 29)


def test_what_is_gone_or_void_has_no_way_back() -> None:
    assert [list(states.LIFE.from_state(state)) for state in (states.GONE, states.VOID)] == [[], []]
    assert set(states.BACK) == {state for state in states.LIFE.states if not states.LIFE.refusal(state, "propose")}
    assert all(states.LIFE.after(states.LEAVING, back) == was for was, back in states.BACK.items())
