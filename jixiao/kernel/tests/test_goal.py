"""The goal grammar: every way officials write a target value, and printing that reads back as itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.kernel.goal import OPERATORS, Goal, GoalKind, han_number, operator_of, plain

AS_WRITTEN = [
    ("≥5次", "≥", "5", "次"),
    ("100%", None, "100", "%"),
    (">2亿元", ">", "2", "亿元"),
    ("=7人", "=", "7", "人"),
    ("4.4万元", None, "4.4", "万元"),
    ("≤200万元", "≤", "200", "万元"),
    ("12个月", None, "12", "个月"),
    ("不低于95%", "≥", "95", "%"),
    ("95%以上", "≥", "95", "%"),
    ("100人以内", "≤", "100", "人"),
    ("控制在30万元以内", "≤", "30", "万元"),
    ("超过3次", ">", "3", "次"),
    ("不满5件", "<", "5", "件"),
    ("≥１，０００吨", "≥", "1000", "吨"),
    ("≧3个", "≥", "3", "个"),
    ("＞＝3个", "≥", "3", "个"),
    ("═ 1辆", "=", "1", "辆"),
    ("百分之九十五", None, "95", "%"),
    ("不低于百分之九十五", "≥", "95", "%"),
    ("五次", None, "5", "次"),
    ("十二场", None, "12", "场"),
    ("0.97比例", None, "0.97", "比例"),
    ("854万(含税)", None, "854", "万"),
    ("1000元/吨", None, "1000", "元/吨"),
    ("≤24小时；", "≤", "24", "小时"),
    ("15日内", "≤", "15", "日"),
    ("-3%", None, "-3", "%"),
    ("10%-12%", None, "10-12", "%"),
    ("10-12%", None, "10-12", "%"),
    ("5至8次", None, "5-8", "次"),
    ("1:3", None, "1:3", ""),
    ("提高到75%", None, "75", "%"),
    ("下降10%", None, "10", "%"),
    ("达到目标值95%以上", "≥", "95", "%"),
]


@pytest.mark.parametrize(("text", "operator", "number", "unit"), AS_WRITTEN)
def test_a_value_is_read_into_operator_number_and_unit(text: str, operator: str | None, number: str, unit: str) -> None:
    goal = Goal.parse(text)

    assert (goal.operator, goal.shown_number, goal.unit) == (operator, number, unit)
    assert goal.text == text


DATES = [("12月底前", "≤", "12月底"), ("2022年12月31日前", "≤", "2022年12月31日"), ("12月", None, "12月"), ("每月10日前", "≤", "每月10日")]


@pytest.mark.parametrize(("text", "operator", "date"), [*DATES, ("6月底前完成", "≤", "6月底"), ("第四季度", None, "第四季度")])
def test_a_date_is_a_date_and_not_a_number(text: str, operator: str | None, date: str) -> None:
    goal = Goal.parse(text)

    assert (goal.kind, goal.operator, goal.date, goal.number) == (GoalKind.DATE, operator, date, None)


@pytest.mark.parametrize("text", ["及时", "明显", "节能环保", "达成预期指标", "优", "完成3项培训", "一般", "千方百计", "854万854万"])
def test_what_is_outside_the_grammar_stays_a_word(text: str) -> None:
    goal = Goal.parse(text)

    assert (goal.kind, goal.number, str(goal)) == (GoalKind.WORD, None, text)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\n"])
def test_a_blank_cell_is_a_blank_goal(text: str) -> None:
    assert Goal.parse(text).kind is GoalKind.BLANK


def test_a_figure_inside_a_sentence_is_seen_though_not_read() -> None:
    assert Goal.parse("完成3项培训").has_digit
    assert not Goal.parse("及时").has_digit


def test_columns_of_their_own_serve_where_the_value_is_silent() -> None:
    goal = Goal.parse("95", operator="≥", unit="%")

    assert (goal.operator, goal.number, goal.unit) == ("≥", Decimal(95), "%")


def test_what_the_value_says_itself_goes_before_its_columns() -> None:
    goal = Goal.parse("≤3天", operator="≥", unit="次")

    assert (goal.operator, goal.unit) == ("≤", "天")


@pytest.mark.parametrize(
    ("cell", "operator"),
    [("≥", "≥"), ("大于等于", "≥"), ("＝", "="), ("不超过", "≤"), ("定性", None), ("正向指标", None), ("", None), (None, None)],
)
def test_an_operator_cell_names_an_operator_or_nothing(cell: str | None, operator: str | None) -> None:
    assert operator_of(cell) == operator


@pytest.mark.parametrize(("text", "number"), [("五", "5"), ("十", "10"), ("二十三", "23"), ("一百零五", "105"), ("九十八点五", "98.5")])
def test_small_numbers_in_characters_are_read(text: str, number: str) -> None:
    assert han_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "张三", "五点人"])
def test_other_characters_are_no_number(text: str) -> None:
    assert han_number(text) is None


NUMBERS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
UNITS = st.sampled_from(["", "次", "%", "万元", "亿元", "人次", "元/吨", "个月", "小时", "‰", "个百分点"])


@given(st.sampled_from([*OPERATORS, ""]), NUMBERS, UNITS)
def test_a_number_printed_parses_back_to_itself(operator: str, number: Decimal, unit: str) -> None:
    goal = Goal.parse(f"{operator}{plain(number)}{unit}")

    again = Goal.parse(str(goal))
    assert (again.kind, again.operator, again.number, again.unit) == (GoalKind.NUMBER, operator or None, number, unit)
    assert str(again) == str(goal)


@given(st.lists(NUMBERS, min_size=2, max_size=2).map(sorted), UNITS)
def test_a_range_printed_parses_back_to_itself(ends: list[Decimal], unit: str) -> None:
    goal = Goal.parse(f"{plain(ends[0])}-{plain(ends[1])}{unit}")

    again = Goal.parse(str(goal))
    assert (again.kind, again.number, again.upper, again.unit) == (GoalKind.RANGE, ends[0], ends[1], unit)


@given(st.integers(1, 12), st.sampled_from(["", "底", "15日", "初"]), st.booleans(), st.sampled_from(["", "2022年"]))
def test_a_date_printed_parses_back_to_itself(month: int, day: str, before: bool, year: str) -> None:
    goal = Goal.parse(f"{year}{month}月{day}{'前' if before else ''}")

    again = Goal.parse(str(goal))
    assert (again.kind, again.operator, again.date) == (GoalKind.DATE, goal.operator, goal.date)


@given(st.text(max_size=40))
def test_any_text_is_read_and_kept(text: str) -> None:
    goal = Goal.parse(text)

    assert goal.text == text
    assert Goal.parse(str(goal)).kind in {goal.kind, GoalKind.BLANK} or goal.kind is GoalKind.WORD


def test_an_operator_column_also_serves_dates_and_words() -> None:
    assert Goal.parse("2023年10月", operator="≤").operator == "≤"
    assert Goal.parse("良好", operator="=").operator == "="
