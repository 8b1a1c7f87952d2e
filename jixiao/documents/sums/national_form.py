"""项目支出绩效目标申报表 as the Ministry prints it: head, money and goals of the medium term beside the year's, indicators in two halves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.kernel.money import Money
from jixiao.office.facts import Table
from jixiao.targets.facts import Indicator, Project

from . import words
from .blocks import BLANK, TableBuilder, runs
from .writing import HEADS, OTHER, UPRIGHT, WIDTHS, Form, amount, cell, columns, noted, plan_rows

MEDIUM = "中期"  # how it keeps a source of the medium term's money: 中期财政拨款
HALF = (("level2", 7), ("level3", 12), ("value", 8))
HALFWAY = 2 + len(HALF)  # the column at which the year's half begins
YEAR = re.compile(r"(?:19|20)\d\d")
HEAD = (("department", "主管部门及代码"), ("unit", "实施单位"), ("nature", "项目属性"), ("term", "项目期"))
MORE = (("code", "项目代码"), ("category", "项目类别"), ("unit_code", "单位代码"))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of indicators: the year's, the medium term's, or both."""

    level1: str | None
    level2: str | None
    year: Indicator | None
    medium: Indicator | None = None


def is_medium(name: str) -> bool:
    """Say whether a further field belongs into the medium-term half: a source of its money."""
    known = words.label(name[2:]) if name.startswith(MEDIUM) else None
    return known is not None and known.field == "funding"


def has_medium(project: Project) -> bool:
    """Say whether the medium-term half is to be printed: it says something, or the project runs over years."""
    spans = len(set(YEAR.findall(project.term or ""))) > 1
    return (
        spans or project.medium_amount is not None or project.medium_goal is not None or any(is_medium(name) for name, _ in project.extra)
    )


def table(project: Project, form: Form) -> Table:
    """Return the table of a project."""
    names = columns(project, form)
    notes = list(dict.fromkeys(head for row in project.indicators for head, _ in row.extra))
    halves = has_medium(project)
    shares = [UPRIGHT, WIDTHS["level1"], *([share for _, share in HALF] if halves else [])]
    shares += [WIDTHS[name] for name in names[1:]] + [OTHER] * len(notes)
    width = max(len(shares), 2 + len(project.plan), 6)
    builder = TableBuilder(width, [*shares, *[OTHER] * (width - len(shares))])
    _head(builder, project, form)
    above, below = _extra(project)
    for pair in above:
        builder.pair_row(pair)
    _money(builder, project, halves=halves)
    plan_rows(builder, project)
    for pair in below:
        builder.pair_row(pair)
    _goals(builder, project, form, halves=halves)
    head = (builder.height, 1)
    _indicators(builder, project, form, (names, notes), halves=halves)
    return builder.table(name=project.name, head=head)


def _head(builder: TableBuilder, project: Project, form: Form) -> None:
    lead = " ".join(text for text in (project.lead, project.phone) if text)
    builder.pair_row((form.name, project.name or BLANK))
    pairs = [(label, getattr(project, field) or BLANK) for field, label in HEAD]
    pairs += [(label, text) for field, label in MORE if (text := getattr(project, field))]
    builder.pairs([*pairs, *([(form.lead, lead)] if lead else [])])


def _extra(project: Project) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the further fields that stand above the money, as they stood before the medium term's in the form read, and the rest."""
    money = next((at for at, (name, _) in enumerate(project.extra) if is_medium(name)), 0)
    rest = [pair for pair in project.extra[money:] if not is_medium(pair[0])]
    return list(project.extra[:money]), rest


def _money(builder: TableBuilder, project: Project, *, halves: bool) -> None:
    unit, text = amount(project)
    year = [("年度资金总额", text), *_sources(project.funding, unit)]
    medium = [("中期资金总额", _said(project.medium_amount, unit) if project.medium_amount is not None else BLANK)] if halves else []
    medium += [(_of_which(name[2:]), said) for name, said in project.extra if is_medium(name)]
    rows = max(len(year), len(medium))
    first = builder.height
    builder.label(first, 0, f"项目资金\n（{unit}）" if unit else "项目资金", rows, 2)
    at = HALFWAY if halves else 2
    for number in range(rows):
        if halves:
            _pair(builder, first + number, (2, at), medium[number] if number < len(medium) else ("", ""))
        _pair(builder, first + number, (at, builder.width), year[number] if number < len(year) else ("", ""))
    builder.height += rows


