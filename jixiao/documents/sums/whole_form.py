"""部门（单位）整体支出绩效目标申报表: the department plan as one table, written, and read back into the same facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from jixiao.kernel.money import Money, total
from jixiao.kernel.place import Spot
from jixiao.kernel.refusal import Refused
from jixiao.office.facts import Paragraph, Table
from jixiao.targets.facts import Department, Filing, GoalIndicator, Project, Safeguard, SubGoal, Task

from . import columns
from .blocks import BLANK, TableBuilder, runs
from .draft import Draft
from .grid import Box, Grid
from .rows import Rows, plain
from .writing import HEADS, ORDER, WIDTHS, cell, han

TITLE = "部门（单位）整体支出绩效目标申报表"
NAME = "部门（单位）名称"
TASKS, GOAL, MARKS, SUB, CARE, TAGS = "年度主要任务", "年度总体目标", "年度绩效指标", "分项绩效指标", "工作保障措施", "目标要点"
SECTIONS = (TASKS, GOAL, MARKS, SUB, CARE, TAGS)
TASK_HEADS = ("分项目标", "任务名称", "主要内容", "预算金额（万元）", "责任科室", "对应项目")
MONEY_HEADS = ("总额", "财政拨款", "其他资金")
SHARES = (4, 9, 11, 22, 8, 8, 8, 8, 12)  # label, the three texts, the three amounts, section, projects
TEXT, MONEY, WHO = 3, 4, 7
OWN = "财政拨款"
SUM = "金额合计"
ORDINAL = re.compile("^（[一二三四五六七八九十]{1,4}）")
APART = "；"


def upright(text: str) -> str:
    """Write a label from top to bottom."""
    return "\n".join(text)


def numbered(number: int, name: str) -> str:
    """Write the name of a sub-goal with its ordinal, which tells it from another of the same name."""
    return f"（{han(number)}）{name}"


def heading(filing: Filing, *, fresh: bool = False) -> Iterator[Paragraph]:
    """Write what stands above the table."""
    yield Paragraph(TITLE, 1, look="title", fresh=fresh)
    if filing.year is not None:
        yield Paragraph(f"（{filing.year}年度）", look="centre")


def table(plan: Department, projects: Sequence[Project] = ()) -> Table:
    """Return the table of a plan; the projects tell how a task's money is made up."""
    names = _columns(plan)
    rest = len(names) - TEXT
    shares = [*SHARES, *[WIDTHS[name] for name in names[len(SHARES) - 1 :]]]
    builder = TableBuilder(max(len(SHARES), 1 + TEXT + rest), shares)
    builder.label(0, 0, NAME, 1, 2)
    builder.put(0, 2, plan.name or BLANK, 1, builder.width - 2)
    builder.height = 1
    _tasks(builder, plan, projects)
    _text(builder, GOAL, plan.overall_goal)
    if plan.indicators:
        _indicators(builder, plan, names)
    goals = list(enumerate(plan.sub_goals, 1))
    _pairs(builder, SUB, [(numbered(number, goal.name), f"{one.level2}：{one.text}") for number, goal in goals for one in goal.indicators])
    _pairs(builder, CARE, [(one.name, one.text) for one in plan.safeguards])
    _pairs(builder, TAGS, list(plan.tags))
    return builder.table(name="整体支出绩效目标")


def _columns(plan: Department) -> list[str]:
    return [name for name in ORDER if name in {"level1", "level2", "level3", "value"} or any(getattr(row, name) for row in plan.indicators)]


def _tasks(builder: TableBuilder, plan: Department, projects: Sequence[Project]) -> None:
    lines = [(goal, task) for goal in plan.sub_goals for task in goal.tasks or (Task("", ""),)]
    row, end = builder.height, builder.width
    builder.label(row, 0, upright(TASKS), len(lines) + 3)
    for column, text in enumerate(TASK_HEADS[:TEXT], 1):
        builder.label(row, column, text, 2)
    builder.label(row, MONEY, TASK_HEADS[TEXT], 1, 3)
    for column, text in enumerate(MONEY_HEADS, MONEY):
        builder.label(row + 1, column, text)
    builder.label(row, WHO, TASK_HEADS[-2], 2)
    builder.label(row, WHO + 1, TASK_HEADS[-1], 2, end - WHO - 1)
    row += 2
    for number, goal in enumerate(plan.sub_goals, 1):
        builder.put(row, 1, numbered(number, goal.name), max(1, len(goal.tasks)))
        for task in goal.tasks or (Task("", ""),):
            money = _money(task, projects)
            texts = [task.name, task.text, *money, task.section or ""]
            for column, text in enumerate(texts, 2):
                builder.put(row, column, text or BLANK)
            builder.put(row, WHO + 1, APART.join(task.projects) or BLANK, 1, end - WHO - 1)
            row += 1
    _sum(builder, row, plan, projects)
    builder.height = row + 1


