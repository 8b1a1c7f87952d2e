"""Freezing: a sheet becomes a snapshot, and the task carries what lists show of it. Only doors that are already open use it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.kernel.rule import Severity
from jixiao.monitoring import book, facts
from jixiao.monitoring.models import Deviation, Snapshot, Step, Task
from jixiao.monitoring.queries.deviations import open_among
from jixiao.monitoring.sums import forecasting, keeping, pacing, timing
from jixiao.organisations.models import Unit
from jixiao.spending.actions.numbering import Series

HUNDRED = 100
LONGEST_FOUND = 1000


class Freezing:
    """One act of freezing, of any number of tasks."""

    def __init__(self, by: User, at: datetime) -> None:
        self.by, self.at = by, at
        self.on: date = timezone.localdate(at)

    def freeze(self, task: Task, sheet: facts.Sheet, kind: str, reason: str = "") -> Snapshot:
        """Make the next snapshot of a task and let the task show it."""
        made = self.made(task, sheet, kind, reason)
        made.save(force_insert=True)
        task.save(update_fields=SHOWN)
        return made

    def freeze_all(self, pairs: Sequence[tuple[Task, facts.Sheet]], kind: str) -> None:
        """Make the next snapshots of many tasks in two statements."""
        Snapshot.objects.bulk_create([self.made(task, sheet, kind) for task, sheet in pairs], 200)
        Task.objects.bulk_update([task for task, _sheet in pairs], SHOWN, 200)

    def made(self, task: Task, sheet: facts.Sheet, kind: str, reason: str = "") -> Snapshot:
        """Return a snapshot that is not written yet; the task shows it already."""
        lights, found = book.lights(sheet), book.examine(sheet, self.on)
        text = keeping.dump(sheet, lights, found)
        for name, value in shown(sheet, lights[task.round.preset], len(found), task.round.scheme).items():
            setattr(task, name, value)
        task.number += 1
        said: dict[str, Any] = {"number": task.number, "kind": kind, "reason": reason, "by": self.by, "at": self.at}
        return Snapshot(task=task, text=text, sha256=keeping.digest(text), **said)

    def deviate(self, tasks: Sequence[tuple[Task, facts.Sheet]]) -> None:
        """Open a deviation for every project that is off; one that is open already says what is found now."""
        known = open_among([task.target_id for task, _sheet in tasks])
        for task, sheet in tasks:
            why = off(sheet, book.preset(task.round.preset).light(sheet), self.on)
            before = known.get(task.target_id) if why else None
            if before is not None and why[:LONGEST_FOUND] != before.found:
                self.again(before, task, why)
            elif why and before is None:
                self.open(task, why)

    def again(self, deviation: Deviation, task: Task, why: str) -> None:
        """Let an open deviation say what a later look found; what it said before stays in its history."""
        Deviation.objects.filter(pk=deviation.pk).update(found=why[:LONGEST_FOUND])
        said = {"move": "again", "verb": f"{task.round.word}再次发现", "state": deviation.state, "opinion": why[: facts.LONGEST]}
        Step.objects.create(task_id=deviation.task_id, deviation=deviation, **said, by=self.by, at=self.at)

    def open(self, task: Task, why: str) -> Deviation:
        """Open one deviation."""
        year = task.round.year
        number = Series(Unit.objects.get(pk=task.filer_id), year, "监控偏差").next()
        made = Deviation.objects.create(
            task=task, target_id=task.target_id, unit_id=task.unit_id, filer_id=task.filer_id, year=year, number=number,
            found=why[:LONGEST_FOUND], since=self.at, due=timing.after_workdays(self.on), at=self.at,
        )  # fmt: skip
        Step.objects.create(
            task=task, deviation=made, move="found", verb="发现偏差", state=made.state, opinion=why[: facts.LONGEST], by=self.by, at=self.at
        )
        return made


SHOWN = [
    "number", "light", "budget", "paid", "planned", "ahead_low", "ahead_mid", "ahead_high", "fine", "short", "lost", "coming", "blank",
    "score_low", "score_mid", "score_high", "findings",
]  # fmt: skip


def shown(sheet: facts.Sheet, lit: facts.Lit, findings: int, scheme: str) -> dict[str, Any]:
    """Return what a task shows of a sheet: always exactly what the snapshot says."""
    counts = forecasting.counts(sheet.readings)
    ahead = pacing.at_year_end(sheet.money, sheet.year, sheet.until)
    told = forecasting.forecast(sheet, book.schemes()[scheme])
    found: dict[str, Any] = {
        "light": lit.light.value,
        "budget": sheet.money.budget,
        "paid": sheet.money.paid,
        "planned": rounded(lit.planned * HUNDRED),
        "fine": counts[facts.Status.FINE],
        "short": counts[facts.Status.SHORT],
        "lost": counts[facts.Status.LOST],
        "coming": counts[facts.Status.AHEAD],
        "blank": counts[facts.Status.BLANK],
        "findings": findings,
    }
    for side in ("low", "mid", "high"):
        found[f"ahead_{side}"] = None if ahead is None else rounded(getattr(ahead, side))
        found[f"score_{side}"] = None if told is None else rounded(getattr(told, side) * HUNDRED)
    return found


def rounded(value: Fraction) -> int:
    """Return the nearest whole number, half up."""
    return int((2 * value.numerator + value.denominator) // (2 * value.denominator))


def off(sheet: facts.Sheet, lit: facts.Lit, on: date) -> str:
    """Return why a project is off, "" where it is not: its light, indicators out of reach, and what rules call an error."""
    said = [f"{lit.light.value}：{lit.sentence}"] if lit.light.off else []
    lost = [one.name for one in sheet.readings if one.status is facts.Status.LOST]
    if lost:
        said.append(f"到不了的指标：{'、'.join(lost)}")
    hard = [
        one.message for one in book.examine(sheet, on) if one.severity >= Severity.ERROR and one.code not in {"MO-04", "MO-05", "MO-06"}
    ]
    return "；".join([*said, *hard])
