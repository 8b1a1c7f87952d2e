"""What waits to be taken in: workbooks of entries as they were read, each row held against the ledgers as they stand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.evidence import book
from jixiao.evidence.facts import Fault, Ledger
from jixiao.evidence.models import Batch, Entry
from jixiao.evidence.sums import saying
from jixiao.evidence.sums.taking import Row, Taken, added, taken
from jixiao.office.facts import decode
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, within
from jixiao.targets.models import Target

from .entries import closed_through, projects_for

__all__ = ["Batch"]
STATES = {"bad": "有问题", "new": "可以导入", "known": "已经有了"}
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and what would become of it: bad, new, or known already; and the project it proves."""

    row: Row
    state: str
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A whole workbook judged: its rows, and what is wrong with it as a whole."""

    read: Taken
    rows: Sequence[Judged]
    stock: str = ""  # where a stock would fall below zero

    def of(self, state: str) -> list[Judged]:
        """Return the rows of a state."""
        return [one for one in self.rows if one.state == state]

    @property
    def refusal(self) -> str | None:
        """Why it may not be applied, or None; the rows are named."""
        if bad := self.of("bad"):
            named = "、".join(str(one.row.number) for one in bad[:8]) + ("等" if len(bad) > 8 else "")  # noqa: PLR2004 - as many as a line holds
            return f"第 {named} 行有问题（共 {len(bad)} 行），改好后重新上传才能导入；现在一行也没有导入"
        return self.stock or (None if self.of("new") else "每一行都已经登记过了，没有可以导入的")


def batches_for(user: User, on: date, unit: Unit, year: int, ledger: str) -> QuerySet[Batch]:
    """Return the workbooks of a ledger that a person may see, newest first."""
    found = Batch.objects.for_user(user, on).filter(within([department_of(unit).path]), year=year, ledger=ledger)
    return found.select_related("by", "target").defer("data", "document")


def batch_for(user: User, on: date, number: int) -> Batch:
    """Return a workbook a person may see; another unit's is not there."""
    found = Batch.objects.for_user(user, on).select_related("unit", "filer", "by", "target").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def judged(batch: Batch, by: User, today: date) -> Verdict:
    """Hold every row of a workbook against the ledger as it stands; a fixed number of questions."""
    kind = book.ledger(batch.ledger)
    read = taken(decode(json.loads(batch.document)), kind, batch.year)
    filer = batch.filer
    named = {one.name: one for one in projects_for(by, today, filer, batch.year)}
    closed = closed_through(filer, kind.code)
    known = _known(filer, kind, [row.mark for row in read.rows if row.mark])
    against = _Books(batch, kind, named, closed, known, today)
    rows = [against.judged(row) for row in read.rows]
    stock = "" if any(one.state == "bad" for one in rows) else _short(filer, kind, rows)
    return Verdict(read, rows, stock)


class _Books(NamedTuple):
    """What rows are held against."""

    batch: Batch
    kind: Ledger
    named: dict[str, Target]
    closed: date | None
    known: set[str]
    today: date

    def judged(self, row: Row) -> Judged:
        """Say what would become of a row."""
        target = self.named.get(row.project) if row.project else self.batch.target
        faults = []
        if row.project and target is None:
            faults.append(Fault("project", f"「{row.project}」不是您能登记的 {self.batch.year} 年度批复项目，请照批复的名称写，或留空"))
        if row.on and row.on > self.today:
            faults.append(Fault(self.kind.on, f"日期 {row.on:%Y-%m-%d} 在今天之后，请核对"))
        if row.on and self.closed and row.on <= self.closed and row.mark not in self.known:
            closed = f"台账已结账到 {self.closed:%Y-%m-%d}，{row.on:%Y-%m-%d} 的不能再导入；有误的请在原记录上更正"
            faults.append(Fault(self.kind.on, closed))
        if row.faults or faults:
            return Judged(added(row, *faults), "bad", target)
        return Judged(row, "known" if row.mark in self.known else "new", target)


def _known(filer: Unit, kind: Ledger, marks: list[str]) -> set[str]:
    found: set[str] = set()
    live = Entry.objects.filter(filer=filer, ledger=kind.code, gone_at=None).order_by()
    for first in range(0, len(marks), CHUNK):
        found |= set(live.filter(mark__in=marks[first : first + CHUNK]).values_list("mark", flat=True))
    return found


def _short(filer: Unit, kind: Ledger, rows: Sequence[Judged]) -> str:
    """Say where the stock would fall below zero with the rows in it; "" where it would not, or there is none."""
    if not kind.stock:
        return ""
    atom, moves = kind.atom(kind.stock), dict[str, list[tuple[date, int]]]()
    for one in rows:
        amount = atom.of(one.row.values)
        if one.state == "new" and amount is not None and one.row.on:
            moves.setdefault(one.row.slot, []).append((one.row.on, amount))
    live = Entry.objects.filter(filer=filer, ledger=kind.code, gone_at=None, slot__in=list(moves)).order_by()
    for slot, on, values in live.values_list("slot", "on", "values"):
        if (amount := atom.of(values)) is not None:
            moves[slot].append((on, amount))
    return next((sentence for slot in sorted(moves) if (sentence := saying.short_of(kind, slot, moves[slot]))), "") or ""
