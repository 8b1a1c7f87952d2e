"""Make an asset card, correct its words, hand the asset over, put it aside; void a card made by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.accounts.queries import acting
from jixiao.assets import facts, states, sums
from jixiao.assets.models import Card, Transfer
from jixiao.assets.queries import bought
from jixiao.assets.queries import cards as queries
from jixiao.audit.actions import action
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import heed
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.spending.actions.supervision import forget_card, note_card

from .moves import Life, hold, said

LARGEST, MOST = 999_999_999_999_999, 100_000  # 分, pieces
LONGEST_LIFE = 99
TOLD = (
    "category", "name", "model", "serial", "quantity", "fen", "bulk", "ccm", "origin", "acquired", "accepted", "acceptor", "keeper", "place",
    "years", "approval", "payment", "note",
)  # fmt: skip
WORDS = ("name", "model", "serial", "years", "note")  # what may be put right later; what a card says of the money may not
Said = Mapping[str, Any]


@action("asset.card", Permission.ASSET_KEEP, said="建资产卡片")
def make_card(unit: Unit, told: Said, *, by: User, at: datetime, key: str | None = None) -> Card:  # noqa: ARG001 - the door reads the key
    """Make the card of an asset a section uses: the fields of ``TOLD``; from a payment, no more than the payment bought."""
    filer, today = queries.department_of(unit), timezone.localdate(at)
    hold(filer)
    one = Card(unit=unit, filer=filer, year=today.year, number=queries.next_number(filer, today.year), author=by, since=at, at=at)
    for name, value in _fields(told, TOLD).items():
        setattr(one, name, value)
    _refuse_card(one, today)
    if one.payment:
        one.line = 1 + (Card.objects.filter(payment=one.payment).order_by("-line").values_list("line", flat=True).first() or 0)
    one.save()
    if one.payment and one.payment.card is None:
        note_card(one.payment, one.pk, by=by, at=at)
    return one


@action("asset.correct", Permission.ASSET_KEEP, said="更正资产卡片")
def correct(card: Card, told: Said, reason: str, *, by: User, at: datetime, key: str | None = None) -> Card:  # noqa: ARG001
    """Put the words of a card right: the fields of ``WORDS``, with the reason."""
    said(reason, "更正的理由")
    fields = _fields(told, WORDS)
    for name, value in fields.items():
        setattr(card, name, value)
    heed(
        f"{card.code} 已是「{card.state}」，不能更正" if card.state not in states.KEPT else None,
        "资产名称没有填" if not card.name else None,
        _refusal_of_years(card.years),
    )
    card.save(update_fields=list(fields))
    return card


@action("asset.transfer", Permission.ASSET_KEEP, said="调拨资产")
def transfer(
    card: Card,
    section: Unit,
    keeper: User,
    place: str,
    reason: str,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Transfer:
    """Hand an asset to another keeper or place at once; to another section it waits for an approval."""
    place, reason = said(place, "存放地点", 100), said(reason, "调拨的理由")
    same = (card.unit_id, card.keeper_id, card.place) == (section.pk, keeper.pk, place)
    heed(
        queries.refusal_to_transfer(card),
        "科室、保管人、地点都没有变，不用办调拨" if same else None,
        f"{section.short}不是{card.filer.short}的科室，请重新选" if queries.department_of(section).pk != card.filer_id else None,
        queries.refusal_of_people(card.filer, keeper),
        bought.refusal_of_hands(card.payment, card.acceptor, keeper),
    )
    one = Transfer(
        card=card, old_section=card.unit, old_keeper=card.keeper, old_place=card.place, section=section, keeper=keeper, place=place,
        reason=reason, by=by, at=at,
    )  # fmt: skip
    if section.pk == card.unit_id:
        one.agreed, one.decided_by, one.decided_at = True, by, at
        _hand_over(card, one)
    one.save()
    return one


@action("asset.transfer_decide", Permission.ASSET_APPROVE, said="批准资产调拨")
def decide_transfer(
    transfer: Transfer,
    agree: bool,  # noqa: FBT001 - the decision itself
    opinion: str = "",
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Transfer:
    """Agree to a transfer to another section, or not; by another person than who asked and either keeper."""
    on, card = timezone.localdate(at), transfer.card
    heed(
        "这次调拨已经办过" if transfer.decided_at else None,
        queries.refusal_to_decide_transfer(transfer, by, on),
        "不同意请写明理由" if not agree and not opinion.strip() else None,
    )
    transfer.on_behalf = acting(by, Permission.ASSET_APPROVE, card.unit, on, authors=[transfer.by]).on_behalf
    transfer.agreed, transfer.opinion, transfer.decided_by, transfer.decided_at = agree, opinion.strip(), by, at
    if agree:
        _hand_over(card, transfer)
    transfer.save(update_fields=["agreed", "opinion", "decided_by", "on_behalf", "decided_at"])
    return transfer


@action("asset.idle", Permission.ASSET_KEEP, said="转为闲置")
def idle(card: Card, reason: str, *, by: User, at: datetime, key: str | None = None) -> Card:  # noqa: ARG001 - the door reads them
    """Note that an asset is used no longer and kept."""
    said(reason, "转为闲置的理由")
    return Life(card, at).move("idle")


@action("asset.reuse", Permission.ASSET_KEEP, said="重新启用")
def reuse(card: Card, reason: str, *, by: User, at: datetime, key: str | None = None) -> Card:  # noqa: ARG001 - the door reads them
    """Note that an asset is used again."""
    said(reason, "重新启用的理由")
    return Life(card, at).move("reuse")


@action("asset.void", Permission.ASSET_APPROVE, said="作废资产卡片")
def void(card: Card, reason: str, *, by: User, at: datetime, key: str | None = None) -> Card:  # noqa: ARG001 - the door reads the key
    """Void a card made by mistake, so that it can be made again; its number stays taken."""
    said(reason, "作废的理由")
    heed(queries.refusal_to_void(card, by, timezone.localdate(at)))
    gone = Life(card, at).move("void")
    if card.payment and card.payment.card == card.pk:
        left = Card.objects.filter(payment=card.payment).exclude(state=states.VOID).order_by("line").first()
        forget_card(card.payment, card.pk, left.pk if left else None, by=by, at=at)
    return gone


def _hand_over(card: Card, to: Transfer) -> None:
    """Write the new section, keeper and place into the card, unless it went elsewhere meanwhile."""
    same = Card.objects.filter(pk=card.pk, unit=to.old_section, keeper=to.old_keeper, state__in=[states.IN_USE, states.IDLE])
    heed(None if same.update(unit=to.section, keeper=to.keeper, place=to.place) else f"{card.code} 刚才有人办过，请刷新后再办")
    card.unit, card.keeper, card.place = to.section, to.keeper, to.place


def _fields(told: Said, known: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields a card is given, texts trimmed; LookupError for one that is none of them."""
    unknown = set(told) - set(known)
    if unknown:
        raise LookupError(*unknown)
    return {name: value.strip() if isinstance(value, str) else value for name, value in told.items()}


