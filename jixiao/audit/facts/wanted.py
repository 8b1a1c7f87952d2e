"""What somebody looks for in the log: the filters as they stand in the address."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters; an empty one asks for everything."""

    since: date | None = None
    until: date | None = None
    person: str = ""
    act: str = ""  # the officials' word
    unit: str = ""  # a path: it and all below
    kind: str = ""  # of record: targets.target
    number: int | None = None
    result: str = ""  # "denied" for attempts that were refused, "done" for the rest

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set, as texts."""
        return {name: str(value) for name, value in asdict(self).items() if value not in {None, ""}}

    @property
    def record(self) -> str:
        """The record as the log names it."""
        return f"{self.kind}:{self.number}" if self.kind and self.number else ""
