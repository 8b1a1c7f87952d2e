"""A target laid out row by row for its reviewer: what is asked now, what was approved and done last year, what the machine says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from jixiao.kernel.rule import Severity
from jixiao.review.facts import Mark
from jixiao.targets.facts import Department, Filing, Indicator, Project
from jixiao.targets.sums.comparing import paired, row_name, shown

Usual = Callable[[Indicator], Sequence[str]]
Pasts = Mapping[str, tuple[str, str]]
SUGGESTED = {Severity.BLOCK: "差", Severity.ERROR: "差", Severity.WARN: "中", Severity.INFO: "良"}
PROJECT_PARTS = {
    "annual_goal": ("年度目标", ("annual_goal", "medium_goal")),
    "amount": ("资金", ("amount", "funding", "medium_amount")),
    "plan": ("支出计划", ("plan",)),
    "indicators": ("指标整体", ("indicators", "medium_indicators")),
    "name": ("基本信息", ()),  # and all else
}
KIN = {f"projects.0.{word}": f"projects.0.{head}" for head, (_word, words) in PROJECT_PARTS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Part:
    """One fact outside the indicator table (年度目标, 支出计划 …): what it says now and said last year."""

    path: str
    where: str
    text: str
    before: str = ""
    marks: tuple[Mark, ...] = ()
    always: bool = True  # shown even where nothing is found in it

    @property
    def suggested(self) -> str:
        """The grade the findings suggest."""
        return suggested(self.marks)

    @property
    def quote(self) -> str:
        """The machine's words, to be taken over into a remark."""
        return quoted(self.marks)


@dataclass(frozen=True, slots=True)
class Level:
    """A level cell that begins in a row: its word and how many rows it reaches over."""

    text: str
    rows: int

    @property
    def words(self) -> tuple[str, str]:
        """The word in two pieces a narrow cell may break between: 经济效益, 指标."""
        head, found, tail = self.text.rpartition("指标")
        return (head, found) if head and found and not tail else (self.text, "")


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator row, with last year's beside it."""

    path: str
    where: str
    number: int
    level1: Level | None
    level2: Level | None
    name: str
    value: str
    basis: str
    before: str
    done: str
    history: str
    usual: tuple[str, ...]
    marks: tuple[Mark, ...]

    @property
    def latest(self) -> str:
        """The last of the three years' values the unit states itself: 2019年4、2020年5、2021年5 → 2021年5."""
        return re.split(r"[、/；;，,]", self.history)[-1].strip()

    @property
    def suggested(self) -> str:
        """The grade the findings suggest."""
        return suggested(self.marks)

    @property
    def quote(self) -> str:
        """The machine's words, to be taken over into a remark."""
        return quoted(self.marks)


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole target: parts above the table, and the rows of the table."""

    parts: tuple[Part, ...]
    rows: tuple[Row, ...]

    @property
    def places(self) -> dict[str, str]:
        """Every place that may be remarked on: its path and what it is called."""
        return {part.path: part.where for part in self.parts} | {row.path: row.where for row in self.rows}


def suggested(marks: Iterable[Mark]) -> str:
    """Return the grade findings suggest for the row they are in: 优 where there are none."""
    worst = max((mark.severity for mark in marks), default=None)
    return "优" if worst is None else SUGGESTED[worst]


def quoted(marks: Iterable[Mark]) -> str:
    """Return the machine's words about a row, hardest first."""
    said = [f"{mark.message}{f'，{mark.suggestion}' if mark.suggestion else ''}" for mark in sorted(marks, key=lambda one: -one.severity)]
    return "；".join(text.rstrip("。；") for text in said)


def layout(
    said: Filing, marks: Iterable[Mark], last: Filing | None = None, usual: Usual = lambda _row: (), past: Pasts = MappingProxyType({})
) -> Layout:
    """Lay a target out; every finding is at its row, else at the part it speaks of.

    ``last`` is what was approved last year, ``usual`` gives the library's names for a row, ``past`` what was promised and done last
    year by name, where it is kept apart from any target.
    """
    if said.projects:
        project = said.projects[0]
        before = last.projects[0] if last and last.projects else Project()
        parts, rows = _project_parts(project, before), _rows("projects.0.indicators", project.indicators, before.indicators, usual, past)
    else:
        plan = said.department or Department()
        old = (last.department if last else None) or Department()
        parts, rows = list(_department_parts(plan, old)), _rows("department.indicators", plan.indicators, old.indicators, usual, past)
    homes = _homed(marks, [row.path for row in rows], parts)
    return Layout(
        tuple(replace(part, marks=tuple(homes.get(part.path, ()))) for part in parts),
        tuple(replace(row, marks=tuple(homes.get(row.path, ()))) for row in rows),
    )


