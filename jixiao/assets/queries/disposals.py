"""Questions about disposals: which there are, what may be disposed of, who may decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.accounts.queries import refusal_to_act, same_person
from jixiao.assets import facts, states
from jixiao.assets.models import Card, Disposal, DisposalLine
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import within

from .cards import refusal_to_move

__all__ = ["Disposal"]
RELATED = ("unit", "by", "decided_by", "on_behalf", "done_by")


def disposal_for(user: User, on: date, number: int) -> Disposal:
    """Return a disposal a person may see; another unit's is not there."""
    found = Disposal.objects.for_user(user, on).select_related(*RELATED).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def disposals_for(user: User, on: date, unit: Unit, *, words: str = "", state: str = "") -> QuerySet[Disposal]:
    """Return the disposals of a unit and those below it: searched, in a state; newest first."""
    found = Disposal.objects.for_user(user, on).filter(within([unit.path])).select_related(*RELATED)
    for word in words.replace("\0", "").split():
        named = DisposalLine.objects.filter(card__name__icontains=word).values("disposal")
        found = found.filter(Q(reason__icontains=word) | Q(document__icontains=word) | Q(pk__in=named))
    return found.filter(state=state) if state in states.DISPOSAL.states else found


def lines_of(disposal: Disposal) -> list[DisposalLine]:
    """Return the assets of a disposal."""
    return list(disposal.lines.select_related("card__unit", "card__filer", "card__keeper"))


def facts_of(disposal: Disposal) -> facts.Disposal:
    """Return a disposal as facts."""
    cards = tuple(line.card.facts() for line in lines_of(disposal))
    return facts.Disposal(disposal.code, disposal.way, disposal.reason, cards, Money(disposal.income))


def refusal_to_propose(cards: Sequence[Card], unit: Unit) -> str | None:
    """Return why some assets may not be disposed of together, or None."""
    if not cards:
        return "还没有选资产，请先在清单里勾选"
    for card in cards:
        if card.filer_id != unit.pk:
            return f"{card.code} 不是{unit.short}的资产，请重新选"
        if refusal := refusal_to_move(card, "propose"):
            return f"{card.code}「{card.name}」{refusal}"
    return None


def refusal_to_decide(disposal: Disposal, user: User, on: date) -> str | None:
    """Return why a person may not decide, or None: neither who asked nor who keeps one of the assets does."""
    if refusal := states.DISPOSAL.refusal(disposal.state, "approve"):
        return refusal
    keepers = [line.card.keeper for line in lines_of(disposal)]
    if refusal := refusal_to_act(user, Permission.ASSET_APPROVE, disposal.unit, on, fen=disposal.fen, authors=[disposal.by, *keepers]):
        return refusal
    return "您是资产的保管人，处置须由另一人批准" if same_person(user, *keepers) else None


def refusal_to_withdraw(disposal: Disposal, user: User) -> str | None:
    """Return why a request may not be taken back, or None: only who made it does."""
    if refusal := states.DISPOSAL.refusal(disposal.state, "withdraw"):
        return refusal
    return None if same_person(user, disposal.by) else "只有提出人可以撤回"


def refusal_to_finish(disposal: Disposal, user: User, on: date) -> str | None:
    """Return why the outcome may not be written down, or None."""
    if refusal := states.DISPOSAL.refusal(disposal.state, "finish"):
        return refusal
    if disposal.decided_by and same_person(user, disposal.decided_by):
        return "您批准了这次处置，结果须由另一人登记"
    return refusal_to_act(user, Permission.ASSET_KEEP, disposal.unit, on)
