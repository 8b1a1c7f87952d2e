"""Take a workbook of entries in: it is read, looked at, and applied as a whole, once or never."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.evidence import book
from jixiao.evidence.models import Batch, Entry
from jixiao.evidence.queries import entries
from jixiao.evidence.queries import taking as queries
from jixiao.evidence.queries.taking import Judged
from jixiao.evidence.sums.taking import taken
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.office.confine import read_confined
from jixiao.office.facts import Document, encode
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of
from jixiao.targets.models import Target

from .keeping import Keeping

KEEP = Permission.EVIDENCE_KEEP


class Sent(NamedTuple):
    """A workbook as somebody sent it, and as it was read."""

    name: str
    data: bytes
    document: Document


class Wanted(NamedTuple):
    """Where it goes: the year, the ledger, and the project of rows that name none."""

    year: int
    ledger: str
    target: Target | None


def receive(unit: Unit, wanted: Wanted, name: str, data: bytes, *, by: User, at: datetime, key: str | None = None) -> Batch:
    """Read a workbook in a confined child, outside any transaction, and keep it to be looked at."""
    if not by.may(KEEP, unit, timezone.localdate(at)):
        return keep(unit, wanted, Sent(name, b"", Document(())), by=by, at=at, key=key)  # the door refuses and writes it down
    return keep(unit, wanted, Sent(name, data, read_confined(data, name)), by=by, at=at, key=key)


@action("entries.receive", Permission.EVIDENCE_KEEP, hide=("sent",), said="上传台账导入文件")
def keep(
    unit: Unit,
    wanted: Wanted,
    sent: Sent,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Batch:
    """Keep a workbook to be looked at before it is applied; refuses a file that holds no such list."""
    filer, kind = department_of(unit), book.ledger(wanted.ledger)
    heed(entries.refusal_of_target(wanted.target, filer, wanted.year, by, timezone.localdate(at)))
    taken(sent.document, kind, wanted.year)
    told = json.dumps(encode(sent.document), ensure_ascii=False, separators=(",", ":"))
    return Batch.objects.create(
        unit=unit, filer=filer, year=wanted.year, ledger=kind.code, target=wanted.target, name=sent.name.strip()[-200:] or kind.word,
        sha256=hashlib.sha256(sent.data).hexdigest(), data=sent.data, document=told, by=by, at=at,
    )  # fmt: skip


@action("entries.apply", Permission.EVIDENCE_KEEP, said="导入台账")
def apply(batch: Batch, *, by: User, at: datetime, key: str | None = None) -> Batch:  # noqa: ARG001 - the door reads the key
    """Write every new row of a workbook, or none: it is judged again as the ledger stands now."""
    keeping = Keeping(book.ledger(batch.ledger), batch.filer)
    if not Batch.objects.filter(pk=batch.pk, applied_at=None).update(applied_at=at):
        batch.refresh_from_db(fields=["applied_at"])
        msg = f"这份文件已于 {timezone.localtime(batch.applied_at):%Y-%m-%d %H:%M} 导入过了，没有重复导入"
        raise Refused(msg)
    today = timezone.localdate(at)
    verdict = queries.judged(batch, by, today)
    heed(entries.refusal_of_target(batch.target, batch.filer, batch.year, by, today), verdict.refusal)
    rows = verdict.of("new")
    try:
        with transaction.atomic():
            keeping.write_all(list(_entries(keeping, batch, rows, by, at)))
    except IntegrityError:
        msg = "其中有记录刚才已由别人登记，整份没有导入；请刷新页面看过再办"
        raise Refused(msg) from None
    Batch.objects.filter(pk=batch.pk).update(taken=len(rows))
    batch.refresh_from_db(fields=["applied_at", "taken"])
    return batch


def _entries(keeping: Keeping, batch: Batch, rows: Sequence[Judged], by: User, at: datetime) -> Iterator[Entry]:
    """Yield the entries of a workbook's new rows."""
    for one in rows:
        if one.row.on is not None:  # a row without a day is bad
            entry = keeping.made(batch.unit, one.row.values, one.row.on)
            entry.target, entry.batch, entry.by, entry.at = one.target, batch, by, at
            yield entry
