"""Lists of many projects in one table: project facts in columns, merged down or repeated."""

from __future__ import annotations

from typing import NamedTuple

from . import amounts, words
from .draft import Draft
from .grid import Box, Grid
from .rows import Rows
from .session import Above, Session


class FlatRow(NamedTuple):
    """One row of a list of projects."""

    grid: Grid
    row: int
    rows: Rows
    above: Above

    def project(self, session: Session, draft: Draft | None) -> Draft | None:
        """Return the project the row belongs to, begun anew where the row names another; None below a total."""
        own = self._own()
        name = own.get("name")
        if name is None or not name.bare:
            return draft
        if name.bare in words.TOTALS:
            return None
        if draft is not None and draft.fields.get("name") == name.joined and not _differs(draft, own):
            return draft
        draft = session.new(None)
        draft.units.table = self.above.unit
        draft.fields["stated_year"] = self.above.year
        self.rows.level1 = self.rows.level2 = None
        for field, box in own.items():
            self._take(draft, field, box)
        return draft

    def _own(self) -> dict[str, Box]:
        """Return the project cells that begin in this row, or reach into it where the name begins here."""
        own: dict[str, Box] = {}
        for column in self.rows.columns.columns:
            if column.field.startswith("project."):
                box = self.grid.at(self.row, column.start)
                if box is not None and box.bare and (box.row == self.row or column.field != "project.name"):
                    own[column.field.removeprefix("project.")] = box
        return own

    def _take(self, draft: Draft, field: str, box: Box) -> None:
        column = self.rows.columns.of(f"project.{field}")
        head = column.head if column else ""
        if field in {"amount", "total"}:
            amounts.take(draft, amounts.read(box.text, words.unit_in(head), draft.units), box.spot)
        elif field in {"annual_goal", "overall_goal"}:
            draft.set("annual_goal", box.joined, box.spot)
        else:
            draft.set("department" if field == "whole" else field, box.joined, box.spot)


def _differs(draft: Draft, own: dict[str, Box]) -> bool:
    """Say whether a row repeats the name of the project but names another unit: another project of the same name."""
    unit = own.get("unit")
    return unit is not None and unit.bare != words.bare(draft.fields.get("unit") or unit.bare)
