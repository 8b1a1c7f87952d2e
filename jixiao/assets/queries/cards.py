"""Questions about asset cards: what there is, what was bought and has no card yet, whose hands stand in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count as Number
from django.db.models import F, Q, QuerySet, Sum
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.accounts.queries import refusal_to_act, same_person
from jixiao.assets import states, sums
from jixiao.assets.facts import Category
from jixiao.assets.models import Card, Transfer
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.facts import Span
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, in_force, within
from jixiao.spending.queries.contracts import people_of

__all__ = ["Card", "Transfer", "department_of", "people_of"]
MOST = 300
ORDERS = {
    "code": ("year", "number"), "name": ("name",), "money": ("fen",), "acquired": ("acquired",), "keeper": ("keeper__name",),
    "section": ("unit__path",),
}  # fmt: skip
RELATED = ("unit", "filer", "keeper", "acceptor", "author", "payment__author", "payment__contract", "payment__unit")


def card_for(user: User, on: date, number: int, permission: Permission = Permission.SPENDING_READ) -> Card:
    """Return a card a person may see (or do a thing with); another unit's is not there."""
    found = Card.objects.for_user(user, on, permission).select_related(*RELATED).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def cards_for(
    user: User, on: date, unit: Unit, *, words: str = "", category: str = "", state: str = "", section: str = "", order: str = ""
) -> QuerySet[Card]:
    """Return the cards of a unit and those below it: searched, of a kind, in a state, of a section, sorted; newest first.

    What is disposed of or void is left out unless that state is asked for; ``all`` asks for every state.
    """
    found = Card.objects.for_user(user, on).filter(within([unit.path])).select_related("unit", "filer", "keeper")
    for word in words.replace("\0", "").split():
        said = Q(name__icontains=word) | Q(model__icontains=word) | Q(serial__icontains=word) | Q(place__icontains=word)
        found = found.filter(said | Q(keeper__name__icontains=word) | numbered(word))
    if category in sums.categories():
        found = found.filter(category=category)
    if state in states.LIFE.states:
        found = found.filter(state=state)
    elif state != "all":
        found = found.filter(state__in=states.KEPT)
    if section.isascii() and section.isdigit():
        found = found.filter(unit=int(section[:18]))
    fields = ORDERS.get(order.removeprefix("-"))
    if fields is None:
        return found.order_by("-year", "-number", "-pk")
    return found.order_by(*(f"-{field}" if order.startswith("-") else field for field in fields), "-pk")


def numbered(word: str) -> Q:
    """Return the condition that a card bears the number somebody typed: 资〔2022〕0001号, 2022-1 or 1."""
    digits = "".join(sign if sign.isascii() and sign.isdigit() else " " for sign in word).split()
    match digits:
        case [number] if len(number) < 8 and not any(sign.isalpha() and sign.isascii() for sign in word):  # noqa: PLR2004 - no number is longer
            return Q(number=int(number))
        case [year, number] if len(year) == 4 and len(number) < 8:  # noqa: PLR2004 - a year has four
            return Q(year=int(year), number=int(number))
    return Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Sums:
    """What a list of cards comes to."""

    count: int
    pieces: int
    value: Money


def sums_of(found: QuerySet[Card]) -> Sums:
    """Add a list of cards up."""
    told = found.order_by().aggregate(count=Number("pk"), pieces=Sum("quantity"), value=Sum("fen"))
    return Sums(int(told["count"]), int(told["pieces"] or 0), Money(int(told["value"] or 0)))


def sections_of(user: User, on: date, unit: Unit) -> list[Unit]:
    """Return the units under another that have cards a person may see, to filter by."""
    seen = Card.objects.for_user(user, on).filter(within([unit.path])).values("unit")
    return list(Unit.objects.filter(pk__in=seen).order_by("path")[:MOST])


def places_for(user: User, on: date, unit: Unit) -> list[Unit]:
    """Return the sections of a department, and itself, for which a person keeps assets."""
    filer = department_of(unit)
    found = Unit.objects.filter(within(user.paths(Permission.ASSET_KEEP, on), ""), within([filer.path], ""), in_force(on))
    return [place for place in found.select_related("parent__parent")[:MOST] if department_of(place).pk == filer.pk]


