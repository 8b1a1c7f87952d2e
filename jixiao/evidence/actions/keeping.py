"""A department's ledger while it is written: one writer at a time, entry and sums together, no stock below zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from jixiao.accounts.models import User
from jixiao.assets.actions.moves import hold
from jixiao.evidence import facts
from jixiao.evidence.models import Entry, File, Sum
from jixiao.evidence.queries import entries as queries
from jixiao.evidence.sums import reckoning, saying
from jixiao.kernel.refusal import Refused, heed
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of

AT_ONCE = 1_000  # rows written in one statement
Kept = tuple[int, str, int, str, int, int]  # department, ledger, project, atom, year, month
Seen = tuple[str, str, str, int]  # a file's name, fingerprint, format, size


class Keeping:
    """One act upon a ledger of a department; whoever else writes into the department's ledgers waits until it is done."""

    def __init__(self, kind: facts.Ledger, filer: Unit) -> None:
        self.kind, self.filer = kind, filer
        hold(filer)

    def made(self, unit: Unit, values: facts.Values, on: date) -> Entry:
        """Return an entry that is not written yet."""
        mark, slot = saying.mark_of(self.kind, values), saying.slot_of(self.kind, values)
        said = {"values": dict(values), "words": saying.words_of(values), "mark": mark, "slot": slot}
        return Entry(unit=unit, filer=self.filer, ledger=self.kind.code, year=on.year, on=on, **said)

    def write(self, entry: Entry, less: Entry | None = None) -> Entry:
        """Write an entry, in the place of another where there is one, with its sums; refuses what is there already."""
        try:
            with transaction.atomic():
                entry.save(force_insert=True)
        except IntegrityError:
            same = queries.same_as(self.filer, self.kind, entry.mark)
            raise Refused(queries.refusal_of_same(self.kind, same) or "刚才有人改过，请刷新页面") from None
        self.count(plus(self.kind, entry), minus(self.kind, less) if less else {})
        self.look(entry, *([less] if less else []))
        return entry

    def write_all(self, entries: Sequence[Entry]) -> None:
        """Write many entries; the caller has judged them."""
        Entry.objects.bulk_create(entries, AT_ONCE)
        self.count(plus(self.kind, *entries))

    def end(self, entry: Entry, by: User, at: datetime, reason: str) -> None:
        """Let an entry count no more; its sums are the caller's."""
        if not Entry.objects.filter(pk=entry.pk, gone_at=None).update(gone_at=at, gone_by=by, gone_reason=reason):
            msg = "这条记录刚才已由别人更正或作废，请刷新页面"
            raise Refused(msg)
        entry.gone_at, entry.gone_by = at, by

    def count(self, *changes: Mapping[Kept, facts.Cell]) -> None:
        """Move the kept sums, in one order for everybody."""
        moved = added(*changes)
        for key in sorted(moved):
            filer, ledger, project, atom, year, month = key
            cell = moved[key]
            where: dict[str, Any] = {"ledger": ledger, "project": project, "atom": atom, "year": year, "month": month}
            by = {"count": F("count") + cell.count, "total": F("total") + cell.total, "moment": F("moment") + cell.moment}
            if not Sum.objects.filter(filer=filer, **where).update(**by):
                Sum.objects.get_or_create(filer_id=filer, **where)
                Sum.objects.filter(filer=filer, **where).update(**by)

    def look(self, *entries: Entry) -> None:
        """Refuse where the stock of a store falls below zero as the entries stand now."""
        heed(queries.short_of(self.filer, self.kind, {one.slot for one in entries if one.slot}))


class Filing:
    """A department's store of files while one is filed."""

    def __init__(self, unit: Unit, by: User, at: datetime) -> None:
        self.filer, self.by, self.at = department_of(unit), by, at

    def file(self, seen: Seen) -> File:
        """Return the department's file of some bytes, written down where it is new."""
        name, sha256, kind, size = seen
        said = {"name": name, "kind": kind, "size": size, "by": self.by, "at": self.at}
        return File.objects.get_or_create(unit=self.filer, sha256=sha256, defaults=said)[0]


def plus(kind: facts.Ledger, *entries: Entry) -> dict[Kept, facts.Cell]:
    """Return what entries add to the kept sums."""
    found: dict[Kept, facts.Cell] = {}
    for entry in entries:
        said = facts.Entry(entry.pk or 0, entry.ledger, entry.on, entry.values)
        for (atom, year, month), cell in reckoning.counted(kind, said).items():
            key = (entry.filer_id, entry.ledger, entry.target_id or 0, atom, year, month)
            found[key] = found.get(key, reckoning.NOTHING) + cell
    return found


def minus(kind: facts.Ledger, *entries: Entry) -> dict[Kept, facts.Cell]:
    """Return what it takes off the kept sums that entries are gone."""
    return {key: -cell for key, cell in plus(kind, *entries).items()}


def added(*parts: Mapping[Kept, facts.Cell]) -> dict[Kept, facts.Cell]:
    """Return changes of the kept sums put together."""
    found: dict[Kept, facts.Cell] = {}
    for part in parts:
        for key, cell in part.items():
            found[key] = found.get(key, reckoning.NOTHING) + cell
    return {key: cell for key, cell in found.items() if cell != reckoning.NOTHING}
