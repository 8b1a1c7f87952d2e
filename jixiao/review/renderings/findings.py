"""The findings of one target for its page: hardest first, one rule's together, each with its place, its laws and its fix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Mark, Pack
from jixiao.targets.facts import Filing

from .places import spoken

CONSEQUENCES = {
    Severity.BLOCK: "不改不能送审，不得豁免",
    Severity.ERROR: "审核人会退回",
    Severity.WARN: "须改正或说明理由",
    Severity.INFO: "可不处理",
}


@dataclass(frozen=True, slots=True)
class Swap:
    """One cell of a certain fix: where, from what, to what; ``new`` None empties the cell or takes the row out."""

    where: str
    old: str
    new: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One finding under its name, as a page shows it."""

    name: str
    mark: Mark
    where: str
    number: int | None
    laws: tuple[str, ...]
    swaps: tuple[Swap, ...]

    @property
    def may_be_left(self) -> bool:
        """Say whether a reason may stand instead of a change."""
        return self.mark.severity is not Severity.BLOCK


class Shown(Protocol):
    """A finding as some page shows it: what was found, and the cells of its certain fix."""

    @property
    def mark(self) -> Mark:
        """What was found."""

    @property
    def swaps(self) -> Sequence[object]:
        """The cells of the fix; none where no one answer is certain."""


One = TypeVar("One", bound=Shown)


@dataclass(frozen=True, slots=True)
class Group(Generic[One]):
    """What one rule found."""

    rule: Rule
    items: tuple[One, ...]

    @property
    def fixable(self) -> int:
        """How many of them have a certain fix."""
        return sum(bool(item.swaps) for item in self.items)


@dataclass(frozen=True, slots=True)
class Grade(Generic[One]):
    """All of one severity, and what it means for the target or filing."""

    severity: Severity
    count: int
    consequence: str
    groups: tuple[Group[One], ...]


def items(said: Filing, marks: Mapping[str, Mark], pack: Pack) -> list[Item]:
    """Return findings hardest first; 阻断 and 错误 are numbered, so that a cell may show the number."""
    ordered = sorted(marks.items(), key=lambda pair: -pair[1].severity)
    return [_item(said, pack, number, name, mark) for number, (name, mark) in enumerate(ordered, 1)]


def _item(said: Filing, pack: Pack, number: int, name: str, mark: Mark) -> Item:
    swaps = tuple(Swap(spoken(said, path), old or "", new) for path, old, new in mark.fix)
    laws = tuple(pack.laws[key] for key in mark.rule.basis)
    return Item(name, mark, spoken(said, mark.place.path), number if mark.severity >= Severity.ERROR else None, laws, swaps)


def grades(found: Sequence[One]) -> list[Grade[One]]:
    """Return findings by severity, then by rule, in the order they come."""
    result = []
    for severity, same in groupby(found, lambda item: item.mark.severity):
        by_rule: dict[str, list[One]] = {}
        listed = list(same)
        for item in listed:
            by_rule.setdefault(item.mark.rule.code, []).append(item)
        groups = tuple(Group(one[0].mark.rule, tuple(one)) for one in by_rule.values())
        result.append(Grade(severity, len(listed), CONSEQUENCES[severity], groups))
    return result


def strip(found: Iterable[Item]) -> tuple[str, Item | None]:
    """Say in one sentence what stands in the way of sending up, and the first place of it; ("", None) where nothing does."""
    blocks = [item for item in found if item.mark.severity is Severity.BLOCK]
    if not blocks:
        return "", None
    said = "；".join(f"{item.where}：{item.mark.message}" if item.where else item.mark.message for item in blocks[:2])
    more = f"；另有 {len(blocks) - 2} 处" if len(blocks) > 2 else ""  # noqa: PLR2004 - two are told, the rest counted
    return f"{said}{more}", blocks[0]


def plain(item: Item) -> dict[str, object]:
    """Return a finding for a page that checks while somebody types."""
    mark = item.mark
    return {
        "name": item.name,
        "path": mark.place.path,
        "where": item.where,
        "severity": mark.severity.code,
        "word": mark.severity.word,
        "number": item.number,
        "rule": mark.rule.code,
        "title": mark.rule.title,
        "message": mark.message,
        "suggestion": mark.suggestion,
        "fix": [list(edit) for edit in mark.fix],
    }
