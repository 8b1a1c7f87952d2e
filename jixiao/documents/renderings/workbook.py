"""The findings as a workbook: a summary, and a list to filter and hand round."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from jixiao.kernel.rule import Severity

from .listing import RefusedFile, Report, by_severity, laws

HEADS = ("文件", "表", "行", "项目", "列", "级别", "规则", "问题", "原文", "说明", "建议", "改为", "依据")
WIDTHS = (24, 5, 5, 28, 14, 7, 8, 22, 24, 48, 40, 24, 40)
# The same findings give the same bytes: the day the file was made is no part of what it says.
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the library writes it as it stands


def xlsx(reports: Sequence[Report | RefusedFile]) -> bytes:
    """Return a workbook with the sheets 汇总 and 问题清单. Every text stays text: nothing becomes a formula or a link."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": MADE})
    head = book.add_format({"bold": True, "bg_color": "#F3F6F9", "border": 1, "align": "center", "valign": "vcenter"})
    body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    money = book.add_format({"num_format": "#,##0.00", "valign": "top", "border": 1})
    _summary(book.add_worksheet("汇总"), reports, head, body, money)
    _list(book.add_worksheet("问题清单"), reports, head, body)
    book.close()
    return out.getvalue()


def _summary(
    sheet: xlsxwriter.worksheet.Worksheet,
    reports: Sequence[Report | RefusedFile],
    head: xlsxwriter.format.Format,
    body: xlsxwriter.format.Format,
    money: xlsxwriter.format.Format,
) -> None:
    columns = ("文件", "项目表", "申请合计（万元）", *[severity.word for severity in sorted(Severity, reverse=True)], "拒收原因")
    for column, word in enumerate(columns):
        sheet.write_string(0, column, word, head)
    for row, report in enumerate(reports, 1):
        sheet.write_string(row, 0, report.name, body)
        if isinstance(report, RefusedFile):
            sheet.write_string(row, len(columns) - 1, report.reason, body)
            continue
        sheet.write_number(row, 1, len(report.reading.filing.projects), body)
        sheet.write_number(row, 2, report.amount.fen / 1_000_000, money)
        for column, count in enumerate(by_severity(report.marks).values(), 3):
            sheet.write_number(row, column, count, body)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, len(columns) - 2, 12)
    sheet.set_column(len(columns) - 1, len(columns) - 1, 48)
    sheet.freeze_panes(1, 1)


def _list(
    sheet: xlsxwriter.worksheet.Worksheet,
    reports: Sequence[Report | RefusedFile],
    head: xlsxwriter.format.Format,
    body: xlsxwriter.format.Format,
) -> None:
    for column, (word, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.write_string(0, column, word, head)
        sheet.set_column(column, column, width)
    row = 0
    for report in reports:
        if isinstance(report, RefusedFile):
            continue
        for mark in report.marks:
            row += 1
            project = report.reading.filing.projects[mark.project].name if mark.project is not None else "部门整体"
            spot = mark.place.spot
            new = "；".join(edit.new if edit.new is not None else "（删除）" for edit in mark.fix)
            cells = (report.name, spot.table or "", spot.row or "", project or "", mark.place.column or "", mark.severity.word)
            texts = (mark.rule.code, mark.rule.title, mark.quote, mark.message, mark.suggestion, new, "；".join(laws(mark, report.pack)))
            for column, text in enumerate((*cells, *texts)):
                sheet.write_string(row, column, str(text), body)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row, 1), len(HEADS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
