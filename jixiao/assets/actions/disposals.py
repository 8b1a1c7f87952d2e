"""Dispose of assets: asked by the keeper of the books, approved by another, done with what came in for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.accounts.queries import acting
from jixiao.assets.facts import WAYS
from jixiao.assets.models import Card, Disposal, DisposalLine
from jixiao.assets.queries import disposals as queries
from jixiao.assets.states import BACK, DISPOSAL
from jixiao.audit.actions import action
from jixiao.kernel.money import ZERO, Money
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit

from .moves import Life, hold, said


@action("asset.dispose", Permission.ASSET_KEEP, said="提出资产处置")
def propose(
    unit: Unit,
    cards: Sequence[Card],
    way: str,
    reason: str,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Disposal:
    """Ask to dispose of some assets of a department; until it is decided they wait and go nowhere."""
    reason = said(reason, "处置的理由", 500)
    heed(None if way in WAYS else "处置方式不在可选的范围内，请重新选")
    hold(unit)
    held = list(Card.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=[card.pk for card in cards]).order_by("pk"))
    heed(queries.refusal_to_propose(held, unit))
    year = timezone.localdate(at).year
    last = Disposal.objects.filter(unit=unit, year=year).order_by("-number").values_list("number", flat=True).first()
    one = Disposal.objects.create(
        unit=unit, year=year, number=1 + (last or 0), way=way, reason=reason, fen=sum(card.fen for card in held), since=at, by=by, at=at
    )
    DisposalLine.objects.bulk_create(DisposalLine(disposal=one, card=card, was=card.state) for card in held)
    for card in held:
        Life(card, at).move("propose")
    return one


@action("asset.dispose_decide", Permission.ASSET_APPROVE, said="批准资产处置")
def decide(
    disposal: Disposal,
    agree: bool,  # noqa: FBT001 - the decision itself
    document: str = "",
    opinion: str = "",
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Disposal:
    """Agree to a disposal under a document, or not: the assets then go back to what they were."""
    on = timezone.localdate(at)
    heed(
        queries.refusal_to_decide(disposal, by, on),
        "批准文号没有填，处置须有批准依据" if agree and not document.strip() else None,
        "不同意请写明理由" if not agree and not opinion.strip() else None,
    )
    authors = [disposal.by, *(line.card.keeper for line in queries.lines_of(disposal))]
    disposal.on_behalf = acting(by, Permission.ASSET_APPROVE, disposal.unit, on, fen=disposal.fen, authors=authors).on_behalf
    disposal.decided_by, disposal.decided_at = by, at
    disposal.document, disposal.opinion = document.strip() if agree else "", opinion.strip()
    kept = ("decided_by", "decided_at", "on_behalf", "document", "opinion")
    _move(disposal, "approve" if agree else "refuse", at, kept)
    if not agree:
        _put_back(disposal, at)
    return disposal


@action("asset.dispose_withdraw", Permission.ASSET_KEEP, said="撤回资产处置")
def withdraw(disposal: Disposal, *, by: User, at: datetime, key: str | None = None) -> Disposal:  # noqa: ARG001 - the door reads the key
    """Take a request back before it is decided: the assets go back to what they were."""
    heed(queries.refusal_to_withdraw(disposal, by))
    _move(disposal, "withdraw", at, ())
    _put_back(disposal, at)
    return disposal


@action("asset.dispose_finish", Permission.ASSET_KEEP, said="登记处置结果")
def finish(
    disposal: Disposal,
    on: date,
    income: Money = ZERO,
    receipt: str = "",
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Disposal:
    """Write down that the assets are gone, and under which receipt what came in went to the treasury."""
    today = timezone.localdate(at)
    decided = timezone.localdate(disposal.decided_at) if disposal.decided_at else on
    heed(
        queries.refusal_to_finish(disposal, by, today),
        f"处置日期 {on:%Y-%m-%d} 在今天之后，请核对" if on > today else None,
        f"处置日期 {on:%Y-%m-%d} 早于批准日期 {decided:%Y-%m-%d}，请核对" if on < decided else None,
        "处置收入不能小于零" if income.fen < 0 else None,
        "处置收入应上缴国库，缴库凭证号没有填" if income and not receipt.strip() else None,
    )
    disposal.done_on, disposal.done_by, disposal.income, disposal.receipt = on, by, income.fen, receipt.strip()
    _move(disposal, "finish", at, ("done_on", "done_by", "income", "receipt"))
    for line in queries.lines_of(disposal):
        Life(line.card, at).move("dispose")
    return disposal


def _move(disposal: Disposal, name: str, at: datetime, kept: tuple[str, ...]) -> None:
    """Bring a disposal into the state a move leads to, unless somebody was faster."""
    source, state = disposal.state, DISPOSAL.after(disposal.state, name)
    fields = {field: getattr(disposal, field) for field in kept}
    if not Disposal.objects.filter(pk=disposal.pk, state=source).update(**fields, state=state, since=at):
        msg = f"{disposal.code} 刚才有人办过，请刷新后再办"
        raise Refused(msg)
    disposal.state, disposal.since = state, at


def _put_back(disposal: Disposal, at: datetime) -> None:
    for line in queries.lines_of(disposal):
        Life(line.card, at).move(BACK[line.was])
