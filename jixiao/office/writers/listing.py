"""A list as a workbook (.xlsx) to filter and hand round: heads, rows, a total. Every text stays text, nothing becomes a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from jixiao.kernel.money import Money

from .xlsx import A4, PLAIN, STILL

HEAD = {"bold": True, "bg_color": "#F3F6F9", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
BODY = {"border": 1, "valign": "vcenter", "text_wrap": True}
MONEY = {"border": 1, "valign": "vcenter", "num_format": "#,##0.00####"}  # 万元
TITLE = {"bold": True, "font_size": 14}
YUAN = {"border": 1, "valign": "vcenter", "num_format": "#,##0.00"}
FEN_A_WAN, FEN_A_YUAN = 1_000_000, 100
Value = str | int | Money


def listing(
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Value]],
    *,
    title: str = "",
    total: Sequence[Value] = (),
    hold: int = 1,
    yuan: bool = False,
) -> bytes:
    """Return a workbook of one sheet: ``columns`` are heads with their widths in characters, ``hold`` columns stay when it is scrolled.

    Texts are written as text, numbers as numbers, money as 万元 or 元 (``yuan``); an empty text is an empty cell. The same list gives the same bytes.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, PLAIN) as book:
        book.set_properties({"created": STILL, "author": "", "comments": ""})
        forms = {
            kind: book.add_format(form)
            for kind, form in ((str, {**BODY, "num_format": "@"}), (int, BODY), (Money, YUAN if yuan else MONEY))
        }
        scale = FEN_A_YUAN if yuan else FEN_A_WAN
        head = book.add_format(HEAD)
        sheet = book.add_worksheet(name)
        top = 0
        if title:
            sheet.write_string(0, 0, title, book.add_format(TITLE))
            top = 1
        for place, (word, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(top, place, word, head)
        last = top
        for last, said in enumerate(rows, top + 1):
            _write(sheet, last, said, forms, scale)
        sheet.autofilter(top, 0, max(last, top + 1), len(columns) - 1)
        if total:
            _write(sheet, last + 1, total, dict.fromkeys((str, int), head) | {Money: forms[Money]}, scale)
        sheet.freeze_panes(top + 1, hold)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
    return stream.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, said: Sequence[Value], forms: Mapping[Any, xlsxwriter.format.Format], scale: int
) -> None:
    for place, value in enumerate(said):
        if isinstance(value, Money):
            sheet.write_number(row, place, value.fen / scale, forms[Money])
        elif isinstance(value, int):
            sheet.write_number(row, place, value, forms[int])
        else:
            sheet.write_string(row, place, value, forms[str])
