"""What both writers need to know of a table: clean text, the width of its columns, the places each row holds."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from io import BytesIO

from jixiao.office.facts import Cell, Table

ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NARROW, WIDE = 4, 40  # half-width characters a column takes at least and at most
SHORT = 24  # half-width characters of a line that is centred; longer text is set from the left
EPOCH = (1980, 1, 1, 0, 0, 0)


def clean(text: str) -> str:
    """Return text without the characters XML does not know."""
    return ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def half_widths(text: str) -> int:
    """Return how many half-width characters the longest line of a text takes."""
    return max((sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line) for line in text.split("\n")), default=0)


def weights(table: Table) -> list[int]:
    """Return a width for every column, in half-width characters, by its longest text; merged text is shared out."""
    found = [NARROW] * table.width
    for cell in sorted(table.cells, key=lambda cell: cell.columns):
        wanted = min(WIDE * cell.columns, half_widths(cell.text) + 2)
        columns = range(cell.column, cell.column + cell.columns)
        missing = wanted - sum(found[column] for column in columns)
        for number, column in enumerate(columns):
            if missing > 0:
                found[column] += missing // cell.columns + (number < missing % cell.columns)
    return [min(WIDE, width) for width in found]


def centred(text: str) -> bool:
    """Say whether a cell's text is short enough to stand in its middle."""
    return half_widths(text) <= SHORT


def rows(table: Table) -> Iterator[list[Cell]]:
    """Yield the cells that stand in each grid row, those reaching into it from above included, by column."""
    found: list[list[Cell]] = [[] for _ in range(table.height)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rows):
            found[row].append(cell)
    for row_cells in found:
        yield sorted(row_cells, key=lambda cell: cell.column)


def pack(members: dict[str, str]) -> bytes:
    """Pack members into a zip that depends on nothing but them: no clock, no machine."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, text.encode())
    return stream.getvalue()
