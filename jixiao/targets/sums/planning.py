"""The department plan as it was typed, made into facts; and what hangs together in it: tasks and projects, words and indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jixiao.kernel.money import Money, total
from jixiao.targets.facts import Department, Filing, GoalIndicator, Safeguard, SubGoal, Task

from .filling import Problem, Said, Typed, clean, indicators, listed

MOST_GOALS, MOST_TASKS, MOST_SAFEGUARDS, MOST_TAGS, MOST_LINKS = 40, 60, 30, 80, 60
SHORT, MIDDLE, LONG = 40, 200, 4000
SAFEGUARDS = ("完善制度建设", "加强支出管理", "加强绩效运行监控", "做好绩效自评", "规范财务资产管理", "加强内部监督", "加强宣传培训调研")


@dataclass(frozen=True, slots=True)
class Ties:
    """How a plan and the projects hang together: tasks without a project, projects without a task, and money against money."""

    loose_tasks: tuple[tuple[str, str], ...]  # sub-goal, task
    loose_projects: tuple[str, ...]
    money: tuple[TaskMoney, ...]
    tasks: Money
    projects: Money


@dataclass(frozen=True, slots=True)
class TaskMoney:
    """One task's own money beside the sum of the projects that carry it out."""

    where: str
    amount: Money | None
    projects: Money

    @property
    def differs(self) -> bool:
        """Say whether both are written and not equal."""
        return self.amount is not None and bool(self.projects) and self.amount != self.projects


def planned(base: Filing, said: Said, *, regime: str) -> tuple[Filing, tuple[Problem, ...]]:
    """Return the department plan as typed over what it was, and what cannot be taken; what is not mentioned stays."""
    typed = Typed()
    plan = base.department or Department()
    changes: dict[str, Any] = {}
    if "name" in said:
        changes["name"] = _short(typed, said["name"], "name", "部门名称", MIDDLE) or plan.name
    if "overall_goal" in said:
        changes["overall_goal"] = _same(_short(typed, said["overall_goal"], "overall_goal", "总体绩效目标", LONG), plan.overall_goal)
    if "sub_goals" in said:
        changes["sub_goals"] = _sub_goals(typed, said["sub_goals"], plan.sub_goals)
    if "safeguards" in said:
        changes["safeguards"] = _safeguards(typed, said["safeguards"])
    if "tags" in said:
        changes["tags"] = _tags(said["tags"])
    if "rows" in said:
        changes["indicators"] = indicators(typed, said, plan.indicators, regime, split=True)
    return replace(base, department=replace(plan, **changes)), tuple(typed.problems)


def _short(typed: Typed, value: object, at: str, word: str, most: int) -> str:
    text = clean(value)
    if len(text) > most:
        typed.wrong(at, f"{word}：最多 {most} 个字，现在有 {len(text)} 个，请缩短")
        return text[:most]
    return text


def _same(text: str, old: str) -> str:
    """Return the old text where only white space around it differs."""
    return old if text == clean(old) else text


def _sub_goals(typed: Typed, value: object, old: Sequence[SubGoal]) -> tuple[SubGoal, ...]:
    found: list[SubGoal] = []
    for number, item in enumerate(listed(value, MOST_GOALS)):
        if _dropped(item):
            continue
        at, word = f"sub_goals.{number}", f"第{number + 1}项分项目标"
        before = old[number] if number < len(old) else SubGoal("")
        name = _short(typed, item.get("name"), f"{at}.name", f"{word}·名称", MIDDLE)
        tasks = _tasks(typed, item["tasks"], at, word) if "tasks" in item else before.tasks
        sentences = _sentences(typed, item["indicators"], at, word) if "indicators" in item else before.indicators
        if not name and (tasks or sentences):
            typed.wrong(f"{at}.name", f"{word}：写了任务或指标，没有写名称")
        if name or tasks or sentences:
            found.append(SubGoal(name, tasks, sentences))
    return tuple(found)


