"""A sheet as a table: what is kept of it, how far it reaches, how merged ranges lie on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn

from jixiao.kernel.refusal import Refused
from jixiao.office import limits
from jixiao.office.facts import Cell, Table

ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0
WIDEST_TITLE = 64  # columns: a wider merge is a whole row merged by mistake, and does not widen the table


def place(address: str) -> tuple[int, int]:
    """Return the row and column, from 0, of an address such as C5; refuses what is none."""
    match = ADDRESS.fullmatch(address)
    if match is None or match[2] == "0":
        msg = f"表格里有看不懂的单元格地址，文件可能已损坏，{limits.RESAVE}"
        raise Refused(msg)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def merge_of(reference: str) -> Merge:
    """Return the range A1:C5 names; refuses one that covers too much."""
    first, _, last = reference.partition(":")
    top, left = place(first)
    bottom, right = place(last or first)
    merge = (min(top, bottom), min(left, right), max(top, bottom), max(left, right))
    guard_merge(merge)
    return merge


def guard_merge(merge: Merge) -> None:
    """Refuse a merged range that covers too many places."""
    top, left, bottom, right = merge
    area = (bottom - top + 1) * (right - left + 1)
    if area > limits.MAX_MERGE_AREA:
        msg = f"表格里有一处合并了 {area:,} 个单元格，文件可能已损坏或被改造，请取消这处合并后再传"
        raise Refused(msg)


def guard_place(row: int, column: int, sheet: str = "") -> None:
    """Refuse text too far out to belong to a table; row and column count from 0."""
    if row >= limits.MAX_SHEET_ROWS or column >= limits.MAX_SHEET_COLUMNS:
        refuse_far(row, column, sheet)


def refuse_far(row: int, column: int, sheet: str = "") -> NoReturn:
    """Refuse a sheet for a text that stands too far out."""
    named = f"工作表「{sheet}」" if sheet else "工作表"
    msg = f"{named}的第 {row + 1:,} 行第 {column + 1:,} 列还有内容，离表格太远，请删去多余内容后再传"
    raise Refused(msg)


@dataclass(slots=True)
class Sheet:
    """What was found on one sheet: texts by place, empty boxed places, merged ranges."""

    name: str
    number: int
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    boxed: list[tuple[int, int]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        """Keep a text; refuses a place too far out to belong to a table."""
        guard_place(row, column, self.name)
        self.texts[row, column] = text
        limits.cells(len(self.texts), limits.MAX_SHEET_CELLS)

    def merge(self, merge: Merge) -> None:
        """Keep a merged range."""
        self.merges.append(merge)
        limits.cells(len(self.merges), limits.MAX_MERGES)

    def table(self) -> Table | None:
        """Return the sheet as a table whose row 0 is the sheet's first row; None for an empty sheet.

        It ends with the last row and column that hold text; a merged title reaches as far as it reaches, within reason.
        """
        if not self.texts:
            return None
        height, width = self._extent()
        found: dict[tuple[int, int], Cell] = {}
        covered: set[tuple[int, int]] = set()
        for top, left, bottom, right in sorted(self.merges):
            rows, columns = min(bottom, height - 1) - top + 1, min(right, width - 1) - left + 1
            if rows <= 0 or columns <= 0:
                continue
            places = {(top + down, left + across) for down in range(rows) for across in range(columns)}
            if places & covered:
                continue
            covered |= places
            limits.cells(len(covered), limits.MAX_SHEET_SEEN)
            found[top, left] = Cell(top, left, self.texts.get((top, left), ""), rows, columns)
        boxed = [(row, column) for row, column in self.boxed if row < height and column < limits.MAX_SHEET_COLUMNS]
        for row, column in (*self.texts, *boxed):
            if (row, column) not in covered:
                found[row, column] = Cell(row, column, self.texts.get((row, column), ""))
        limits.cells(len(found), limits.MAX_SHEET_CELLS)
        return Table(tuple(found[key] for key in sorted(found)), self.name, self.number)

    def _extent(self) -> tuple[int, int]:
        height = max(row for row, _ in self.texts) + 1
        width = max(column for _, column in self.texts) + 1
        for row, column in self.boxed:
            if row < height and column < limits.MAX_SHEET_COLUMNS:
                width = max(width, column + 1)
        for top, left, bottom, right in self.merges:
            if (top, left) in self.texts:
                height = max(height, bottom + 1)
                width = max(width, right + 1) if right - left < WIDEST_TITLE else width
        return height, width
