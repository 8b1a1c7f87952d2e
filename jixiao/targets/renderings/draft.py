"""A table as it is typed: the fields of the form with their values, limits and problems; one shape for the page and for the script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.targets.facts import Indicator, Project
from jixiao.targets.sums.filling import CELLS, HEAD, LENGTHS, UNIT_LENGTH, Problem, clean, in_unit, listed
from jixiao.targets.sums.levels import due, goal_parts, level1_of, levels

OPERATORS = ("≥", "≤", "=", ">", "<")
SOURCES = ("财政拨款", "上年结转", "其他资金")
NATURES = ("新增", "延续")
CATEGORIES = ("人员类", "运转类", "特定目标类")
MAIN = ("level2", "level3", "operator", "value", "unit", "basis", "weight", "history")
MORE = ("explanation", "source", "evidence", "method", "scoring", "grading")
AREAS = frozenset({"level3", "basis", "explanation", "evidence", "scoring", "grading", "annual_goal", "medium_goal"})
WORDS = CELLS | HEAD | {"operator": "符号", "value": "指标值", "unit": "单位"}
BLANK_ROWS = 3


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the form, its word, its value, what it may be, and what is wrong with it."""

    name: str
    word: str
    value: str
    longest: int = 200
    options: tuple[str, ...] = ()
    error: str = ""
    area: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator row of the form."""

    number: int
    was: str
    level1: str
    deleted: bool
    main: tuple[Field, ...]
    more: tuple[Field, ...]

    @property
    def errors(self) -> list[str]:
        """What is wrong in the row."""
        return [one.error for one in (*self.main, *self.more) if one.error]


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole form of a project table."""

    head: Mapping[str, Field]
    funding: tuple[tuple[Field, Field], ...]
    plan: tuple[tuple[Field, Field], ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What the weights come to: by first level, together, and how far from what they should."""

    parts: tuple[tuple[str, str], ...]
    total: str
    due: int
    words: str
    right: bool = field(default=False)


def said_of(project: Project) -> dict[str, Any]:
    """Return a project as the form says it: texts by name, rows with the number they had."""
    unit = project.amount_unit or "万元"
    amount = project.amount_text or ("" if project.amount is None else in_unit(project.amount, unit))
    return {
        **{name: clean(getattr(project, name)) for name in HEAD},
        "amount": clean(amount),
        "amount_unit": unit,
        "medium_amount": "" if project.medium_amount is None else in_unit(project.medium_amount, unit),
        "funding": [{"source": source, "amount": in_unit(money, unit)} for source, money in project.funding],
        "plan": [{"by": point.by, "percent": clean(point.percent)} for point in project.plan],
        "rows": rows_said(project.indicators),
    }


def rows_said(rows: Sequence[Indicator]) -> list[dict[str, str]]:
    """Return indicator rows as the form says them."""
    return [
        {"was": str(row.no), **{name: clean(getattr(row, name)) for name in CELLS}}
        | dict(zip(("operator", "value", "unit"), map(clean, goal_parts(row)), strict=True))
        for row in rows
    ]


def draft(said: Mapping[str, Any], *, regime: str, problems: Sequence[Problem] = ()) -> Draft:
    """Return the form of a project as something said it: the facts, or what was typed and could not be taken."""
    wrong = {one.at: one.sentence for one in problems}
    head = {name: _head(said, name, word, wrong) for name, word in HEAD.items()}
    head["amount"] = Field("amount", "年度申请资金额度", clean(said.get("amount")), 24, error=wrong.get("amount", ""))
    head["amount_unit"] = Field("amount_unit", "金额单位", clean(said.get("amount_unit")) or "万元", options=("万元", "元"))
    head["medium_amount"] = Field(
        "medium_amount", "中期资金总额", clean(said.get("medium_amount")), 24, error=wrong.get("medium_amount", "")
    )
    rows = listed(said.get("rows"), 200)
    blank: list[Mapping[str, Any]] = [{}] * BLANK_ROWS
    return Draft(
        head,
        _pairs(_sources(listed(said.get("funding"), 12)), "funding", ("source", "资金来源"), ("amount", "金额"), wrong),
        _pairs(listed(said.get("plan"), 12), "plan", ("by", "时点"), ("percent", "累计支出（%）"), wrong),
        rows_of([*rows, *blank], regime, wrong),
        tuple(problems),
    )


def _head(said: Mapping[str, Any], name: str, word: str, wrong: Mapping[str, str]) -> Field:
    value = clean(said.get(name))
    options = {"nature": NATURES, "category": CATEGORIES}.get(name, ())
    if options:
        options = ("", *options) if value in {"", *options} else ("", *options, value)
    return Field(name, word, value, LENGTHS[name], options, wrong.get(name, ""), name in AREAS)


def _sources(found: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the sources of money, the usual ones there to be filled."""
    known = {clean(one.get("source")) for one in found}
    return [*found, *({"source": name, "amount": ""} for name in SOURCES if name not in known)]


def _pairs(
    items: Sequence[Mapping[str, Any]], top: str, first: tuple[str, str], second: tuple[str, str], wrong: Mapping[str, str]
) -> tuple[tuple[Field, Field], ...]:
    found = []
    for number, item in enumerate(items):
        one, other = (
            Field(f"{top}-{number}-{name}", word, clean(item.get(name)), 40, error=wrong.get(f"{top}.{number}.{name}", ""))
            for name, word in (first, second)
        )
        found.append((one, other))
    return tuple(found)


def rows_of(rows: Sequence[Mapping[str, Any]], regime: str, wrong: Mapping[str, str]) -> tuple[Row, ...]:
    """Return indicator rows as fields."""
    return tuple(_row(number, item, regime, wrong) for number, item in enumerate(rows))


def _row(number: int, item: Mapping[str, Any], regime: str, wrong: Mapping[str, str]) -> Row:
    def one(name: str) -> Field:
        value = clean(item.get(name))
        options: tuple[str, ...] = ()
        if name == "operator":
            options = ("", *OPERATORS)
        elif name == "level2":
            known = tuple(second for below in levels(regime).values() for second in below)
            options = ("", *known) if value in {"", *known} else ("", *known, value)
        longest = UNIT_LENGTH if name == "unit" else LENGTHS[name]
        error = wrong.get(f"rows.{number}.{name}", "")
        return Field(f"rows-{number}-{name}", WORDS[name], value, longest, options, error, name in AREAS)

    level1 = level1_of(clean(item.get("level2")), regime) or clean(item.get("level1"))
    deleted = clean(item.get("delete")) in {"on", "1", "true"}
    return Row(number, clean(item.get("was")), level1, deleted, tuple(map(one, MAIN)), tuple(map(one, MORE)))


def weights(rows: Sequence[Indicator], year: int) -> Weights:
    """Return what the weights come to in points, by first level; a weight that is no number counts as nothing."""
    hundredths = [(row.level1 or "未分级", _hundredths(row.weight)) for row in rows]
    order = list(dict.fromkeys(level for level, _points in hundredths))
    by_level = {
        level: sum(points for _level, points in group)
        for level, group in groupby(sorted(hundredths, key=lambda pair: order.index(pair[0])), key=lambda pair: pair[0])
    }
    total, wanted = sum(by_level.values()), due(year)
    right = total in {wanted * 100, 10000}
    gap = wanted * 100 - total
    words = "" if right or not total else f"应为 {wanted}，{'差' if gap > 0 else '多'} {points_said(abs(gap))}"
    parts = tuple((level.removesuffix("指标"), points_said(points)) for level, points in by_level.items())
    return Weights(parts, points_said(total), wanted, words, right)


def _hundredths(text: str | None) -> int:
    bare = clean(text).rstrip("%分")
    try:
        return Money.parse(bare, "元").fen if bare else 0
    except Refused:  # any text may stand in the cell of a file
        return 0


def points_said(hundredths: int) -> str:
    """Write hundredths of a point as short as exact: 12, 7.5."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") if part else str(whole)


def for_paper(project: Project) -> Project:
    """Return a project with the columns its official table has room for; the long ones go into notes below."""
    if not project.columns:
        return project
    return replace(project, columns=tuple(name for name in project.columns if name not in MORE))


def notes(rows: Sequence[Indicator]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what the long columns say of each row: name, and pairs of column and text; rows that say nothing are left out."""
    found = []
    for row in rows:
        said = [(WORDS[name], text) for name in MORE if (text := getattr(row, name))]
        if said:
            found.append((row.level3 or "", said))
    return found
