from __future__ import annotations

import io

import openpyxl
import pytest

from jixiao.kernel.refusal import Refused
from jixiao.office import book as office
from jixiao.office.facts import Cell, Document, Table
from jixiao.organisations.renderings import workbook
from jixiao.organisations.sums.roster import judge
from jixiao.organisations.sums.sheet import COLUMNS, Line, head_of, lines_of

from .test_roster import BUREAU, ROOT, TODAY, a_list, row

pytestmark = pytest.mark.pure


def test_the_template_has_the_list_an_example_and_notes_and_is_read_back() -> None:
    document = office.read(workbook.template())
    head = head_of(document)

    assert [table.name for table in document.tables] == ["单位清单", "示例", "填写说明"]
    assert (head.table, list(head.places)) == (0, list(COLUMNS))
    with pytest.raises(Refused, match="表头下面没有内容"):
        lines_of(document, head)


def test_the_example_of_the_template_is_itself_right() -> None:
    lines = [Line(2 + number, dict(zip(COLUMNS, said, strict=True))) for number, said in enumerate(workbook.SAMPLES)]

    assert [verdict.state for verdict in judge(lines, (ROOT,), ROOT, (), TODAY)] == ["new"] * len(lines)


def test_a_list_with_faults_comes_back_as_it_was_with_the_bad_cells_red_and_the_sentences_beside() -> None:
    document = a_list(row(), row("=1+1", "市林业局", "主管部门", credit="91350100M000100Y4Z"), row("303", "", "主管部门"))
    head = head_of(document)
    verdicts = judge(lines_of(document, head), (ROOT, BUREAU), ROOT, (), TODAY)

    sheet = openpyxl.load_workbook(io.BytesIO(workbook.marked(document, head, verdicts))).active
    assert sheet is not None
    told = [[str(cell.value or "") for cell in line] for line in sheet.iter_rows()]

    came = {(cell.row, cell.column): cell.text for cell in document.tables[0].cells}
    for number, line in enumerate(told):
        assert line[: len(COLUMNS)] == [came.get((number, column), "") for column in range(len(COLUMNS))]
    assert told[0][-1] == "问题"
    assert told[1][-1] == ""
    assert "「统一社会信用代码」第 18 位「Z」不对" in told[2][-1]
    assert sheet.cell(3, 1).data_type == "s"  # no formula
    red = {cell.coordinate for line in sheet.iter_rows() for cell in line if cell.fill.fgColor.rgb == "FFFCEBE9"}
    assert red == {"A3", "F3", "J3", "B4", "J4"}
    assert sheet["F3"].comment is not None


def test_the_same_units_give_the_same_bytes() -> None:
    rows = [["301", "市商务局", "商务局", "主管部门", "1", "", "", "2020-01-01", ""]]

    assert workbook.listing(rows) == workbook.listing(rows)
    assert workbook.template() == workbook.template()
    assert [cell.text for cell in office.read(workbook.listing(rows)).tables[0].cells if cell.row == 1 and cell.text] == [
        said for said in rows[0] if said
    ]


def test_sheets_that_are_not_the_list_come_back_too_and_merged_cells_stay_merged() -> None:
    note = office.read(workbook.template()).tables[2]
    cells = tuple(cell for cell in a_list(row(name=""), row(name="")).tables[0].cells if cell.column != 3)
    listed = Table((*cells, Cell(0, 3, "类别"), Cell(1, 3, "主管部门", rows=2)), "单位清单")
    both = Document((listed, note, note), "xlsx")
    head = head_of(both)
    verdicts = judge(lines_of(both, head), (ROOT,), ROOT, (), TODAY)

    book = openpyxl.load_workbook(io.BytesIO(workbook.marked(both, head, verdicts)))
    assert book.sheetnames == ["单位清单", "填写说明", "表3"]
    assert [str(merged) for merged in book["单位清单"].merged_cells.ranges] == ["D2:D3"]


def test_what_a_missing_column_should_have_said_stands_in_the_last_one() -> None:
    cells = tuple(cell for cell in a_list(row()).tables[0].cells if cell.column < 7)
    document = Document((Table(cells, None),), "xlsx")
    head = head_of(document)
    verdicts = judge(lines_of(document, head), (ROOT,), ROOT, (), TODAY)

    sheet = openpyxl.load_workbook(io.BytesIO(workbook.marked(document, head, verdicts))).active
    assert sheet is not None
    assert (sheet.title, sheet.cell(2, 8).value) == ("表1", "「设立日期」没有填，新设单位要填设立日期，如 2022-01-01")
