"""What the writers need to know of a document: its sections, clean text, the width of columns, the places each row holds."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from jixiao.office.facts import Block, Cell, Document, Paragraph, Table

ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NARROW, WIDE = 4, 40  # half-width characters a column takes at least and at most
SHORT = 24  # half-width characters of a line that is centred; longer text is set from the left
LYING_FROM = 10  # columns; a wider table lies on its side
COVERS = frozenset({"cover", "contents"})  # looks of the pages before page 1
NUMBERED = (re.compile("[一二三四五六七八九十]+、"), re.compile("[（(][一二三四五六七八九十]+[)）]"))
CALLED = re.compile("(?:出席|缺席|请假|列席)：")  # who was at a meeting: the word stands in 黑体, the names do not
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that share their paper: from one fresh page to the next that lies or is numbered otherwise."""

    blocks: tuple[Block, ...]
    lying: bool
    numbered: bool


def sections(document: Document) -> list[Section]:
    """Return the sections of a document, at least one; a wide table lays its pages on their side, covers bear no number."""
    pages: list[list[Block]] = [[]]
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.fresh and pages[-1]:
            pages.append([])
        pages[-1].append(block)
    found: list[Section] = []
    for page in pages:
        lying = any(isinstance(block, Table) and block.width > LYING_FROM for block in page)
        numbered = not any(isinstance(block, Paragraph) and block.look in COVERS for block in page)
        if found and (found[-1].lying, found[-1].numbered) == (lying, numbered):
            found[-1] = Section((*found[-1].blocks, *page), lying, numbered)
        else:
            found.append(Section(tuple(page), lying, numbered))
    return found


def heading(text: str) -> tuple[int, str, str]:
    """Split a paragraph of a letter into its heading's level (0 for none), the heading and the rest: 一、 is 1, （一） is 2, 出席： is 1."""
    if called := CALLED.match(text):
        return 1, called[0], text[called.end() :]
    for level, mark in enumerate(NUMBERED, 1):
        if mark.match(text):
            head, stop, rest = text.partition("。")
            return (level, head + stop, rest) if rest else (level, text, "")
    return 0, "", text


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


def shares(table: Table) -> list[int]:
    """Return the share of every column: as the table says, else by its texts."""
    return list(table.widths) if len(table.widths) == table.width else weights(table)


def filled(table: Table) -> list[Cell]:
    """Return the cells in reading order with an empty one in every gap."""
    covered = {
        (cell.row + down, cell.column + across) for cell in table.cells for down in range(cell.rows) for across in range(cell.columns)
    }
    gaps = [Cell(row, column, "") for row in range(table.height) for column in range(table.width) if (row, column) not in covered]
    return sorted((*table.cells, *gaps))


def repeated(table: Table, rows: int) -> tuple[int, int] | None:
    """Return first and number of the rows to print again on each page: the table's own, else the first ``rows``."""
    return table.head or ((0, rows) if rows else None)


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
