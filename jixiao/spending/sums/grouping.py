"""Quotas put together: by project, function, economic class or source, each group with its four sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from jixiao.kernel.money import Money
from jixiao.spending.facts import Quota

from .codes import name_of
from .progress import share_of, tenths


class Told(Protocol):
    """A record that says a quota."""

    def facts(self) -> Quota: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Group:
    """Some quotas with their sums."""

    key: str
    word: str
    lines: Sequence[Told]
    sums: Quota

    @property
    def share(self) -> str:
        """How much of it has been paid, in per cent."""
        return tenths(share_of(self.sums.paid.fen, self.sums.total.fen))


def _class(code: str) -> str:
    return f"{code} {name_of(code)}".strip()


GROUPS: dict[str, tuple[str, Callable[[Quota], tuple[str, str]]]] = {
    "project": ("按项目", lambda one: (one.project, one.project)),
    "function": ("按功能分类", lambda one: (one.function, _class(one.function))),
    "economic": ("按经济分类", lambda one: (one.economic, _class(one.economic))),
    "source": ("按资金来源", lambda one: (one.source, one.source)),
}


def grouped(lines: Iterable[Told], by: str) -> list[Group]:
    """Return quotas in groups, in the order they come; by nothing, all of them in one."""
    _word, of = GROUPS.get(by, GROUPS["project"]) if by else ("", lambda _one: ("", "合计"))
    found: dict[tuple[str, str], list[Told]] = {}
    for line in lines:
        found.setdefault(of(line.facts()), []).append(line)
    return [Group(key, word, several, _sum(word, several)) for (key, word), several in sorted(found.items())]


def _sum(word: str, lines: Sequence[Told]) -> Quota:
    said = [line.facts() for line in lines]
    sums = [Money(sum(getattr(one, name).fen for one in said)) for name in ("approved", "adjusted", "frozen", "paid")]
    return Quota(0, word, "", "", "", *sums)
