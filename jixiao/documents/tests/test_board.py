from __future__ import annotations

from collections import Counter

import pytest

from jixiao.documents.renderings.board import Board, board
from jixiao.documents.renderings.difference import difference
from jixiao.documents.renderings.panel import bar, own, said, spoken, urgent
from jixiao.documents.renderings.source import around
from jixiao.kernel.money import Money
from jixiao.kernel.place import NOWHERE, Spot
from jixiao.kernel.rule import Severity
from jixiao.office.facts import Cell, Document, Paragraph, Table
from jixiao.review import book
from jixiao.review.samples import department, filing, indicator, project, section
from jixiao.targets.facts import Filing, Project, Safeguard
from jixiao.targets.renderings.sheet import WIDTH, sheet
from jixiao.targets.renderings.whole import whole

pytestmark = pytest.mark.pure
ROWS = (
    indicator("数量指标", "举办展会", "≥5次", "年度计划"),
    indicator("数量指标", "参展企业", "30家", "年度计划"),
    indicator("社会效益指标", "知名度", "提高", "历史经验"),
)
PLAN = department(section("内贸", "展会|办展会", 数量指标="5次"), overall="办好展会", safeguards=(Safeguard("制度", "健全制度"),))


def covered(one: Project) -> list[int]:
    """Return how much of the grid each row fills, cells that reach down from above counted."""
    filled: dict[int, int] = {}
    for number, row in enumerate(sheet(one).rows):
        for cell in row:
            for below in range(cell.rows):
                filled[number + below] = filled.get(number + below, 0) + cell.columns
    return list(filled.values())


def page(one: Filing, number: int | None = 0, changed: dict[str, str | None] | None = None) -> Board:
    pack = book.load_pack()
    marks = {mark.key: mark for mark in book.examine(one, pack=pack) if mark.project == number}
    return board(one, number, marks, pack, changed=changed or {}, cleared={})


@pytest.mark.parametrize(
    "one",
    [
        project(*ROWS),
        project(*ROWS, lead=None, phone=None),
        project(*ROWS, plan=()),
        project(*ROWS, medium_goal="三年", code="1", unit="商务局", extra=(("备注", "无"),)),
        project(*ROWS, funding=(("财政拨款", Money(50_000_000)), ("其他", Money(0)))),
        project(*ROWS, columns=("level3", "value", "unit", "weight", "actual", "score")),
        project(indicator(None, "办会", "1次", extra=(("类型", "正向"),)), columns=("level1", "value")),
        project(annual_goal=None, amount_unit="元", amount_text=None),
    ],
    ids=["hebei", "no lead", "no plan", "more heads", "funding", "scores", "no names of columns", "no rows"],
)
def test_every_row_of_a_form_fills_the_grid(one: Project) -> None:
    assert set(covered(one)) == {WIDTH}


def test_levels_that_repeat_are_merged_and_every_fact_keeps_its_place() -> None:
    rows = sheet(project(*ROWS)).rows
    first = next(cell for row in rows for cell in row if "projects.0.indicators.0.level1" in cell.paths)
    paths = [path for row in rows for cell in row for path in cell.paths]

    assert first.rows == 2
    assert "projects.0.indicators.1.level1" in first.paths
    assert len(paths) == len(set(paths))


def test_a_level_name_breaks_by_its_meaning() -> None:
    cell = next(cell for row in sheet(project(*ROWS)).rows for cell in row if cell.parts[0].text == "社会效益指标")

    assert cell.parts[0].words == ["社会效益", "指标"]


def test_numbers_in_the_table_are_the_numbers_in_the_list() -> None:
    shown = page(filing(project(*ROWS, name="2022年甲", table_title="2022年乙绩效目标表")))
    numbered = {item.number: item for item in shown.items if item.number}
    tagged = [number for row in shown.rows for one in row if one.tag for number in one.tag.numbers]
    tagged += list(shown.heading.numbers) if shown.heading else []

    assert sorted(tagged) == sorted(numbered)
    assert all(item.mark.severity >= Severity.ERROR for item in numbered.values())


def test_every_finding_of_a_table_is_in_the_list_once() -> None:
    shown = page(filing(project(*ROWS)))

    assert sum(grade.count for grade in shown.grades) == len(shown.items)
    assert sorted(item.name for grade in shown.grades for group in grade.groups for item in group.items) == sorted(shown.by_name)


def test_a_changed_cell_says_what_it_was() -> None:
    shown = page(filing(project(*ROWS)), changed={"projects.0.name": "旧名"})
    cell = next(one for row in shown.rows for one in row if one.path == "projects.0.name")

    assert cell.was == "旧名"


