from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jixiao
from jixiao.organisations.facts import (
    BELOW,
    KINDS,
    PACKS,
    PLAN_POINTS,
    paths_above,
    refusal_of_budget_code,
    refusal_of_division,
    refusal_of_names,
    refusal_of_place,
    refusal_of_points,
)
from jixiao.organisations.sums.season import MILESTONES, calendar_of, default_calendar, refusals_of_days
from jixiao.organisations.sums.sheet import day_in

pytestmark = pytest.mark.pure
YEARS = st.integers(2001, 2098)


@pytest.mark.parametrize(("above", "kind"), list(product([None, *KINDS], KINDS)))
def test_a_kind_stands_only_where_the_table_lets_it(above: str | None, kind: str) -> None:
    reason = refusal_of_place(above, kind)

    assert (reason is None) == (kind in BELOW[above])
    assert reason is None or KINDS[kind] in reason


def test_nothing_stands_under_a_section_and_no_section_at_the_top() -> None:
    assert refusal_of_place("section", "unit") == "科室下面不能设预算单位或其他单位，请改选上级单位"
    assert refusal_of_place(None, "section") == "科室须有上级单位，请选定它所在的单位"
    assert refusal_of_place("bureau", "unit") == "财政部门下面不能设预算单位，只能设财政部门、主管部门、科室"


@pytest.mark.parametrize(
    ("kind", "code", "above", "right"),
    [
        ("department", "301", "", True),
        ("department", "3011", "", False),
        ("department", "30A", "", False),
        ("unit", "301001", "301", True),
        ("unit", "301001", "", True),
        ("unit", "302001", "301", False),
        ("unit", "30100", "301", False),
        ("unit", "301001001", "301001", True),
        ("section", "CW", "301", True),
        ("bureau", "1", "", True),
    ],
)
def test_a_budget_code_has_three_digits_a_level(kind: str, code: str, above: str, *, right: bool) -> None:
    assert (refusal_of_budget_code(kind, code, above) is None) == right


@pytest.mark.parametrize(
    ("division", "right"), [("", True), ("130800", True), ("130800000", True), ("13080", False), ("030800", False), ("1308OO", False)]
)
def test_a_division_has_six_digits_or_nine(division: str, *, right: bool) -> None:
    assert (refusal_of_division(division) is None) == right


def test_names_are_said_and_fit() -> None:
    assert refusal_of_names(" ", "局") == refusal_of_names("局", "") == "单位须有名称和简称"
    assert "不超过 100" in (refusal_of_names("局" * 101, "局") or "")
    assert "不超过 30" in (refusal_of_names("局", "局" * 31) or "")


def test_the_paths_above_go_from_the_top_to_the_unit_itself() -> None:
    assert paths_above("/1/3/4/") == ["/1/", "/1/3/", "/1/3/4/"]


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        (PLAN_POINTS, None),
        (("3月底", "6月底", "10月底", "12月底"), None),
        (("6月30日", "12月31日"), None),
        (("12月底",), "2 至 12 个"),
        (("3月底", "年底"), "「年底」看不懂"),
        (("6月底", "3月底"), "「3月底」应晚于「6月底」"),
        (("3月底", "3月31日"), "应晚于"),
        (("3月底", "2023年6月底"), "不在 2022 年内"),
        (("3月底", "13月底"), "看不懂"),
    ],
)
def test_the_dates_of_a_plan_are_days_of_the_year_in_order(points: tuple[str, ...], sentence: str | None) -> None:
    reason = refusal_of_points(2022, points)

    assert reason is None if sentence is None else sentence in (reason or "")


def test_the_packs_named_here_are_those_of_the_review() -> None:
    """The review lies above, so its packs are named here again; this keeps the two lists one."""
    folder = Path(jixiao.__file__).parent / "review" / "packs"

    assert set(PACKS) == {each.parent.name for each in folder.glob("*/pack.toml")}


@given(YEARS)
def test_the_default_season_is_right_in_every_year_and_says_that_it_is_default(year: int) -> None:
    calendar = default_calendar(year)

    assert refusals_of_days(year, calendar.days) == {}
    assert (calendar.default, calendar.source, calendar.own) == (True, "系统默认", False)
    assert list(calendar.days) == list(MILESTONES)


@given(YEARS, st.sampled_from([*MILESTONES][1:]))
def test_a_milestone_before_the_one_ahead_of_it_is_refused(year: int, name: str) -> None:
    days = default_calendar(year).days
    before = [*MILESTONES][[*MILESTONES].index(name) - 1]
    wrong = refusals_of_days(year, days | {name: days[before] - timedelta(days=1)})

    assert f"不能早于{MILESTONES[before]}" in wrong[name]


def test_a_day_outside_the_season_is_refused() -> None:
    days = default_calendar(2022).days

    assert "2021-01-01 至 2023-03-31" in refusals_of_days(2022, days | {"filing": date(2020, 8, 31)})["filing"]
    assert "freeze" in refusals_of_days(2022, days | {"freeze": date(2023, 4, 1)})


def test_a_season_tells_what_comes_next_and_when_targets_may_be_adjusted() -> None:
    calendar = calendar_of(2022, default_calendar(2022).days, "市财政局")

    assert calendar.following(date(2021, 9, 1)) == ("科室审核", date(2021, 9, 5))
    assert calendar.following(date(2022, 12, 31)) == ("年终冻结", date(2022, 12, 31))
    assert calendar.following(date(2023, 1, 1)) is None
    assert [calendar.adjusts(on) for on in (date(2022, 8, 31), date(2022, 9, 1), date(2022, 11, 30), date(2022, 12, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert not calendar.default


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-01-02", date(2022, 1, 2)),
        ("2022/1/2", date(2022, 1, 2)),
        ("2022年1月2日", date(2022, 1, 2)),
        ("2022.1.2", date(2022, 1, 2)),
        ("20220102", date(2022, 1, 2)),
        ("2022-01-02 00:00:00", date(2022, 1, 2)),
        ("2022-02-30", None),
        ("2022", None),
        ("去年", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date | None) -> None:
    assert day_in(text) == day
