"""A workbook of people. Every text stays text: nothing becomes a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the library writes it as it stands; the same people give the same bytes
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEAD = {"bold": True, "bg_color": "#F3F6F9", "border": 1, "align": "center", "valign": "vcenter"}
BODY = {"border": 1, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
COLUMNS = (("姓名", 14), ("用户名", 18), ("单位", 30), ("科室和职务", 20), ("岗位", 46), ("账号", 10))
A4 = 9


def listing(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook of people; the columns are COLUMNS."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, PLAIN) as book:
        book.set_properties({"created": MADE, "author": "", "comments": ""})
        head, body = book.add_format(HEAD), book.add_format(BODY)
        sheet = book.add_worksheet("人员")
        for place, (word, width) in enumerate(COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, word, head)
        for row, said in enumerate(rows, 1):
            for place, value in enumerate(said):
                sheet.write_string(row, place, value, body)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return stream.getvalue()
