"""The line of the season, and the sentence of a queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from jixiao.desk.facts import Item, Milestone


def line(listed: Sequence[tuple[str, date]], on: date) -> tuple[Milestone, ...]:
    """Return the season as a line: what is over, the next day that comes, and what lies ahead."""
    following = next((number for number, (_word, day) in enumerate(listed) if day >= on), len(listed))
    places = ("done", "now", "ahead")
    return tuple(Milestone(word, day, places[(number >= following) + (number > following)]) for number, (word, day) in enumerate(listed))


def worst(items: Iterable[Item]) -> str:
    """Say in one sentence how urgent a queue is."""
    known = [item.deadline.days for item in items if item.deadline]
    late, near = sum(days < 0 for days in known), sum(0 <= days <= 1 for days in known)
    parts = [f"{late} 件逾期" if late else "", f"{near} 件今明到期" if near else ""]
    return "，".join(part for part in parts if part)
