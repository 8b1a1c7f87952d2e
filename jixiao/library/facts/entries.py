"""One indicator of the library (库中指标): what it counts, how, from what, and on what its value may rest."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from .places import CLASSES, Levels, levels_of


class Direction(enum.StrEnum):
    """Which way is better (指标方向)."""

    POSITIVE = "正向"
    NEGATIVE = "反向"
    INTERVAL = "区间"
    QUALITATIVE = "定性"


@dataclass(frozen=True, slots=True)
class Formula:
    """How a rate is reckoned: numerator over denominator."""

    numerator: str
    denominator: str

    def __str__(self) -> str:
        """Write it as the forms do: (本年值-上年值)/上年值."""
        return f"{_bracketed(self.numerator)}/{_bracketed(self.denominator)}"


def _bracketed(term: str) -> str:
    return f"({term})" if any(sign in term for sign in "-+－＋×") else term


@dataclass(frozen=True, slots=True)
class Basis:
    """What a value may rest on: one of the five categories of 101号, and an example of the text."""

    kind: str
    example: str

    def __str__(self) -> str:
        return f"{self.kind}：{self.example}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a value: one of the four kinds of 101号, and what it is."""

    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}：{self.what}"


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a qualitative value, and when it is reached."""

    grade: str
    when: str

    def __str__(self) -> str:
        return f"{self.grade}：{self.when}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One indicator one may take over into a target.

    ``places`` are where it stands: the key of a class (output.quantity) or a second level of a framework (DEPT53/预算执行), the
    usual one first. ``heir`` is the class of the 2021 regime where the usual one has none there (可持续影响). ``asked`` names who
    answers a survey, ``due`` what a date or speed is measured from, ``base`` what a change is measured against.
    """

    code: str
    name: str
    places: tuple[str, ...]
    unit: str = ""
    operator: str = "≥"
    direction: Direction = Direction.POSITIVE
    formula: Formula | None = None
    explanation: str = ""
    bases: tuple[Basis, ...] = ()
    method: str = ""
    source: str = ""
    evidence: tuple[Evidence, ...] = ()
    sectors: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    grading: tuple[Band, ...] = ()
    usual: str = ""
    asked: str = ""
    due: str = ""
    base: str = ""
    heir: str = ""
    origin: tuple[str, ...] = ("系统自拟",)
    since: date = date(2022, 1, 1)
    until: date | None = None

    def at(self, regime: str) -> Levels | None:
        """Return the two levels under which the indicator stands in a regime; None where it has no place there."""
        found = next((levels for place in self.places if (levels := levels_of(place, regime))), None)
        return found or (levels_of(self.heir, regime) if self.heir else None)

    @property
    def kind(self) -> str:
        """The name of the class it usually belongs to: 经济成本指标, or the second level of its framework."""
        place = self.places[0]
        return CLASSES[place][0] if place in CLASSES else place.partition("/")[2]

    @property
    def reckoned(self) -> str:
        """The formula as the forms write it, with ×100% where the value is a share; "" where there is none."""
        share = {"%": "×100%", "‰": "×1000‰"}.get(self.unit, "")
        return f"{self.formula}{share}" if self.formula else ""

    @property
    def is_for_targets(self) -> bool:
        """Say whether it may stand in a target table, not only in a framework of evaluation."""
        return any(place in CLASSES for place in self.places)

    def in_force(self, on: date) -> bool:
        """Say whether it is in use on a day."""
        return self.since <= on and (self.until is None or on <= self.until)
