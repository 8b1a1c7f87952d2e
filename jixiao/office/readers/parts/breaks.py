"""Page breaks undone: a table going on over the page is one table again, a row cut in two is one row."""

from __future__ import annotations

from dataclasses import dataclass, field

from jixiao.office import limits
from jixiao.office.facts import Cell, Table

from .pages import PADDING, Line, full, glue

SAME = 4.0  # points by which the same edge may differ
HEADER_ROWS = 3  # a header repeated on each page has no more


@dataclass(slots=True)
class Box:
    """A cell of a page's table: grid rows, edges in points, its text, and its last line for the question whether it goes on."""

    row: int
    rows: int
    x0: float
    x1: float
    text: str
    last: Line | None = None

    def under(self, other: Box) -> bool:
        """Say whether it stands in the same column as another."""
        return abs(self.x0 - other.x0) <= SAME and abs(self.x1 - other.x1) <= SAME


@dataclass(slots=True)
class Part:
    """The piece of a table on one page."""

    boxes: list[Box]
    page: int
    bottom: float = 0.0
    edges: list[float] = field(default_factory=list)

    @property
    def height(self) -> int:
        """Number of rows."""
        return max(box.row + box.rows for box in self.boxes)

    def row(self, number: int) -> list[Box]:
        """Return the cells that begin in a row."""
        return [box for box in self.boxes if box.row == number]

    def last_row(self) -> list[Box]:
        """Return the cells that reach the last row."""
        return [box for box in self.boxes if box.row + box.rows == self.height]

    def goes_on_in(self, other: Part) -> bool:
        """Say whether another part stands in the same columns: one's edges are all among the other's."""
        few, many = sorted((columns(self.edges), columns(other.edges)), key=len)
        same_left = abs(self.edges[0] - other.edges[0]) <= SAME
        same_right = abs(self.edges[-1] - other.edges[-1]) <= SAME
        return same_left and (same_right or all(abs(many[nearest(many, edge)] - edge) <= SAME for edge in few))

    def join(self, other: Part) -> None:
        """Add the part on the next page, without its repeated header, and with a row cut in two put together."""
        drop = _repeated(self, other)
        boxes = [box for box in other.boxes if box.row >= drop]
        first = [box for box in boxes if box.row == drop]
        if first and _cut(self.last_row(), first):
            self._mend(first)
            boxes = [box for box in boxes if box.row > drop]
            drop += 1
        height = self.height
        for box in boxes:
            box.row += height - drop
        self.boxes.extend(boxes)
        self.edges = sorted({*self.edges, *other.edges})
        self.bottom = other.bottom

    def _mend(self, first: list[Box]) -> None:
        for box in first:
            for above in self.last_row():
                if box.text and box.under(above):
                    above.text = glue(above.text, box.text)
                    above.last = box.last

    def table(self) -> Table:
        """Return the part, with all that was joined to it, on one grid."""
        lines = columns(self.edges)
        cells = []
        for box in self.boxes:
            left, right = nearest(lines, box.x0), nearest(lines, box.x1)
            cells.append(Cell(box.row, left, box.text, box.rows, max(1, right - left)))
        limits.cells(len(cells), limits.MAX_WORD_CELLS)
        return Table(tuple(sorted(cells)), page=self.page)


def columns(edges: list[float]) -> list[float]:
    """Return edges with those of the same line taken once."""
    lines: list[float] = []
    for edge in sorted(edges):
        if not lines or edge - lines[-1] > SAME:
            lines.append(edge)
    return lines


def nearest(lines: list[float], edge: float) -> int:
    """Return which line an edge lies on."""
    return min(range(len(lines)), key=lambda number: abs(lines[number] - edge))


def _repeated(first: Part, other: Part) -> int:
    """Return how many of the other's rows repeat the head of the first."""
    same = 0
    for number in range(min(HEADER_ROWS, first.height, other.height - 1)):
        head, again = ([box.text for box in part.row(number)] for part in (first, other))
        if head != again or sum(bool(text) for text in head) < 2:  # noqa: PLR2004 - one word may stand twice by chance
            break
        same = number + 1
    return same


def _cut(above: list[Box], below: list[Box]) -> bool:
    """Say whether the row below is the rest of the row above: all it holds goes on a full line, and something ended there."""
    pairs = [(up, down) for down in below for up in above if down.under(up)]
    if len(pairs) != len(below) or not any(down.text for _, down in pairs):
        return False
    going = [(up, down) for up, down in pairs if down.text]
    if not all(up.last and full(up.last, down.text, up.x1 - up.x0 - 2 * PADDING) for up, down in going):
        return False
    ended = any(up.text and not down.text and up.rows == 1 for up, down in pairs)
    return ended or (len(going) == 1 and sum(bool(up.text) for up, _ in pairs) == 1)
