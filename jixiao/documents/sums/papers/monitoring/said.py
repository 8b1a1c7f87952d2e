"""What the papers of monitoring are made of: frozen tables, what was found and decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jixiao.monitoring.facts import Forecast, Lit, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """One project's table as it was frozen: which snapshot it is, its light, what it would score."""

    sheet: Sheet
    word: str  # 1—7月
    lit: Lit
    forecast: Forecast | None
    expected: int | None  # 分, the officers' own word of the year's payments
    snapshot: str  # 第2份快照 53022ae3b21c


@dataclass(frozen=True, slots=True)
class Off:
    """One deviation: its number, project, what was found, why, what is done, and how far it has come."""

    code: str
    project: str
    found: str
    causes: tuple[str, ...]
    said: str
    measures: tuple[tuple[str, str, str], ...]  # kind, how and by when, what came of it
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A round as its report tells it."""

    department: str
    year: int
    word: str
    until: date
    on: date
    preset: str
    scheme: str
    tables: tuple[Frozen, ...]
    off: tuple[Off, ...]
    whole: Forecast | None

    @property
    def about(self) -> str:
        """Whose report it is."""
        return self.department


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a round together."""

    about: str
    year: int
    tables: tuple[Frozen, ...]