def _homed(marks: Iterable[Mark], rows: Sequence[str], parts: Sequence[Part]) -> Mapping[str, list[Mark]]:
    """Put each finding at the row or part it lies in: the nearest above it, else the last part, which takes all else."""
    places = {*rows, *(part.path for part in parts)}
    homes: dict[str, list[Mark]] = {}
    for mark in marks:
        homes.setdefault(_home(mark.place.path, places) or parts[-1].path, []).append(mark)
    return homes


def _home(path: str, places: set[str]) -> str:
    at = path
    while at and at not in places:
        if KIN.get(at) in places:
            return KIN[at]
        at = at.rpartition(".")[0]
    return at


def _project_parts(now: Project, before: Project) -> list[Part]:
    texts = {
        "annual_goal": (now.annual_goal, before.annual_goal),
        "amount": (_money(now), _money(before)),
        "plan": (_plan(now), _plan(before)),
        "indicators": (f"{len(now.rows)} 项指标", f"{len(before.rows)} 项指标" if before.indicators else ""),
        "name": (now.name, before.name),
    }
    return [
        Part(f"projects.0.{path}", word, texts[path][0] or "", texts[path][1] or "", always=path not in {"indicators", "name"})
        for path, (word, _words) in PROJECT_PARTS.items()
    ]


def _money(project: Project) -> str:
    if project.amount is None:
        return ""
    funding = "、".join(f"{source} {money.wan()}" for source, money in project.funding)
    return f"{project.amount.wan()} 万元" + (f"（{funding}）" if funding else "")


def _plan(project: Project) -> str:
    return "　".join(f"{point.by} {point.percent.rstrip('%')}%" for point in project.plan if point.percent)


def _department_parts(now: Department, before: Department) -> Iterator[Part]:
    yield Part("department.overall_goal", "总体绩效目标", now.overall_goal, before.overall_goal)
    old = {f"{part.name} {task.name}": task.text for part in before.sub_goals for task in part.tasks}
    for number, part in enumerate(now.sub_goals):
        top = f"department.sub_goals.{number}"
        for place, task in enumerate(part.tasks):
            said = f"{task.text}{f'（{task.amount.wan()} 万元）' if task.amount else ''}"
            where = " · ".join(word for word in (part.name, task.name or f"绩效目标{place + 1}") if word)
            yield Part(f"{top}.tasks.{place}", where, said, old.get(f"{part.name} {task.name}", ""))
        for place, sentence in enumerate(part.indicators):
            yield Part(f"{top}.indicators.{place}", f"{part.name} · {sentence.level2}", sentence.text)
    for number, safeguard in enumerate(now.safeguards):
        yield Part(f"department.safeguards.{number}", f"保障措施 · {safeguard.name}", safeguard.text)
    yield Part("department", "整体", "", always=False)


def _rows(top: str, now: Sequence[Indicator], before: Sequence[Indicator], usual: Usual, past: Pasts) -> list[Row]:
    partners = {id(row): old for old, row in paired(before, now) if row is not None}
    spans1 = _spans([row.level1 or "" for row in now])
    spans2 = _spans([f"{row.level1}\0{row.level2}" for row in now])
    rows = []
    for number, row in enumerate(now):
        old = partners.get(id(row))
        promised, done = past.get(row.name, ("", ""))
        rows.append(
            Row(
                path=f"{top}.{number}",
                where=row_name(row) or f"第{number + 1}行",
                number=number + 1,
                level1=Level(row.level1 or "", spans1[number]) if spans1[number] else None,
                level2=Level(row.level2 or "", spans2[number]) if spans2[number] else None,
                name=row.level3 or "",
                value=shown(row, "value") or "",
                basis=row.basis or "",
                before=(shown(old, "value") or promised) if old else promised,
                done=(old.actual or done) if old else done,
                history=row.history or "",
                usual=tuple(usual(row)),
                marks=(),
            )
        )
    return rows


def _spans(keys: Sequence[str]) -> list[int]:
    """Return for each place how many rows its cell reaches over; 0 where one above covers it."""
    spans: list[int] = []
    for _key, same in groupby(keys):
        count = len(list(same))
        spans += [count] + [0] * (count - 1)
    return spans
