"""Tables of money inside a form: heads across (年初预算数, 全年执行数, …), one row for the year and one for each source."""

from __future__ import annotations

import re
from itertools import pairwise

from jixiao.kernel.goal import fold

from . import amounts, words
from .draft import Draft
from .grid import Box, Grid

NUMERIC = re.compile(r"-?[\d,.]+(?:%|万元|元|分)?")


def fund_head(box: Box) -> str | None:
    """Return the head of a money column a box is, without brackets, or None."""
    name = words.BRACKETS.sub("", box.bare).strip(":：*")
    return name if name in words.FUND_HEADS else None


def money_label(box: Box) -> words.Label | None:
    """Return the label of a row of money a box is: 年度资金总额, 其中：财政拨款, 合计."""
    known = words.label(box.bare)
    if known is not None and known.field in words.MONEY_FIELDS:
        return known
    return words.Label("total", box.bare, None) if box.bare in words.TOTALS else None


def is_money_head(boxes: list[Box]) -> bool:
    """Say whether a row heads a table of money: two of its heads stand side by side, with no value between."""
    heads = [fund_head(box) for box in boxes if box.bare]
    beside = any(left and right for left, right in pairwise(heads))
    return beside and any(head in words.FUND_AMOUNT for head in heads if head)


class MoneyTable:
    """Reads one table of money into a draft."""

    def __init__(self, grid: Grid, draft: Draft, used: set[tuple[int, int]]) -> None:
        self.grid = grid
        self.draft = draft
        self.used = used
        self.heads: list[tuple[int, str, str | None]] = []

    def read(self, row: int, boxes: list[Box]) -> None:
        """Read the head row ``boxes`` and the rows below it, as long as they are rows of money."""
        for box in boxes:
            if name := fund_head(box):
                self.heads.append((box.column, name, words.unit_in(box.bare)))
            elif (known := words.label(box.bare)) and known.unit:
                self.draft.units.table = self.draft.units.table or known.unit
            elif self.heads and known is None and box.bare:
                self.heads.append((box.column, box.bare, None))
        first = True
        for below in range(row + 1, self.grid.height):
            if not self._money_row(below, first=first):
                break
            first = False

    def _money_row(self, row: int, *, first: bool) -> bool:
        filled = [box for box in self.grid.filled(row) if (box.row, box.column) not in self.used]
        label = next(
            ((box, known) for box in filled if (known := money_label(box)) is not None),
            None,
        )
        numeric = [box for box in filled if NUMERIC.fullmatch(fold(box.bare))]
        if label is None and not (first and numeric):
            return False
        values = self._values(row, label[0] if label else None)
        self.used.update((box.row, box.column) for box in filled)
        if label is not None and label[1].field == "funding":
            self._source(label[1], values)
        else:
            self._year(label[1] if label else None, values)
        return True

    def _values(self, row: int, label: Box | None) -> list[tuple[str, str | None, Box]]:
        """Match cells to heads: by place, or in order where the row has as many cells as there are heads."""
        after = [box for box in self.grid.rows[row] if label is None or box.column > label.column]
        placed = [
            (name, unit, box) for column, name, unit in self.heads if (box := self.grid.at(row, column)) is not None and box is not label
        ]
        if not self.grid.spanned and len(after) == len(self.heads) and len(placed) < len(self.heads):
            return [(name, unit, box) for (_, name, unit), box in zip(self.heads, after, strict=True)]
        return [(name, unit, box) for name, unit, box in placed if box.row == row]

    def _chosen(self, values: list[tuple[str, str | None, Box]]) -> tuple[str, str | None, Box] | None:
        for wanted in words.FUND_AMOUNT:
            for name, unit, box in values:
                if name == wanted and box.bare:
                    return name, unit, box
        return None

    def _year(self, known: words.Label | None, values: list[tuple[str, str | None, Box]]) -> None:
        chosen = self._chosen(values)
        for name, unit, box in values:
            if chosen is not None and box is chosen[2]:
                stated = unit or (known.unit if known else None)
                amounts.take(self.draft, amounts.read(box.text, stated, self.draft.units), box.spot)
            else:
                self.draft.add_extra(name, box.joined, box.spot)

    def _source(self, known: words.Label, values: list[tuple[str, str | None, Box]]) -> None:
        chosen = self._chosen(values)
        if chosen is not None:
            amount = amounts.read(chosen[2].text, chosen[1] or known.unit, self.draft.units)
            amounts.take_source(self.draft, known.name, amount, chosen[2].spot)
        for name, _, box in values:
            if (chosen is None or box is not chosen[2]) and box.bare not in {"", "-", "—", "——", "－"}:
                self.draft.add_extra(f"{known.name}{name}", box.joined, box.spot)
