"""What the pages of monitoring have in common."""

from __future__ import annotations

from typing import Any

from jixiao.accounts.context import Request
from jixiao.evidence.views.ground import both, data_of, done, today
from jixiao.monitoring import book
from jixiao.organisations.queries import department_of


def rules_of(code: str) -> Any:
    """Return the preset a page shows the rules of."""
    return book.presets().get(code) or book.presets()[book.FIRST]


def stood(request: Request) -> Any:
    """Return the unit a page is about: the department of a section, a bureau itself."""
    unit = request.standing.unit
    return unit if unit.kind == "bureau" else department_of(unit)


__all__ = ["both", "data_of", "done", "rules_of", "stood", "today"]