def _refuse_card(one: Card, today: date) -> None:
    category = sums.category_of(one.category)
    heed(None if category else "资产分类不在可选的范围内，请重新选")
    kind = one.kind
    heed(
        "资产名称没有填" if not one.name else None,
        "存放地点没有填" if not one.place else None,
        None if one.origin in facts.ORIGINS else "取得方式不在可选的范围内，请重新选",
        None if 0 < one.quantity <= MOST else f"数量应在 1 到 {MOST} 之间",
        None if 0 < one.fen <= LARGEST else f"原值 {Money(one.fen).grouped()} 元不能登记，请核对",
        _refusal_of_years(one.years),
        *_refusals_of_days(one, today),
        sums.refusal_to_capitalise(kind, one.value, one.quantity, one.years, bulk=one.bulk),
        "公务用车请填排气量（毫升），才能核对配备标准" if kind.ccm is not None and not one.ccm else None,
        sums.refusal_of_ceiling(kind, one.value, one.quantity, one.ccm, one.approval),
        queries.refusal_of_people(one.filer, one.keeper, one.acceptor),
        _refusal_of_payment(one),
        bought.refusal_of_hands(one.payment, one.acceptor, one.keeper),
    )


def _refusal_of_years(years: int) -> str | None:
    return None if 1 < years <= LONGEST_LIFE else f"最低使用年限应在 2 到 {LONGEST_LIFE} 年之间；不超过一年的不建资产卡片"


def _refusals_of_days(one: Card, today: date) -> list[str]:
    """Return what is wrong with the days of a card."""
    found = [
        f"{word}日期 {on:%Y-%m-%d} 在今天之后，请核对" for word, on in (("取得", one.acquired), ("验收", one.accepted)) if on and on > today
    ]
    if one.accepted and one.accepted < one.acquired:
        found.append(f"验收日期 {one.accepted:%Y-%m-%d} 早于取得日期 {one.acquired:%Y-%m-%d}，请核对")
    return found


def _refusal_of_payment(one: Card) -> str | None:
    """Return why a card does not fit the payment it is made from, or None."""
    payment = one.payment
    if payment is None:
        return None
    payment.refresh_from_db()
    if payment.filer_id != one.filer_id:
        return "选的支出不是本部门的，请重新选"
    if refusal := bought.refusal_to_card(payment):
        return refusal
    room = bought.room_of(payment)
    if one.fen > room.fen:
        return f"原值 {one.value.grouped()} 元超过{payment.code}还没有建卡的金额 {room.grouped()} 元，请核对"
    if one.origin != facts.ORIGINS[0]:
        return "由支出建卡的取得方式是购置，请重新选"
    return None if one.accepted else "由支出建卡须填验收日期"
