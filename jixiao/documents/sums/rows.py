"""Indicator rows: each cell to its column, levels carried down, what is no indicator told apart."""

from __future__ import annotations

from typing import Any

from jixiao.kernel.place import Spot
from jixiao.targets.facts import Indicator

from . import cells, words
from .columns import Columns
from .draft import Draft
from .grid import Box, Grid

TEXTS = ("unit", "basis", "weight", "actual", "score", "explanation", "grading", "source", "evidence", "method", "scoring", "history")
ORDER = ("level1", "level2", "level3", "value", "operator", "unit", *TEXTS[1:])
Cells = dict[str, Box]
FEWEST_DASHES = 3  # a row of nothing but dashes parts the rows above from the total below


def plain(box: Box | None) -> str | None:
    """Return a cell's text with broken lines put together, for values and names: no paragraphs there."""
    if box is None or not box.bare:
        return None
    return "".join(line.strip() for line in box.text.splitlines()) if "\n" in box.text else box.text.strip()


class Rows:
    """Reads the indicator rows of one table; levels are carried from row to row."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.level1: str | None = None
        self.level2: str | None = None
        self.written1 = ""  # level 1 as the form has it
        self.repeats = False  # levels stand on every row: a blank level is none
        self.medium: list[Indicator] = []
        self.medium_spots: list[Spot] = []
        self.term = ""
        self.operators = False
        self.told_places = False

    def read(self, grid: Grid, row: int, draft: Draft) -> None:
        """Read one row into a draft."""
        found, notes, stray = self._cells(grid, row)
        self._term(grid, row)
        filled = grid.filled(row)
        if len(filled) >= FEWEST_DASHES and all(box.bare in {"—", "——"} for box in filled):
            return
        first = filled[0] if filled else None
        if first is not None and first.bare in words.TOTALS:
            draft.add_extra(first.bare, " ".join(box.joined or "" for box in filled[1:]), first.spot)
            return
        level_spots = self._levels(grid, row, found)
        if self._is_execution(found):
            draft.add_extra("预算执行率", " ".join(box.joined or "" for box in filled), first.spot if first else Spot())
            return
        name = found.get("level3")
        if name is not None and cells.is_slot(name.text, plain(found.get("value"))):
            return
        before = len(self.medium)
        for half in ("medium", ""):
            self._half(grid, row, draft, (found, notes, level_spots), half, medium=len(self.medium) > before)
        for box in stray:
            draft.doubt(f"「{box.joined}」没有对应的列，未读入", box.spot, f"indicators.{max(len(draft.rows) - 1, 0)}")

    def _cells(self, grid: Grid, row: int) -> tuple[Cells, list[tuple[str, Box]], list[Box]]:
        """Give each cell of a row to its column."""
        found: Cells = {}
        notes: list[tuple[str, Box]] = []
        stray: list[Box] = []
        for box, place in self._placed(grid, row):
            column = self.columns.at(place)
            if column is None:
                if box.bare and not (box.rows > 1 or words.label(box.bare)):
                    stray.append(box)
                continue
            key = column.half + column.field if column.half else column.field
            if column.field in {"note", "place"}:
                notes.append((column.head, box))
            elif key not in found or (not found[key].bare and box.bare):
                found[key] = box
            elif box.bare and column.field != "group":
                stray.append(box)
        return found, notes, stray

    def _placed(self, grid: Grid, row: int) -> list[tuple[Box, int]]:
        """Return the cells of a row with their places; a row that lost its merged or empty cells is moved back below its heads."""
        boxes = grid.rows[row]
        width = self.columns.columns[-1].start + 1
        gap = None
        if boxes and not grid.spanned:
            full = boxes[-1].column + 1 >= width
            gap = self._gap(boxes) if not full else None if boxes[-1].bare else self._unit_gap(boxes)
        if gap is None:
            return [(box, box.column) for box in boxes]
        start, by = gap
        return [(box, box.column + (by if box.column >= start else 0)) for box in boxes]

    def _gap(self, boxes: list[Box]) -> tuple[int, int] | None:
        """Find where cells are missing: merged levels at the left, or the unit of a row that says 定性."""
        one, two, three = (self.columns.of(name) for name in ("level1", "level2", "level3"))
        first = boxes[0]
        if first.bare and three is not None and first.column < three.start:
            if two and one and first.column == one.start and not words.level1(first.bare) and words.level2(first.bare):
                return first.column, two.start - one.start
            known = words.level1(first.bare) or words.level2(first.bare)
            by = three.start - first.column
            if (
                not known
                and len(boxes) + by <= self.columns.columns[-1].start + 1
                and boxes[-1].column + by <= self.columns.columns[-1].start
            ):
                return first.column, by
        return self._unit_gap(boxes)

    def _unit_gap(self, boxes: list[Box]) -> tuple[int, int] | None:
        """Find the unit left out of a row that says 定性: what kind of value it is stands in the unit's place."""
        unit, nature = self.columns.of("unit"), self.columns.of("nature") or self.columns.of("operator")
        if unit and nature and unit.start < nature.start:
            at = next((box for box in boxes if box.column == unit.start), None)
            if at is not None and cells.nature_of(at.text)[0] in {"type", "operator"}:
                return unit.start, 1
        return None

    def _term(self, grid: Grid, row: int) -> None:
        """Note whether the block's own label says medium term or year."""
        first = self.columns.columns[0]
        if first.field == "group" and (box := grid.at(row, first.start)) is not None and box.bare:
            if "长期" in box.bare or "中期" in box.bare:
                self.term = "medium"
            elif "年度" in box.bare:
                self.term = ""

    def _levels(self, grid: Grid, row: int, found: Cells) -> dict[str, Spot]:
        """Carry the levels: own text, else the merged cell above, else what was said last."""
        spots: dict[str, Spot] = {}
        one, two = (self._level_box(grid, row, found, name) for name in ("level1", "level2"))
        if one is not None and one.bare:
            if words.shown_level(one.bare, words.LEVEL1) != self.level1 or one.row == row:
                self.level2 = None
            self.level1 = words.shown_level(one.bare, words.LEVEL1)
            self.written1 = one.bare
        elif self.repeats:
            self.level1 = None
        if two is not None and two.bare:
            self.level2 = words.shown_level(two.bare, words.LEVEL2)
            self._shifted(two)
        elif self.repeats:
            self.level2 = None
        for name, box in (("level1", one), ("level2", two)):
            if box is not None:
                spots[name] = box.spot
        return spots

    def _shifted(self, two: Box) -> None:
        """Put back a hierarchy moved down by one: 实施效果指标 over 产出指标."""
        if not self.written1 or words.level1(self.written1) or not words.level1(two.bare):
            return
        if "实施效果" in self.written1 or not words.level2(two.bare):
            self.level1 = words.level1(two.bare)
            self.level2 = "服务对象满意度指标" if self.level1 == "满意度指标" else None

    def _level_box(self, grid: Grid, row: int, found: Cells, name: str) -> Box | None:
        own = found.get(name)
        if own is not None and own.bare:
            return own
        column = self.columns.of(name) or self.columns.of(name, "medium")
        cover = grid.at(row, column.start) if column is not None else None
        if cover is not None and cover.row < row and cover.bare:
            return cover
        return own

    def _is_execution(self, found: Cells) -> bool:
        """Say whether the row is the execution rate of the budget, which is no indicator."""
        one, three = found.get("level1"), found.get("level3")
        if one is not None and words.shown_level(one.bare, {}) in cells.EXECUTION:
            return True
        two = found.get("level2")
        levels = (one is not None and one.bare) or (two is not None and two.bare)
        return three is not None and three.bare in cells.EXECUTION and not levels and (self.level1 is None or self.repeats)

    def _half(
        self, grid: Grid, row: int, draft: Draft, parts: tuple[Cells, list[tuple[str, Box]], dict[str, Spot]], half: str, *, medium: bool
    ) -> None:
        """Read one half of a row; where only its medium-term half says something, ``medium``, there is no indicator of the year."""
        found, notes, level_spots = parts
        if half and not any(column.half == half for column in self.columns.columns):
            return
        three, value = found.get(f"{half}level3"), found.get(f"{half}value")
        facts = self._facts(draft, found, notes if not half else [], (three, value), half)
        if facts is None or (half and facts["level3"] is None):
            return
        if half or self.term:
            self.medium.append(Indicator(**facts, no=len(self.medium)))
            box = found.get(f"{half}level3")
            self.medium_spots.append(box.spot if box is not None else Spot())
            return
        said = any(facts[name] for name in ("level3", "value", "basis", "actual", "score", "weight", "explanation"))
        if not said and (medium or not self._kept(grid, row, found)):
            return
        self._spots(draft, found, notes, level_spots, row_spot=grid.rows[row][0].spot if grid.rows[row] else Spot())
        draft.rows.append(Indicator(**facts, no=len(draft.rows)))

    def _kept(self, grid: Grid, row: int, found: Cells) -> bool:
        """Say whether a wholly blank row is a row of the form: it has a level, or somebody typed blanks into it."""
        if any(found[name].bare for name in ("level1", "level2") if name in found):
            return True
        if any(found[name].typed for name in ("level3", "value", "basis") if name in found):
            return True
        covers = [grid.at(row, column.start) for name in ("level1", "level2") if (column := self.columns.of(name))]
        return any(cover is not None and cover.row < row and cover.bare for cover in covers) and "level3" in found

    def _facts(
        self, draft: Draft, found: Cells, notes: list[tuple[str, Box]], own: tuple[Box | None, Box | None], half: str
    ) -> dict[str, Any] | None:
        three, value = own
        facts: dict[str, Any] = {
            "level1": self.level1,
            "level2": self.level2,
            "level3": cells.name_of(three.text) if three is not None and three.bare else None,
            "value": plain(value),
        }
        extra: list[tuple[str, str]] = []
        if not half:
            for name in TEXTS:
                facts[name] = plain(found.get(name))
            self._described(facts)
            self._points(facts)
            facts["operator"] = self._operator(draft, found, extra)
            places = [(head, box) for head, box in notes if self._is_place(head)]
            if places and facts["value"] is None:
                facts["value"] = self._first_place(draft, places)
            extra += [(head, text) for head, box in notes if (text := plain(box)) and (head, box) not in places[:1]]
            facts["extra"] = tuple(extra)
        return facts

    def _points(self, facts: dict[str, Any]) -> None:
        """Take points written behind a name, 「编制完整性（2分）」, for the weight where the form has no column of weights."""
        match = cells.POINTS.search(facts["level3"] or "")
        if match and self.columns.of("weight") is None:
            facts["level3"], facts["weight"] = facts["level3"][: match.start()].strip() or None, match[1]

    def _described(self, facts: dict[str, Any]) -> None:
        """Take the text of a column 单位（文字描述） for the value where the value is blank."""
        column = self.columns.of("unit")
        if facts["value"] is None and column is not None and "描述" in column.head:
            facts["value"], facts["unit"] = facts["unit"], None

    def _is_place(self, head: str) -> bool:
        return self.columns.places > 0 and any(column.head == head and column.field == "place" for column in self.columns.columns)

    def _first_place(self, draft: Draft, places: list[tuple[str, Box]]) -> str | None:
        if not self.told_places:
            self.told_places = True
            heads = "、".join(column.head for column in self.columns.columns if column.field == "place")
            draft.doubt(
                f"指标值按地区分列（{heads}），指标值取第一列，其余列照录在后", places[0][1].spot, f"indicators.{len(draft.rows)}.value"
            )
        return plain(places[0][1])

    def _operator(self, draft: Draft, found: Cells, extra: list[tuple[str, str]]) -> str | None:
        """Read the columns of operator, nature and direction by what stands in them, not by their heads."""
        operator: str | None = None
        for name in ("operator", "nature", "direction"):
            box = found.get(name)
            if box is None or not box.bare:
                continue
            kind, sign = cells.nature_of(box.text)
            if sign and operator is None:
                operator = sign
                self.operators = True
                continue
            column = self.columns.of(name)
            extra.append((column.head if column else name, plain(box) or ""))
            if kind == "unknown":
                draft.doubt(f"「{box.joined}」既不是运算符也不是指标性质，请核对", box.spot, f"indicators.{len(draft.rows)}.operator")
        return operator

    def _spots(self, draft: Draft, found: Cells, notes: list[tuple[str, Box]], level_spots: dict[str, Spot], row_spot: Spot) -> None:
        base = f"indicators.{len(draft.rows)}"
        spots = draft.spots
        spots[base] = row_spot
        for name in ("level3", "value", *TEXTS):
            if (box := found.get(name)) is not None:
                spots[f"{base}.{name}"] = box.spot
        three = found.get("level3")
        if three is not None and "weight" not in found and cells.POINTS.search(three.bare):
            spots[f"{base}.weight"] = three.spot
        for name, spot in level_spots.items():
            spots[f"{base}.{name}"] = spot
        operator = found.get("operator") or found.get("nature") or found.get("direction")
        if operator is not None:
            spots[f"{base}.operator"] = operator.spot
        for number, (_, box) in enumerate(notes):
            spots[f"{base}.extra.{number}"] = box.spot
        if "value" not in found and notes:
            spots.setdefault(f"{base}.value", notes[0][1].spot)

    def field_names(self) -> tuple[str, ...]:
        """Return the facts this form has columns for, in the order of the form."""
        names = [column.field for column in self.columns.columns if not column.half]
        if self.columns.places:
            names.append("value")
        if self.operators:
            names.append("operator")
        return tuple(name for name in dict.fromkeys(names) if name in ORDER)
