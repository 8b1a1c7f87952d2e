"""Write into ledgers: enter, change or correct, make void, close. The sums of the month move with every entry, or nothing does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.assets.actions.moves import hold, said
from jixiao.audit.actions import action
from jixiao.evidence import book, facts
from jixiao.evidence.models import Closing, Entry
from jixiao.evidence.queries import entries as queries
from jixiao.evidence.sums import saying
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of
from jixiao.targets.models import Target

from .keeping import Keeping, minus

LONGEST_REASON = 300


@action("entry.add", Permission.EVIDENCE_KEEP, said="登记台账")
def add(
    unit: Unit,
    year: int,
    ledger: str,
    texts: Mapping[str, str],
    *,
    target: Target | None = None,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Entry:
    """Enter what happened."""
    kind, filer = book.ledger(ledger), department_of(unit)
    keeping = Keeping(kind, filer)
    read, on = _read(kind, texts, year)
    today = timezone.localdate(at)
    heed(queries.refusal_of_target(target, filer, year, by, today), queries.refusal_of_period(filer, kind, on, today))
    entry = keeping.made(unit, read.values, on)
    entry.target, entry.by, entry.at = target, by, at
    return keeping.write(entry)


@action("entry.correct", Permission.EVIDENCE_KEEP, said="更正台账")
def correct(
    entry: Entry,
    texts: Mapping[str, str],
    reason: str,
    *,
    target: Target | None = None,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Entry:
    """Put another entry into the place of one; after the period is closed it stays in its month and is marked as a correction."""
    kind, filer = book.ledger(entry.ledger), entry.filer
    keeping = Keeping(kind, filer)
    told, (read, on) = said(reason, "更正的理由", LONGEST_REASON), _read(kind, texts, entry.year)
    today, same = timezone.localdate(at), (target.pk if target else None) == entry.target_id
    closed = queries.closed_through(filer, kind.code)
    late = bool(closed and entry.on <= closed)
    heed(
        "这条记录已经被更正或作废，请在现在的那一条上办理" if entry.gone_at else None,
        None if same else queries.refusal_of_target(target, filer, entry.year, by, today),
        f"这条记录所在的期间已结账到 {closed:%Y-%m-%d}，更正不能换到结账以后的日期；确要换期请作废后重新登记"
        if late and closed and on > closed
        else None,
        None if late and closed and on <= closed else queries.refusal_of_period(filer, kind, on, today),
    )
    if dict(read.values) == entry.values and same:
        msg = "内容和原来一样，没有更正"
        raise Refused(msg)
    keeping.end(entry, by, at, told)
    fresh = keeping.made(entry.unit, read.values, on)
    fresh.target, fresh.by, fresh.at, fresh.replaces, fresh.reason, fresh.closed = target, by, at, entry, told, late
    done = keeping.write(fresh, less=entry)
    entry.proofs.filter(gone_at=None).update(entry=done)
    return done


@action("entry.void", Permission.EVIDENCE_KEEP, said="作废台账记录")
def void(entry: Entry, reason: str, *, by: User, at: datetime, key: str | None = None) -> Entry:  # noqa: ARG001
    """Make an entry void: it counts no more and stays readable."""
    kind = book.ledger(entry.ledger)
    keeping = Keeping(kind, entry.filer)
    heed("这条记录已经被更正或作废了" if entry.gone_at else None)
    keeping.end(entry, by, at, said(reason, "作废的理由", LONGEST_REASON))
    keeping.count(minus(kind, entry))
    keeping.look(entry)
    return entry


@action("ledger.close", Permission.EVIDENCE_CLOSE, said="台账结账")
def close(unit: Unit, ledger: str, through: date, *, by: User, at: datetime, key: str | None = None) -> Closing:  # noqa: ARG001
    """Close a ledger of a department up to a day: what lies before is corrected from now on, never edited."""
    kind, filer = book.ledger(ledger), department_of(unit)
    hold(filer)
    heed(queries.refusal_to_close(filer, kind, through, timezone.localdate(at)))
    return Closing.objects.create(filer=filer, ledger=ledger, through=through, by=by, at=at)


def _read(kind: facts.Ledger, texts: Mapping[str, str], year: int) -> tuple[saying.Said, date]:
    read = saying.said(kind, texts, year)
    if read.faults or read.on is None:
        raise Refused("；".join(fault.sentence for fault in read.faults))
    return read, read.on
