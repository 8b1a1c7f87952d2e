"""What the pages of monitoring have in common."""

from __future__ import annotations

from typing import Any

from jixiao.accounts.context import Request
from jixiao.evidence.views.ground import both, data_of, done, today
from jixiao.organisations.queries import department_of


def stood(request: Request) -> Any:
    """Return the unit a page is about: the department of a section, a bureau itself."""
    unit = request.standing.unit
    return unit if unit.kind == "bureau" else department_of(unit)


__all__ = ["both", "data_of", "done", "stood", "today"]
