"""One table of a form: head rows, header, indicator rows, and where one project ends and the next begins."""

from __future__ import annotations

from jixiao.kernel.period import year_in

from . import cells, words
from .columns import Columns
from .draft import Draft
from .flat import FlatRow
from .grid import Grid
from .heads import SECTION, TITLE, TITLE_LENGTH, Head
from .rows import Rows
from .session import Above, Session

FEW = 2


class TableReader:
    """Reads one table that has at least one indicator header."""

    def __init__(self, session: Session, grid: Grid, above: Above, headers: dict[int, Columns]) -> None:
        self.session = session
        self.grid = grid
        self.above = above
        self.headers = headers
        self.pending: list[int] = []
        self.draft: Draft | None = None
        self.rows: Rows | None = None

    def read(self) -> None:
        """Read the rows from top to bottom."""
        row, inside = 0, False
        while row < self.grid.height:
            found = self.headers.get(row)
            if found is not None:
                self._open(found)
                inside, row = True, row + found.rows
                continue
            if inside and self._is_tail(row):
                inside = False
            elif not inside and self.rows is not None and self._is_indicator(row):
                self._flush()
                inside = True
            if inside and self.rows is not None:
                self._indicator(row)
            else:
                self.pending.append(row)
            row += 1
        self._flush()
        self._close()

    def _open(self, found: Columns) -> None:
        """Begin the indicator rows under a header; a header repeated on the next page goes on where the rows stopped."""
        same = self.rows is not None and _alike(self.rows.columns, found)
        if self.draft is None and self._carries_on(found):
            self.draft = self.session.current
            before = self.session.rows
            same = before is not None and _alike(before.columns, found)
            self.rows = before if same else None
        if found.flat and self.rows is None:
            self._list_head()
        self._flush()
        if self.draft is None and not found.flat:
            self.draft = self.session.new(self.above)
        if same and self.rows is not None:
            self.rows.columns = found
        else:
            self._close()
            self.rows = Rows(found)
            self.rows.repeats = _repeats_levels(self.grid, found)

    def _list_head(self) -> None:
        """Take year and unit from the rows above a list of projects; its title is no project's."""
        for row in self.pending:
            for box in self.grid.filled(row):
                self.above.year = self.above.year or year_in(box.bare)
                if match := words.UNIT_CAPTION.search(box.bare):
                    self.above.unit = match[1]
        self.above.year = self.above.year or year_in(self.above.title)
        self.pending = []

    def _carries_on(self, found: Columns) -> bool:
        if self.session.current is None or self.above.title or found.flat:
            return False
        named = any(
            (known := words.label(box.bare)) and known.field in {"name", "whole"} for row in self.pending for box in self.grid.rows[row]
        )
        titled = any(len(filled := self.grid.filled(row)) == 1 and TITLE.search(filled[0].bare[:TITLE_LENGTH]) for row in self.pending)
        return not named and not titled

    def _flush(self) -> None:
        """Read the head rows gathered so far; a further project name begins a further project."""
        rows, self.pending = self.pending, []
        if not any(self.grid.filled(row) for row in rows):
            return
        if self.rows is not None and self.rows.columns.flat:
            return
        parts = self._parts(rows)
        for number, part in enumerate(parts):
            if self.draft is None or number > 0:
                self._close()
                self.draft = self.session.new(self.above if not self.session.drafts or number == 0 else None)
                self.rows = None if number > 0 else self.rows
            read_head(self.grid, self.draft, part)

    def _parts(self, rows: list[int]) -> list[list[int]]:
        """Split head rows where a further project begins: at its name, with the title and captions right above."""
        parts: list[list[int]] = [[]]
        named = self.draft is not None and ("name" in self.draft.fields or bool(self.draft.rows))
        for row in rows:
            names = any((known := words.label(box.bare)) and known.field == "name" for box in self.grid.rows[row])
            if names and named:
                above: list[int] = []
                while parts[-1] and self._is_caption(parts[-1][-1]):
                    above.insert(0, parts[-1].pop())
                parts.append(above)
            named = named or names
            parts[-1].append(row)
        return parts

    def _is_caption(self, row: int) -> bool:
        filled = self.grid.filled(row)
        return not filled or (len(filled) == 1 and words.label(filled[0].bare) is None)

    def _is_tail(self, row: int) -> bool:
        """Say whether a row below the header is a head row again: a label or a section, not an indicator."""
        filled = self.grid.filled(row)
        if not filled or self.rows is None:
            return False
        box = filled[0]
        if box.bare in words.TOTALS or box.bare in cells.EXECUTION or self.rows.columns.flat:
            return False
        at_left = box.column < self.rows.columns.level3 or self.rows.columns.of("level1") is None
        known = words.label(box.bare)
        if known is not None and known.field != "group" and at_left:
            return words.level1(box.bare) is None and words.level2(box.bare) is None
        alone = len(filled) == 1 and len(box.bare) < TITLE_LENGTH
        return (
            alone and box.column <= self.rows.columns.columns[0].start and (SECTION.match(box.bare) or TITLE.search(box.bare)) is not None
        )

    def _is_indicator(self, row: int) -> bool:
        return any(words.level2(box.bare) or words.level1(box.bare) for box in self.grid.filled(row)[:3])

    def _indicator(self, row: int) -> None:
        if self.rows is None:
            return
        if self.rows.columns.flat:
            self._flat(row)
        elif self.draft is not None:
            self.rows.read(self.grid, row, self.draft)

    def _flat(self, row: int) -> None:
        """Read a row of a list of many projects: a new name begins a new project; a row without indicator is a subtotal."""
        if self.rows is None:
            return
        self.draft = FlatRow(self.grid, row, self.rows, self.above).project(self.session, self.draft)
        if self.draft is None:
            return
        filled = {column.field for box in self.grid.filled(row) if (column := self.rows.columns.at(box.column))}
        if filled & {"level3", "value", "level2"}:
            self.rows.read(self.grid, row, self.draft)
            self.draft.columns = self.draft.columns or self.rows.field_names()

    def _close(self) -> None:
        """Give the project the columns of its form, and its medium-term rows."""
        if self.rows is None or self.draft is None:
            return
        self.draft.columns = tuple(dict.fromkeys((*self.draft.columns, *self.rows.field_names())))
        keep_medium(self.draft, self.rows)
        self.session.rows = self.rows


