"""Two states of a target side by side: what changed, cell by cell, rows paired by what they promise rather than where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from jixiao.kernel.money import Money
from jixiao.targets.facts import DEPARTMENT_WORDS, WORDS, Department, Difference, Filing, Indicator, Project

HEAD = [
    "name",
    "code",
    "department",
    "unit",
    "unit_code",
    "nature",
    "term",
    "category",
    "lead",
    "phone",
    "amount",
    "medium_amount",
    "funding",
    "annual_goal",
    "medium_goal",
]
CELLS = [
    "level1",
    "level2",
    "level3",
    "value",
    "basis",
    "weight",
    "explanation",
    "grading",
    "source",
    "evidence",
    "scoring",
    "method",
    "history",
]
ALIKE = 0.5  # two names with half their signs in common, under one second level, are one row renamed
WHOLE = "整行"
NAMED = Filing()  # knows the words of the form for any path
Pair = tuple[Indicator | None, Indicator | None]


def differences(old: Filing, new: Filing) -> tuple[Difference, ...]:
    """Return what the second filing says otherwise than the first, in the order of the form.

    Paths lie in the new filing; a row that is gone keeps its path in the old one. Old None is a fact that was added, new None one
    that was taken away.
    """
    found: list[Difference] = []
    if old.department or new.department:
        found += _department(old.department or Department(), new.department or Department())
    for number in range(max(len(old.projects), len(new.projects))):
        before = old.projects[number] if number < len(old.projects) else Project()
        after = new.projects[number] if number < len(new.projects) else Project()
        found += _project(f"projects.{number}", before, after)
    return tuple(found)


def _project(top: str, old: Project, new: Project) -> Iterator[Difference]:
    for name in HEAD:
        yield from _cell(f"{top}.{name}", "", WORDS.get(name, _LABELS.get(name, name)), getattr(old, name), getattr(new, name))
    points = {point.by: point.percent for point in old.plan}
    for number, point in enumerate(new.plan):
        yield from _cell(f"{top}.plan.{number}.percent", point.by, WORDS["plan"], points.pop(point.by, None), point.percent)
    for by, percent in points.items():
        yield from _cell(f"{top}.plan", by, WORDS["plan"], percent, None)
    yield from _rows(f"{top}.indicators", old.indicators, new.indicators)
    yield from _rows(f"{top}.medium_indicators", old.medium_indicators, new.medium_indicators)


def _department(old: Department, new: Department) -> Iterator[Difference]:
    top = "department"
    yield from _cell(f"{top}.name", "", "部门名称", old.name, new.name)
    yield from _cell(f"{top}.overall_goal", "", DEPARTMENT_WORDS["overall_goal"], old.overall_goal, new.overall_goal)
    for path, where, before, after in _parts(old, new):
        yield from _cell(path, where, NAMED.place(path).column or "", before, after)
    yield from _rows(f"{top}.indicators", old.indicators, new.indicators)


def _parts(old: Department, new: Department) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Yield the texts of the department plan by place: sub-goals, their tasks and indicator sentences, safeguards."""
    before, after = dict(_texts(old)), dict(_texts(new))
    for path, (where, text) in after.items():
        yield path, where, before.pop(path, ("", None))[1], text
    for path, (where, text) in before.items():
        yield path, where, text, None


def _texts(plan: Department) -> Iterator[tuple[str, tuple[str, str]]]:
    for number, part in enumerate(plan.sub_goals):
        top = f"department.sub_goals.{number}"
        yield top, (part.name, part.name)
        for place, task in enumerate(part.tasks):
            yield f"{top}.tasks.{place}", (f"{part.name} {task.name}".strip(), _task(task))
        for place, sentence in enumerate(part.indicators):
            yield f"{top}.indicators.{place}", (f"{part.name} {sentence.level2}", sentence.text)
    for number, safeguard in enumerate(plan.safeguards):
        yield f"department.safeguards.{number}", (safeguard.name, safeguard.text)


def _task(task: Any) -> str:
    said = [task.text]
    if task.amount is not None:
        said.append(f"{task.amount.wan()}万元")
    if task.section:
        said.append(task.section)
    if task.projects:
        said.append("、".join(task.projects))
    return "；".join(said)


def _rows(top: str, old: Sequence[Indicator], new: Sequence[Indicator]) -> Iterator[Difference]:
    for before, after in paired(old, new):
        if before is None and after is not None:
            yield Difference(f"{top}.{after.no}", row_name(after), WHOLE, None, row_text(after))
        elif after is None and before is not None:
            yield Difference(f"{top}.{before.no}", row_name(before), WHOLE, row_text(before), None)
        elif before is not None and after is not None:
            for name in CELLS:
                word = WORDS.get(name, _LABELS.get(name, name))
                yield from _cell(f"{top}.{after.no}.{name}", row_name(after), word, shown(before, name), shown(after, name))


def paired(old: Sequence[Indicator], new: Sequence[Indicator]) -> list[Pair]:
    """Pair rows: the same second level and name first, then renamed ones; what is left was added or taken out."""
    free = list(old)
    partner: dict[int, Indicator] = {}
    for row in new:
        same = next((one for one in free if (one.level2, one.name) == (row.level2, row.name)), None)
        if same is not None:
            partner[id(row)] = same
            free.remove(same)
    for row in new:
        if id(row) not in partner:
            near = [one for one in free if one.level2 == row.level2 and likeness(one.name, row.name) >= ALIKE]
            if near:
                best = max(near, key=lambda one: likeness(one.name, row.name))
                partner[id(row)] = best
                free.remove(best)
    pairs: list[Pair] = [(partner.get(id(row)), row) for row in new]
    return pairs + [(row, None) for row in free]


def likeness(one: str, other: str) -> float:
    """Return how much two names have in common, 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def row_name(row: Indicator) -> str:
    """Name a row as an official would: 数量指标 · 举办展会场次."""
    return " · ".join(part for part in (row.level2, row.name) if part)


def row_text(row: Indicator) -> str:
    """Write a whole row in one line."""
    weight = f"{row.weight}分" if row.weight else None
    return "；".join(part for part in (row.name, shown(row, "value"), row.basis, weight) if part)


def shown(row: Indicator, name: str) -> str | None:
    """Return a cell as it is read: a value with the operator and unit that stand in columns of their own."""
    if name != "value":
        text = getattr(row, name)
        return None if text is None else str(text)
    parts = [row.operator, row.value, row.unit]
    return "".join(part for part in parts if part) or None


def _cell(path: str, where: str, column: str, old: object, new: object) -> Iterator[Difference]:
    before, after = _said(old), _said(new)
    if before != after:
        yield Difference(path, where, column, before, after)


def _said(value: object) -> str | None:
    if isinstance(value, Money):
        return f"{value.wan()}万元"
    if isinstance(value, tuple):
        return "，".join(f"{name}{amount.wan()}万元" for name, amount in value) or None
    return str(value) if value not in {None, ""} else None


_LABELS = {
    "unit_code": "单位编码",
    "nature": "项目属性",
    "term": "项目期",
    "category": "项目类别",
    "medium_amount": "中期资金总额",
    "grading": "评分标准",
    "source": "数据来源",
    "evidence": "佐证资料要求",
    "scoring": "赋分规则",
    "method": "取值方式",
    "history": "近三年完成值",
}
