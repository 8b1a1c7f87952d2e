"""A workbook to fill offline: the official tables with lists to choose from, their words locked, notes, and what it was made from."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from jixiao.documents.facts import Offline
from jixiao.documents.sums.offline import FORMAT, GUIDE, HIDDEN_SHEET, Pane, Slot, panes
from jixiao.documents.sums.offline.panes import COLUMNS, blank, choices
from jixiao.office.writers.layout import half_widths
from jixiao.targets.sums import dump

STILL = datetime(2000, 1, 1)  # noqa: DTZ001 - the library writes it as it stands
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LINE = 14.0  # points
CHUNK = 30_000  # characters; Excel takes 32,767 in a cell
LISTS = "_lists"
HEIGHTS = {"title": 30, "long": 66}
CELL = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 10.5}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 18, "align": "center", "valign": "vcenter"},
    "caption": {"font_name": "宋体", "font_size": 10.5, "align": "right"},
    "head": {**CELL, "font_name": "黑体", "align": "center", "bg_color": "#EEF2F7"},
    "label": {**CELL, "font_name": "黑体", "align": "center", "bg_color": "#F6F8FB"},
    "fact": {**CELL, "locked": False, "num_format": "@"},
}
NOTES = (
    "一、请只在白色单元格里填写；灰色的是表样，已经锁定，不能改动，也不要插入、删除行列或改工作表的名称。",
    "二、金额按表上写明的单位填数字，元以下最多两位小数（万元最多六位小数）；支出计划填累计百分数，如 25、50、75、100。",
    "三、一级、二级指标、运算符号、度量单位可以从下拉列表中选择；度量单位不在列表里的，可以直接填写。",
    "四、指标值分三格填写：运算符号、数值、度量单位，如 ≥、5、场；定性的只填中间一格，并在“评分标准”里写明优良中差的标准。",
    "五、指标行不够时，把内容填在下面的空行里；不要的指标，把整行内容删空即可。新增项目填在“新增项目”工作表里。",
    "六、各行分值合计应为 100 分；预算执行率另计 10 分的，合计 90 分。",
    "七、填好后保存，在系统的目标页面“导入填报”处上传。上传后先看到核对结果，确认后才写入系统；有问题的单元格会标红退回。",
)


def workbook(said: Offline, *, spare: int = 2) -> bytes:
    """Return the workbook, with ``spare`` sheets for new projects. The same facts give the same bytes."""
    said = blank(said, spare)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        book.set_properties({"created": STILL, "author": "", "comments": ""})
        forms = {look: book.add_format(form) for look, form in LOOKS.items()}
        _notes(book, said)
        lists = choices(said.regime)
        places = _lists(book, lists)
        for pane in panes(said):
            _pane(book.add_worksheet(pane.name), pane, forms, places)
        _origin(book, said)
    return out.getvalue()


def _notes(book: Any, said: Offline) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 110)
    sheet.write_string(
        0, 0, f"{said.unit}{said.year}年度绩效目标填报模板", book.add_format({"font_name": "方正小标宋简体", "font_size": 18})
    )
    form = book.add_format({"font_name": "仿宋", "font_size": 12, "text_wrap": True, "valign": "top"})
    for row, text in enumerate(NOTES, 2):
        sheet.write_string(row, 0, text, form)
        sheet.set_row(row, 36)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.protect()


def _lists(book: Any, lists: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Write the lists to choose from; return the range of each."""
    sheet = book.add_worksheet(LISTS)
    places = {}
    for column, (name, words) in enumerate(lists.items()):
        for row, word in enumerate(words):
            sheet.write_string(row, column, word)
        letter = xl_col_to_name(column)
        places[name] = f"={LISTS}!${letter}$1:${letter}${len(words)}"
    sheet.very_hidden()
    return places


def _pane(sheet: Any, pane: Pane, forms: dict[str, Any], places: dict[str, str]) -> None:
    for column, (_, _, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
    for slot in pane.slots:
        _slot(sheet, slot, forms, places)
    for row in range(pane.height):
        sheet.set_row(row, _height([slot for slot in pane.slots if slot.row == row]))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(2, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    last = f"{xl_col_to_name(len(COLUMNS) - 1)}{pane.height}"
    sheet.ignore_errors({"number_stored_as_text": f"A1:{last}"})


def _height(slots: Sequence[Slot]) -> float:
    """Return how high a row must be for its texts, in points; a goal always gets room to write."""
    lines = 1
    for slot in slots:
        wide = max(2, sum(width for _, _, width in COLUMNS[slot.column : slot.column + slot.columns]) - 1)
        lines = max(lines, sum(1 + half_widths(line) // wide for line in slot.text.split("\n")))
    return max(lines * LINE + 6, *[HEIGHTS.get(slot.look, 20) for slot in slots])


def _slot(sheet: Any, slot: Slot, forms: dict[str, Any], places: dict[str, str]) -> None:
    form = forms["fact" if slot.path else slot.look]
    if slot.rows * slot.columns > 1:
        sheet.merge_range(slot.row, slot.column, slot.row + slot.rows - 1, slot.column + slot.columns - 1, "", form)
    if slot.text:
        sheet.write_string(slot.row, slot.column, slot.text, form)
    else:
        sheet.write_blank(slot.row, slot.column, None, form)
    if slot.choices:
        sheet.data_validation(
            slot.row,
            slot.column,
            slot.row,
            slot.column,
            {
                "validate": "list",
                "source": places[slot.choices],
                "error_type": "stop" if slot.choices in {"level1", "level2", "operator"} else "information",
                "error_title": "请从列表中选择",
                "error_message": "这里的内容应从下拉列表中选择。",
            },
        )


def _origin(book: Any, said: Offline) -> None:
    """Write what the workbook was made from on a sheet nobody sees: the import needs it to know target and version."""
    sheet = book.add_worksheet(HIDDEN_SHEET)
    data = {
        "unit": said.unit,
        "unit_code": said.unit_code,
        "year": said.year,
        "regime": said.regime,
        "filing": dump(replace(said.filing, spots={})),
        "sources": [[one.target, one.version] for one in said.sources],
        "whole": [said.whole.target, said.whole.version] if said.whole else None,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    sheet.write_string(0, 0, "jixiao")
    sheet.write_string(0, 1, FORMAT)
    for number, start in enumerate(range(0, len(text), CHUNK)):
        sheet.write_string(1 + number, 0, text[start : start + CHUNK])
    sheet.very_hidden()
