"""Excel files (.xlsx): a sheet to a table with real merged cells, the text between them on a sheet of its own. No formula, ever."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from jixiao.office import limits
from jixiao.office.facts import Document, Paragraph, Table
from jixiao.office.writers import layout

STILL = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the library wants a date without a zone
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False}
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
A4 = 9
LYING_FROM = 8
CELL = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 10.5}
TEXT = {"text_wrap": True, "valign": "top", "font_name": "仿宋", "font_size": 12}
TEXT_WIDTH = 90
PAPER = "正文"


def write(document: Document, *, repeat: int = 0) -> bytes:
    """Write a document as .xlsx; ``repeat`` is how many rows of each table print again on the next page.

    Every cell is written as text, so nothing in it can run. Running text goes to the first sheet, 正文.
    """
    limits.cells(sum(len(table.cells) for table in document.tables), limits.MAX_SHEET_CELLS)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, PLAIN) as book:
        book.set_properties({"created": STILL, "author": "", "comments": ""})
        book.set_size(2400, 1600)
        forms = {middle: book.add_format({**CELL, "align": "center" if middle else "left"}) for middle in (True, False)}
        names: set[str] = set()
        texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
        if texts or not document.tables:
            _write_text(book, texts)
            names.add(PAPER)
        for number, table in enumerate(document.tables, 1):
            sheet = book.add_worksheet(_name(table.name or f"表{number}", names))
            _write_table(sheet, table, forms, repeat)
    return stream.getvalue()


def _name(wanted: str, taken: set[str]) -> str:
    """Return a sheet name Excel accepts and no other sheet has."""
    base = FORBIDDEN.sub("_", layout.clean(wanted).replace("\n", " ").replace("\t", " ")).strip().strip("'") or "表"
    base = "表_" + base if base.lower() == "history" else base
    name, number = base[:LONGEST_NAME], 2
    while name.casefold() in taken:
        mark = f"_{number}"
        name, number = base[: LONGEST_NAME - len(mark)] + mark, number + 1
    taken.add(name.casefold())
    return name


def _write_text(book: Any, texts: list[str]) -> None:
    sheet = book.add_worksheet(PAPER)
    sheet.set_column(0, 0, TEXT_WIDTH)
    sheet.set_paper(A4)
    form = book.add_format(TEXT)
    for row, text in enumerate(texts):
        sheet.write_string(row, 0, layout.clean(text), form)


def _write_table(sheet: Any, table: Table, forms: dict[bool, Any], repeat: int) -> None:
    for column, width in enumerate(layout.weights(table)):
        sheet.set_column(column, column, width + 1)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    if table.width > LYING_FROM:
        sheet.set_landscape()
    if repeat:
        sheet.repeat_rows(0, repeat - 1)
    for cell in table.cells:
        text = layout.clean(cell.text)
        form = forms[layout.centred(text)]
        if cell.rows * cell.columns > 1:
            sheet.merge_range(cell.row, cell.column, cell.row + cell.rows - 1, cell.column + cell.columns - 1, "", form)
        if text:
            sheet.write_string(cell.row, cell.column, text, form)
        else:
            sheet.write_blank(cell.row, cell.column, None, form)
    if table.cells:
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xlsxwriter.utility.xl_rowcol_to_cell(table.height - 1, table.width - 1)}"})