def _sum(builder: TableBuilder, row: int, plan: Department, projects: Sequence[Project]) -> None:
    """Write the total of the tasks; where every task's money is made up of the projects', theirs too."""
    tasks = [task for goal in plan.sub_goals for task in goal.tasks]
    parts = [_money(task, projects) for task in tasks if task.amount is not None]
    builder.label(row, 1, SUM, 1, 3)
    given = total([task.amount for task in tasks if task.amount is not None])
    sums = [given.wan() if given else BLANK]
    for at in (1, 2):
        known = [Money.parse(part[at], "万元") for part in parts if part[at]]
        sums.append(total(known).wan() if parts and len(known) == len(parts) else BLANK)
    for column, text in enumerate(sums, MONEY):
        builder.put(row, column, text)
    builder.put(row, WHO, BLANK, 1, builder.width - WHO)


def _money(task: Task, projects: Sequence[Project]) -> tuple[str, str, str]:
    """Return amount, appropriation and other money of a task; the parts only where its projects' sources add up to it."""
    if task.amount is None:
        return "", "", ""
    own = [project for project in projects if project.name in task.projects]
    funding = [(name, part) for project in own for name, part in project.funding]
    if not own or total([part for _, part in funding]) != task.amount:
        return task.amount.wan(), "", ""
    budget = total([part for name, part in funding if OWN in name])
    return task.amount.wan(), budget.wan(), (task.amount - budget).wan()


def _text(builder: TableBuilder, label: str, text: str) -> None:
    builder.label(builder.height, 0, upright(label))
    builder.put(builder.height, 1, text or BLANK, 1, builder.width - 1)
    builder.height += 1


def _indicators(builder: TableBuilder, plan: Department, names: list[str]) -> None:
    row = builder.height
    builder.label(row, 0, upright(MARKS), len(plan.indicators) + 1)
    reach = builder.spread(1 + TEXT, len(names) - TEXT)
    for column, name in enumerate(names[:TEXT], 1):
        builder.label(row, column, HEADS[name])
    for name, (column, wide) in zip(names[TEXT:], reach, strict=True):
        builder.label(row, column, HEADS[name], 1, wide)
    for at, level, text, rows in runs(plan.indicators):
        builder.put(row + 1 + at, level, text, rows)
    for at, one in enumerate(plan.indicators, row + 1):
        builder.put(at, TEXT, cell(one, names[TEXT - 1]))
        for name, (column, wide) in zip(names[TEXT:], reach, strict=True):
            builder.put(at, column, cell(one, name), 1, wide)
    builder.height += 1 + len(plan.indicators)


def _pairs(builder: TableBuilder, label: str, pairs: Sequence[tuple[str, str]]) -> None:
    if not pairs:
        return
    row = builder.height
    builder.label(row, 0, upright(label), len(pairs))
    at = row
    for name, group in groupby(pairs, key=lambda pair: pair[0]):
        reach = len(list(group))
        builder.put(at, 1, name or BLANK, reach, 2)
        at += reach
    for at, (_, text) in enumerate(pairs, row):
        builder.put(at, 3, text or BLANK, 1, builder.width - 3)
    builder.height += len(pairs)


@dataclass(slots=True)
class Whole:
    """The plan read from a table; the paths of its spots are those of the filing."""

    name: str | None = None
    goal: str = ""
    sections: list[tuple[str, list[Task], list[GoalIndicator]]] = field(default_factory=list)
    safeguards: list[Safeguard] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    spots: dict[str, Spot] = field(default_factory=dict)
    ordinals: list[str] = field(default_factory=list)  # the names of the sub-goals with their ordinals
    inside: str = ""  # the sub-goal whose indicators are read: its cell reaches over them

    def department(self) -> Department:
        """Return the plan."""
        goals = tuple(SubGoal(name, tuple(tasks), tuple(marks)) for name, tasks, marks in self.sections)
        return Department(self.name, self.goal, goals, tuple(self.safeguards), tuple(self.draft.rows), tuple(self.tags))

    def all_spots(self) -> dict[str, Spot]:
        """Return where each fact stands."""
        return self.spots | {f"department.{path}": spot for path, spot in self.draft.spots.items() if path.startswith("indicators")}


def is_whole(grid: Grid) -> bool:
    """Say whether a table is this form: it names the department, and heads the tasks with their section and projects."""
    words = {box.bare for row in grid.rows for box in row}
    return NAME in words and set(TASK_HEADS) <= words


