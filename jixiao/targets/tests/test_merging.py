from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.kernel.money import Money
from jixiao.targets.facts import Filing, Indicator, PlanPoint, Safeguard, SubGoal, Task
from jixiao.targets.sums import differences
from jixiao.targets.sums.merging import clashes, key_of, merged

from .desks import PLAN, a_plan, a_project

pytestmark = pytest.mark.pure


def changed(number: int | None = None, **changes: Any) -> Filing:
    base = a_project()
    project = base.projects[0]
    if number is None:
        return replace(base, projects=(replace(project, **changes),))
    rows = tuple(replace(row, **changes) if row.no == number else row for row in project.indicators)
    return replace(base, projects=(replace(project, indicators=rows),))


def test_each_cell_says_who_changed_it() -> None:
    theirs = changed(0, value="≥6场")
    mine = replace(theirs, projects=(replace(changed(1, weight="20").projects[0], annual_goal="办得更好"),))
    theirs = replace(theirs, projects=(replace(theirs.projects[0], annual_goal="办成"),))

    found = {one.difference.column: (one.changed, one.take_theirs) for one in clashes(a_project(), theirs, mine)}

    assert found == {"年度目标": ("both", False), "指标值": ("theirs", True), "分值": ("mine", False)}


def test_without_a_common_beginning_every_difference_is_asked() -> None:
    assert {one.changed for one in clashes(None, changed(0, value="≥6场"), a_project())} == {"both"}


def test_both_changes_are_kept_when_each_is_taken_from_who_made_it() -> None:
    theirs, mine = changed(0, value="≥6场"), changed(1, basis="新依据")
    take = [one.key for one in clashes(a_project(), theirs, mine) if one.take_theirs]

    both = merged(theirs, mine, take).projects[0].indicators

    assert (both[0].value, both[1].basis) == ("≥6场", "新依据")


def test_a_row_only_one_of_them_has_may_be_kept_or_left() -> None:
    base = a_project()
    mine = replace(base, projects=(replace(base.projects[0], indicators=base.projects[0].indicators[1:]),))
    key = key_of(differences(base, mine)[0])

    assert key.startswith("-")
    assert len(merged(base, mine, [key]).projects[0].indicators) == 4
    assert len(merged(base, mine, []).projects[0].indicators) == 3
    added = differences(mine, base)
    assert len(merged(mine, base, [key_of(added[0])]).projects[0].indicators) == 3


def test_a_plan_is_brought_together_part_by_part() -> None:
    theirs = replace(a_plan(), department=replace(PLAN, overall_goal="他的", safeguards=(*PLAN.safeguards, Safeguard("监督", "管"))))
    mine = replace(a_plan(), department=replace(PLAN, sub_goals=(replace(PLAN.sub_goals[0], tasks=(Task("展会", "改了"),)),)))

    both = merged(theirs, mine, [one.key for one in clashes(a_plan(), theirs, mine) if one.take_theirs]).department

    assert both
    assert (both.overall_goal, len(both.safeguards), both.sub_goals[0].tasks[0].text) == ("他的", 2, "改了")
    assert [part.name for part in both.sub_goals] == ["扩大开放"]


def test_money_and_the_spending_plan_are_taken_with_what_belongs_to_them() -> None:
    base = a_project()
    project = base.projects[0]
    theirs = changed(
        amount=Money(3_000_000),
        amount_text="3",
        plan=(replace(project.plan[0], percent="20"), *project.plan[1:], PlanPoint("次年1月", "100")),
    )
    mine = changed(plan=(*project.plan[:3], replace(project.plan[3], percent="95")))
    keys = {key_of(one) for one in differences(theirs, mine)}

    both = merged(theirs, mine, keys - {"projects.0.plan.3.percent"}).projects[0]

    assert (both.amount, both.amount_text) == (Money(3_000_000), "3")
    assert [(point.by, point.percent) for point in both.plan] == [
        ("3月底", "20"),
        ("6月底", "40"),
        ("9月底", "70"),
        ("12月底", "95"),
        ("次年1月", "100"),
    ]


def test_tables_of_two_kinds_cannot_be_brought_together_and_mine_stays() -> None:
    assert merged(a_plan(), a_project(), ["department.name"]) == a_project()


names = st.sampled_from(["举办展会场次", "参展企业满意度", "媒体报道", "签约金额"])
values = st.sampled_from(["≥1场", "≥2场", "明显", None])
kinds = st.sampled_from(["数量指标", "质量指标"])
rows = st.lists(st.builds(Indicator, st.just("产出指标"), kinds, names, values), max_size=5, unique_by=lambda row: (row.level2, row.level3))
texts = st.sampled_from(["甲", "乙", ""])
written = st.sampled_from(["甲", "乙"])
parts = st.lists(st.builds(SubGoal, written, st.lists(st.builds(Task, texts, written), max_size=3).map(tuple)), max_size=3).map(tuple)


def filed(indicators: list[Indicator], goal: str) -> Filing:
    base = a_project()
    numbered = tuple(replace(row, no=no) for no, row in enumerate(indicators))
    return replace(base, projects=(replace(base.projects[0], indicators=numbered, annual_goal=goal or None),))


def sorted_rows(filing: Filing) -> list[str]:
    return sorted(str(replace(row, no=0)) for row in filing.projects[0].indicators)


@settings(max_examples=150, deadline=None)
@given(rows, rows, texts, texts)
def test_all_of_theirs_is_theirs_and_none_is_mine(one: list[Indicator], other: list[Indicator], first: str, second: str) -> None:
    theirs, mine = filed(one, first), filed(other, second)
    keys = [key_of(each) for each in differences(theirs, mine)]

    assert merged(theirs, mine, []) == mine
    taken = merged(theirs, mine, keys)
    assert sorted_rows(taken) == sorted_rows(theirs)
    assert taken.projects[0].annual_goal == theirs.projects[0].annual_goal


@settings(max_examples=100, deadline=None)
@given(parts, parts)
def test_a_plan_taken_whole_is_theirs(one: tuple[SubGoal, ...], other: tuple[SubGoal, ...]) -> None:
    theirs, mine = (replace(a_plan(), department=replace(PLAN, sub_goals=each)) for each in (one, other))
    keys = [key_of(each) for each in differences(theirs, mine)]

    assert merged(theirs, mine, []) == mine
    assert differences(merged(theirs, mine, keys), theirs) == ()
