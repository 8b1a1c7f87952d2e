"""Where a fact of one target stands, in the words of somebody reading its table: 第3行 时效指标 · 指标值."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.targets.facts import WORDS, Department, Filing, Indicator, Project

TEXTS = {"tasks": "绩效目标", "indicators": "绩效指标"}


def spoken(said: Filing, path: str) -> str:
    """Say where a path leads in a target's table, "" for the table as a whole."""
    steps = path.split(".")
    if steps[0] == "projects" and said.projects:
        return _in_project(said, said.projects[0], path, steps[2:])
    if steps[0] == "department" and said.department:
        return _in_department(said, said.department, path, steps[1:])
    return ""


def _row(rows: Sequence[Indicator], path: str, number: str, column: bool) -> str:  # noqa: FBT001 - said by the caller
    row = rows[int(number)] if int(number) < len(rows) else None
    named = f"第{int(number) + 1}行" + (f" {row.level2}" if row and row.level2 else "")
    word = WORDS.get(path.rpartition(".")[2]) if column else None
    return f"{named} · {word}" if word else named


def _in_project(said: Filing, project: Project, path: str, steps: list[str]) -> str:
    match steps:
        case ["indicators", number, *rest] if number.isdigit():
            return _row(project.indicators, path, number, bool(rest))
        case ["medium_indicators", number, *rest] if number.isdigit():
            return _row(project.medium_indicators, path, number, bool(rest))
        case ["plan", number, *_rest] if number.isdigit() and int(number) < len(project.plan):
            return f"资金支出计划（{project.plan[int(number)].by}）"
        case _:
            return said.place(path).column or ""


def _in_department(said: Filing, plan: Department, path: str, steps: list[str]) -> str:
    match steps:
        case ["indicators", number, *rest] if number.isdigit():
            return f"部门指标{_row(plan.indicators, path, number, bool(rest))}"
        case ["sub_goals", number, part, place, *_rest] if number.isdigit() and place.isdigit() and int(number) < len(plan.sub_goals):
            return f"{plan.sub_goals[int(number)].name or f'分项目标{int(number) + 1}'} · {TEXTS.get(part, '')}{int(place) + 1}"
        case ["sub_goals", number, *_rest] if number.isdigit() and int(number) < len(plan.sub_goals):
            return plan.sub_goals[int(number)].name or f"分项目标{int(number) + 1}"
        case ["safeguards", number, *_rest] if number.isdigit():
            return f"工作保障措施{int(number) + 1}"
        case _:
            return said.place(path).column or ""
