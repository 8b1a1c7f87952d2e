"""Places: where a fact stands in the file it came from, and which fact it is."""

from __future__ import annotations

from typing import NamedTuple


class Spot(NamedTuple):
    """Where a cell or paragraph stands in a file; counting starts at 1, except ``block`` and ``cell`` (from 0)."""

    table: int | None = None  # the how-manieth table of the file
    row: int | None = None  # row of that table
    line: int | None = None  # line of a text file
    page: int | None = None  # page of a PDF, number of the sheet of a workbook
    block: int | None = None  # index into the blocks of the file
    cell: tuple[int, int] | None = None  # grid row and column inside a table block


NOWHERE = Spot()


class Place(NamedTuple):
    """One fact of a filing: the path to it, the word the form uses for it, and the spot in the file."""

    path: str  # e.g. "projects.2.indicators.4.value", "department.overall_goal"
    column: str | None = None  # the form's own word: 项目名称, 指标值, …
    spot: Spot = NOWHERE

    def where(self) -> dict[str, int | str | None]:
        """Return what the command line prints: table, row, column and line, None where it does not apply."""
        spot = self.spot
        return {"table": spot.table, "row": spot.row, "column": self.column, "line": spot.line}

    def __str__(self) -> str:
        """Say the place as an official would: 表3 第5行 · 指标值."""
        spot = self.spot
        parts = [f"表{spot.table}" if spot.table else "", f"第{spot.row}行" if spot.row else ""]
        head = " ".join(part for part in parts if part) or (f"第{spot.line}行" if spot.line else "")
        return " · ".join(part for part in (head, self.column or "") if part)
