"""Stocktakes: issue a list for a day, say what is there, what is missing, what was found without a card; close it for good."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.assets.models import Count, CountLine
from jixiao.assets.queries import counts as queries
from jixiao.audit.actions import action
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit

from .moves import said

MOST = 100_000


@action("asset.count", Permission.ASSET_KEEP, said="发起资产盘点")
def issue(unit: Unit, on: date, note: str = "", *, by: User, at: datetime, key: str | None = None) -> Count:  # noqa: ARG001
    """Issue the list of a stocktake: every asset of a unit that should be there, as the books have it now."""
    heed(
        f"盘点基准日 {on:%Y-%m-%d} 在今天之后，请核对" if on > timezone.localdate(at) else None,
        queries.refusal_to_issue(unit),
    )
    try:
        with transaction.atomic():
            count = Count.objects.create(unit=unit, year=on.year, on=on, note=note.strip(), by=by, at=at)
    except IntegrityError:
        msg = "刚才有人发起了盘点，请刷新页面"
        raise Refused(msg) from None
    CountLine.objects.bulk_create(
        CountLine(count=count, card=card, section=card.unit, keeper=card.keeper, name=card.name, quantity=card.quantity, place=card.place)
        for card in queries.cards_to_count(unit)
    )
    return count


@action("asset.mark", None, said="登记盘点结果")
def mark(
    line: CountLine,
    found: int,
    note: str = "",
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> CountLine:
    """Write down how many of an asset are there: fewer than the books say is 盘亏 and needs a word; never by who keeps it."""
    heed(
        queries.refusal_to_mark(line, by, timezone.localdate(at)),
        "盘盈的资产没有账面数量，请另行登记" if line.card_id is None else None,
        None if 0 <= found <= line.quantity else f"实盘数量应在 0 到账面数量 {line.quantity} 之间；多出的请登记为盘盈",
        "盘亏请写明情况" if found < line.quantity and not note.strip() else None,
    )
    line.mark, line.found, line.note, line.by, line.at = "在" if found == line.quantity else "盘亏", found, note.strip(), by, at
    line.save(update_fields=["mark", "found", "note", "by", "at"])
    return line


@action("asset.surplus", None, said="登记盘盈")
def surplus(
    count: Count,
    section: Unit,
    name: str,
    found: int,
    place: str,
    *,
    note: str = "",
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> CountLine:
    """Write down what was found and has no card."""
    heed(
        queries.refusal_to_count(count, by, timezone.localdate(at)),
        None if section.path.startswith(count.unit.path) else f"{section.short}不在这次盘点的范围里，请重新选",
        None if 0 < found <= MOST else f"数量应在 1 到 {MOST} 之间",
    )
    return CountLine.objects.create(
        count=count, section=section, name=said(name, "资产名称", 100), quantity=0, place=said(place, "地点", 100), mark="盘盈", found=found,
        note=note.strip(), by=by, at=at,
    )  # fmt: skip


@action("asset.count_close", Permission.ASSET_KEEP, said="结束资产盘点")
def close(count: Count, *, by: User, at: datetime, key: str | None = None) -> Count:  # noqa: ARG001 - the door reads the key
    """Close a stocktake once every line was looked at; nothing of it changes any more."""
    heed(queries.refusal_to_close(count))
    count.lines.update(closed=True)
    count.closed_by, count.closed_at = by, at
    count.save(update_fields=["closed_by", "closed_at"])
    return count
