"""Building a table block row by row: cells with their reach, levels merged as far as they are equal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from jixiao.office.facts import Cell, Table
from jixiao.targets.facts import Indicator

BLANK = "\u3000"  # what the forms themselves leave in an empty cell
NONE = "—"  # a level that is none, where a blank would be read as the level above


class TableBuilder:
    """A table of a fixed width in the making."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.height = 0
        self._cells: list[Cell] = []

    def put(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        """Put a cell at a place."""
        self._cells.append(Cell(row, column, text, rows, columns))

    def row(self, *cells: tuple[str, int]) -> None:
        """Add a row of texts with their widths."""
        column = 0
        for text, columns in cells:
            self.put(self.height, column, text, 1, columns)
            column += columns
        self.height += 1

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Add labels and values, two pairs a row."""
        for at in range(0, len(pairs), 2):
            self.pair_row(*pairs[at : at + 2])

    def pair_row(self, *pairs: tuple[str, str]) -> None:
        """Add one row of one or two pairs of label and value, over the whole width."""
        if len(pairs) == 1:
            self.row((pairs[0][0], 2), (pairs[0][1], self.width - 2))
        else:
            (one, first), (two, second) = pairs
            middle = max(1, (self.width - 3) // 2)
            self.row((one, 2), (first, middle), (two, 1), (second, self.width - 3 - middle))

    def table(self) -> Table:
        """Return the table block, its cells in reading order."""
        return Table(tuple(sorted(self._cells)))


def spread(start: int, end: int, count: int) -> list[tuple[int, int]]:
    """Spread cells over the columns from ``start`` up to ``end``: the begin and width of each."""
    edges = [start + (end - start) * at // count for at in range(count + 1)]
    return [(low, high - low) for low, high in pairwise(edges)]


def runs(rows: Sequence[Indicator]) -> list[tuple[int, int, str, int]]:
    """Return level cells to merge: row, level column (1 or 2), text, how many rows."""
    cells: list[tuple[int, int, str, int]] = []
    seen = False
    at = 0
    for level1, group in groupby(rows, key=lambda row: row.level1):
        inner = list(group)
        cells.append((at, 1, level1 or (NONE if seen else ""), len(inner)))
        cells += _inner_runs(at, inner)
        seen = seen or level1 is not None
        at += len(inner)
    return cells


def _inner_runs(at: int, rows: Sequence[Indicator]) -> list[tuple[int, int, str, int]]:
    cells = []
    seen = False
    for level2, group in groupby(rows, key=lambda row: row.level2):
        count = len(list(group))
        cells.append((at, 2, level2 or (NONE if seen else ""), count))
        seen = seen or level2 is not None
        at += count
    return cells
