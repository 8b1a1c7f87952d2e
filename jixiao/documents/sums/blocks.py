"""Building a table block row by row: cells with their reach, levels merged as far as they are equal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from jixiao.office.facts import Cell, Table
from jixiao.targets.facts import Indicator

BLANK = "\u3000"  # what the forms themselves leave in an empty cell
NONE = "—"  # a level that is none, where a blank would be read as the level above


class TableBuilder:
    """A table in the making: ``widths`` are the shares of its columns, the form's own words are remembered as labels."""

    def __init__(self, width: int, widths: Sequence[int] = ()) -> None:
        self.width = width
        self.widths = tuple(widths) or (1,) * width
        self.height = 0
        self._cells: list[Cell] = []
        self._labels: set[tuple[int, int]] = set()

    def put(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        """Put a cell at a place."""
        self._cells.append(Cell(row, column, text, rows, columns))

    def label(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        """Put a word of the form at a place."""
        self._labels.add((row, column))
        self.put(row, column, text, rows, columns)

    def line(self, row: int, start: int, texts: Sequence[str], *, labels: bool = False) -> None:
        """Put texts side by side; the last reaches to the edge of the table."""
        for at, text in enumerate(texts, start):
            last = at == start + len(texts) - 1
            put = self.label if labels else self.put
            put(row, at, text, 1, self.width - at if last else 1)

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Add labels and values, two pairs a row."""
        for at in range(0, len(pairs), 2):
            self.pair_row(*pairs[at : at + 2])

    def pair_row(self, *pairs: tuple[str, str]) -> None:
        """Add one row of one or two pairs of label and value, over the whole width; the two values get about the same room."""
        row = self.height
        self.label(row, 0, pairs[0][0], 1, 2)
        if len(pairs) == 1:
            self.put(row, 2, pairs[0][1], 1, self.width - 2)
        else:
            at = self.middle(2)
            self.put(row, 2, pairs[0][1], 1, at - 2)
            self.label(row, at, pairs[1][0])
            self.put(row, at + 1, pairs[1][1], 1, self.width - at - 1)
        self.height += 1

    def middle(self, start: int) -> int:
        """Return the column that parts the columns from ``start`` into a value, a label of that column and a second value."""
        return min(
            range(start + 1, max(start + 2, self.width - 1)), key=lambda at: abs(sum(self.widths[start:at]) - sum(self.widths[at + 1 :]))
        )

    def spread(self, start: int, count: int) -> list[tuple[int, int]]:
        """Spread cells over the columns from ``start`` to the edge, about equally wide: the begin and reach of each."""
        edges, whole = [start], sum(self.widths[start:])
        for number in range(1, count):
            least, most = edges[-1] + 1, self.width - (count - number)
            wanted = whole * number / count
            edges.append(min(range(least, most + 1), key=lambda at: abs(sum(self.widths[start:at]) - wanted)))
        return [(low, high - low) for low, high in pairwise([*edges, self.width])]

    def table(self, *, name: str | None = None, head: tuple[int, int] | None = None) -> Table:
        """Return the table block, its cells in reading order; ``head`` are the first and the number of rows to print on each page."""
        return Table(tuple(sorted(self._cells)), name, widths=self.widths, labels=frozenset(self._labels), head=head)


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
