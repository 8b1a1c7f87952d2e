"""Lists whose goals stand in one cell of tagged text: 【产出指标-数量指标】 指标1:文艺演出场次(≥77场)."""

from __future__ import annotations

import re

from jixiao.targets.facts import Indicator

from . import amounts, words
from .draft import Draft
from .grid import Box, Grid
from .session import Above, Session

TAG = re.compile(r"【([^】]{2,30})】")
LEVELS = re.compile(r"^(.{2,10}?)[-—－·](.{2,16})$")
ITEM = re.compile(r"(?:指标|目标)\s*\d+\s*[:：]")
VALUE = re.compile(r"^(?P<name>.+?)\s*[（(](?P<value>[^（()）]*(?:[（(][^（()）]*[)）])?[^（()）]*)[)）]\s*[;；。,，]?$", re.DOTALL)
ITEM_LENGTH = 400
CATEGORIES = re.compile(r"特定目标类|人员类|运转类|公用经费|其他运转类")
GOALS = {
    "总体目标": "annual_goal",
    "年度目标": "annual_goal",
    "年度绩效目标": "annual_goal",
    "绩效目标": "annual_goal",
    "中期目标": "medium_goal",
}


def is_tagged(grid: Grid) -> bool:
    """Say whether a table holds tagged goals."""
    return any("【" in box.bare and (_levels(box.text) or "目标】" in box.bare) for row in grid.rows for box in row)


def _levels(text: str) -> bool:
    return any("指标" in tag and LEVELS.match(tag) for tag in TAG.findall(text))


def read_tagged(session: Session, grid: Grid, above: Above) -> None:
    """Read a list of projects, each with its goals in one cell."""
    places: dict[str, int] = {}
    units: dict[str, Box | None] = {"unit": None, "unit_code": None, "category": None}
    stated: str | None = None
    for row in range(grid.height):
        filled = grid.filled(row)
        if not places and len(filled) > 1 and (found := _places(filled)):
            places = found
            stated = next((unit for box in filled if (unit := words.unit_in(box.bare))), None)
            continue
        goal = next((box for box in filled if TAG.search(box.text)), None)
        name = grid.at(row, places.get("name", -1))
        if goal is None:
            _context(grid, row, places, units)
            continue
        draft = session.new(None)
        draft.units.above, draft.units.table = above.unit, stated
        draft.fields["stated_year"] = above.year
        for field, box in units.items():
            if box is not None:
                draft.set(field, box.joined, box.spot)
        if name is not None and name.bare and name is not goal:
            draft.set("name", name.joined, name.spot)
        if (amount := grid.at(row, places.get("amount", -1))) is not None and amount.row == row:
            amounts.take(draft, amounts.read(amount.text, None, draft.units), amount.spot)
        draft.columns = ("level1", "level2", "level3", "value")
        _goals(draft, goal)


def _places(filled: list[Box]) -> dict[str, int]:
    places: dict[str, int] = {}
    for box in filled:
        known = words.label(box.bare) or words.label(words.BRACKETS.sub("", box.bare))
        if known is not None:
            places[known.field] = box.column
    if "name" not in places and "unit" in places:
        places["name"] = places["unit"]
    return places if "name" in places else {}


def _context(grid: Grid, row: int, places: dict[str, int], units: dict[str, Box | None]) -> None:
    """Take unit and category from a row without goals: the rows below it are theirs."""
    name = grid.at(row, places.get("name", -1))
    code = grid.at(row, places.get("unit_code", -1))
    if name is None or not name.bare or name.bare in words.TOTALS:
        return
    if code is not None and code.bare:
        units["unit"], units["unit_code"], units["category"] = name, code, None
    elif CATEGORIES.search(name.bare):
        units["category"] = name


def _goals(draft: Draft, box: Box) -> None:
    parts = TAG.split(box.text)
    for tag, text in zip(parts[1::2], parts[2::2], strict=False):
        shown = words.bare(tag)
        cell = box._replace(text=text, bare=words.bare(text))
        if (match := LEVELS.match(shown)) and "指标" in shown:
            _indicators(draft, match, cell)
        elif shown in GOALS:
            draft.set(GOALS[shown], cell.joined, box.spot)
        else:
            draft.add_extra(shown, cell.joined, box.spot)


def _indicators(draft: Draft, levels: re.Match[str], cell: Box) -> None:
    level1, level2 = words.shown_level(levels[1], words.LEVEL1), words.shown_level(levels[2], words.LEVEL2)
    for item in ITEM.split(cell.text):
        text = "".join(item.split("\n")).strip()
        if not text:
            continue
        number = len(draft.rows)
        match = VALUE.match(text) if len(text) < ITEM_LENGTH else None
        base = f"indicators.{number}"
        if match is None:
            draft.doubt(f"「{text}」后面没有括号里的指标值", cell.spot, f"{base}.value")
        for path in (base, *(f"{base}.{name}" for name in draft.columns)):
            draft.spots[path] = cell.spot
        name, value = (match["name"], match["value"].strip() or None) if match else (text, None)
        draft.rows.append(Indicator(level1, level2, name, value, no=number))
