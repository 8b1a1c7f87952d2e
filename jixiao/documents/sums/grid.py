"""Grids: a table block, or lines put together to one, as boxes with their text, reach and spot."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from jixiao.kernel.place import Spot
from jixiao.office.facts import Table

from .words import bare

WIDEST = 512  # columns a merged cell may reach; more is a mistake of the file


class Box(NamedTuple):
    """One cell. ``text`` is as written, ``bare`` without white space; ``typed`` says that something, if only a blank, stands in it."""

    text: str
    bare: str
    row: int
    column: int
    rows: int
    columns: int
    spot: Spot

    @property
    def typed(self) -> bool:
        """Say whether somebody typed into the cell, even if only a blank."""
        return self.text != ""

    @property
    def value(self) -> str | None:
        """The text as written without its outer white space; None for a blank cell."""
        return self.text.strip() if self.bare else None

    @property
    def joined(self) -> str | None:
        """The text with broken lines put together; a line break after the end of a sentence stays a paragraph."""
        if not self.bare:
            return None
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        return joined(lines)


ENDS = "。；;！？.：:"


def joined(lines: Sequence[str]) -> str:
    """Put broken lines together; where a line ends a sentence the next begins a paragraph."""
    text = lines[0]
    for before, line in pairwise(lines):
        text += ("\n" if before[-1] in ENDS else "") + line
    return text


class Grid:
    """A table by rows. ``rows[r]`` are the boxes that begin in row r, left to right; ``at`` finds the box that covers a place."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.height = max((box.row for box in boxes), default=-1) + 1
        self.rows: list[list[Box]] = [[] for _ in range(self.height)]
        self._covers: dict[tuple[int, int], Box] = {}
        self.spanned = False
        for box in boxes:
            self.rows[box.row].append(box)
            if box.rows > 1 or box.columns > 1:
                self._cover(box)
            else:
                self._covers[box.row, box.column] = box
        for row in self.rows:
            if any(before.column > after.column for before, after in pairwise(row)):
                row.sort(key=lambda box: box.column)

    def _cover(self, box: Box) -> None:
        self.spanned = True
        for row in range(box.row, min(box.row + box.rows, self.height)):
            for column in range(box.column, box.column + min(box.columns, WIDEST)):
                self._covers[row, column] = box

    def at(self, row: int, column: int) -> Box | None:
        """Return the box that covers a place, or None."""
        return self._covers.get((row, column))

    def filled(self, row: int) -> list[Box]:
        """Return the boxes of a row that hold text."""
        return [box for box in self.rows[row] if box.bare]

    def below(self, box: Box) -> Box | None:
        """Return the box that begins right below another, or None."""
        under = self._covers.get((box.row + box.rows, box.column))
        return under if under is not None and under.row == box.row + box.rows else None


def of_table(table: Table, number: int, block: int, above: int = 0) -> Grid:
    """Return a table block as a grid; ``number`` and ``above`` (rows on earlier pages) are how a person counts it."""
    return Grid(
        [
            Box(
                text,
                "".join(text.split()),
                row,
                column,
                rows,
                columns,
                Spot(number, row + 1 + above, line, table.page, block, (row, column)),
            )
            for row, column, text, rows, columns, line in table.cells
        ]
    )


def of_rows(rows: Sequence[Sequence[tuple[str, Spot]]]) -> Grid:
    """Return texts with their spots as a grid, one column after the other."""
    return Grid(
        [Box(text, bare(text), number, column, 1, 1, spot) for number, row in enumerate(rows) for column, (text, spot) in enumerate(row)]
    )
