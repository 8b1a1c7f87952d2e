"""Findings laid out for a person: hardest first, one rule's together, numbered as the tags in the table are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from jixiao.kernel.place import Place
from jixiao.kernel.refusal import Refused
from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Mark, Pack
from jixiao.targets.facts import Filing, Indicator
from jixiao.targets.renderings.sheet import Sheet
from jixiao.targets.sums import text_at

from .difference import Bit, difference

MOST_ROWS = 20
BAR, LEAST = 150, 14  # points: the longest bar, and the least a number needs
HARDEST_FIRST = tuple(sorted(Severity, reverse=True))


@dataclass(frozen=True, slots=True)
class Swap:
    """One cell of a fix: where, from what, to what; ``new`` None empties it or takes the row out."""

    place: Place
    where: str
    old: str
    new: str | None
    removes: bool

    @property
    def bits(self) -> tuple[tuple[Bit, ...], tuple[Bit, ...]]:
        """Old and new in stretches, what changes marked."""
        return difference(self.old, self.new or "")


@dataclass(frozen=True, slots=True)
class Item:
    """One finding: its name, its number on the page (hard ones only), its fix and its laws."""

    name: str
    anchor: str
    number: int | None
    mark: Mark
    swaps: tuple[Swap, ...]
    laws: tuple[str, ...]
    own: str | None  # what the cell says now; None where a person cannot type it
    where: str
    cleared_by: str = ""  # the name of the finding whose fix clears this one too

    @property
    def may_be_left(self) -> bool:
        """Say whether a reason may stand instead of a change."""
        return self.mark.severity is not Severity.BLOCK


def items(filing: Filing, marks: Mapping[str, Mark], pack: Pack, cleared: Mapping[str, str] | None = None) -> list[Item]:
    """Return findings hardest first; 阻断 and 错误 are numbered. ``cleared`` tells which finding's fix clears another."""
    ordered = sorted(marks.items(), key=lambda pair: -pair[1].severity)
    found = [_item(filing, pack, place, name, mark) for place, (name, mark) in enumerate(ordered, 1)]
    return [replace(item, cleared_by=(cleared or {}).get(item.name, "")) for item in found]


def _item(filing: Filing, pack: Pack, place: int, name: str, mark: Mark) -> Item:
    swaps = tuple(Swap(filing.place(path), spoken(filing, path), old or "", new, is_row(path)) for path, old, new in mark.fix)
    number = place if mark.severity >= Severity.ERROR else None
    laws = tuple(pack.laws[key] for key in mark.rule.basis)
    return Item(name, f"f{place}", number, mark, swaps, laws, own(filing, mark.place.path), spoken(filing, mark.place.path))


def own(filing: Filing, path: str) -> str | None:
    """Return what a person would type over, "" where a cell is empty; None for a whole row, table or list."""
    if not path or is_row(path):
        return None
    try:
        return text_at(filing, path) or ""
    except Refused:
        return None


def said(filing: Filing, path: str) -> str:
    """Return what was read at a place: a cell's text, a row's cells, the rows of a list."""
    text = own(filing, path)
    if text is not None or not path:
        return text or ""
    node: object = filing
    for step in path.split("."):
        node = node[int(step)] if isinstance(node, tuple) and step.isdigit() and int(step) < len(node) else getattr(node, step, None)
    rows = node if isinstance(node, tuple) else (node,)
    return "\n".join(_row(row) for row in rows[:MOST_ROWS] if isinstance(row, Indicator))


def _row(row: Indicator) -> str:
    cells = (row.level1, row.level2, row.level3, f"{row.operator or ''}{row.value or ''}{row.unit or ''}", row.actual, row.score, row.basis)
    return " ｜ ".join(cell for cell in cells if cell)


def spoken(filing: Filing, path: str) -> str:
    """Say where a fact stands as an official would: 表8 第4行 · 资金支出计划（6月底）, 分项目标1 · 绩效目标3."""
    place, steps = filing.place(path), path.split(".")
    numbers = [int(step) + 1 for step in steps if step.isdigit()]
    if steps[0] == "department" and numbers:
        words = {"sub_goals": "分项目标", "tasks": "绩效目标", "indicators": "绩效指标", "safeguards": "工作保障措施"}
        named = [words[step] for step in steps if step in words]
        return " · ".join(f"{word}{number}" for word, number in zip(named, numbers, strict=False))
    if "plan" in steps and len(numbers) > 1:
        return f"{place}（{filing.projects[numbers[0] - 1].plan[numbers[1] - 1].by}）"
    return str(place) or "整份文件"


def is_row(path: str) -> bool:
    """Say whether a path names a whole row."""
    return path.rpartition(".")[2].isdigit()


@dataclass(frozen=True, slots=True)
class Tag:
    """What a cell says of its findings: the hardest, the numbers of the hard ones, how many there are."""

    severity: Severity
    numbers: tuple[int, ...]
    count: int
    anchor: str


def tags(found: Iterable[Item], paths: Iterable[str]) -> dict[str, Tag]:
    """Return the tag of each place that shows findings: the finding's own path or the nearest one above it."""
    places = set(paths)
    at: dict[str, list[Item]] = {}
    for item in found:
        path = item.mark.place.path
        while path and path not in places:
            path = path.rpartition(".")[0]
        at.setdefault(path, []).append(item)
    return {path: _tag(here) for path, here in at.items()}


def _tag(here: Sequence[Item]) -> Tag:
    numbers = tuple(item.number for item in here if item.number is not None)
    return Tag(here[0].mark.severity, numbers, len(here), here[0].anchor)


def paths_of(sheet: Sheet) -> list[str]:
    """Return every path a table shows, its heading's last."""
    return [path for row in sheet.rows for cell in row for path in cell.paths] + [sheet.path]


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of a bar: severity, where it begins, how wide it is, its number where there is room."""

    severity: Severity
    at: int
    width: int
    count: int

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return self.at + self.width / 2

    @property
    def has_room(self) -> bool:
        """Say whether its number fits."""
        return self.width >= LEAST


def bar(counts: Counter[Severity], most: int) -> list[Bar]:
    """Return the pieces of a bar drawn to the scale of the longest."""
    pieces, at = [], 0
    for severity in HARDEST_FIRST:
        if count := counts[severity]:
            width = max(5, round(BAR * count / max(most, 1)))
            pieces.append(Bar(severity, at, width, count))
            at += width + 1
    return pieces


def listed(counts: Counter[Severity]) -> list[tuple[Severity, int]]:
    """Return counts hardest first, without zeros."""
    return [(severity, counts[severity]) for severity in HARDEST_FIRST if counts[severity]]


def frequent(marks: Iterable[Mark], limit: int = 5) -> list[tuple[Rule, int]]:
    """Return the rules found most often."""
    rules: dict[str, Rule] = {}
    counts: Counter[str] = Counter()
    for mark in marks:
        rules[mark.rule.code] = mark.rule
        counts[mark.rule.code] += 1
    return [(rules[code], count) for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]]


def urgent(marks: Iterable[Mark], limit: int = 2) -> str:
    """Say what is most urgent: the titles of the hardest findings."""
    ordered = sorted(marks, key=lambda mark: -mark.severity)
    return "；".join(list(dict.fromkeys(mark.rule.title for mark in ordered))[:limit])
