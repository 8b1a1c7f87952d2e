"""Two people's edits of one table brought together, cell by cell, so that nothing either of them typed is lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jixiao.targets.facts import Department, Difference, Filing, Indicator, Project

from .comparing import WHOLE, differences, paired

GONE = "-"  # before the path of a row only the other one has


@dataclass(frozen=True, slots=True)
class Clash:
    """One cell in which two states of a table differ, and who changed it since the state both began from: mine, theirs, both."""

    key: str
    difference: Difference  # old is theirs, new is mine
    changed: str

    @property
    def take_theirs(self) -> bool:
        """Say whether theirs is the better guess: only they changed it."""
        return self.changed == "theirs"


def key_of(difference: Difference) -> str:
    """Return a name for a differing cell; a row only the other one has keeps its path in his table, so it is marked."""
    gone = difference.new is None and difference.column == WHOLE
    return f"{GONE}{difference.path}" if gone else difference.path


def clashes(base: Filing | None, theirs: Filing, mine: Filing) -> tuple[Clash, ...]:
    """Return the cells in which my table differs from theirs; without the state both began from, each counts as changed by both."""
    wanted = differences(theirs, mine)
    if base is None:
        return tuple(Clash(key_of(one), one, "both") for one in wanted)
    my_own = {_cell(one) for one in differences(base, mine)}
    their_own = {_cell(one) for one in differences(base, theirs)}
    found = []
    for one in wanted:
        cell = _cell(one)
        by_me, by_them = cell in my_own, cell in their_own
        found.append(Clash(key_of(one), one, "theirs" if by_them and not by_me else "mine" if by_me and not by_them else "both"))
    return tuple(found)


def _cell(one: Difference) -> tuple[str, str]:
    """Name a cell by what it is rather than where its row stands."""
    return (one.where or one.path, one.column)


def merged(theirs: Filing, mine: Filing, take: Collection[str]) -> Filing:
    """Return my table with the named cells taken from theirs; all of them make theirs, none mine, but for the order of rows."""
    wanted = {key for key in (key_of(one) for one in differences(theirs, mine)) if key in take}
    if mine.projects and theirs.projects:
        return replace(mine, projects=(_project(theirs.projects[0], mine.projects[0], wanted),))
    if mine.department and theirs.department:
        return replace(mine, department=_department(theirs.department, mine.department, wanted))
    return mine


def _project(theirs: Project, mine: Project, wanted: set[str]) -> Project:
    top = "projects.0"
    names = {path.removeprefix(f"{top}.") for path in wanted if path.startswith(f"{top}.")}
    changes: dict[str, Any] = {name: getattr(theirs, name) for name in names if "." not in name and name != "plan"}
    if "amount" in changes:
        changes |= {"amount_text": theirs.amount_text, "amount_unit": theirs.amount_unit}
    if any(name.startswith("plan") for name in names):
        points = {point.by: point for point in theirs.plan}
        chosen = {mine.plan[int(name.split(".")[1])].by for name in names if name.startswith("plan.")}
        changes["plan"] = tuple(points.get(point.by, point) if point.by in chosen else point for point in mine.plan)
        if "plan" in names:
            changes["plan"] += tuple(point for point in theirs.plan if point.by not in {one.by for one in mine.plan})
    rows = _rows(theirs.indicators, mine.indicators, f"{top}.indicators", wanted)
    medium = _rows(theirs.medium_indicators, mine.medium_indicators, f"{top}.medium_indicators", wanted)
    return replace(mine, **changes, indicators=rows, medium_indicators=medium)


def _rows(theirs: Sequence[Indicator], mine: Sequence[Indicator], top: str, wanted: set[str]) -> tuple[Indicator, ...]:
    pairs = paired(theirs, mine)
    kept: list[Indicator] = []
    for old, new in pairs:
        if new is not None and old is None:
            kept += [] if f"{top}.{new.no}" in wanted else [new]
        elif new is not None and old is not None:
            kept.append(_cells(old, new, f"{top}.{new.no}", wanted))
        elif old is not None and f"{GONE}{top}.{old.no}" in wanted:
            kept.insert(min(old.no, len(kept)), old)
    return tuple(replace(row, no=no) for no, row in enumerate(kept))


def _cells(theirs: Indicator, mine: Indicator, top: str, wanted: set[str]) -> Indicator:
    names = {path.removeprefix(f"{top}.") for path in wanted if path.startswith(f"{top}.")}
    names |= {"operator", "unit"} if "value" in names else set()
    return replace(mine, **{name: getattr(theirs, name) for name in names})


def _department(theirs: Department, mine: Department, wanted: set[str]) -> Department:
    top = "department"
    changes: dict[str, Any] = {name: getattr(theirs, name) for name in ("name", "overall_goal") if f"{top}.{name}" in wanted}
    rows = _rows(theirs.indicators, mine.indicators, f"{top}.indicators", wanted)
    goals = tuple(
        _parts(theirs.sub_goals, mine.sub_goals, number, f"{top}.sub_goals.{number}", wanted)
        for number in range(max(len(theirs.sub_goals), len(mine.sub_goals)))
    )
    guards = _items(theirs.safeguards, mine.safeguards, f"{top}.safeguards", wanted)
    return replace(mine, **changes, indicators=rows, sub_goals=tuple(goal for goal in goals if goal is not None), safeguards=guards)


def _parts(theirs: Sequence[Any], mine: Sequence[Any], number: int, top: str, wanted: set[str]) -> Any:
    """Return one sub-goal of two: its name, its tasks and its sentences chosen one by one."""
    old = theirs[number] if number < len(theirs) else None
    new = mine[number] if number < len(mine) else None
    if old is None:
        return None if top in wanted else new
    if new is None:
        return old if top in wanted else None
    return replace(
        new,
        name=old.name if top in wanted else new.name,
        tasks=_items(old.tasks, new.tasks, f"{top}.tasks", wanted),
        indicators=_items(old.indicators, new.indicators, f"{top}.indicators", wanted),
    )


def _items(theirs: Sequence[Any], mine: Sequence[Any], top: str, wanted: set[str]) -> tuple[Any, ...]:
    chosen = []
    for number in range(max(len(theirs), len(mine))):
        source = theirs if f"{top}.{number}" in wanted else mine
        chosen += [source[number]] if number < len(source) else []
    return tuple(chosen)