def read_head(grid: Grid, draft: Draft, rows: range | list[int]) -> None:
    """Read head rows of a table, the money unit first."""
    _captions(grid, draft, rows)
    Head(grid, draft).read(rows)


def _captions(grid: Grid, draft: Draft, rows: range | list[int]) -> None:
    for row in rows:
        for box in grid.rows[row]:
            if "单位" in box.bare and len(box.bare) < words.LABEL_LENGTH and (match := words.UNIT_CAPTION.search(box.bare)):
                draft.units.table = match[1]


def keep_medium(draft: Draft, rows: Rows) -> None:
    """Keep medium-term indicators apart; where the form has no others they are the indicators, and a doubt."""
    if not rows.medium:
        return
    if draft.rows:
        for row, spot in zip(rows.medium, rows.medium_spots, strict=True):
            draft.add_medium(row, spot)
    else:
        draft.rows = list(rows.medium)
        draft.doubt("表中只有中期（长期）指标，没有年度指标，按年度指标读入", path="indicators")
    rows.medium, rows.medium_spots = [], []


def _alike(one: Columns, other: Columns) -> bool:
    """Say whether two headers have columns for the same facts; the vertical label at the left is seldom printed again."""
    return one.names - {"group"} == other.names - {"group"}


def _repeats_levels(grid: Grid, found: Columns) -> bool:
    """Say whether levels stand on every row that has a class: then a blank level is none, not the one above."""
    one, two = found.of("level1"), found.of("level2")
    if one is None or two is None:
        return False
    again = False
    before = ""
    for row in range(found.row + found.rows, grid.height):
        first, second = grid.at(row, one.start), grid.at(row, two.start)
        own = first.bare if first is not None and first.row == row else ""
        if not own and second is not None and second.row == row and second.bare:
            return False
        again = again or bool(own and own == before)
        before = own
    return again