def _pair(builder: TableBuilder, row: int, reach: tuple[int, int], pair: tuple[str, str]) -> None:
    start, end = reach
    at = start + (2 if end - start > 2 else 1)  # noqa: PLR2004 - a label of two columns where a value still has one
    builder.label(row, start, pair[0], 1, at - start)
    builder.put(row, at, pair[1], 1, end - at)


def _sources(funding: Sequence[tuple[str, Money]], unit: str | None) -> Iterator[tuple[str, str]]:
    for name, part in funding:
        said = _said(part, unit)
        yield (_of_which(name), said) if unit else (f"其中：{name}（万元）", said)


def _of_which(name: str) -> str:
    return f"其中：{name}"


def _said(money: Money, unit: str | None) -> str:
    return money.yuan() if unit == "元" else money.wan()


def _goals(builder: TableBuilder, project: Project, form: Form, *, halves: bool) -> None:
    row, at = builder.height, HALFWAY if halves else 1
    builder.label(row, 0, form.goal, 2)
    years = sorted(set(YEAR.findall(project.term or "")))
    span = f"（{years[0]}年—{years[-1]}年）" if len(years) > 1 else ""
    goals = [(f"中期目标{span}", project.medium_goal, 1, at - 1)] if halves else []
    for label, text, column, reach in [*goals, ("年度目标", project.annual_goal, at, builder.width - at)]:
        builder.label(row, column, label, 1, reach)
        builder.put(row + 1, column, text or BLANK, 1, reach)
    builder.height += 2


def lines(project: Project) -> list[Line]:
    """Return the rows of indicators: the medium term's beside the year's of the same class, more of them on rows of their own."""
    found = [Line(row.level1, row.level2, row) for row in project.indicators]
    for row in project.medium_indicators:
        _place(found, Line(row.level1, row.level2, None, row))
    return found


def _place(found: list[Line], line: Line) -> None:
    """Put an indicator of the medium term beside the first free row of its class, else below the last of its class, else at the end."""
    same = [at for at, one in enumerate(found) if (one.level1, one.level2) == (line.level1, line.level2)]
    taken = max((at for at in same if found[at].medium), default=-1)
    free = next((at for at in same if at > taken and found[at].medium is None), None)
    if free is not None:
        found[free] = Line(found[free].level1, found[free].level2, found[free].year, line.medium)
        return
    above = [at for at, one in enumerate(found) if one.level1 == line.level1]
    found.insert((same or above or [len(found) - 1])[-1] + 1, line)


def _indicators(builder: TableBuilder, project: Project, form: Form, heads: tuple[list[str], list[str]], *, halves: bool) -> None:
    names, notes = heads
    rows, row = lines(project), builder.height
    builder.label(row, 0, form.marks, 1 + len(rows))
    left = ["level2", "level3", "value"] if halves else []
    builder.line(row, 1, [HEADS[name] for name in ("level1", *left, *names[1:])] + notes, labels=True)
    levels = [Indicator(line.level1, line.level2) for line in rows]
    for at, level, text, reach in runs(levels):
        builder.put(row + 1 + at, level, text, reach)
        if halves and level > 1:
            builder.put(row + 1 + at, HALFWAY, text, reach)
    for at, line in enumerate(rows):
        if halves:
            builder.put(row + 1 + at, 3, (line.medium.level3 if line.medium else "") or "")
            builder.put(row + 1 + at, 4, (line.medium.value if line.medium else "") or "")
        texts = (
            [cell(line.year, name) for name in names[2:]] + noted(line.year, notes) if line.year else [""] * (len(names) - 2 + len(notes))
        )
        builder.line(row + 1 + at, 6 if halves else 3, texts)
    builder.height += 1 + len(rows)
