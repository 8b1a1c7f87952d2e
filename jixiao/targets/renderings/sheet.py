"""A project's table as the official form looks: merged level cells, plan, goals; every cell knows which facts it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from jixiao.targets.facts import Indicator, Project, strip_name

WIDTH = 48  # the grid: every row's cells reach over so many columns together
UPRIGHT, LABEL, AMOUNT = 2, 7, 6
HEADS = {
    "level1": ("一级指标", 6),
    "level2": ("二级指标", 8),
    "level3": ("三级指标", 13),
    "operator": ("符号", 3),
    "value": ("指标值", 8),
    "unit": ("单位", 4),
    "basis": ("指标值确定依据", 12),
    "weight": ("分值", 4),
    "actual": ("实际完成值", 8),
    "score": ("得分", 4),
    "explanation": ("指标解释", 12),
    "grading": ("评分标准", 12),
    "source": ("数据来源", 10),
    "evidence": ("佐证资料要求", 10),
    "method": ("取值方式", 8),
    "scoring": ("赋分规则", 10),
    "history": ("历史参考值", 8),
}
NUMBER = re.compile(r"\d{7,}")
MOBILE = 11  # digits
LONG_LEVEL = 8  # a level name is short; a longer text ending so is a sentence
COMMON = ("level1", "level2", "level3", "value", "basis")
MIDDLE = frozenset({"level1", "level2", "operator", "value", "unit", "weight", "actual", "score"})
FIELDS = (
    ("code", "项目代码"),
    ("department", "主管部门"),
    ("unit", "实施单位"),
    ("nature", "项目属性"),
    ("category", "项目类别"),
    ("term", "项目期"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One fact shown in a cell: its path and its text."""

    path: str
    text: str

    @property
    def words(self) -> list[str]:
        """The text in pieces between which a narrow cell may break: 经济效益, 指标."""
        head, found, tail = self.text.rpartition("指标")
        return [head, found] if head and found and not tail and "\n" not in head and len(head) < LONG_LEVEL else [self.text]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the facts it shows (a label shows none), how far it reaches and what it is.

    ``paths`` are all facts that stand here, the merged ones too; ``look`` is head, level, upright, middle, number or "".
    """

    parts: tuple[Part, ...]
    paths: tuple[str, ...] = ()
    rows: int = 1
    columns: int = 1
    look: str = ""

    @property
    def is_head(self) -> bool:
        """Say whether it is a word of the form rather than a fact of the filing."""
        return self.look in {"head", "upright", "level"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its heading, its rows, and the fact the heading stands for."""

    title: str
    path: str
    rows: tuple[tuple[Cell, ...], ...]


def sheet(project: Project) -> Sheet:
    """Return the table of a project."""
    top = f"projects.{project.no}."
    rows = [*_name(project, top), *_fields(project, top), *_money(project, top), *_goals(project, top), *_indicators(project, top)]
    title = project.table_title or f"{project.name or '未写名称的项目'}绩效目标表"
    return Sheet(title, f"{top}table_title", tuple(map(tuple, rows)))


def _label(text: str, columns: int = LABEL, *, rows: int = 1, path: str = "", look: str = "head") -> Cell:
    return Cell((Part("", text),), (path,) if path else (), rows, columns, look)


def _fact(path: str, text: str | None, columns: int, *, rows: int = 1, look: str = "") -> Cell:
    return Cell((Part(path, text or ""),), (path,), rows, columns, look)


def _name(project: Project, top: str) -> Iterable[list[Cell]]:
    if project.lead is None and project.phone is None:
        yield [_label("项目名称"), _fact(f"{top}name", project.name, WIDTH - LABEL)]
        return
    people = (Part(f"{top}lead", project.lead or ""), Part(f"{top}phone", masked(project.phone or "")))
    right = 13
    yield [
        _label("项目名称"),
        _fact(f"{top}name", project.name, WIDTH - 2 * LABEL - right),
        _label("项目负责人\n及联系电话"),
        Cell(people, tuple(part.path for part in people), 1, right),
    ]


def masked(phone: str) -> str:
    """Return a telephone number with its own part hidden: 0314-*******, 138********; what is taken home keeps it whole."""
    return NUMBER.sub(lambda found: f"{found[0][:3]}********" if len(found[0]) == MOBILE else "*******", phone)


def _fields(project: Project, top: str) -> Iterable[list[Cell]]:
    known = [(word, f"{top}{field}", getattr(project, field)) for field, word in FIELDS if getattr(project, field) is not None]
    known += [(word, f"{top}extra.{place}", text) for place, (word, text) in enumerate(project.extra) if text]
    half = (WIDTH - 2 * LABEL) // 2
    for place in range(0, len(known), 2):
        pair = known[place : place + 2]
        width = half if len(pair) > 1 else WIDTH - LABEL
        yield [cell for word, path, text in pair for cell in (_label(word), _fact(path, text, width))]


