"""Workbooks of units. Every text stays text: nothing becomes a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from jixiao.office.facts import Document, Table
from jixiao.office.writers import listing as lists
from jixiao.office.writers.listing import HEAD
from jixiao.office.writers.xlsx import PLAIN, STILL
from jixiao.organisations.facts import KINDS
from jixiao.organisations.sums.roster import Verdict
from jixiao.organisations.sums.sheet import COLUMNS, EXAMPLE, NEEDED, Head

BODY = {**lists.BODY, "num_format": "@"}
BAD = {**BODY, "bg_color": "#FCEBE9", "font_color": "#8C1410", "bold": True}
WIDTHS = {"code": 14, "name": 34, "short": 16, "kind": 12, "parent": 16, "credit": 24, "division": 14, "since": 13, "renamed": 13}
FILLABLE = 5_000  # rows of the template that offer the kinds
LISTED = ("单位编码", "单位名称", "简称", "类别", "上级单位编码", "统一社会信用代码", "行政区划代码", "设立日期", "撤销日期")
SAMPLES = (
    ("301", "示例市商务局", "市商务局", "主管部门", "", "11130800MB0000000D", "130800", "2019-01-01", ""),
    ("301001", "示例市商务局本级", "商务局本级", "预算单位", "301", "", "130800", "2019-01-01", ""),
    ("301002", "示例市商务综合执法支队", "商务执法支队", "预算单位", "301", "", "130800", "2019-01-01", ""),
    ("CW", "财务科", "财务科", "科室", "301", "", "", "2019-01-01", ""),
)
NOTES = (
    "填写说明",
    f"1. 在「单位清单」表填写，一行一个单位；{'、'.join(COLUMNS[column] for column in NEEDED)}必填，新设单位还要填设立日期。",
    "2. 单位编码：主管部门 3 位数字，预算单位 6 位以上数字并以主管部门编码开头（与预算管理一体化系统一致）；科室用数字或大写字母。",
    f"3. 类别只能填：{'、'.join(KINDS.values())}。财政部门下设主管部门和科室，主管部门和预算单位下设预算单位和科室，科室下面不再设单位。",
    "4. 上级单位编码：填上级的单位编码；空着就是直接设在导入时所选的单位下面。上级可以写在下级后面的行。编码有重名时写全路径，如 1/301。",
    "5. 统一社会信用代码 18 位，末位是校验位，不用字母 I、O、S、V、Z；没有的空着。",
    "6. 日期写成 2022-01-01。系统里已有的单位：信用代码和区划不同的按本表更改，名称不同的须填更名日期，空着的格不改。",
    "7. 撤销、改隶不能由导入办理，请在单位页办理。",
    "8. 有一行不对，整份都不导入；系统会把您的表退回，标红有问题的格，并在最后一列写明问题。",
)


def _open() -> tuple[io.BytesIO, Any]:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, PLAIN)
    book.set_properties({"created": STILL, "author": "", "comments": ""})
    return stream, book


def template() -> bytes:
    """Return the workbook to fill: the list, an example of it, and what to heed."""
    stream, book = _open()
    head, body = book.add_format(HEAD), book.add_format(BODY)
    text = book.add_format({"num_format": "@"})
    for name, rows in (("单位清单", ()), (EXAMPLE, SAMPLES)):
        sheet = book.add_worksheet(name)
        for place, (column, word) in enumerate(COLUMNS.items()):
            sheet.set_column(place, place, WIDTHS[column], text)
            sheet.write_string(0, place, f"{word}（必填）" if column in NEEDED else word, head)
        for row, said in enumerate(rows, 1):
            for place, value in enumerate(said):
                sheet.write_string(row, place, value, body)
        sheet.freeze_panes(1, 2)
        kinds = {"validate": "list", "source": list(KINDS.values()), "error_title": "类别", "error_message": "请从下拉列表中选"}
        place = list(COLUMNS).index("kind")
        sheet.data_validation(1, place, FILLABLE, place, kinds)
    notes = book.add_worksheet(NOTES[0])
    notes.set_column(0, 0, 110)
    wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True, "font_size": 14})
    for row, note in enumerate(NOTES):
        notes.write_string(row, 0, note, wrapped if row else bold)
    book.close()
    return stream.getvalue()


def listing(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook of units as they stand; the columns are LISTED."""
    return lists.listing("单位", list(zip(LISTED, (*WIDTHS.values(), 13), strict=False)), rows, hold=2)


def marked(document: Document, head: Head, verdicts: Sequence[Verdict]) -> bytes:
    """Return somebody's own workbook as it was read: bad cells red, what is wrong in a last column 问题."""
    stream, book = _open()
    forms = {name: book.add_format(form) for name, form in (("head", HEAD), ("body", BODY), ("bad", BAD))}
    by_row = {verdict.number - 1: verdict for verdict in verdicts if verdict.problems}
    names: set[str] = set()
    for number, table in enumerate(document.tables):
        name = (table.name or "").strip("'")[:31]
        sheet = book.add_worksheet(name if name and name.casefold() not in names and not set(name) & set("[]:*?/\\") else f"表{number + 1}")
        names.add(sheet.get_name().casefold())
        if number == head.table:
            _marked(sheet, table, head, by_row, forms)
        else:
            _copied(sheet, table, forms, {})
    book.close()
    return stream.getvalue()


def _marked(sheet: Any, table: Table, head: Head, by_row: Mapping[int, Verdict], forms: Mapping[str, Any]) -> None:
    """Write the list itself: each bad cell in red with its sentence beside it, all sentences of a line in the last column."""
    width = table.width
    bad = {
        (row, head.places.get(problem.column, width)): problem.sentence for row, verdict in by_row.items() for problem in verdict.problems
    }
    for column, place in head.places.items():
        sheet.set_column(place, place, WIDTHS[column])
    _copied(sheet, table, forms, bad, head.row)
    sheet.set_column(width, width, 60)
    sheet.write_string(head.row, width, "问题", forms["head"])
    for (row, place), sentence in bad.items():
        if place < width:
            sheet.write_comment(row, place, sentence, {"visible": False, "x_scale": 2})
    for row, verdict in by_row.items():
        sheet.write_string(row, width, "；".join(str(problem) for problem in verdict.problems), forms["bad"])
    sheet.freeze_panes(head.row + 1, 0)


def _copied(sheet: Any, table: Table, forms: Mapping[str, Any], bad: Mapping[tuple[int, int], str], head: int = -1) -> None:
    """Write a table as it was read, merged cells merged."""
    written = set()
    for cell in table.cells:
        covered = {(cell.row + down, cell.column + across) for down in range(cell.rows) for across in range(cell.columns)}
        form = forms["head" if cell.row == head else "bad" if covered & bad.keys() else "body"]
        written |= covered
        if len(covered) > 1:
            sheet.merge_range(cell.row, cell.column, cell.row + cell.rows - 1, cell.column + cell.columns - 1, "", form)
        sheet.write_string(cell.row, cell.column, cell.text, form)
    for row, place in bad.keys() - written:
        sheet.write_blank(row, place, None, forms["bad"])
