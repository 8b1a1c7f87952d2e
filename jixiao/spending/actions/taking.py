"""Take in what was done outside: a workbook is read, looked at, and applied as a whole, once or never."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused, heed
from jixiao.office.confine import read_confined
from jixiao.office.facts import Document, encode
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of
from jixiao.spending.models import Batch, Matter, Payee, Payment, Posting, Quota, Treasury
from jixiao.spending.models.exchange import IMPORTS
from jixiao.spending.queries import taking as queries
from jixiao.spending.queries.payments import short_of
from jixiao.spending.queries.taking import BOOK, Judged
from jixiao.spending.states import BOOKED
from jixiao.spending.sums.taking import taken

from .holding import QUOTA_LEFT
from .numbering import Series

AT_ONCE = 1_000  # rows written in one statement


class Sent(NamedTuple):
    """A workbook as somebody sent it, and as it was read."""

    name: str
    data: bytes
    document: Document


def receive(unit: Unit, year: int, kind: str, name: str, data: bytes, *, by: User, at: datetime, key: str | None = None) -> Batch:
    """Read a workbook in a confined child, outside any transaction, and keep it to be looked at."""
    if not by.may(BOOK, unit, timezone.localdate(at)):
        return keep(unit, year, kind, Sent(name, b"", Document(())), by=by, at=at, key=key)  # the door refuses and writes it down
    return keep(unit, year, kind, Sent(name, data, read_confined(data, name)), by=by, at=at, key=key)


@action("exchange.receive", BOOK, hide=("sent",), said="上传导入文件")
def keep(
    unit: Unit,
    year: int,
    kind: str,
    sent: Sent,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Batch:
    """Keep a workbook to be looked at before it is applied; refuses a file that holds no such list."""
    heed(queries.refusal_to_take(by, timezone.localdate(at), unit, year))
    if kind not in IMPORTS:
        msg = "请选要导入的是国库执行数据还是期初支出明细"
        raise Refused(msg)
    taken(sent.document, kind, year)
    told = json.dumps(encode(sent.document), ensure_ascii=False, separators=(",", ":"))
    return Batch.objects.create(
        unit=department_of(unit), year=year, kind=kind, name=sent.name.strip()[-200:] or IMPORTS[kind], sha256=hashlib.sha256(sent.data).hexdigest(),
        data=sent.data, document=told, by=by, at=at,
    )  # fmt: skip


@action("exchange.apply", BOOK, said="导入")
def apply(batch: Batch, *, by: User, at: datetime, key: str | None = None) -> Batch:  # noqa: ARG001 - the door reads the key
    """Write every new row of a workbook, or none: it is judged again as the books stand now."""
    heed(queries.refusal_to_take(by, timezone.localdate(at), batch.unit, batch.year))
    if not Batch.objects.filter(pk=batch.pk, applied_at=None).update(applied_at=at):
        batch.refresh_from_db(fields=["applied_at"])
        msg = f"这份文件已于 {timezone.localtime(batch.applied_at):%Y-%m-%d %H:%M} 导入过了，没有重复导入"
        raise Refused(msg)
    verdict = queries.judged(batch)
    heed(verdict.refusal)
    rows = verdict.of("new")
    try:
        with transaction.atomic():
            _Taking(batch, by, at).write(rows)
    except IntegrityError:
        msg = "其中有回单号刚才已由别人登记，整份没有导入；请刷新页面看过再办"
        raise Refused(msg) from None
    Batch.objects.filter(pk=batch.pk).update(taken=len(rows))
    batch.refresh_from_db(fields=["applied_at", "taken"])
    return batch


class _Taking:
    """One workbook on its way into the books."""

    def __init__(self, batch: Batch, by: User, at: datetime) -> None:
        self.batch, self.by, self.at = batch, by, at

    def write(self, rows: Sequence[Judged]) -> None:
        """Write the rows as what they are."""
        if self.batch.kind == "treasury":
            self.told(rows)
        else:
            self.spend(rows)
            self.pay(rows)

    def told(self, rows: Sequence[Judged]) -> None:
        """Keep what the treasury executed."""
        Treasury.objects.bulk_create(
            (
                Treasury(
                    unit=self.batch.unit, year=self.batch.year, batch=self.batch, number=row.receipt, on=row.on, payee=row.payee, fen=row.fen,
                    function=row.function, economic=row.economic, project=row.project,
                )
                for row in (one.row for one in rows)
            ),
            AT_ONCE,
        )  # fmt: skip

    def spend(self, rows: Sequence[Judged]) -> None:
        """Take what was paid off each quota, by the same guarded UPDATE as every payment."""
        sums: dict[int, int] = defaultdict(int)
        for one in rows:
            sums[one.quota.pk if one.quota else 0] += one.row.fen
        for number, fen in sorted(sums.items()):  # in one order, so that two workbooks never wait for each other
            quota = Quota.objects.filter(pk=number)
            if not quota.alias(left=QUOTA_LEFT).filter(left__gte=fen).update(paid=F("paid") + fen):
                raise Refused(short_of(quota.get(), Money(fen)))

    def pay(self, rows: Sequence[Judged]) -> None:
        """Write the payments, booked already, each with the movement of its quota."""
        unit, year, at = self.batch.unit, self.batch.year, self.at
        payees, last = self.payees(rows), Series(unit, year, "支出").take(len(rows))
        titles = [(one.row.title or f"期初：{one.row.project}")[:200] for one in rows]
        matters = Matter.objects.bulk_create(
            (Matter(unit=unit, year=year, name=title, fen=one.row.fen) for one, title in zip(rows, titles, strict=True)), AT_ONCE
        )
        payments = Payment.objects.bulk_create(
            (
                Payment(
                    unit=unit, filer=unit, year=year, number=last + place, quota=one.quota, matter=matter, payee=payees[one.row.payee], title=title,
                    fen=one.row.fen, whole=one.row.fen, state=BOOKED, since=at, author=self.by, asked_at=noon(one), paid_at=noon(one),
                    receipt=one.row.receipt or f"期初-{self.batch.pk}-{one.row.number}", voucher=one.row.voucher, booker=self.by, booked_at=at,
                    batch=self.batch,
                )
                for place, (one, matter, title) in enumerate(zip(rows, matters, titles, strict=True), 1)
            ),
            AT_ONCE,
        )  # fmt: skip
        Posting.objects.bulk_create((Posting(quota=one.quota, kind="pay", fen=one.fen, payment=one, at=at) for one in payments), AT_ONCE)

    def payees(self, rows: Sequence[Judged]) -> dict[str, Payee]:
        """Return who was paid by name; whoever stands in no register yet is put there from the day they were first paid."""
        unit = self.batch.unit
        known = {one.name: one for one in Payee.objects.filter(unit=unit).order_by("-pk")}
        first: dict[str, Payee] = {}
        for row in sorted((one.row for one in rows), key=lambda row: row.on):
            if row.payee not in known and row.payee not in first:
                first[row.payee] = Payee(unit=unit, name=row.payee, since=row.on)
        return known | {one.name: one for one in Payee.objects.bulk_create(first.values(), AT_ONCE)}


def noon(one: Judged) -> datetime:
    """Return the middle of the day a row was paid on."""
    return timezone.make_aware(datetime.combine(one.row.on, time(12)))
