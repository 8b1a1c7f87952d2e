"""The library as a list: what a person may see of it, searched, filtered, sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404

from jixiao.accounts.models import User
from jixiao.library import states
from jixiao.library.facts import REGIMES, SECTORS, Entry
from jixiao.library.models import Item
from jixiao.library.sums import Reading
from jixiao.organisations.models import Unit

from .past import uses_of
from .suggesting import Held, Library, library

ORDERS = {"name": "名称", "level2": "二级指标", "uses": "使用次数", "code": "编号"}
OWNERS = {"seed": "系统自带", "common": "共性指标", "bureau": "财政部门", "unit": "本单位", "below": "其他单位"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is asked for."""

    words: str = ""
    level1: str = ""
    level2: str = ""
    sector: str = ""
    owner: str = ""
    state: str = ""
    order: str = ""
    regime: str = "R2015"

    @property
    def any(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.words or self.level1 or self.level2 or self.sector or self.owner or self.state)


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of the list: the facts, where it stands in the regime of the year, whose it is, how often it is used."""

    entry: Entry
    held: Held
    uses: int = 0
    levels: tuple[str, str] = ("", "")

    @property
    def sectors(self) -> str:
        """The sectors it suits, in words."""
        return "、".join(SECTORS[one] for one in self.entry.sectors if one in SECTORS)

    @property
    def owner(self) -> str:
        """Whose it is."""
        return self.held.owner or self.entry.origin[0]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, and how many indicators each filter would leave."""

    rows: list[Row]
    total: int
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def listed(user: User, on: date, unit: Unit, asked: Filters) -> Listed:
    """Return the indicators a person may see, as asked; searched ones come best first unless an order is chosen."""
    held = library()
    seen = _seen(user, on, held)
    shown = [one for one in held.held if one.number is None or one.number in seen]
    total = len(shown)
    if asked.words.strip():
        numbers = held.numbers(lambda one: one.number is None or one.number in seen)
        found = held.index.search(Reading(asked.words), len(numbers), numbers)
        shown = [held.by_code[entry.code] for entry in found]
    rows = [Row(one.entry, one, 0, _levels(one.entry, asked.regime)) for one in shown]
    counts = {
        "level2": Counter(row.levels[1] for row in rows),
        "sector": Counter(sector for row in rows for sector in row.entry.sectors),
        "state": Counter(row.held.state for row in rows),
    }
    kept = [row for row in rows if _fits(row, unit, asked)]
    uses = uses_of({row.entry.name for row in kept})
    kept = [Row(row.entry, row.held, uses.get(row.entry.name, 0), row.levels) for row in kept]
    return Listed(_sorted(kept, asked), total, counts)


def _seen(user: User, on: date, held: Library) -> set[int]:
    """Return the numbers of added indicators a person may see; the seed everybody sees."""
    if all(one.number is None for one in held.held):
        return set()
    return set(Item.objects.for_user(user, on).order_by().values_list("pk", flat=True))


def _levels(entry: Entry, regime: str) -> tuple[str, str]:
    """Return where an indicator stands in a regime, else in the first that has a place for it."""
    return next((levels for name in (regime, *REGIMES) if (levels := entry.at(name))), ("", entry.kind))


def _fits(row: Row, unit: Unit, asked: Filters) -> bool:
    wanted = (
        (asked.level1, {row.levels[0]}),
        (asked.level2, {row.levels[1]}),
        (asked.sector, set(row.entry.sectors)),
        (asked.state, {row.held.state}),
        (asked.owner, _owners(row, unit)),
    )
    return all(not one or one in values for one, values in wanted)


def _owners(row: Row, unit: Unit) -> set[str]:
    if row.held.number is None:
        return {"seed", *({"common"} if row.entry.origin != ("系统自拟",) else ())}
    if row.held.path == unit.path:
        return {"unit", row.held.kind}
    return {"bureau"} if row.held.kind == "bureau" else {"below"}


def _sorted(rows: list[Row], asked: Filters) -> list[Row]:
    order, down = asked.order.removeprefix("-"), asked.order.startswith("-")
    if order not in ORDERS:  # best first where words are searched; else what may stand in a target table of the regime first
        return rows if asked.words else sorted(rows, key=lambda row: row.entry.at(asked.regime) is None)
    keys = {
        "name": lambda row: (row.entry.name,),
        "level2": lambda row: (*row.levels, row.entry.code),
        "uses": lambda row: (row.uses,),
        "code": lambda row: (row.entry.code,),
    }
    return sorted(rows, key=keys[order], reverse=down)


def row_for(user: User, on: date, code: str, regime: str) -> Row:
    """Return one indicator by its code, for somebody who may see it; another's is not there."""
    held = library()
    one = held.by_code.get(code)
    if one is None or (one.number is not None and one.number not in _seen(user, on, held)):
        raise Http404
    uses = uses_of([one.entry.name]).get(one.entry.name, 0)
    return Row(one.entry, one, uses, _levels(one.entry, regime))


def similar(user: User, on: date, entry: Entry, limit: int = 6) -> list[Entry]:
    """Return the indicators that resemble one most, of those in use a person may see."""
    held = library()
    seen = _seen(user, on, held)
    kept = held.numbers(lambda one: one.number is None or (one.number in seen and one.state in states.USABLE))
    return held.index.similar(entry, limit, kept)
