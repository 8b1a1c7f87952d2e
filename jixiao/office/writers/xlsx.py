"""Excel files (.xlsx): a sheet to a table with real merged cells and its title above, running text on a sheet of its own. No formula, ever."""

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
SMALL_FROM, PAGE = 12, 90  # columns of a table set smaller; half-width characters over a page when the table says its own shares
ABOVE = {  # looks of the paragraphs that stand above their table on its sheet
    "title": {"font_name": "方正小标宋简体", "font_size": 18, "align": "center"},
    "centre": {"font_name": "仿宋_GB2312", "font_size": 14, "align": "center"},
    "caption": {"font_name": "宋体", "font_size": 10.5, "align": "right"},
    "note": {"font_name": "宋体", "font_size": 9, "align": "left"},
}
HIGH = {"title": 30, "centre": 22}  # points
FOOTER = '&C&"宋体,常规"&14— &P —'
CELL = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 10.5}
TEXT = {"text_wrap": True, "valign": "top", "font_name": "仿宋", "font_size": 12}
TEXT_WIDTH = 90
PAPER = "正文"
LINE = 14.0  # points of a line in a cell


def write(document: Document, *, repeat: int = 0) -> bytes:
    """Write a document as .xlsx; ``repeat`` is how many rows of each table print again on the next page.

    Every cell is written as text, so nothing in it can run. A table's title stands above it, running text goes to the first sheet, 正文.
    """
    limits.cells(sum(len(table.cells) for table in document.tables), limits.MAX_SHEET_CELLS)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, PLAIN) as book:
        book.set_properties({"created": STILL, "author": "", "comments": ""})
        book.set_size(2400, 1600)
        forms = _forms(book)
        names: set[str] = set()
        texts, tables = _laid_out(document)
        if texts or not tables:
            _write_text(book, texts)
            names.add(PAPER)
        for number, (above, table) in enumerate(tables, 1):
            sheet = book.add_worksheet(_name(table.name or f"表{number}", names))
            _write_table(sheet, above, table, forms, repeat)
    return stream.getvalue()


def _forms(book: Any) -> dict[Any, Any]:
    """Return the formats: of cells by (middle, label, small), of the lines above by their look."""
    cells = {
        (middle, label, small): book.add_format(
            {
                **CELL,
                "align": "center" if middle else "left",
                **({"font_name": "黑体"} if label else {}),
                **({"font_size": 9} if small else {}),
            }
        )
        for middle in (True, False)
        for label in (True, False)
        for small in (True, False)
    }
    return cells | {look: book.add_format({**form, "valign": "vcenter", "text_wrap": True}) for look, form in ABOVE.items()}


def _laid_out(document: Document) -> tuple[list[str], list[tuple[list[Paragraph], Table]]]:
    """Return the running text, and each table with the lines that stand right above it."""
    texts: list[str] = []
    tables: list[tuple[list[Paragraph], Table]] = []
    above: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Table):
            tables.append((above if block.width > 1 else [], block))
            texts += [] if block.width > 1 else [one.text for one in above]
            above = []
        elif block.look in ABOVE:
            above.append(block)
        else:
            texts += [one.text for one in above] + [block.text]
            above = []
    return texts + [one.text for one in above], tables


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
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(FOOTER)
    form = book.add_format(TEXT)
    for row, text in enumerate(texts):
        sheet.write_string(row, 0, layout.clean(text), form)


def _write_table(sheet: Any, above: list[Paragraph], table: Table, forms: dict[Any, Any], repeat: int) -> None:
    shares = layout.shares(table)
    room = PAGE * (3 if table.width > LYING_FROM else 2) // 2 / max(1, sum(shares)) if table.widths else 1
    for column, share in enumerate(shares):
        sheet.set_column(column, column, share * room + 1)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_footer(FOOTER)
    if table.width > LYING_FROM:
        sheet.set_landscape()
    down = len(above)
    for row, line in enumerate(above):
        sheet.merge_range(row, 0, row, table.width - 1, "", forms[line.look])
        sheet.write_string(row, 0, layout.clean(line.text), forms[line.look])
        sheet.set_row(row, HIGH.get(line.look, 16))
    if head := layout.repeated(table, repeat):
        sheet.repeat_rows(down + head[0], down + head[0] + head[1] - 1)
    _write_cells(sheet, table, forms, down)


def _write_cells(sheet: Any, table: Table, forms: dict[Any, Any], down: int) -> None:
    small = table.width >= SMALL_FROM
    for cell in table.cells:
        text = layout.clean(cell.text)
        form = forms[layout.centred(text), (cell.row, cell.column) in table.labels, small]
        row = cell.row + down
        if cell.rows * cell.columns > 1:
            sheet.merge_range(row, cell.column, row + cell.rows - 1, cell.column + cell.columns - 1, "", form)
        if text:
            sheet.write_string(row, cell.column, text, form)
        else:
            sheet.write_blank(row, cell.column, None, form)
    if table.cells:
        last = xlsxwriter.utility.xl_rowcol_to_cell(table.height + down - 1, table.width - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{last}"})
    for row, points in _heights(table).items():
        sheet.set_row(row + down, points)


def _heights(table: Table) -> dict[int, float]:
    """Return the height of the rows whose merged cells need more than Excel gives them: it measures plain cells only."""
    if not table.widths:
        return {}
    whole = sum(table.widths)
    room = PAGE * (3 if table.width > LYING_FROM else 2) // 2
    found: dict[int, float] = {}
    for cell in table.cells:
        if cell.rows > 1:
            continue
        wide = max(2.0, room * sum(table.widths[cell.column : cell.column + cell.columns]) / whole)
        lines = sum(1 + int(layout.half_widths(line) // wide) for line in cell.text.split("\n"))
        found[cell.row] = max(found.get(cell.row, 0), lines * LINE + 5)
    for cell in table.cells:  # an upright label needs its rows to be high enough together
        rows = range(cell.row, cell.row + cell.rows)
        missing = len(cell.text.split("\n")) * LINE + 5 - sum(found.get(row, LINE) for row in rows)
        if cell.rows > 1 and missing > 0:
            found[rows[-1]] = found.get(rows[-1], LINE) + missing
    return found
