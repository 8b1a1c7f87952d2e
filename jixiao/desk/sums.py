"""Days left, the line of the season, and the sentence of a queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from jixiao.desk.facts import Deadline, Item, Milestone
from jixiao.targets.states import ADJUSTED, ADJUSTING, DEPARTMENT, DRAFT, FINANCE, FISCAL, RETURNED, SECTION

# Which day of the season each state has to be left by
DUE = {
    DRAFT: "filing",
    RETURNED: "department",
    SECTION: "section",
    FINANCE: "finance",
    DEPARTMENT: "department",
    FISCAL: "fiscal",
    ADJUSTING: "adjust_until",
    ADJUSTED: "adjust_until",
}


def deadline(state: str, days: Mapping[str, date], on: date) -> Deadline | None:
    """Return how long a target may stay in a state, by the days of its season; None where nothing is due."""
    due = days.get(DUE.get(state, ""))
    return Deadline(due, (due - on).days) if due else None


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
