"""Every rule, preset and scheme on the shelf tries itself: what is clean gives nothing, what is caught gives something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.kernel.rule import Rule
from jixiao.monitoring import book
from jixiao.monitoring.facts import Answer, Light, Measure, Money, Range, Status
from jixiao.monitoring.samples import PLAN, WAN, lost, reading, sheet
from jixiao.monitoring.sums import forecasting, keeping, pacing, projecting, timing

DAY = date(2022, 8, 5)


@pytest.mark.parametrize("rule", book.rules(), ids=lambda rule: rule.code)
def test_a_rule_finds_what_it_shows_and_nothing_in_what_is_clean(rule: Rule) -> None:
    by = book.preset("DEFAULT")

    assert [one for one in rule.clean if list(rule.check(one, by))] == []
    assert [one for one in rule.caught if not list(rule.check(one, by))] == []
    assert rule.clean
    assert rule.caught


def test_the_seven_rules_of_the_rulebook_are_there() -> None:
    assert [rule.code for rule in book.rules() if rule.code.startswith("MO")] == [f"MO-0{number}" for number in range(1, 8)]


@pytest.mark.parametrize(
    ("paid", "default", "province", "platform"),
    [
        (70, Light.BLUE, Light.GREEN, Light.GREEN),
        (58, Light.GREEN, Light.GREEN, Light.GREEN),
        (48, Light.YELLOW, Light.YELLOW, Light.GREEN),
        (39, Light.YELLOW, Light.RED, Light.YELLOW),
        (38, Light.RED, Light.RED, Light.YELLOW),
        (30, Light.RED, Light.RED, Light.RED),
        (75, Light.BLUE, Light.YELLOW, Light.BLUE),
    ],
)
def test_each_preset_lights_by_its_own_bands(paid: int, default: Light, province: Light, platform: Light) -> None:
    found = book.lights(sheet(paid=paid))

    assert (found["DEFAULT"].light, found["SC2025"].light, found["PLATFORM"].light) == (default, province, platform)


def test_the_plan_is_read_straight_between_its_days_and_months_count_where_there_is_none() -> None:
    assert pacing.due(sheet().money, 2022, date(2022, 6, 30)) == 50
    assert 58 < pacing.due(sheet().money, 2022, date(2022, 7, 31)) < 59
    assert pacing.due(Money(budget=1, paid=0), 2022, date(2022, 7, 31)) == Fraction(700, 12)
    assert pacing.due(Money(budget=1, paid=0), 2022, date(2023, 1, 5)) == 100


def test_no_budget_no_light() -> None:
    assert book.lights(sheet(paid=0, budget=0))["DEFAULT"].light is Light.GREY


def test_a_prospect_never_falls_below_what_is_there_and_keeps_every_way() -> None:
    shares = pacing.shares(sheet().money, 2022, date(2022, 7, 31))
    one = projecting.with_prospect(reading(actual=640), 2022, date(2022, 7, 31), shares)

    assert one.ahead is not None
    assert [word for word, _value in one.ahead.ways] == [pacing.LINEAR, pacing.PLANNED]
    assert 640 < one.ahead.low <= one.ahead.mid <= one.ahead.high
    assert one.status is Status.FINE
    assert projecting.with_prospect(reading(actual=500), 2022, date(2022, 7, 31), shares).status is Status.SHORT
    assert projecting.with_prospect(reading(actual=300), 2022, date(2022, 7, 31), shares).status is Status.LOST
    assert projecting.possible(replace(one, status=Status.LOST)) == "完全不可能"


def test_a_ceiling_that_will_be_passed_falls_short_and_a_level_stays_between_what_it_was() -> None:
    shares = pacing.shares(sheet().money, 2022, date(2022, 7, 31))
    cost = reading("补贴总额", 38, 40, sense="≤", level1="产出指标", level2="成本指标")
    level = reading("合格率", 96, 95, piling=False, unit="%")

    assert projecting.with_prospect(cost, 2022, date(2022, 7, 31), shares).status is Status.LOST
    kept = projecting.with_prospect(level, 2022, date(2022, 7, 31), shares, [Fraction(94)])
    assert kept.ahead == Range(Fraction(94), Fraction(95), Fraction(96), (("维持现在", Fraction(96)), ("前几期", Fraction(94))))


def test_goals_done_are_weighed_and_levels_have_no_progress() -> None:
    rows = (reading("甲", 500, weight=Fraction(30)), reading("乙", 1500, weight=Fraction(10)), reading("丙", 99, 100, piling=False))

    assert projecting.progress(rows) == Fraction(30 * 50 + 10 * 100, 40)
    assert projecting.progress(rows[2:]) is None


@given(st.integers(0, 100), st.integers(0, 1000), st.sampled_from(sorted(book.schemes())))
def test_a_forecast_is_a_range_in_order_between_nothing_and_a_hundred(paid: int, actual: int, scheme: str) -> None:
    base = sheet(reading(actual=actual), lost(), paid=paid)
    shares = pacing.shares(base.money, 2022, base.until)
    rows = tuple(projecting.with_prospect(row, 2022, base.until, shares) for row in base.readings)

    found = forecasting.forecast(replace(base, readings=rows), book.schemes()[scheme])

    assert found is not None
    assert 0 <= found.low <= found.mid <= found.high <= 100
    assert found.grade == forecasting.grade_of(found.mid)


def test_low_execution_caps_the_score_and_is_the_first_advice() -> None:
    base = sheet(reading(status=Status.FINE), paid=35)
    plain, capped = (forecasting.forecast(base, book.schemes()[code]) for code in ("CN2020", "CAPPED"))

    assert plain is not None
    assert capped is not None
    assert plain.mid > 79
    assert (capped.mid, capped.grade) == (Fraction(79), "中")
    assert "低于 70%" in capped.advice[0]
    assert "提到 100%" in plain.advice[0]


def test_it_is_too_early_to_tell_in_january() -> None:
    assert forecasting.forecast(replace(sheet(), until=date(2022, 1, 10)), book.schemes()["CN2020"]) is None


def test_a_snapshot_text_gives_back_what_it_was_made_of() -> None:
    one = sheet(
        lost(), reading(deadline=date(2022, 11, 15), weight=Fraction(1, 3)), due=DAY, answers=(Answer(place="甲", expected=Fraction(7, 3)),),
        measures=(Measure("调减预算", "减 5 万元", DAY, 5 * WAN),),
    )  # fmt: skip
    lights, found = book.lights(one), book.examine(one, DAY)
    text = keeping.dump(one, lights, found)

    assert keeping.load(text) == (one, lights, found)
    assert keeping.digest(text) == keeping.digest(keeping.dump(one, lights, found))
    assert found


def test_the_calendar_knows_the_august_round_and_monthly_ones() -> None:
    assert (timing.period(2022, 7).due, timing.period(2022, 7).basis) == (date(2022, 8, 31), "财预〔2019〕136号")
    assert timing.period(2022, 12).due == date(2023, 1, 10)
    assert timing.period(2022, 2).word == "1—2月"
    assert len(timing.periods(2022)) == 12


def test_lateness_goes_up_after_three_and_seven_days() -> None:
    told = [timing.escalated(DAY, date(2022, 8, day)) for day in (5, 6, 7, 8, 11, 12)]

    assert told == ["", "经办人", "经办人", "科室负责人", "科室负责人", "分管领导、主要领导"]
    assert [timing.level(DAY, date(2022, 8, day)) for day in (5, 6, 8, 12)] == [0, 1, 2, 3]


def test_ten_working_days_skip_weekends_and_holidays() -> None:
    assert timing.after_workdays(date(2022, 8, 5)) == date(2022, 8, 19)
    assert timing.after_workdays(date(2022, 9, 30), 1) == date(2022, 10, 8)  # a Saturday worked after the holidays


def test_the_plan_of_the_samples_is_whole() -> None:
    assert PLAN[-1][1] == 100
