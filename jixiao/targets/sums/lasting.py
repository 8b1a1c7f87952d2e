"""How long a target may stay where it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jixiao.targets.facts import Due
from jixiao.targets.states import DUE


def due(state: str, days: Mapping[str, date], on: date) -> Due | None:
    """Return how long a target may stay in a state, by the days of its season; None where nothing is due."""
    day = days.get(DUE.get(state, ""))
    return Due(day, (day - on).days) if day else None
