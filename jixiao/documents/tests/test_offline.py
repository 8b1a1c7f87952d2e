"""Workbooks filled away from the system: untouched they say what they were made from, touched every problem names its cell."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from jixiao.documents.facts import Expected, Offline, Problem, Source
from jixiao.documents.renderings.template import workbook
from jixiao.documents.sums import offline
from jixiao.kernel.money import Money
from jixiao.office import book as office
from jixiao.office.facts import Document
from jixiao.office.writers.marking import mark
from tests import papers

pytestmark = [pytest.mark.slow]


def made() -> Offline:
    filing = papers.department()
    sources = tuple(Source(100 + at, 1) for at in range(len(filing.projects)))
    return Offline("示例市商务局", "000001", 2022, "R2015", filing, sources, Source(99, 2))


def expected(**more: Any) -> Expected:
    versions = {99: 2} | {100 + at: 1 for at in range(len(made().filing.projects))}
    usual: dict[str, Any] = {"unit": "示例市商务局", "unit_code": "000001", "year": 2022, "versions": versions}
    return Expected(**(usual | more))


def document(data: bytes) -> Document:
    return office.read(data, "填报.xlsx")


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    """Return a workbook as a person leaves it: opened, changed, saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(sheet: str, path: str) -> tuple[int, int]:
    """Return row and column, from 1, at which a fact stands."""
    pane = next(pane for pane in offline.panes(made_with_blanks()) if pane.name == sheet)
    slot = pane.by_path[path]
    return slot.row + 1, slot.column + 1


def made_with_blanks() -> Offline:
    from jixiao.documents.sums.offline.panes import blank  # noqa: PLC0415

    return blank(made())


def typed(path: str, text: object, sheet: str = "项目1") -> Callable[[Any], None]:
    def change(book: Any) -> None:
        row, column = cell_of(sheet, path)
        book[sheet].cell(row, column).value = text

    return change


def problems_of(*changes: Callable[[Any], None], **more: Any) -> tuple[Problem, ...]:
    data = workbook(made())
    for change in changes:
        data = changed(data, change)
    return offline.read(document(data), expected(**more))[1]


def test_an_untouched_workbook_says_what_it_was_made_from() -> None:
    said, problems = offline.read(document(workbook(made())), expected())

    assert problems == ()
    assert said is not None
    columns = [project.columns for project in said.filing.projects]
    assert replace(said.filing, projects=tuple(map(papers.bare, said.filing.projects))) == made().filing
    assert (said.sources, said.whole) == (made().sources, made().whole)
    assert all(columns)


def test_the_same_facts_give_the_same_workbook() -> None:
    assert workbook(made()) == workbook(made())


def test_what_was_typed_comes_back_as_facts() -> None:
    count = len(made().filing.projects[0].indicators)
    data = workbook(made())
    for change in (
        typed("amount", 180.5),
        typed(f"rows.{count}.level2", "数量指标"),
        typed(f"rows.{count}.level3", "举办培训期数"),
        typed(f"rows.{count}.operator", "≥"),
        typed(f"rows.{count}.value", 3),
        typed(f"rows.{count}.unit", "期"),
        typed("name", "新设展会补贴", "新增项目1"),
        typed("amount", "12.5", "新增项目1"),
        typed("overall_goal", "新的总体目标。", "部门整体"),
    ):
        data = changed(data, change)

    said, problems = offline.read(document(data), expected())

    assert problems == ()
    assert said is not None
    first, new = said.filing.projects[0], said.filing.projects[-1]
    assert first.amount == Money(180_500_000)
    assert (first.indicators[-1].level1, first.indicators[-1].level3, first.indicators[-1].value) == ("产出指标", "举办培训期数", "≥3期")
    assert (new.name, new.amount, said.sources[-1]) == ("新设展会补贴", Money(12_500_000), Source())
    assert said.filing.department is not None
    assert said.filing.department.overall_goal == "新的总体目标。"