def read(grid: Grid) -> Whole:
    """Read the table back."""
    whole, part, rows = Whole(), "", None
    for row in range(grid.height):
        boxes = grid.rows[row]
        filled = grid.filled(row)
        if not filled:
            continue
        label = "".join(box.bare for box in boxes if box.column == 0)
        if label == NAME:
            _name(whole, boxes)
            continue
        part = _section(label, part)
        inside = [box for box in boxes if box.column > 0]
        if part == MARKS and (found := columns.find(grid, row)) is not None:
            rows = Rows(found) if rows is None else rows
            rows.columns = found
        elif part == MARKS and rows is not None:
            rows.read(grid, row, whole.draft)
        elif part and part != MARKS:
            _READ[part](whole, inside)
    return whole


def _section(label: str, part: str) -> str:
    """Return the section a label begins; a page end may have cut it, its first piece begins the next section, its last none."""
    if not label or label in SECTIONS:
        return label or part
    after = SECTIONS[SECTIONS.index(part) :] if part else SECTIONS
    return next((section for section in after if section.startswith(label) and section != part), part)


def _name(whole: Whole, boxes: Sequence[Box]) -> None:
    value = next((box for box in boxes if box.column > 0), None)
    whole.name = plain(value)
    whole.spots["department"] = boxes[0].spot
    if value is not None:
        whole.spots["department.name"] = value.spot


def _at(boxes: Sequence[Box], column: int) -> Box | None:
    return next((box for box in boxes if box.column == column), None)


def _read_task(whole: Whole, boxes: Sequence[Box]) -> None:
    texts = {box.bare for box in boxes}
    if SUM in texts or {TASK_HEADS[0], MONEY_HEADS[0]} & texts:
        return
    if (name := plain(_at(boxes, 1))) or not whole.sections:
        whole.spots[f"department.sub_goals.{len(whole.sections)}"] = boxes[0].spot
        whole.sections.append((ORDINAL.sub("", name or ""), [], []))
        whole.ordinals.append(name or "")
    said, text, amount, section, projects = (_at(boxes, column) for column in (2, 3, MONEY, WHO, WHO + 1))
    if not any(box is not None and box.bare for box in (said, text, amount, section, projects)):
        return
    number, tasks = len(whole.sections) - 1, whole.sections[-1][1]
    base = f"department.sub_goals.{number}.tasks.{len(tasks)}"
    for path, box in ((base, said), (f"{base}.name", said), (f"{base}.text", text)):
        if box is not None:
            whole.spots[path] = box.spot
    names = tuple(part for part in (plain(projects) or "").split(APART) if part)
    tasks.append(Task(plain(said) or "", _long(text), _wan(amount), plain(section), names))


def _wan(box: Box | None) -> Money | None:
    try:
        return Money.parse(box.bare, "万元") if box is not None and box.bare else None
    except Refused:
        return None


def _long(box: Box | None) -> str:
    return (box.joined or "") if box is not None else ""


def _read_goal(whole: Whole, boxes: Sequence[Box]) -> None:
    for box in boxes:
        whole.spots.setdefault("department.overall_goal", box.spot)
        whole.goal += ("\n" if whole.goal and box.bare else "") + _long(box)


def _read_sub(whole: Whole, boxes: Sequence[Box]) -> None:
    name, text = plain(_at(boxes, 1)), _long(_at(boxes, 3))
    level2, _, said = text.partition("：")
    whole.inside = name or whole.inside
    if whole.inside not in whole.ordinals:
        whole.sections.append((ORDINAL.sub("", whole.inside), [], []))
        whole.ordinals.append(whole.inside)
    number = whole.ordinals.index(whole.inside)
    goal = whole.sections[number]
    base = f"department.sub_goals.{number}.indicators.{len(goal[2])}"
    for path in (base, f"{base}.level2", f"{base}.text"):
        whole.spots[path] = boxes[-1].spot
    goal[2].append(GoalIndicator(level2, said))


def _read_care(whole: Whole, boxes: Sequence[Box]) -> None:
    base = f"department.safeguards.{len(whole.safeguards)}"
    for path in (base, f"{base}.name", f"{base}.text"):
        whole.spots[path] = boxes[-1].spot
    whole.safeguards.append(Safeguard(plain(_at(boxes, 1)) or "", _long(_at(boxes, 3))))


def _read_tag(whole: Whole, boxes: Sequence[Box]) -> None:
    whole.tags.append((plain(_at(boxes, 1)) or "", plain(_at(boxes, 3)) or ""))


_READ = {TASKS: _read_task, GOAL: _read_goal, SUB: _read_sub, CARE: _read_care, TAGS: _read_tag}
