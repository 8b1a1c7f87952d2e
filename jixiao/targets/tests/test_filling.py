from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jixiao.kernel.money import Money
from jixiao.targets.facts import Filing, Indicator, Project
from jixiao.targets.renderings import draft, plan
from jixiao.targets.sums.filling import MOST_ROWS, filled
from jixiao.targets.sums.levels import goal_parts, levels, parted
from jixiao.targets.sums.planning import planned, tagged, ties

from .desks import PLAN, a_plan, a_project

pytestmark = pytest.mark.pure


def typed(said: dict[str, Any], base: Filing | None = None) -> tuple[Project, list[str]]:
    """Fill a table; return it and the sentences."""
    filing, problems = filled(base or a_project(), said, regime="R2015")
    return filing.projects[0], [f"{one.at} {one.sentence}" for one in problems]


def said(**changes: Any) -> dict[str, Any]:
    return draft.said_of(a_project().projects[0]) | changes


def row(number: int, **changes: str) -> dict[str, Any]:
    rows = draft.said_of(a_project().projects[0])["rows"]
    return said(rows=[one | (changes if at == number else {}) for at, one in enumerate(rows)])


def test_what_was_shown_and_sent_back_unchanged_is_no_change() -> None:
    project, sentences = typed(said())

    assert project == a_project().projects[0]
    assert sentences == []


def test_what_is_not_mentioned_stays() -> None:
    assert typed({})[0] == a_project().projects[0]


@pytest.mark.parametrize(
    ("change", "at", "sentence"),
    [
        ({"amount": "1.2345678"}, "amount", "不是整分，一元最多写两位小数"),
        ({"amount": "-5"}, "amount", "不能是负数"),
        ({"amount": "约200"}, "amount", "不是金额，请只写数字"),
        ({"amount_unit": "美元"}, "amount_unit", "请选万元或元"),
        ({"medium_amount": "1e3"}, "medium_amount", "不是金额"),
        ({"name": "  "}, "name", "项目名称：没有填"),
        ({"name": "长" * 201}, "name", "最多 200 个字，现在有 201 个"),
        ({"annual_goal": "长" * 4001}, "annual_goal", "最多 4000 个字"),
        ({"plan": [{"by": "3月底", "percent": "101"}]}, "plan.0.percent", "资金支出计划·3月底：「101」应是 0 至 100 的数"),
        ({"funding": [{"source": "", "amount": "3"}]}, "funding.0.source", "写了金额，没有写来源"),
    ],
)
def test_what_cannot_be_taken_is_a_sentence_at_its_place(change: dict[str, Any], at: str, sentence: str) -> None:
    _project, sentences = typed(said(**change))

    assert len(sentences) == 1
    assert sentences[0].startswith(f"{at} ")
    assert sentence in sentences[0]


