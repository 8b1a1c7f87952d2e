"""The log as a table for people: CSV, a piece at a time, and Excel. No cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import xlsxwriter

HEAD = ("序号", "时间", "用户名", "姓名", "事项", "事项代码", "单位路径", "单位", "对象", "结果", "内容", "摘要")
WIDTHS = (9, 20, 14, 12, 18, 20, 14, 18, 24, 24, 60, 20)
BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")  # what a spreadsheet takes for the beginning of a formula
PIECE = 500  # rows
SHEET = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" \u3000").startswith(BEGINS) or text.startswith(BEGINS) else text


def csv_pieces(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a CSV that Excel opens in the right characters, some hundred rows at a time."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for number, row in enumerate(rows, 1):
        writer.writerow([safe(cell) for cell in row])
        if number % PIECE == 0:
            yield _emptied(out)
    yield _emptied(out)


def xlsx(file: IO[bytes], rows: Iterable[Sequence[str]]) -> None:
    """Write a workbook to a file, a row at a time: memory stays flat however many there are."""
    with xlsxwriter.Workbook(file, SHEET) as book:
        sheet = book.add_worksheet("审计日志")
        bold, plain = book.add_format({"bold": True, "bg_color": "#F3F6F9", "border": 1}), book.add_format({"text_wrap": False})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        for column, name in enumerate(HEAD):
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, plain)


def _emptied(out: io.StringIO) -> bytes:
    data = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return data
