"""Money at its edges: one 分 more or less, the last percent, the month that decides."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Severity
from jixiao.review.book import load_pack, shelf
from jixiao.review.facts import Edit, Finding
from jixiao.review.samples import department, filing, indicator, project
from jixiao.review.sums import money_of, percents, unit_price
from jixiao.targets.facts import Filing, Project

PACK = load_pack()
RULES = {rule.code: rule for rule in shelf()}


def found(code: str, subject: Project | Filing) -> list[Finding]:
    return list(RULES[code].check(subject, PACK))


def cost(value: str, *, wan: str, name: str = "不高于预算核定数额") -> Project:
    return project(indicator("成本指标", name, value), wan=wan)


@pytest.mark.parametrize(("value", "count"), [("≤15.505万元", 0), ("≤15.5051万元", 1), ("≤155050元", 0), ("≤155050.01元", 1)])
def test_a_ceiling_may_differ_by_fifty_yuan(value: str, count: int) -> None:
    assert len(found("MP-01", cost(value, wan="15.5"))) == count


def test_a_ceiling_above_the_amount_is_an_error_with_a_fix_and_below_it_a_warning_without() -> None:
    above, below = found("MP-01", cost("≤30万元", wan="15.5")), found("MP-01", cost("≤15万元", wan="15.5"))
    assert (above[0].severity, above[0].fix) == (None, (Edit("indicators.0.value", "≤30万元", "≤15.5万元"),))
    assert (below[0].severity, below[0].fix) == (Severity.WARN, ())


def test_a_fix_keeps_the_unit_of_the_cell() -> None:
    assert found("MP-01", cost("≤300000元", wan="15.5"))[0].fix[0].new == "≤155000元"
    assert found("MP-01", cost("≤300000元", wan="15.500001"))[0].fix[0].new == "≤155000.01元"


def test_a_cost_fixed_by_policy_gets_no_operator_written() -> None:
    assert found("MP-02", cost("5元/天", wan="50", name="每生补助标准"))[0].fix == ()
    assert found("MP-02", cost("4.4万元", wan="4.4"))[0].fix[0].new == "≤4.4万元"


@pytest.mark.parametrize(
    ("plan", "codes"),
    [
        (("25%", "50%", "75%", "100%"), []),
        (("25", "50", "75", "99.9"), ["MP-04"]),
        (("25%", "24.9%", "75%", "100%"), ["MP-03"]),
        (("100%", None, None, None), ["MP-05"]),
        (("60%", "40%", None, "90%"), ["MP-03", "MP-04", "MP-05"]),
        (("0.25", "0.5", "0.75", "1"), []),
    ],
)
def test_a_plan_is_read_as_cumulative(plan: tuple[str | None, ...], codes: list[str]) -> None:
    assert [code for code in ("MP-03", "MP-04", "MP-05") if found(code, project(plan=plan))] == codes


def test_only_what_follows_the_whole_is_filled_in() -> None:
    fixed = found("MP-05", project(plan=(None, "100%", None, None)))[0].fix
    assert [edit.path for edit in fixed] == ["plan.2.percent", "plan.3.percent"]


def test_a_plan_half_in_words_has_no_shares_for_the_words() -> None:
    assert percents(project(plan=("按进度", "50%", "", None))) == (None, Decimal(50), None, None)


def test_three_even_tables_in_five_are_a_pattern_and_two_are_not() -> None:
    uneven = project(name="乙", plan=("10%", "40%", "70%", "100%"))
    even = project(name="甲")
    assert len(found("MP-06", filing(even, even, even, uneven, uneven))) == 3
    assert found("MP-06", filing(even, even, uneven, uneven, uneven)) == []


@pytest.mark.parametrize(
    ("plan", "count"), [(("60%", "60%", "60%", "100%"), 0), (("60%", "73%", "86%", "100%"), 0), (("50%", "65%", "81%", "100%"), 0)]
)
def test_some_money_may_go_out_of_season(plan: tuple[str, ...], count: int) -> None:
    assert len(found("MP-07", project(name="2022年度蔬菜储备补贴资金", plan=plan))) == count


def test_more_than_two_fifths_out_of_season_are_too_much() -> None:
    # April to September 36%, and a third of the last quarter's 14%: 40.67%
    assert len(found("MP-07", project(name="2022年度蔬菜储备补贴资金", plan=("50%", "68%", "86%", "100%")))) == 1


def test_a_plan_with_odd_dates_is_not_judged_by_season() -> None:
    odd = project(name="2022年度蔬菜储备补贴资金")
    assert found("MP-07", Project(**{**odd.__dict__, "plan": tuple(reversed(odd.plan))})) == []


@pytest.mark.parametrize(("wan", "count"), [("18", 0), ("18.000001", 1)])
def test_a_car_may_cost_its_ceiling_and_not_a_fen_more(wan: str, count: int) -> None:
    assert len(found("MP-12", project(name="2022年度购置公务用车经费", wan=wan))) == count


def test_the_price_is_for_one_car() -> None:
    two = project(indicator("数量指标", "购置公务用车数量", "=2辆"), name="2022年度购置公务用车经费", wan="36")
    assert found("MP-12", two) == []


def test_two_kinds_of_cars_without_a_unit_price_are_not_guessed_at() -> None:
    rows = (indicator("数量指标", "购置轿车", "=1辆"), indicator("数量指标", "购置客车", "=1辆"))
    assert found("MP-12", project(*rows, name="2022年度购置公务用车经费", wan="60")) == []


def test_a_total_is_found_among_other_amounts() -> None:
    text = "签约项目120个、总投资53亿元。安排预算项目2个、资金100万元，带动销售额5亿元"
    assert found("MP-09", filing(project(), project(), department=department(overall=text))) == []


def test_a_number_without_a_unit_is_an_error_of_the_form() -> None:
    assert found("MP-08", project(wan=None, amount_text="100", amount_unit=None))[0].severity is Severity.ERROR


def test_amounts_are_exact_or_none() -> None:
    assert money_of(Decimal("15.5"), "万元") == Money(15_500_000)
    assert money_of(Decimal("0.001"), "元") is None
    assert money_of(Decimal(5), "吨") is None
    assert money_of(None, "万元") is None


@pytest.mark.parametrize(
    ("unit", "parts"),
    [("元/吨·年", ("元", "吨")), ("万元/每辆", ("万元", "辆")), ("元/人/月", ("元", "人")), ("元", ("", "")), ("次/天", ("", ""))],
)
def test_a_unit_cost_is_money_for_a_thing(unit: str, parts: tuple[str, str]) -> None:
    assert unit_price(unit) == parts
