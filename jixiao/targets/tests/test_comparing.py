"""Two states of a target side by side."""

from typing import Any

import pytest

from jixiao.kernel.money import Money
from jixiao.targets.facts import Department, Difference, Filing, Indicator, PlanPoint, Project, SubGoal, Task
from jixiao.targets.sums import differences, dump, load

pytestmark = pytest.mark.pure


def row(no: int, name: str, value: str, level2: str = "数量指标", **more: Any) -> Indicator:
    return Indicator("产出指标", level2, name, value, no=no, **more)


def one(*rows: Indicator, amount: int = 10000, plan: tuple[PlanPoint, ...] = ()) -> Filing:
    return Filing(projects=(Project(name="展会补贴", amount=Money(amount), plan=plan, indicators=rows),))


def test_equal_targets_differ_in_nothing() -> None:
    same = one(row(0, "举办展会场次", "≥5场"))
    assert differences(same, same) == ()


def test_a_changed_value_is_said_with_its_row_and_column() -> None:
    found = differences(one(row(0, "举办展会场次", "≥5场")), one(row(0, "举办展会场次", "≥6场")))
    assert found == (Difference("projects.0.indicators.0.value", "数量指标 · 举办展会场次", "指标值", "≥5场", "≥6场"),)


def test_a_moved_row_is_no_difference() -> None:
    first, second = ("举办展会场次", "≥5场"), ("参展企业家次", "≥60家次")
    assert differences(one(row(0, *first), row(1, *second)), one(row(0, *second), row(1, *first))) == ()


def test_a_renamed_row_is_one_row_and_not_two() -> None:
    found = differences(one(row(0, "举办展会场次", "≥5场")), one(row(0, "举办大型展会场次", "≥5场")))
    assert [(each.column, each.old, each.new) for each in found] == [("三级指标", "举办展会场次", "举办大型展会场次")]


def test_added_and_removed_rows_are_whole_rows() -> None:
    found = differences(one(row(0, "举办展会场次", "≥5场")), one(row(0, "采购验收合格率", "=100%", "质量指标")))
    assert [(each.column, each.old, each.new) for each in found] == [
        ("整行", None, "采购验收合格率；=100%"),
        ("整行", "举办展会场次；≥5场", None),
    ]


def test_money_and_the_plan_are_compared() -> None:
    found = differences(one(plan=(PlanPoint("3月底", "10"),)), one(amount=20000, plan=(PlanPoint("3月底", "20"), PlanPoint("6月底", "50"))))
    assert [(each.column, each.where, each.old, each.new) for each in found] == [
        ("年度申请资金额度", "", "0.01万元", "0.02万元"),
        ("资金支出计划", "3月底", "10", "20"),
        ("资金支出计划", "6月底", None, "50"),
    ]


def test_the_department_plan_is_compared_task_by_task() -> None:
    def plan(*tasks: Task) -> Filing:
        return Filing(department=Department(overall_goal="稳外贸", sub_goals=(SubGoal("促进外贸", tasks),)))

    found = differences(
        plan(Task("办展会", "办五场")), plan(Task("办展会", "办五场", Money(5_000_000), "外贸科", ("展会补贴",)), Task("招商", "引三家"))
    )
    assert [(each.where, each.old, each.new) for each in found] == [
        ("促进外贸 办展会", "办五场", "办五场；5万元；外贸科；展会补贴"),
        ("促进外贸 招商", None, "引三家"),
    ]


def test_what_the_system_adds_to_a_plan_is_kept_and_read_again() -> None:
    plan = Department(
        "商务局",
        "稳外贸",
        (SubGoal("促进外贸", (Task("办展会", "办五场", Money(500), "外贸科", ("展会补贴",)),)),),
        indicators=(row(0, "举办展会场次", "≥5场", evidence="会议通知"),),
        tags=(("稳外贸", "举办展会场次"),),
    )
    said = Filing(department=plan, projects=(Project(name="展会补贴", medium_indicators=(row(0, "举办展会场次", "≥15场"),)),))
    assert load(dump(said)) == said