def test_the_department_part_is_a_table_of_its_own() -> None:
    one = filing(project(*ROWS), department=PLAN)
    texts = [part.text for row in whole(one).rows for cell in row for part in cell.parts]

    assert {"办好展会", "内贸", "展会", "办展会", "5次", "健全制度"} <= set(texts)
    assert page(one, None).first is not None
    assert page(filing(project(*ROWS)), None).sheet.title == "2022年部门整体绩效目标"


def test_places_are_said_as_an_official_would() -> None:
    one = filing(project(*ROWS), department=PLAN)

    assert spoken(one, "department.sub_goals.0.tasks.0.text") == "分项目标1 · 绩效目标1"
    assert spoken(one, "department.overall_goal") == "总体绩效目标"
    assert spoken(one, "projects.0.plan.1.percent") == "资金支出计划（6月底）"
    assert spoken(one, "") == "整份文件"


def test_what_was_read_is_shown_as_text() -> None:
    one = filing(project(*ROWS))

    assert said(one, "projects.0.name") == one.projects[0].name
    assert said(one, "projects.0.indicators.0").startswith("产出指标 ｜ 数量指标 ｜ 举办展会 ｜ ≥5次")
    assert said(one, "projects.0.indicators").count("\n") == 2
    assert said(one, "") == said(one, "projects.9") == ""
    assert own(one, "projects.0.code") == ""
    assert own(one, "projects.0.plan") is own(one, "projects.0") is None


def test_a_long_text_shows_only_what_changes() -> None:
    old, new = difference("前" * 30 + "早晨工程" + "后" * 30, "前" * 30 + "早餐工程" + "后" * 30)

    assert [bit.text for bit in old if bit.changed] == ["晨"]
    assert [bit.text for bit in new if bit.changed] == ["餐"]
    assert old[0].text.startswith("…")
    assert len("".join(bit.text for bit in old)) < 40


def test_a_short_text_or_another_one_changes_as_a_whole() -> None:
    assert [bit.changed for bit in difference("≤30万元", "≤15.5万元")[0]] == [True]
    assert [bit.changed for bit in difference("甲" * 30, "乙" * 30)[1]] == [True]
    assert difference("", "新")[0] == ()


def test_an_insertion_leaves_the_old_text_as_it_is() -> None:
    old, new = difference("保证各项工作完成质量，按时完成任务，不出差错并且节约", "保证各项工作完成质量，按时完成任务，不出差错并且节约；")

    assert not any(bit.changed for bit in old)
    assert [bit.text for bit in new if bit.changed] == ["；"]


TABLE = Table((Cell(0, 0, "项目名称", 2, 1), Cell(0, 1, "展会"), Cell(1, 1, ""), Cell(2, 0, "金额", line=9), Cell(2, 1, "40")))
PAPER = Document((Paragraph("标题", line=1), Paragraph("正文", page=2), TABLE, Paragraph("尾")), "docx")


@pytest.mark.parametrize(
    ("spot", "here"),
    [
        (Spot(block=0), [("第 1 行", ("标题",))]),
        (Spot(line=1), [("第 1 行", ("标题",))]),
        (Spot(block=1), [("第 2 页", ("正文",))]),
        (Spot(block=3), [("第 4 段", ("尾",))]),
        (Spot(block=2, cell=(0, 1)), [("表1 第 1 行", ("展会",))]),
        (Spot(block=2, cell=(1, 0)), [("表1 第 2 行", ("项目名称",))]),
        (Spot(table=1, row=3), [("第 9 行", ("金额", "40"))]),
        (Spot(table=5), []),
        (Spot(line=77), []),
        (NOWHERE, []),
    ],
)
def test_the_original_around_a_spot_marks_the_spot(spot: Spot, here: list[tuple[str, tuple[str, ...]]]) -> None:
    lines = around(PAPER, spot)

    assert [(line.label, tuple(piece.text for piece in line.pieces if piece.here)) for line in lines if line.here] == here


def test_bars_are_to_one_scale_and_numbers_stand_where_they_fit() -> None:
    pieces = bar(Counter({Severity.BLOCK: 1, Severity.WARN: 50}), 100)

    assert [(piece.severity, piece.count) for piece in pieces] == [(Severity.BLOCK, 1), (Severity.WARN, 50)]
    assert [piece.has_room for piece in pieces] == [False, True]
    assert pieces[1].middle > pieces[1].at
    assert bar(Counter(), 0) == []


def test_what_is_most_urgent_is_said_once() -> None:
    one = filing(project(*ROWS))
    marks = book.examine(one)

    assert len(urgent(marks).split("；")) == 2
    assert urgent(()) == ""