def _money(project: Project, top: str) -> Iterable[list[Cell]]:
    unit = project.amount_unit or "万元"
    amount = project.amount_text or (project.amount.wan() if project.amount is not None else None)
    label = f"年度申请资金\n额度（{unit}）"
    if not project.plan:
        yield [_label(label), _fact(f"{top}amount", amount, WIDTH - LABEL, look="middle")]
    else:
        left = WIDTH - LABEL - AMOUNT - LABEL - 1
        widths = _shares([1] * len(project.plan), left)
        first = [
            _label(label, rows=2, path=f"{top}amount_unit"),
            _fact(f"{top}amount", amount, AMOUNT, rows=2, look="middle"),
            _label("资金支出计划（%）", LABEL + 1, path=f"{top}plan"),
        ]
        yield first + [_label(point.by, width) for point, width in zip(project.plan, widths, strict=True)]
        shown = [f"{point.percent}%" if point.percent and point.percent[-1:].isdigit() else point.percent for point in project.plan]
        cells = [
            _fact(f"{top}plan.{place}.percent", text, width, look="middle")
            for place, (text, width) in enumerate(zip(shown, widths, strict=True))
        ]
        yield [_label("累计", LABEL + 1), *cells]
    if project.funding:
        widths = _shares([1] * len(project.funding), WIDTH - LABEL)
        cells = []
        for place, ((source, money), width) in enumerate(zip(project.funding, widths, strict=True)):
            half = max(1, width // 2)
            text = money.wan() if unit == "万元" else money.grouped()
            cells += [_label(source, half), _fact(f"{top}funding.{place}", text, width - half, look="middle")]
        yield [_label("其中", path=f"{top}funding"), *cells]


def _goals(project: Project, top: str) -> Iterable[list[Cell]]:
    goals = [
        (word, field) for word, field in (("中期目标", "medium_goal"), ("年度目标", "annual_goal")) if getattr(project, field) is not None
    ]
    goals = goals or [("年度目标", "annual_goal")]
    for place, (word, field) in enumerate(goals):
        head = [_label("总体目标", UPRIGHT, rows=len(goals), look="upright")] if place == 0 else []
        wide = WIDTH - LABEL
        yield [*head, _label(word, LABEL - UPRIGHT), _fact(f"{top}{field}", getattr(project, field), wide)]


def _indicators(project: Project, top: str) -> Iterable[list[Cell]]:
    rows = project.indicators
    if not rows:
        return
    columns = [column for column in project.columns or COMMON if column in HEADS]
    columns = columns if "level3" in columns else list(COMMON)
    extras = list(dict.fromkeys(head for row in rows for head, _text in row.extra))
    widths = _shares([HEADS[column][1] for column in columns] + [8] * len(extras), WIDTH - UPRIGHT)
    heads = [_label(HEADS[column][0], width, look="level") for column, width in zip(columns, widths, strict=False)]
    heads += [_label(word, width, look="level") for word, width in zip(extras, widths[len(columns) :], strict=True)]
    yield [_label("绩效指标", UPRIGHT, rows=len(rows) + 1, path=f"{top}indicators", look="upright"), *heads]
    merged = _merged(rows)
    for place, row in enumerate(rows):
        cells = []
        for column, width in zip(columns, widths, strict=False):
            reach = merged.get((place, column), 1)
            if reach == 0:
                continue
            paths = [f"{top}{one.at(column)}" for one in rows[place : place + reach]]
            paths += [f"{top}{row.at()}"] if column == "level3" else []
            cells.append(
                Cell((Part(paths[0], getattr(row, column) or ""),), tuple(paths), reach, width, "middle" if column in MIDDLE else "")
            )
        more = dict(row.extra)
        cells += [Cell((Part("", more.get(word, "")),), (), 1, width) for word, width in zip(extras, widths[len(columns) :], strict=True)]
        yield cells


def _merged(rows: Sequence[Indicator]) -> dict[tuple[int, str], int]:
    """Return how many rows the level cells reach over, 0 where one above covers the place: level 2 merges within its level 1."""
    reach: dict[tuple[int, str], int] = {}
    keyed = list(enumerate(rows))
    for column, key in (
        ("level1", lambda pair: strip_name(pair[1].level1)),
        ("level2", lambda pair: (strip_name(pair[1].level1), strip_name(pair[1].level2))),
    ):
        for value, group in groupby(keyed, key):
            places = [place for place, _row in group]
            if value in {"", ("", "")}:
                continue
            reach |= {(place, column): 0 for place in places[1:]} | {(places[0], column): len(places)}
    return reach


def _shares(weights: Sequence[int], whole: int) -> list[int]:
    """Share columns of the grid by weight; each gets at least one and together they get all."""
    total, given, shares = sum(weights), 0, []
    for place, weight in enumerate(weights):
        rest = len(weights) - place - 1
        share = max(1, min(round(whole * weight / total), whole - given - rest)) if rest else whole - given
        shares.append(share)
        given += share
    return shares
