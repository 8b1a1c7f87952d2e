"""The department plan as it is typed: sub-goals, tasks with money and projects, indicator sentences, safeguards, tagged words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jixiao.kernel.goal import Goal, GoalKind
from jixiao.kernel.money import Money
from jixiao.targets.facts import Department
from jixiao.targets.sums.filling import Problem, clean, listed
from jixiao.targets.sums.planning import SAFEGUARDS, Ties, tagged, ties

from .draft import Row, rows_of, rows_said

KINDS = (
    "数量指标", "质量指标", "时效指标", "成本指标", "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标",
)  # fmt: skip
BLANK_TASKS, BLANK_ROWS, BLANK_TAGS = 1, 3, 2


@dataclass(frozen=True, slots=True)
class TaskForm:
    """One task to be typed; ``links`` are the department's projects and whether the task is carried out by each."""

    top: str
    name: str
    text: str
    amount: str
    section: str
    links: tuple[tuple[str, bool], ...]
    errors: tuple[str, ...]
    linked: int


@dataclass(frozen=True, slots=True)
class SentenceForm:
    """One indicator sentence to be typed; ``counted`` says whether it names a number."""

    top: str
    level2: str
    options: tuple[str, ...]
    text: str
    counted: bool
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalForm:
    """One sub-goal to be typed."""

    number: int
    top: str
    name: str
    tasks: tuple[TaskForm, ...]
    sentences: tuple[SentenceForm, ...]
    errors: tuple[str, ...]


def said_of(plan: Department) -> dict[str, Any]:
    """Return a plan as the form says it."""
    return {
        "name": clean(plan.name),
        "overall_goal": clean(plan.overall_goal),
        "sub_goals": [
            {
                "name": clean(part.name),
                "tasks": [
                    {
                        "name": clean(task.name),
                        "text": clean(task.text),
                        "amount": "" if task.amount is None else task.amount.wan(),
                        "section": clean(task.section),
                        "projects": list(task.projects),
                    }
                    for task in part.tasks
                ],
                "indicators": [{"level2": one.level2, "text": clean(one.text)} for one in part.indicators],
            }
            for part in plan.sub_goals
        ],
        "safeguards": [{"name": clean(one.name), "text": clean(one.text)} for one in plan.safeguards],
        "tags": [{"words": words, "indicator": name} for words, name in plan.tags],
        "rows": rows_said(plan.indicators),
    }


def page(
    said: Mapping[str, Any], regime: str, problems: Sequence[Problem], projects: Mapping[str, Money], plan: Department | None
) -> dict[str, Any]:
    """Return what the page of a plan shows: the form, its tagged goal, and what hangs together or does not."""
    wrong: dict[str, str] = {one.at: one.sentence for one in problems}
    goals = [*listed(said.get("sub_goals"), 40), {}]
    safeguards = listed(said.get("safeguards"), 30) or [{"name": name, "text": ""} for name in SAFEGUARDS]
    tags = [(clean(one.get("words")), clean(one.get("indicator"))) for one in listed(said.get("tags"), 80)]
    blank: list[Mapping[str, Any]] = [{}] * BLANK_ROWS
    rows: tuple[Row, ...] = rows_of([*listed(said.get("rows"), 200), *blank], regime, wrong)
    found: Ties = ties(plan or Department(), projects)
    goal = clean(said.get("overall_goal"))
    return {
        "name": clean(said.get("name")),
        "goal": goal,
        "goals": [_goal(number, one, tuple(projects), wrong) for number, one in enumerate(goals)],
        "safeguards": [{"top": f"safeguards-{number}", **one} for number, one in enumerate([*safeguards, {}])],
        "tags": [(f"tags-{number}", *pair) for number, pair in enumerate([*tags, *[("", "")] * BLANK_TAGS])],
        "pieces": tagged(goal, tags),
        "rows": rows,
        "names": [clean(one.get("level3")) for one in listed(said.get("rows"), 200) if clean(one.get("level3"))],
        "ties": found,
        "wrong": wrong,
    }


def _goal(number: int, said: Mapping[str, Any], projects: tuple[str, ...], wrong: Mapping[str, str]) -> GoalForm:
    top = f"sub_goals-{number}"
    tasks = [*listed(said.get("tasks"), 60), *[{}] * BLANK_TASKS]
    sentences = [*listed(said.get("indicators"), 60), {}]
    return GoalForm(
        number,
        top,
        clean(said.get("name")),
        tuple(_task(f"{top}-tasks-{place}", one, projects, wrong) for place, one in enumerate(tasks)),
        tuple(_sentence(f"{top}-indicators-{place}", one, wrong) for place, one in enumerate(sentences)),
        _errors(wrong, top, ("name",)),
    )


def _task(top: str, said: Mapping[str, Any], projects: tuple[str, ...], wrong: Mapping[str, str]) -> TaskForm:
    links = said.get("projects") or ()
    chosen = [links] if isinstance(links, str) else [str(one) for one in links]
    names = tuple(dict.fromkeys((*projects, *chosen)))
    return TaskForm(
        top=top,
        name=clean(said.get("name")),
        text=clean(said.get("text")),
        amount=clean(said.get("amount")),
        section=clean(said.get("section")),
        links=tuple((name, name in chosen) for name in names),
        errors=_errors(wrong, top, ("name", "text", "amount", "section")),
        linked=len(chosen),
    )


def _sentence(top: str, said: Mapping[str, Any], wrong: Mapping[str, str]) -> SentenceForm:
    level2, text = clean(said.get("level2")), clean(said.get("text"))
    options = ("", *KINDS) if level2 in {"", *KINDS} else ("", *KINDS, level2)
    counted = not text or Goal.parse(text).kind is not GoalKind.WORD or any(char.isdigit() for char in text)
    return SentenceForm(top, level2, options, text, counted, _errors(wrong, top, ("level2", "text")))


def _errors(wrong: Mapping[str, str], top: str, fields: Sequence[str]) -> tuple[str, ...]:
    at = top.replace("-", ".")
    return tuple(wrong[f"{at}.{name}"] for name in fields if f"{at}.{name}" in wrong)