def below(unit: Unit, on: date) -> list[Unit]:
    """Return a unit and those below it."""
    return list(Unit.objects.filter(within([unit.path], ""), in_force(on)).order_by("path")[:MOST])


def refusal_to_keep(user: User, on: date, unit: Unit) -> str | None:
    """Return why a person may not keep the assets of a unit, or None."""
    if user.may(Permission.ASSET_KEEP, unit, on):
        return None
    return f"您没有在{unit.short}办理「{Permission.ASSET_KEEP.word}」的岗位，请资产管理员办理"


def ceiling_of(category: str) -> Category | None:
    """Return the ceiling and least years of a kind of asset, with where they come from; None for a kind there is not."""
    return sums.category_of(category)


def refusal_of_people(filer: Unit, *people: User | None) -> str | None:
    """Return whose name is not of the department, or None."""
    for person in people:
        if person is not None and not Span.below(filer.path).holds(person.unit.path):
            return f"{person.name}不是{filer.short}的人，请重新选"
    return None


def transfers_of(card: Card) -> list[Transfer]:
    """Return where an asset went, newest first."""
    return list(card.transfers.select_related("old_section", "old_keeper", "section", "keeper", "by", "decided_by", "on_behalf"))


def waiting_transfer(card: Card) -> Transfer | None:
    """Return the transfer that waits for an approval."""
    return next((one for one in transfers_of(card) if one.decided_at is None), None)


def waiting_transfers(user: User, on: date, unit: Unit) -> list[Transfer]:
    """Return the transfers under a unit that wait for somebody's approval, and may be seen."""
    found = Transfer.objects.filter(decided_at=None, card__in=Card.objects.for_user(user, on).filter(within([unit.path])))
    return list(found.select_related("card__unit", "card__filer", "section", "keeper", "by", "old_section", "old_keeper"))


def refusal_to_move(card: Card, move: str) -> str | None:
    """Return why a move of a card's life is not open, or None."""
    if refusal := states.LIFE.refusal(card.state, move):
        return refusal
    return f"{card.code} 的调拨还在等批准，请先办完调拨" if move == "propose" and waiting_transfer(card) else None


def refusal_to_transfer(card: Card) -> str | None:
    """Return why a card may not go to somebody else now, or None."""
    if card.state not in {states.IN_USE, states.IDLE}:
        return f"现在是「{card.state}」，不能调拨"
    return "已有一次调拨在等批准，请先办完" if waiting_transfer(card) else None


def refusal_to_decide_transfer(transfer: Transfer, user: User, on: date) -> str | None:
    """Return why a person may not decide on a transfer, or None: neither who asked nor either keeper does."""
    return refusal_to_act(user, Permission.ASSET_APPROVE, transfer.card.unit, on, authors=[transfer.by]) or _own(
        user, "调拨", transfer.old_keeper, transfer.keeper
    )


def refusal_to_void(card: Card, user: User, on: date) -> str | None:
    """Return why a person may not void a card, or None: neither who made it nor who keeps the asset does."""
    if refusal := refusal_to_move(card, "void"):
        return refusal
    if waiting_transfer(card):
        return "调拨还在等批准，不能作废"
    return refusal_to_act(user, Permission.ASSET_APPROVE, card.unit, on, authors=[card.author]) or _own(user, "作废", card.keeper)


def _own(user: User, word: str, *keepers: User) -> str | None:
    return f"您是保管人，{word}须由另一人批准" if same_person(user, *keepers) else None


def doubts_of(card: Card) -> Iterator[str]:
    """Yield what a person should look at twice; none of it stands in the way."""
    for doubt in sums.doubts_of_ceiling(card.kind, card.value, card.quantity, card.ccm):
        yield f"{doubt}，凭{card.approval}配备" if card.approval else f"{doubt}；当地另有标准的从其规定"


def kept_by(filer: Unit) -> QuerySet[Card]:
    """Return the cards of a department whose assets are still there."""
    return Card.objects.filter(filer=filer, state__in=states.KEPT)


def live() -> Q:
    """Return the condition that a card counts: it was not made by mistake."""
    return ~Q(state=states.VOID)


def next_number(filer: Unit, year: int) -> int:
    """Return the number the next card of a department's year bears; asked while the department is held, so that none is skipped."""
    last = Card.objects.filter(filer=filer, year=year).order_by("-number").values_list(F("number"), flat=True).first()
    return int(last or 0) + 1
