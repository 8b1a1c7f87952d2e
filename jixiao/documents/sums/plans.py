"""The cumulative spending plan: dates across, percents below or behind."""

from __future__ import annotations

import re

from jixiao.kernel.goal import fold
from jixiao.targets.facts import PlanPoint

from . import words
from .draft import Draft
from .grid import Box, Grid

BY = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}月(?:底|末|\d{1,2}日)?|第?[一二三四1-4]季度(?:末|底)?|年底|年末|上半年|全年)(?:前|止)?(?:[(（].{0,8}[)）])?"
)
PERCENT = re.compile(r"\d+(?:\.\d+)?%?")


def read_plan(grid: Grid, draft: Draft, used: set[tuple[int, int]], box: Box, after: list[Box]) -> int:
    """Read a plan beside its label; returns how many boxes of the row it took."""
    dates: list[Box] = []
    percents: list[Box | None] = []
    taken = 0
    for one in after:
        if one.bare and words.label(one.bare) is not None:
            break
        taken += 1
        if BY.fullmatch(one.bare):
            dates.append(one)
        elif dates and PERCENT.fullmatch(fold(one.bare)):
            percents.append(one)
    if not dates:
        draft.add_extra("资金支出计划", " ".join(one.joined or "" for one in after[:taken] if one.bare), box.spot)
        return taken
    if not percents:
        percents = _under(grid, box, dates)
        used.update((under.row, under.column) for under in percents if under is not None)
    draft.spots["plan"] = box.spot
    for date, percent in zip(dates, (*percents, *[None] * len(dates)), strict=False):
        _point(draft, date, percent)
    return taken


def _under(grid: Grid, box: Box, dates: list[Box]) -> list[Box | None]:
    """Find the percents below the dates: by column, or in order where a merged label left no empty cell behind."""
    under = [grid.below(date) for date in dates]
    row = box.row + 1
    if any(one is not None and one.bare and not PERCENT.fullmatch(fold(one.bare)) for one in under) or under[-1] is None:
        line = grid.filled(row) if row < grid.height else []
        if len(line) == len(dates) and all(PERCENT.fullmatch(fold(one.bare)) for one in line):
            return list(line)
    return under


def _point(draft: Draft, date: Box, percent: Box | None) -> None:
    number = len(draft.plan)
    draft.spots[f"plan.{number}"] = draft.spots[f"plan.{number}.by"] = date.spot
    draft.spots[f"plan.{number}.percent"] = percent.spot if percent is not None else date.spot
    text = percent.bare if percent is not None else ""
    if text and not PERCENT.fullmatch(fold(text)):
        draft.doubt(
            f"资金支出计划「{date.bare}」写的是「{text}」，不是百分数", draft.spots[f"plan.{number}.percent"], f"plan.{number}.percent"
        )
    draft.plan.append(PlanPoint(date.bare, fold(text).rstrip("%") or None))
