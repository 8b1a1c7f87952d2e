"""Long promises: ask after one from now on, and answer for a year."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.assets.facts import LONG_YEARS
from jixiao.assets.models import Answer, Card, Promise
from jixiao.assets.queries import promises as queries
from jixiao.audit.actions import action
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit

from .moves import said

LONGEST = 99


@action("asset.promise", Permission.ASSET_KEEP, said="登记长期承诺")
def promise(
    unit: Unit,
    year: int,
    project: str,
    text: str,
    *,
    years: int,
    since: date,
    card: Card | None = None,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Promise:
    """Ask every year from now on after a promise of ten years' use and more."""
    told = {"project": said(project, "项目"), "text": said(text, "承诺")}
    heed(
        None if LONG_YEARS <= years <= LONGEST else f"承诺年限应在 {LONG_YEARS} 到 {LONGEST} 年之间，不到 {LONG_YEARS} 年的不用逐年追问",
        f"起算日期 {since:%Y-%m-%d} 在今天之后，请核对" if since > timezone.localdate(at) else None,
        f"{card.code} 不是{unit.short}的资产，请重新选" if card and card.filer_id != unit.pk else None,
    )
    try:
        with transaction.atomic():
            return Promise.objects.create(unit=unit, year=year, **told, years=years, since=since, card=card, by=by, at=at)
    except IntegrityError:
        msg = "这项承诺已经登记过"
        raise Refused(msg) from None


@action("asset.answer", Permission.ASSET_KEEP, said="答复长期承诺")
def answer(
    promise: Promise,
    year: int,
    used: bool,  # noqa: FBT001 - the answer itself
    place: str = "",
    note: str = "",
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Answer:
    """Answer for a year: still used and where, or used no longer and why. An answer stays."""
    heed(queries.refusal_to_answer(promise, year, timezone.localdate(at)))
    place = said(place, "现在在哪里", 100) if used else place.strip()
    note = note.strip() if used else said(note, "不再使用的原因", 500)
    try:
        with transaction.atomic():
            return Answer.objects.create(promise=promise, year=year, used=used, place=place, note=note, by=by, at=at)
    except IntegrityError:
        msg = f"{year} 年刚才有人答复过，请刷新页面"
        raise Refused(msg) from None