def _tasks(typed: Typed, value: object, above: str, word: str) -> tuple[Task, ...]:
    found: list[Task] = []
    for number, item in enumerate(listed(value, MOST_TASKS)):
        if _dropped(item):
            continue
        at, line = f"{above}.tasks.{number}", f"{word}第{number + 1}项任务"
        name = _short(typed, item.get("name"), f"{at}.name", f"{line}·名称", MIDDLE)
        text = _short(typed, item.get("text"), f"{at}.text", f"{line}·内容", LONG)
        amount = typed.money(clean(item.get("amount")), "万元", f"{at}.amount", f"{line}·预算金额")
        section = _short(typed, item.get("section"), f"{at}.section", f"{line}·责任科室", SHORT) or None
        links = item.get("projects")
        names = [links] if isinstance(links, str) else links if isinstance(links, Sequence) else []
        projects = tuple(dict.fromkeys(clean(name)[:MIDDLE] for name in names[:MOST_LINKS] if clean(name)))
        if name or text or amount is not None:
            found.append(Task(name, text, amount, section, projects))
    return tuple(found)


def _sentences(typed: Typed, value: object, above: str, word: str) -> tuple[GoalIndicator, ...]:
    found: list[GoalIndicator] = []
    for number, item in enumerate(listed(value, MOST_TASKS)):
        at, line = f"{above}.indicators.{number}", f"{word}第{number + 1}条指标"
        level2 = _short(typed, item.get("level2"), f"{at}.level2", f"{line}·类别", SHORT)
        text = _short(typed, item.get("text"), f"{at}.text", f"{line}·内容", LONG)
        if text and not _dropped(item):
            found.append(GoalIndicator(level2, text))
    return tuple(found)


def _safeguards(typed: Typed, value: object) -> tuple[Safeguard, ...]:
    found: list[Safeguard] = []
    for number, item in enumerate(listed(value, MOST_SAFEGUARDS)):
        at, word = f"safeguards.{number}", f"第{number + 1}项保障措施"
        name = _short(typed, item.get("name"), f"{at}.name", f"{word}·名称", MIDDLE)
        text = _short(typed, item.get("text"), f"{at}.text", f"{word}·内容", LONG)
        if (name or text) and not _dropped(item):
            found.append(Safeguard(name, text))
    return tuple(found)


def _tags(value: object) -> tuple[tuple[str, str], ...]:
    pairs = [
        (clean(item.get("words"))[:MIDDLE], clean(item.get("indicator"))[:MIDDLE])
        for item in listed(value, MOST_TAGS)
        if not _dropped(item)
    ]
    return tuple(dict.fromkeys(pair for pair in pairs if all(pair)))


def _dropped(item: Said) -> bool:
    return clean(item.get("delete")) in {"on", "1", "true", "True"}


def ties(plan: Department, projects: Mapping[str, Money]) -> Ties:
    """Return how a plan and the department's projects (name → money) hang together; XD-02 and XD-03 say the same of a text."""
    named = {name for part in plan.sub_goals for task in part.tasks for name in task.projects}
    tasks = [(part, task) for part in plan.sub_goals for task in part.tasks]
    money = tuple(
        TaskMoney(task.name or part.name, task.amount, total([projects[name] for name in task.projects if name in projects]))
        for part, task in tasks
        if task.amount is not None or task.projects
    )
    return Ties(
        loose_tasks=tuple((part.name, task.name or task.text[:SHORT]) for part, task in tasks if not set(task.projects) & set(projects)),
        loose_projects=tuple(name for name in projects if name not in named),
        money=money,
        tasks=total([task.amount for _part, task in tasks if task.amount is not None]),
        projects=total(list(projects.values())),
    )


def tagged(goal: str, tags: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the goal text in pieces, each with the indicator that measures it, or "": what nobody measures stays visible."""
    pieces: list[tuple[str, str]] = []
    at = 0
    while at < len(goal):
        found = [(place, -len(words), words, name) for words, name in tags if words and (place := goal.find(words, at)) >= 0]
        if not found:
            break
        place, _length, words, name = min(found)
        if place > at:
            pieces.append((goal[at:place], ""))
        pieces.append((words, name))
        at = place + len(words)
    return [*pieces, (goal[at:], "")] if at < len(goal) else pieces
