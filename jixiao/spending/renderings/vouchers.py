"""Vouchers as a workbook with its legend, and as text with commas. Every value is text: nothing becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from jixiao.office.writers import listing
from jixiao.office.writers.xlsx import PLAIN, STILL
from jixiao.spending.sums.vouchers import COLUMNS

RISKY = ("=", "+", "-", "@", "\t", "\r")
LEGEND = (("列名", 22), ("含义", 44), ("依据", 18))
NOTE = "依据写「系统默认」的列名和会计科目不是一体化技术标准给定的，导入前请与本地一体化系统的模板核对。"


def workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the vouchers with the integrated system's column names, and a sheet that explains each."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, PLAIN | {"constant_memory": True}) as book:
        book.set_properties({"created": STILL, "author": "", "comments": ""})
        head, body = book.add_format(listing.HEAD), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("凭证")
        sheet.set_column(0, len(COLUMNS) - 1, 18)
        for place, name in enumerate(COLUMNS):
            sheet.write_string(0, place, name, head)
        for row, said in enumerate(rows, 1):
            for place, value in enumerate(said):
                sheet.write_string(row, place, value, body)
        sheet.freeze_panes(1, 0)
        legend = book.add_worksheet("列说明")
        for place, (word, width) in enumerate(LEGEND):
            legend.set_column(place, place, width)
            legend.write_string(0, place, word, head)
        for row, (name, (meaning, basis)) in enumerate(COLUMNS.items(), 1):
            for place, value in enumerate((name, meaning, basis)):
                legend.write_string(row, place, value, body)
        legend.write_string(len(COLUMNS) + 2, 0, NOTE)
    return stream.getvalue()


def text(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the vouchers as text with commas (UTF-8 with its mark, as Excel wants it); what a sheet would take for a formula is quoted."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    amount = list(COLUMNS).index("amt")
    for said in rows:
        writer.writerow(f"'{value}" if value.startswith(RISKY) and place != amount else value for place, value in enumerate(said))
    return stream.getvalue().encode("utf-8-sig")
