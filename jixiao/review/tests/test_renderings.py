"""A target laid out for its reviewer: every finding at its row, last year's value beside the same indicator, places in plain words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jixiao.kernel.money import Money
from jixiao.kernel.place import Place
from jixiao.kernel.rule import Severity
from jixiao.review import book
from jixiao.review.facts import Edit, Mark
from jixiao.review.renderings import findings
from jixiao.review.renderings.places import spoken
from jixiao.review.renderings.rows import Layout, layout
from jixiao.review.samples import department, indicator, project, section
from jixiao.targets.facts import Department, Filing, Indicator, Safeguard, SubGoal, Task

pytestmark = pytest.mark.pure
PACK = book.load_pack()
RULES = {rule.code: rule for rule in book.shelf()}
ROWS = (
    indicator("数量指标", "举办展会场次", "≥5场", "工作要点", history="2019年4场、2020年4场、2021年5场"),
    indicator("数量指标", "参展企业家次", "≥60家次", "工作要点"),
    indicator("经济效益指标", "签约金额", "≥3000万元", "近三年平均"),
)
PLAN = replace(
    department(
        section("发展外贸", "稳外贸|出口增长2%", 数量指标="出口增长2%"),
        overall="稳住外贸基本盘",
        safeguards=(Safeguard("组织", "成立专班"),),
    ),
    indicators=(replace(indicator("数量指标", "培育企业数", "≥5家"), no=0),),
)


def one(*rows: Indicator, **more: Any) -> Filing:
    return Filing(projects=(project(*rows, **more),), year=2022)


def mark(
    at: str, severity: Severity = Severity.WARN, code: str = "IV-01", message: str = "不妥", suggestion: str = "", *, fix: bool = False
) -> Mark:
    edit = (Edit(at, "旧", "新"),) if fix else ()
    return Mark(RULES[code], severity, Place(at), 0, message, "", suggestion, edit)


def homes(laid: Layout) -> dict[str, int]:
    found = {part.path: len(part.marks) for part in laid.parts if part.marks}
    return found | {row.path: len(row.marks) for row in laid.rows if row.marks}


@pytest.mark.parametrize(
    ("at", "home"),
    [
        ("projects.0.indicators.1.value", "projects.0.indicators.1"),
        ("projects.0.indicators.2", "projects.0.indicators.2"),
        ("projects.0.indicators", "projects.0.indicators"),
        ("projects.0.medium_indicators.4.value", "projects.0.indicators"),
        ("projects.0.annual_goal", "projects.0.annual_goal"),
        ("projects.0.medium_goal", "projects.0.annual_goal"),
        ("projects.0.funding.1", "projects.0.amount"),
        ("projects.0.amount", "projects.0.amount"),
        ("projects.0.plan.2.percent", "projects.0.plan"),
        ("projects.0.table_title", "projects.0.name"),
        ("projects.0.phone", "projects.0.name"),
        ("part_title", "projects.0.name"),
        ("", "projects.0.name"),
    ],
)
def test_a_finding_stands_at_its_row_or_at_the_part_it_speaks_of(at: str, home: str) -> None:
    assert homes(layout(one(*ROWS), [mark(at)])) == {home: 1}


@pytest.mark.parametrize(
    ("at", "home"),
    [
        ("department.overall_goal", "department.overall_goal"),
        ("department.sub_goals.0.tasks.0.text", "department.sub_goals.0.tasks.0"),
        ("department.sub_goals.0.indicators.0.text", "department.sub_goals.0.indicators.0"),
        ("department.sub_goals.0", "department"),
        ("department.safeguards.0.text", "department.safeguards.0"),
        ("department.indicators.0.value", "department.indicators.0"),
        ("part_title", "department"),
    ],
)
def test_a_finding_of_a_department_plan_stands_at_its_sentence(at: str, home: str) -> None:
    assert homes(layout(Filing(PLAN, year=2022), [mark(at)])) == {home: 1}


def test_an_empty_target_can_be_laid_out() -> None:
    laid = layout(Filing(), [mark("projects.0.name")])

    assert laid.rows == ()
    assert [part.where for part in laid.parts] == ["总体绩效目标", "整体"]


def test_level_cells_reach_over_their_rows() -> None:
    rows = layout(one(*ROWS), []).rows

    assert [(row.level1.text, row.level1.rows) if row.level1 else None for row in rows] == [("产出指标", 2), None, ("效益指标", 1)]
    assert [row.level2.words if row.level2 else None for row in rows] == [("数量", "指标"), None, ("经济效益", "指标")]


def test_last_years_value_stands_beside_the_same_indicator_however_it_moved() -> None:
    old = one(replace(ROWS[1], value="≥50家次", actual="58家次"), replace(ROWS[0], value="≥4场"))
    rows = layout(one(*ROWS), [], old).rows

    assert [(row.before, row.done) for row in rows] == [("≥4场", ""), ("≥50家次", "58家次"), ("", "")]
    assert rows[0].latest == "2021年5场"


def test_what_the_library_keeps_of_last_year_fills_what_the_target_does_not_say() -> None:
    rows = layout(
        one(*ROWS), [], one(ROWS[0]), lambda row: [f"{row.name}率"], {"举办展会场次": ("≥3场", "6场"), "签约金额": ("≥1亿元", "")}
    ).rows

    assert [(row.before, row.done) for row in rows] == [("≥5场", "6场"), ("", ""), ("≥1亿元", "")]
    assert rows[1].usual == ("参展企业家次率",)


def test_parts_say_this_years_and_last_years() -> None:
    now = one(*ROWS, funding=(("财政拨款", Money(50_000_000)),))
    laid = {part.where: part for part in layout(now, [], one(*ROWS[:1], annual_goal="办会4次", wan=None, plan=())).parts}

    assert laid["资金"].text == "50 万元（财政拨款 50）"
    assert laid["资金"].before == ""
    assert laid["支出计划"].text.startswith("3月底 25%")
    assert (laid["年度目标"].text, laid["年度目标"].before) == ("举办展会5次", "办会4次")
    assert laid["指标整体"].before == "1 项指标"


def test_tasks_say_their_money_and_what_they_said_last_year() -> None:
    task = Task("稳外贸", "出口增长3%", Money(100_000_000))
    now = replace(PLAN, sub_goals=(SubGoal("发展外贸", (task, Task("", "其他"))),))
    parts = {part.path: part for part in layout(Filing(now), [], Filing(PLAN)).parts}

    assert parts["department.sub_goals.0.tasks.0"].text == "出口增长3%（100 万元）"
    assert parts["department.sub_goals.0.tasks.0"].before == "出口增长2%"
    assert parts["department.sub_goals.0.tasks.1"].where == "发展外贸 · 绩效目标2"


@pytest.mark.parametrize(
    ("severities", "grade"),
    [((), "优"), ((Severity.INFO,), "良"), ((Severity.WARN, Severity.INFO), "中"), ((Severity.ERROR,), "差"), ((Severity.BLOCK,), "差")],
)
def test_the_grade_a_row_is_offered_is_that_of_its_worst_finding(severities: tuple[Severity, ...], grade: str) -> None:
    laid = layout(one(*ROWS), [mark("projects.0.indicators.0.value", severity) for severity in severities])

    assert laid.rows[0].suggested == grade
    assert laid.parts[0].suggested == "优"


def test_the_machines_words_are_quoted_hardest_first_with_what_to_do() -> None:
    found = [
        mark("projects.0.indicators.0.value", Severity.WARN, message="依据空泛。"),
        mark("projects.0.indicators.0.value", Severity.ERROR, message="没有日期", suggestion="写明完成日期；"),
        mark("projects.0.plan", message="平均分摊"),
    ]
    laid = layout(one(*ROWS), found)

    assert laid.rows[0].quote == "没有日期，写明完成日期；依据空泛"
    assert next(part.quote for part in laid.parts if part.where == "支出计划") == "平均分摊"
    assert laid.places["projects.0.indicators.0"] == "数量指标 · 举办展会场次"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("projects.0.indicators.1.value", "第2行 数量指标 · 指标值"),
        ("projects.0.indicators.1", "第2行 数量指标"),
        ("projects.0.indicators.9.value", "第10行 · 指标值"),
        ("projects.0.medium_indicators.0.value", "第1行 · 指标值"),
        ("projects.0.plan.1.percent", "资金支出计划（6月底）"),
        ("projects.0.plan.9.percent", "资金支出计划"),
        ("projects.0.annual_goal", "年度目标"),
        ("projects.0.unknown", ""),
        ("department.overall_goal", ""),
        ("part_title", ""),
    ],
)
def test_a_place_in_a_project_is_said_as_its_table_reads(at: str, words: str) -> None:
    assert spoken(one(*ROWS), at) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("department.overall_goal", "总体绩效目标"),
        ("department.indicators.0.value", "部门指标第1行 数量指标 · 指标值"),
        ("department.sub_goals.0.tasks.0.text", "发展外贸 · 绩效目标1"),
        ("department.sub_goals.0.indicators.0.text", "发展外贸 · 绩效指标1"),
        ("department.sub_goals.0", "发展外贸"),
        ("department.sub_goals.7", "分项绩效目标"),
        ("department.sub_goals.7.tasks.0", "绩效目标"),
        ("department.safeguards.0.text", "工作保障措施1"),
        ("projects.0.name", ""),
    ],
)
def test_a_place_in_a_department_plan_is_said_by_its_section(at: str, words: str) -> None:
    assert spoken(Filing(PLAN), at) == words


def test_a_section_without_a_name_is_counted() -> None:
    plain = Filing(Department(sub_goals=(SubGoal("", (Task("", "做事"),)),)))

    assert spoken(plain, "department.sub_goals.0.tasks.0") == "分项目标1 · 绩效目标1"
    assert spoken(plain, "department.sub_goals.0") == "分项目标1"


def test_findings_come_hardest_first_and_one_rule_together() -> None:
    marks = {
        "a": mark("projects.0.indicators.0.value", Severity.WARN, "IV-04"),
        "b": mark("projects.0.indicators.1.value", Severity.BLOCK, "IV-01", "不是数", fix=True),
        "c": mark("projects.0.indicators.2.value", Severity.WARN, "IV-08"),
        "d": mark("projects.0.indicators.2.value", Severity.WARN, "IV-04"),
    }
    found = findings.items(one(*ROWS), marks, PACK)
    grades = findings.grades(found)

    assert [(grade.severity, grade.count, [len(group.items) for group in grade.groups]) for grade in grades] == [
        (Severity.BLOCK, 1, [1]),
        (Severity.WARN, 3, [2, 1]),
    ]
    assert [item.number for item in found] == [1, None, None, None]
    assert [item.may_be_left for item in found] == [False, True, True, True]
    assert found[0].swaps == (findings.Swap("第2行 数量指标 · 指标值", "旧", "新"),)
    assert findings.plain(found[0])["fix"] == [["projects.0.indicators.1.value", "旧", "新"]]


def test_the_strip_tells_two_reasons_and_counts_the_rest() -> None:
    marks = {str(row): mark(f"projects.0.indicators.{row}.value", Severity.BLOCK, message=f"第{row}处不妥") for row in range(3)}
    marks["whole"] = mark("", Severity.BLOCK, message="全表不妥")
    sentence, first = findings.strip(findings.items(one(*ROWS), marks, PACK))

    assert sentence == "第1行 数量指标 · 指标值：第0处不妥；第2行 数量指标 · 指标值：第1处不妥；另有 2 处"
    assert first
    assert first.number == 1
    assert findings.strip(findings.items(one(*ROWS), {"whole": marks["whole"]}, PACK))[0] == "全表不妥"
    assert findings.strip(findings.items(one(*ROWS), {"w": mark("", Severity.WARN)}, PACK)) == ("", None)
