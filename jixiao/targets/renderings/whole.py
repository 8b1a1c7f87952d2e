"""The department plan as one table: overall goal, sub-goals with their tasks and indicators, safeguards."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.targets.facts import Department, Filing, SubGoal

from .sheet import UPRIGHT, WIDTH, Cell, Part, Sheet

LABEL = 9


def whole(filing: Filing) -> Sheet:
    """Return the department part of a filing as a table."""
    plan = filing.department or Department()
    rows = [*_overall(plan), *_goals(plan), *_safeguards(plan)]
    name = plan.name or ""
    year = f"{filing.year}年" if filing.year else ""
    return Sheet(f"{year}{name}部门整体绩效目标", "department", tuple(rows))


def _row(place: int, count: int, head: str, label: Cell, text: Cell) -> tuple[Cell, ...]:
    """Return one row of a part; the first carries the part's upright head."""
    first = (Cell((Part("", head),), (), count, UPRIGHT, "upright"),) if place == 0 else ()
    return (*first, label, text)


def _label(path: str, text: str) -> Cell:
    return Cell((Part(path, text),), (path,) if path else (), 1, LABEL, "head")


def _text(path: str, text: str) -> Cell:
    return Cell((Part(path, text),), (path, path.rpartition(".")[0]), 1, WIDTH - UPRIGHT - LABEL)


def _overall(plan: Department) -> Iterator[tuple[Cell, ...]]:
    path = "department.overall_goal"
    yield (
        Cell((Part("", "总体绩效目标"),), (), 1, UPRIGHT + LABEL, "head"),
        Cell((Part(path, plan.overall_goal),), (path,), 1, WIDTH - UPRIGHT - LABEL),
    )


def _goals(plan: Department) -> Iterator[tuple[Cell, ...]]:
    for number, goal in enumerate(plan.sub_goals):
        at = f"department.sub_goals.{number}"
        yield (
            Cell((Part("", f"分项目标{number + 1}"),), (), 1, UPRIGHT + LABEL, "level"),
            Cell((Part(f"{at}.name", goal.name),), (f"{at}.name", at, "department.sub_goals"), 1, WIDTH - UPRIGHT - LABEL, "title"),
        )
        yield from _goal(at, goal)


def _goal(at: str, goal: SubGoal) -> Iterator[tuple[Cell, ...]]:
    for place, task in enumerate(goal.tasks):
        path = f"{at}.tasks.{place}"
        yield _row(place, len(goal.tasks), "绩效目标", _label(f"{path}.name", task.name), _text(f"{path}.text", task.text))
    for place, row in enumerate(goal.indicators):
        path = f"{at}.indicators.{place}"
        yield _row(place, len(goal.indicators), "绩效指标", _label(f"{path}.level2", row.level2), _text(f"{path}.text", row.text))


def _safeguards(plan: Department) -> Iterator[tuple[Cell, ...]]:
    for place, one in enumerate(plan.safeguards):
        path = f"department.safeguards.{place}"
        yield _row(place, len(plan.safeguards), "工作保障措施", _label(f"{path}.name", one.name), _text(f"{path}.text", one.text))