def test_a_row_emptied_is_a_row_taken_out() -> None:
    def empty(book: Any) -> None:
        for name in (
            "level1",
            "level2",
            "level3",
            "explanation",
            "operator",
            "value",
            "unit",
            "basis",
            "weight",
            "grading",
            "source",
            "history",
        ):
            typed(f"rows.0.{name}", None)(book)
        typed("rows.1.weight", 15)(book)

    said, problems = offline.read(document(changed(workbook(made()), empty)), expected())

    assert problems == ()
    assert said is not None
    assert len(said.filing.projects[0].indicators) == len(made().filing.projects[0].indicators) - 1


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        (typed("amount", "10.0000001"), "amount", "一元最多写两位小数"),
        (typed("amount", "二百"), "amount", "不是金额"),
        (typed("rows.0.level2", "热闹指标"), "rows.0.level2", "不在财预〔2015〕88号的指标分类里"),
        (typed("rows.0.weight", "30"), "rows.0.weight", "分值合计是"),
        (typed("rows.0.operator", "约"), "rows.0.operator", "不认识"),
        (typed("plan.0.percent", "140"), "plan.0.percent", "应是 0 至 100 的数"),
        (typed("name", None), "name", "没有填"),
        (typed("name", made().filing.projects[1].name), "name", "出现了2次"),
        (typed("code", made().filing.projects[1].code), "code", "出现了2次"),
    ],
)
def test_a_problem_is_told_at_its_cell(change: Callable[[Any], None], path: str, words: str) -> None:
    found = problems_of(change)

    row, column = cell_of("项目1", path)
    assert [one for one in found if (one.sheet, one.row, one.column) == ("项目1", row, column) and words in one.sentence]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"year": 2023}, "这是2022年度的模板，正在填报的是2023年度"),
        ({"unit_code": "000002", "unit": "别的单位"}, "不是「别的单位」的"),
        ({"versions": {99: 2, 100: 3} | {101 + at: 1 for at in range(8)}}, "已经改到第3版（模板是第1版）"),
        ({"versions": {99: 2} | {101 + at: 1 for at in range(8)}}, "没有可以修改的目标"),
        ({"names": frozenset({made().filing.projects[0].name or ""})}, "已被本单位本年度的另一个项目使用"),
    ],
)
def test_a_workbook_meant_for_something_else_is_told(more: dict[str, Any], words: str) -> None:
    assert any(words in one.sentence for one in problems_of(**more))
    assert problems_of() == ()


def test_a_sheet_moved_or_taken_away_is_told() -> None:
    def moved(book: Any) -> None:
        book["项目2"].insert_rows(3)

    assert any("表样被改动" in one.sentence and one.sheet == "项目2" for one in problems_of(moved))
    assert any("被删除或改名" in one.sentence for one in problems_of(lambda book: book.remove(book["项目3"])))


def test_another_workbook_is_none_of_ours() -> None:
    data = office.write(Document(()), "xlsx")

    assert offline.read(document(data)) == (None, (Problem("填表说明", 1, 1, offline.reading.FOREIGN),))


def test_a_workbook_of_an_older_format_is_told() -> None:
    def older(book: Any) -> None:
        book["_jixiao"].cell(1, 2).value = "0"

    said, problems = offline.read(document(changed(workbook(made()), older)))
    assert said is None
    assert "旧版式" in problems[0].sentence


def test_bad_cells_are_marked_in_the_persons_own_workbook() -> None:
    data = changed(workbook(made()), typed("amount", "二百"))
    data = changed(data, typed("term", "我自己写的备注"))
    _, problems = offline.read(document(data), expected())

    back = openpyxl.load_workbook(io.BytesIO(mark(data, problems)))

    row, column = cell_of("项目1", "amount")
    assert back["项目1"].cell(row, column).fill.fgColor.rgb == "FFFFC7CE"
    assert back["项目1"].cell(row, column).value == "二百"
    assert back["项目1"].cell(*cell_of("项目1", "term")).value == "我自己写的备注"
    listed = [[cell.value for cell in line] for line in back["问题清单"].iter_rows()]
    assert any("不是金额" in str(line) for line in listed)
    assert offline.read(document(mark(data, problems)), expected())[1] == problems


def test_marking_twice_lists_the_problems_once() -> None:
    data = changed(workbook(made()), typed("amount", "二百"))
    _, problems = offline.read(document(data), expected())

    again = openpyxl.load_workbook(io.BytesIO(mark(mark(data, problems), problems)))

    assert [name for name in again.sheetnames if name.startswith("问题清单")] == ["问题清单"]
