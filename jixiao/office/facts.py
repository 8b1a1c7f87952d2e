"""Blocks: what a file of any kind is made of once its format is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Cell(NamedTuple):
    """One cell of a table, its text as written; lines inside it joined by a newline.

    ``row`` and ``column`` count from 0 on the table's grid; ``rows`` and ``columns`` are how far it reaches (merged cells).
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    line: int | None = None  # line of a text file, from 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells in reading order. Every grid place is covered by one cell at most; a gap is an absent cell."""

    cells: tuple[Cell, ...]
    name: str | None = None  # the sheet's name in a workbook
    page: int | None = None  # page of a PDF or number of the sheet, from 1

    @property
    def height(self) -> int:
        """Number of grid rows."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """Number of grid columns."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text. ``level`` is 0 for body text and 1… for a heading the file itself marks as one."""

    text: str
    level: int = 0
    line: int | None = None
    page: int | None = None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in reading order. ``kind`` is the true format: docx, doc, xlsx, xls, html, pdf, txt."""

    blocks: tuple[Block, ...]
    kind: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in reading order; the n-th (from 1) is what a person calls 表n."""
        return tuple(block for block in self.blocks if isinstance(block, Table))