@pytest.mark.parametrize(
    ("change", "at", "sentence"),
    [
        ({"weight": "12.345"}, "rows.2.weight", "第3行·分值：「12.345」应是 0 至 100 的数，最多两位小数"),
        ({"weight": "many"}, "rows.2.weight", "第3行·分值"),
        ({"operator": "≈"}, "rows.2.operator", "第3行·符号：「≈」不认识"),
        ({"value": "1" * 201}, "rows.2.value", "第3行·指标值：最多 200 个字"),
        ({"level3": "长" * 201}, "rows.2.level3", "第3行·三级指标：最多 200 个字"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column_and_keeps_what_it_was(change: dict[str, str], at: str, sentence: str) -> None:
    project, sentences = typed(row(2, **change))

    assert [one.startswith(f"{at} ") and sentence in one for one in sentences] == [True]
    assert replace(project.indicators[2], weight="30") == a_project().projects[0].indicators[2]


def test_too_many_rows_are_refused() -> None:
    _project, sentences = typed(said(rows=[{"level3": f"第{number}"} for number in range(MOST_ROWS + 1)]))

    assert "最多 120 行" in sentences[0]


def test_rows_are_taken_out_moved_and_added_by_the_plain_form() -> None:
    rows = said()["rows"]
    sent = [
        rows[0] | {"position": "2"},
        rows[1] | {"position": "1"},
        rows[2] | {"delete": "on"},
        rows[3],
        {"level2": "社会效益指标", "level3": "媒体报道"},
        {},
    ]

    project, sentences = typed(said(rows=sent))

    assert sentences == []
    assert [(one.no, one.level1, one.name) for one in project.indicators] == [
        (0, "产出指标", "展位验收合格率"),
        (1, "产出指标", "举办展会场次"),
        (2, "满意度指标", "参展企业满意度"),
        (3, "效益指标", "媒体报道"),
    ]


def test_another_second_level_brings_its_first_level() -> None:
    assert typed(row(0, level2="生态效益指标"))[0].indicators[0].level1 == "效益指标"


def test_a_goal_is_kept_in_one_cell_or_three_as_the_form_has_it() -> None:
    whole = typed(row(0, operator="≥", value="6", unit="场"))[0].indicators[0]
    base = a_project()
    split = replace(base, projects=(replace(base.projects[0], columns=("level3", "operator", "value", "unit")),))
    parts = typed(row(0, operator="≥", value="6", unit="场"), split)[0].indicators[0]

    assert (whole.operator, whole.value, whole.unit) == (None, "≥6场", None)
    assert (parts.operator, parts.value, parts.unit) == ("≥", "6", "场")
    assert whole.goal.number == parts.goal.number


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("≥5场", ("≥", "5", "场")),
        ("100%", ("", "100", "%")),
        ("12月20日前", ("", "12月20日前", "")),
        ("10-12%", ("", "10-12%", "")),
        ("提高到75%", ("", "提高到75%", "")),
        ("明显", ("", "明显", "")),
        ("≥5场（次）", ("", "≥5场（次）", "")),
    ],
)
def test_a_goal_is_shown_in_three_cells_only_where_nothing_is_lost(value: str, parts: tuple[str, str, str]) -> None:
    assert goal_parts(Indicator(value=value)) == parts


def test_a_goal_typed_whole_into_the_middle_cell_is_taken_apart() -> None:
    assert parted(("", "≥5场", "")) == ("≥", "5", "场")
    assert parted(("≥", "≥5场", "")) == ("≥", "≥5场", "")
    assert parted(("", "明显", "")) == ("", "明显", "")


def test_an_amount_in_another_unit_is_the_same_money_read_anew() -> None:
    project, _sentences = typed(said(amount="20000", amount_unit="元"))

    assert (project.amount, project.amount_unit) == (Money(2_000_000), "元")
    assert typed(said(amount="", amount_unit="万元"))[0].amount is None


def test_control_signs_and_white_space_are_not_kept() -> None:
    assert typed(said(annual_goal="  办好\x00展会\r\n三场 \x07"))[0].annual_goal == "办好展会\n三场"


def test_the_form_keeps_what_is_wrong_and_says_why_beside_it() -> None:
    sent = row(1, weight="many")
    _filing, problems = filled(a_project(), sent, regime="R2015")
    shown = draft.draft(sent, regime="R2015", problems=problems)

    assert shown.rows[1].errors == ["第2行·分值：「many」应是 0 至 100 的数，最多两位小数"]
    assert [field.value for field in shown.rows[1].main if field.name == "rows-1-weight"] == ["many"]
    assert len(shown.rows) == 4 + draft.BLANK_ROWS


def test_weights_come_to_what_the_year_asks() -> None:
    rows = a_project().projects[0].indicators

    found = draft.weights(rows, 2022)
    assert (found.parts, found.total, found.due, found.right) == ((("产出", "50"), ("效益", "30"), ("满意度", "10")), "90", 90, True)
    assert draft.weights(rows[:3], 2022).words == "应为 90，差 10"
    assert draft.weights(rows, 2019).words == "应为 100，差 10"
    assert draft.weights((replace(rows[0], weight="7.5"), replace(rows[1], weight="不详")), 2022).total == "7.5"


def test_the_regimes_have_their_levels() -> None:
    assert "成本指标" in levels("R2021")
    assert "成本指标" in levels("R2015")["产出指标"]
    assert levels("unknown") == levels("R2015")


def test_a_plan_sent_back_unchanged_is_no_change() -> None:
    assert planned(a_plan(), plan.said_of(PLAN), regime="R2015") == (a_plan(), ())


def test_a_plan_is_filled_and_its_blanks_are_dropped() -> None:
    sent = {
        "overall_goal": "稳住外贸",
        "sub_goals": [
            {
                "name": "开放",
                "tasks": [{"name": "展会", "text": "办", "amount": "1.5", "projects": ["甲", "甲", ""]}, {}],
                "indicators": [{}, {"level2": "数量指标", "text": "办5场"}],
            },
            {"name": "多余", "delete": "on"},
            {},
        ],
        "safeguards": [{"name": "", "text": ""}, {"name": "监督", "text": "管好"}],
        "tags": [{"words": "外贸", "indicator": "进出口总值"}, {"words": "", "indicator": "x"}],
        "rows": [{"level2": "数量指标", "level3": "展会场次", "value": "≥5场"}],
    }

    filing, problems = planned(a_plan(), sent, regime="R2015")

    department = filing.department
    assert department
    assert problems == ()
    assert [
        (part.name, [(task.name, task.amount, task.projects) for task in part.tasks], [one.text for one in part.indicators])
        for part in department.sub_goals
    ] == [("开放", [("展会", Money(1_500_000), ("甲",))], ["办5场"])]
    assert [one.name for one in department.safeguards] == ["监督"]
    assert department.tags == (("外贸", "进出口总值"),)
    assert (department.indicators[0].operator, department.indicators[0].value, department.indicators[0].level1) == ("≥", "5", "产出指标")


def test_a_wrong_amount_of_a_task_is_named_by_its_place() -> None:
    _filing, problems = planned(
        a_plan(), {"sub_goals": [{"name": "", "tasks": [{"name": "展会", "amount": "1.00000001"}]}]}, regime="R2015"
    )

    assert [(one.at, one.sentence.split("：")[0]) for one in problems] == [
        ("sub_goals.0.tasks.0.amount", "第1项分项目标第1项任务·预算金额"),
        ("sub_goals.0.name", "第1项分项目标"),
    ]


def test_tasks_without_a_project_and_projects_without_a_task_are_seen() -> None:
    found = ties(PLAN, {"展会补贴": Money(3_000_000), "购车": Money(1_000_000)})

    assert found.loose_tasks == (("保障运转", "车辆"),)
    assert found.loose_projects == ("购车",)
    assert [(one.where, one.differs) for one in found.money] == [("展会", True)]
    assert (found.tasks, found.projects) == (Money(2_000_000), Money(4_000_000))


def test_words_nobody_measures_stay_visible() -> None:
    assert tagged("办好展会，稳住外贸", [("外贸", "进出口总值"), ("办好展会", "场次"), ("没有", "x")]) == [
        ("办好展会", "场次"),
        ("，稳住", ""),
        ("外贸", "进出口总值"),
    ]
    assert tagged("", [("外贸", "x")]) == []


def test_blank_fields_empty_what_was_there() -> None:
    project, sentences = typed(
        said(plan=[{"by": "3月底", "percent": ""}, {"by": "", "percent": "5"}], funding=[{"source": "财政拨款", "amount": ""}])
    )

    assert sentences == []
    assert ([(point.by, point.percent) for point in project.plan], project.funding) == ([("3月底", None)], ())


def test_the_unit_of_money_changes_without_the_amount_being_named() -> None:
    project, _sentences = typed({"amount_unit": "元"})

    assert (project.amount, project.amount_unit, project.amount_text) == (Money(2_000_000), "元", None)


def test_a_goal_already_in_three_cells_is_shown_in_three() -> None:
    assert goal_parts(Indicator(operator="≥", value="5", unit="场")) == ("≥", "5", "场")
    assert goal_parts(Indicator(value="5", unit="场")) == ("", "5", "场")


def test_a_plan_drops_its_deleted_tasks_and_names_what_is_too_long() -> None:
    sent = {
        "overall_goal": "长" * 4001,
        "sub_goals": [{"name": "开放", "tasks": [{"name": "甲", "delete": "on"}, {"name": "乙", "projects": "展会补贴"}]}],
    }
    filing, problems = planned(a_plan(), sent, regime="R2015")

    assert filing.department
    assert [(task.name, task.projects) for task in filing.department.sub_goals[0].tasks] == [("乙", ("展会补贴",))]
    assert [one.sentence for one in problems] == ["总体绩效目标：最多 4000 个字，现在有 4001 个，请缩短"]


def test_the_long_columns_of_a_row_stand_in_notes_below_the_table() -> None:
    row = replace(a_project().projects[0].indicators[0], explanation="展会指省级以上", source="部门业务统计")

    assert draft.notes((row,)) == [("举办展会场次", [("指标解释", "展会指省级以上"), ("数据来源", "部门业务统计")])]
    assert draft.for_paper(Project(columns=("level3", "explanation"))).columns == ("level3",)
    assert draft.for_paper(Project()) == Project()
