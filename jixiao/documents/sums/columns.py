"""Header rows of indicator tables: which column holds what, in one row or two, in any order."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import words
from .grid import Box, Grid

FLAT = frozenset(
    {
        "name",
        "whole",
        "unit",
        "unit_code",
        "code",
        "department",
        "category",
        "nature",
        "amount",
        "total",
        "annual_goal",
        "overall_goal",
        "lead",
    }
)
SUBHEADS = frozenset({"operator", "nature", "value", "unit", "direction", "score", "weight", "note"})
IGNORED = frozenset({"序号", "编号", "行次"})
FEWEST = 2


@dataclass(slots=True)
class Column:
    """One column: where it begins, which fact it holds, and its head as printed. ``half`` is "medium" in the medium-term half."""

    start: int
    field: str
    head: str
    width: int = 1
    half: str = ""


@dataclass(slots=True)
class Columns:
    """The columns of an indicator table, left to right; ``rows`` is how many rows the header takes."""

    columns: list[Column]
    row: int
    rows: int = 1
    places: int = 0  # how many columns hold one place's values each
    _by_place: dict[int, Column] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """The facts the table has columns for."""
        return {column.field for column in self.columns}

    @property
    def flat(self) -> bool:
        """Say whether the projects themselves stand in columns."""
        return "project.name" in self.names

    def at(self, place: int) -> Column | None:
        """Return the column a grid place belongs to: the last one that begins at or before it."""
        if not self._by_place:
            ordered = sorted(self.columns, key=lambda column: column.start)
            for column, after in zip(ordered, [*ordered[1:], None], strict=False):
                end = after.start if after else column.start + 64
                self._by_place.update(dict.fromkeys(range(column.start, end), column))
        return self._by_place.get(place)

    def of(self, name: str, half: str = "") -> Column | None:
        """Return the column of a fact."""
        return next((column for column in self.columns if column.field == name and column.half == half), None)

    @property
    def level3(self) -> int:
        """Where the names stand."""
        column = self.of("level3") or self.of("level2") or self.columns[0]
        return column.start


def find(grid: Grid, row: int) -> Columns | None:
    """Return the columns a row heads, or None where it is no header of an indicator table."""
    boxes = grid.filled(row)
    if len(boxes) < FEWEST:
        return None
    fields = [words.column(box.bare) for box in boxes]
    strong = {name for name in fields if name in words.STRONG}
    if len(strong) < FEWEST or not strong & {"level3", "name", "value"}:
        return None
    found = Columns([_column(box, name) for box, name in zip(boxes, fields, strict=True)], row)
    _subheads(grid, found, boxes)
    _groups(found)
    _resolve(found)
    _halves(found)
    _repeats(found)
    _places(found)
    return found


def _column(box: Box, name: str | None) -> Column:
    if name is None:
        known = words.label(box.bare)
        if known is not None and known.field in FLAT:
            name = f"project.{known.field}"
        else:
            name = "group" if known is not None and known.field == "group" else "unknown"
    return Column(box.column, name, box.bare, box.columns)


def _projects(found: Columns) -> None:
    """Let project columns stand only in a list of projects; a column 单位 left of its levels names the unit that spends."""
    level = next((column.start for column in found.columns if column.field in words.STRONG), 0)
    for column in found.columns:
        if "project.name" not in found.names and column.field.startswith("project."):
            column.field = "unknown"
        elif "project.name" in found.names and column.field == "unit" and column.start < level:
            column.field = "project.unit"


def _groups(found: Columns) -> None:
    """Set aside the vertical label left of all facts, and number columns: they hold no fact."""
    _projects(found)
    first = min((column.start for column in found.columns if column.field not in {"group", "unknown"}), default=0)
    for column in found.columns:
        if column.field in {"group", "unknown"} and (column.start < first or column.head in IGNORED):
            column.field = "group"
        elif column.field == "group":
            column.field = "unknown"
    found.columns.sort(key=lambda column: column.start)


def _resolve(found: Columns) -> None:
    """Decide what 指标名称 and 指标内容 are, by which other columns the form has."""
    names = found.names
    for column in found.columns:
        if column.field != "name":
            continue
        if "level3" not in names:
            column.field = "level3"
        elif "内容" in column.head:
            column.field = "explanation"
    if "name" in found.names:
        shift = (
            {"name": "level3", "level3": "level2", "level2": "level1"} if "level1" not in names else {"name": "level3", "level3": "note"}
        )
        for column in found.columns:
            column.field = shift.get(column.field, column.field)


def _halves(found: Columns) -> None:
    """Mark the medium-term half where two sets of names and values stand side by side."""
    values = [column for column in found.columns if column.field == "value"]
    names = [column for column in found.columns if column.field == "level3"]
    if len(values) != FEWEST or len(names) != FEWEST:
        return
    for column in found.columns:
        if column.start <= values[0].start and column.field in {"level2", "level3", "value"}:
            column.half = "medium"
    if not any(column.field == "level2" and not column.half for column in found.columns):
        for column in found.columns:
            if column.field == "level2":
                column.half = ""


def _repeats(found: Columns) -> None:
    """Make a note of the second column of a fact named twice; points weighed (折算得分) are the score, raw ones the note."""
    if any(column.head.startswith("折算") for column in found.columns):
        for column in found.columns:
            if column.field == "score" and not column.head.startswith("折算"):
                column.field = "note"
    seen: set[tuple[str, str]] = set()
    for column in found.columns:
        key = (column.field, column.half)
        if key in seen and column.field not in {"note", "unknown", "group", "place"}:
            column.field = "note"
        seen.add(key)


def _places(found: Columns) -> None:
    """Unknown heads are places, each with its own values, where the form has no other column of values; else they are notes."""
    unknown = [column for column in found.columns if column.field == "unknown"]
    places = "value" not in found.names and len(unknown) >= FEWEST
    for column in unknown:
        column.field = "place" if places else "note"
    found.places = sum(column.field == "place" for column in found.columns)


def _subheads(grid: Grid, found: Columns, boxes: list[Box]) -> None:
    """Take in the lower row of a two-row header."""
    below = grid.filled(found.row + 1) if found.row + 1 < grid.height else []
    if not below:
        return
    wide = [box for box in boxes if box.columns > 1]
    if wide and all(any(box.column <= one.column < box.column + box.columns for box in wide) for one in below):
        _replace_placed(found, below, {box.column: box.columns for box in wide})
    elif {words.column(one.bare) for one in below} <= SUBHEADS and any(words.column(one.bare) == "value" for one in below):
        if below[0].column > 0 or grid.at(found.row, below[0].column) is None:
            _replace_placed(found, below, {})
        else:
            _insert(found, below)
    else:
        return
    found.rows = 2


def _sub(one: Box, start: int) -> Column:
    return Column(start, words.column(one.bare) or "place", one.bare)


def _replace_placed(found: Columns, below: list[Box], wide: dict[int, int]) -> None:
    starts = {one.column for one in below}
    kept = [
        column
        for column in found.columns
        if column.start not in starts
        and not (column.start in wide and any(column.start <= s < column.start + wide[column.start] for s in starts))
    ]
    found.columns = sorted([*kept, *(_sub(one, one.column) for one in below)], key=lambda column: column.start)


def _insert(found: Columns, below: list[Box]) -> None:
    """Put lower heads that lost their place below the heads they belong to: operator, value, unit; then points."""
    parts = {"value": [one for one in below if words.column(one.bare) not in {"score", "weight", "note"}]}
    parts["score"] = [one for one in below if one not in parts["value"]]
    columns: list[Column] = []
    for column in found.columns:
        inner = parts.pop(column.field, [])
        start = columns[-1].start + 1 if columns else column.start
        columns += [_sub(one, start + step) for step, one in enumerate(inner)] or [Column(start, column.field, column.head)]
    found.columns = columns
