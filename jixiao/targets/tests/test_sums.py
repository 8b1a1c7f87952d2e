"""Facts are mended all or none, and come back from JSON as they went."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType

import pytest

from jixiao.kernel.money import Money
from jixiao.kernel.place import Spot
from jixiao.kernel.refusal import Refused
from jixiao.targets.facts import (
    Department,
    Filing,
    GoalIndicator,
    Indicator,
    PlanPoint,
    Project,
    Safeguard,
    SubGoal,
    Task,
)
from jixiao.targets.sums import dump, dump_project, load, mend, text_at

ROWS = ("冻肉储备数量", "不涉及", None, "客户满意度")
SPOTS = {f"projects.1.indicators.{no}.level3": Spot(2, no + 1, 10 + no, None, 4, (no, 2)) for no in range(4)}


@pytest.fixture
def text() -> Filing:
    rows = tuple(Indicator("产出指标", "数量指标", name, "≥5次", no=no) for no, name in enumerate(ROWS))
    project = Project(
        name="2022网络运维",
        amount=Money(1_550_000_00),
        amount_text="155",
        amount_unit="万元",
        funding=(("财政拨款", Money(1_500_000_00)), ("其他资金", Money(50_000_00))),
        medium_amount=Money(3_000_000_00),
        plan=(PlanPoint("3月底", "25%"), PlanPoint("6月底")),
        indicators=rows,
        columns=("level3", "value"),
        extra=(("备注", "无"),),
        year=2022,
        no=1,
    )
    plan = Department(
        "某局",
        "总目标",
        (SubGoal("一", (Task("做事", "做好"), Task("", "再做")), (GoalIndicator("数量指标", "完成"),)),),
        (Safeguard("制度", "健全"),),
    )
    return Filing(plan, (Project(name="甲"), project), 2022, "第二部分", MappingProxyType(SPOTS | {"part_title": Spot(line=3)}))


def test_a_filing_comes_back_from_json_as_it_went(text: Filing) -> None:
    again = load(json.loads(json.dumps(dump(text), ensure_ascii=False)))

    assert again == text
    assert dict(again.spots) == dict(text.spots)


def test_an_empty_filing_is_nearly_nothing_in_json() -> None:
    assert dump(Filing()) == {"spots": {}}
    assert load({}) == Filing()


def test_a_project_alone_is_written_as_in_its_filing(text: Filing) -> None:
    assert dump_project(text.projects[1]) == dump(text)["projects"][1]


@pytest.mark.parametrize("data", [{"projects": [{"amount": "5"}]}, {"year": True}, {"colour": 1}, {"projects": 3}, {"spots": []}])
def test_what_dump_did_not_write_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(Refused, match="无法读取"):
        load(data)


def test_rows_leave_and_the_rest_moves_up(text: Filing) -> None:
    mended = mend(text, [("projects.1.indicators.1", "不涉及", None), ("projects.1.indicators.2", None, None)])

    assert [(row.level3, row.no) for row in mended.projects[1].indicators] == [("冻肉储备数量", 0), ("客户满意度", 1)]
    assert dict(mended.spots) == {
        "projects.1.indicators.0.level3": SPOTS["projects.1.indicators.0.level3"],
        "projects.1.indicators.1.level3": SPOTS["projects.1.indicators.3.level3"],
        "part_title": Spot(line=3),
    }


def test_edits_count_rows_as_they_stood(text: Filing) -> None:
    mended = mend(
        text,
        [("projects.1.indicators.1", "不涉及", None), ("projects.1.indicators.3.level3", "客户满意度", "承储企业满意度")],
    )

    assert mended.projects[1].indicators[-1].level3 == "承储企业满意度"
    assert mended.projects[0] == text.projects[0]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("projects.1.name", "2022网络运维", "2022年网络运维"),
        ("projects.1.plan.1.percent", None, "50"),
        ("projects.1.indicators.0.value", "≥5次", None),
        ("projects.1.funding.1", "5", "6"),
        ("projects.1.medium_amount", "300", "310.5"),
        ("projects.1.amount", "155", "15.5"),
        ("projects.1.extra.0", "无", "有"),
        ("projects.1.year", "2022", "2023"),
        ("department.overall_goal", "总目标", "总的目标"),
        ("department.sub_goals.0.tasks.1.text", "再做", "再做一次。"),
        ("department.sub_goals.0.indicators.0.text", "完成", "完成5项"),
        ("department.safeguards.0.text", "健全", "健全。"),
        ("part_title", "第二部分", "项目绩效目标"),
    ],
)
def test_a_fact_is_changed_where_it_stands(text: Filing, path: str, old: str | None, new: str | None) -> None:
    assert text_at(text, path) == old
    mended = mend(text, [(path, old, new)])
    assert text_at(mended, path) == new
    assert mend(mended, [(path, new, old)]) == text


def test_a_percentage_is_kept_without_its_sign(text: Filing) -> None:
    assert text_at(mend(text, [("projects.1.plan.1.percent", None, "50%")]), "projects.1.plan.1.percent") == "50"


def test_a_new_amount_is_the_amount_and_its_text(text: Filing) -> None:
    project = mend(text, [("projects.1.amount", "155", "15.5")]).projects[1]
    assert (project.amount, project.amount_text) == (Money(155_000_00), "15.5")

    assert mend(text, [("projects.1.amount", "155", None)]).projects[1].amount is None


def test_an_amount_in_yuan_is_read_in_yuan(text: Filing) -> None:
    in_yuan = replace(text, projects=(replace(text.projects[1], amount_unit="元", amount_text=None, no=0),))
    assert text_at(in_yuan, "projects.0.amount") == "1550000.00"
    assert mend(in_yuan, [("projects.0.amount", "1550000.00", "200")]).projects[0].amount == Money(200_00)


def test_a_text_that_may_not_be_missing_is_emptied(text: Filing) -> None:
    assert mend(text, [("department.overall_goal", "总目标", None)]).department == replace(text.department or Department(), overall_goal="")


def test_a_task_may_be_taken_out(text: Filing) -> None:
    mended = mend(text, [("department.sub_goals.0.tasks.0", "做事", None)])
    assert mended.department
    assert mended.department.sub_goals[0].tasks == (Task("", "再做"),)


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (("projects.1.name", "别的", "新"), "现在是「2022网络运维」，不是「别的」"),
        (("projects.1.amount", "155", "十五"), "不是金额"),
        (("projects.1.year", "2022", "今年"), "不是年度"),
        (("projects.9.name", None, "新"), "没有可以修改的内容"),
        (("projects.1.indicators.0", "冻肉储备数量", "新"), "没有可以修改的内容"),
        (("projects.1.colour", None, "红"), "没有可以修改的内容"),
        (("projects.1.columns", None, "红"), "没有可以修改的内容"),
        (("projects.1.columns.0", "level3", None), "没有可以修改的内容"),
        (("projects.1.no", "1", "2"), "没有可以修改的内容"),
        (("projects.1.name.first", None, "红"), "没有可以修改的内容"),
        (("projects.1.department.name", None, "红"), "没有可以修改的内容"),
        (("projects.1.indicators", None, "红"), "没有可以修改的内容"),
        (("projects.1.indicators.x.value", None, "红"), "没有可以修改的内容"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(text: Filing, edit: tuple[str, str | None, str | None], why: str) -> None:
    with pytest.raises(Refused, match=why):
        mend(text, [edit])


def test_the_same_edit_twice_is_one(text: Filing) -> None:
    edit = ("projects.1.name", "2022网络运维", "新")
    assert mend(text, [edit, edit]).projects[1].name == "新"


def test_two_ways_to_mend_one_fact_are_refused(text: Filing) -> None:
    with pytest.raises(Refused, match="两种不同的改法"):
        mend(text, [("projects.1.name", "2022网络运维", "新"), ("projects.1.name", "2022网络运维", "旧")])
