"""Suggestion while typing: the seed and what units have added as one index, kept in each process until the library changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from jixiao.library import book, states
from jixiao.library.facts import Entry, level_two
from jixiao.library.models import Edition, Item
from jixiao.library.sums import Index, Reading
from jixiao.organisations.facts import paths_above
from jixiao.organisations.models import Unit

LIMIT, MOST = 8, 30
REMEMBERED = 512  # conditions remembered; units times classes in use at a time


@dataclass(frozen=True, slots=True)
class Held:
    """An indicator and whose it is; no owner for the seed."""

    entry: Entry
    number: int | None = None
    path: str = ""
    kind: str = ""
    owner: str = ""
    state: str = states.KEPT

    def serves(self, path: str) -> bool:
        """Say whether a unit may take it into a target."""
        if self.number is None:
            return True
        return self.state in states.USABLE and (self.kind == "bureau" or self.path in paths_above(path))


@dataclass
class Library:
    """Every indicator there is, indexed: what units have added first, then the seed."""

    mark: str
    held: list[Held]
    index: Index = field(init=False)
    by_code: dict[str, Held] = field(init=False)
    kept: dict[tuple[str, str, str, date], tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index them."""
        self.index = Index([one.entry for one in self.held])
        self.by_code = {one.entry.code: one for one in self.held}

    def numbers(self, keep: Callable[[Held], bool]) -> tuple[int, ...]:
        """Return the rows of the index a condition keeps."""
        return tuple(number for number, one in enumerate(self.held) if keep(one))

    def usable(self, path: str, level2: str, regime: str, on: date) -> tuple[int, ...]:
        """Return which indicators a unit may take in a regime on a day, of a second level or of any."""
        asked = (path, level2, regime, on)
        if asked not in self.kept:
            if len(self.kept) >= REMEMBERED:
                self.kept.clear()

            def keep(one: Held) -> bool:
                levels = one.entry.at(regime)
                return levels is not None and (not level2 or levels[1] == level2) and one.entry.in_force(on) and one.serves(path)

            self.kept[asked] = self.numbers(keep)
        return self.kept[asked]


_kept: list[Library] = []
_lock = Lock()


def library() -> Library:
    """Return the library as it stands: one question to the database, and the rest only after a change."""
    mark = Edition.objects.values_list("mark", flat=True).first() or ""
    kept = _kept[0] if _kept else None
    if kept is None or kept.mark != mark:
        own = Item.objects.select_related("unit") if mark else Item.objects.none()
        kept = Library(mark, [*(_held(item) for item in own), *(Held(entry) for entry in book.shelf())])
        with _lock:
            _kept[:] = [kept]
    return kept


def _held(item: Item) -> Held:
    return Held(item.entry, item.pk, item.unit.path, item.unit.kind, item.unit.short, item.state)


def suggest(
    unit: Unit, words: str, *, on: date, project: str = "", level2: str = "", regime: str = "R2015", limit: int = LIMIT
) -> list[Entry]:
    """Return the indicators to offer while somebody types, best first.

    ``project`` is the project's name, ``level2`` the class of the row (数量指标; blank or unknown: any), ``regime`` R2015 or R2021 for
    target tables, PROJECT53, DEPT53 or EVAL10 for the frameworks of evaluation.
    """
    held = library()
    asked = level_two(level2)
    kept = held.usable(unit.path, asked, regime, on) or held.usable(unit.path, "", regime, on)
    return held.index.search(Reading(words, project), min(limit, MOST), kept)


def entry_named(name: str, unit: Unit | None = None) -> Entry | None:
    """Return the indicator of a name: one the unit may use where a unit is named, else the seed's; None where there is none."""
    bare = "".join(name.split())
    if unit is not None:
        own = (one.entry for one in library().held if one.number and one.entry.name == bare and one.serves(unit.path))
        found = next(own, None)
        if found:
            return found
    return book.by_name().get(bare)
