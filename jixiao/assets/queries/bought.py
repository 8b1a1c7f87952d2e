"""What was bought and paid for, and what cards were made of it: payments of the capital classes and how many days are left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.accounts.queries import same_person
from jixiao.assets import sums
from jixiao.assets.models import Card
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import within
from jixiao.spending.models import Acceptance, Contract, Payment, Quota
from jixiao.spending.queries.settings import adoption_for
from jixiao.spending.states import SPENT

from .cards import live

LATER = {"advance", "progress"}  # the card is made when the asset is there
RELATED = ("unit", "filer", "quota", "payee", "author", "booker", "procurement__buyer", "contract__drafter", "contract__signer")
BOUGHT = (*RELATED, "contract__procurement__buyer")


@dataclass(frozen=True, slots=True)
class Due:
    """A paid capital payment without a card, and how many days are left to make it; below zero it is late."""

    payment: Payment
    paid: date
    left: int
    room: Money  # what no card tells of yet

    @property
    def late(self) -> int:
        """How many days it is late."""
        return max(-self.left, 0)


def capital() -> QuerySet[Payment]:
    """Return the payments that bought something of the capital classes and left; ``net`` is what did not come back."""
    lines = Quota.objects.filter(economic__startswith=sums.CAPITAL).values("pk")
    found = Payment.objects.filter(quota__in=lines, state__in=SPENT, reverses=None, paid_at__isnull=False)
    net = Coalesce(F("fen") + F("reversal__fen"), F("fen"), output_field=BigIntegerField())
    return found.annotate(net=net).filter(net__gte=sums.FROM.fen)


def uncarded(user: User, on: date, unit: Unit) -> QuerySet[Payment]:
    """Return the capital payments under a unit that a person may see and that wait for a card, the most urgent first."""
    carded = Exists(Card.objects.filter(live(), payment=OuterRef("pk")))
    same = Card.objects.filter(live(), payment__contract=OuterRef("contract")).values("payment__contract").annotate(whole=Sum("fen"))
    found = capital().annotate(told=Subquery(same.values("whole")))
    short = Q(contract=None) | Q(told=None) | Q(told__lt=F("contract__fen") + F("contract__changes"))
    seen = within(user.paths(Permission.SPENDING_READ, on)) & within([unit.path])
    return found.filter(seen, ~carded, short).exclude(stage__in=LATER).select_related(*RELATED).order_by("paid_at", "pk")


def late_among(found: QuerySet[Payment], filer: Unit, on: date) -> int:
    """Return how many of the payments that wait have waited too long."""
    first = on - timedelta(days=days_of(filer, on))
    return found.filter(paid_at__lt=datetime.combine(first, time(), timezone.get_current_timezone())).count()


def days_of(filer: Unit, on: date) -> int:
    """Return how many days a department has to make a card."""
    return adoption_for(filer, on).limits.card_days


def due(found: Iterable[Payment], on: date) -> list[Due]:
    """Return of each payment that waits how many days are left and what no card tells of yet."""
    days: dict[int, int] = {}
    waits = []
    for one in found:
        paid = timezone.localdate(one.paid_at) if one.paid_at else on
        allowed = days.get(one.filer_id) or days.setdefault(one.filer_id, days_of(one.filer, on))
        waits.append(Due(one, paid, sums.days_left(paid, on, allowed), room_of(one)))
    return waits


def payment_to_card(user: User, on: date, number: int) -> Payment:
    """Return a payment a person keeps the assets of; of another unit it is not there."""
    found = Payment.objects.for_user(user, on, Permission.ASSET_KEEP).select_related(*BOUGHT).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def refusal_to_card(payment: Payment) -> str | None:
    """Return why no card may be made from a payment, or None."""
    if payment.reverses_id or payment.state not in SPENT:
        return f"{payment.code or '这笔支出'}现在是「{payment.state}」，支付后才能建资产卡片"
    if payment.quota is None or not payment.quota.economic.startswith(sums.CAPITAL):
        return f"{payment.code} 不是资本性支出（经济分类 {sums.CAPITAL}），不建资产卡片"
    if not room_of(payment):
        return f"{payment.code} 的资产卡片已经建全，没有余下的金额"
    return None


def room_of(payment: Payment) -> Money:
    """Return what a payment bought that no card tells of; under a contract the contract's amount counts, paid in however many parts."""
    if payment.contract is not None:
        contract = payment.contract
        whole, same = contract.fen + contract.changes, Card.objects.filter(live(), payment__contract=contract)
    else:
        back = Payment.objects.filter(reverses=payment).aggregate(fen=Sum("fen"))["fen"]
        whole, same = payment.fen + int(back or 0), Card.objects.filter(live(), payment=payment)
    told = int(same.aggregate(fen=Sum("fen"))["fen"] or 0)
    return Money(max(whole - told, 0))


def buyers_of(payment: Payment) -> list[tuple[str, User]]:
    """Return who bought: they accept nothing of it."""
    hands: list[tuple[str, User | None]] = [("付款申请人", payment.author)]
    if payment.procurement:
        hands.append(("采购经办人", payment.procurement.buyer))
    if contract := payment.contract:
        hands += [("合同拟订人", contract.drafter), ("合同签订人", contract.signer)]
        if contract.procurement:
            hands.append(("采购经办人", contract.procurement.buyer))
    return [(post, person) for post, person in hands if person is not None]


def refusal_of_hands(payment: Payment | None, acceptor: User | None, keeper: User) -> str | None:
    """Return whose two hands are one: 购置与验收、验收与保管、保管与记账 are different persons."""
    if acceptor and same_person(acceptor, keeper):
        return f"验收和保管须由两人办理：{keeper.name}保管，验收人请选另一人"
    if payment is None:
        return None
    if acceptor is None:
        return "由支出建卡须写明验收人"
    for post, person in buyers_of(payment):
        if same_person(acceptor, person):
            return f"购置和验收须由两人办理：{acceptor.name}是{post}，验收人请选另一人"
    if payment.booker and same_person(keeper, payment.booker):
        return f"保管和记账须由两人办理：{keeper.name}登记了这笔支出的账，保管人请选另一人"
    return None


def accepted_of(payment: Payment) -> Acceptance | None:
    """Return the last acceptance of what a payment bought, to begin a card with."""
    of = Q(payment=payment) | Q(contract=payment.contract) if payment.contract_id else Q(payment=payment)
    return Acceptance.objects.filter(of).select_related("by").order_by("-on", "-pk").first()


def cards_of_payments(department: Unit, year: int) -> frozenset[int]:
    """Return which payments of a department's year have their asset card, those under a contract that is carded whole among them."""
    own = Card.objects.filter(live(), filer=department, payment__year=year).values_list("payment", flat=True)
    found = {number for number in own if number is not None}
    told = (
        Card.objects.filter(live(), filer=department, payment__contract__isnull=False)
        .values("payment__contract")
        .annotate(whole=Sum("fen"))
    )
    sums_told = {row["payment__contract"]: int(row["whole"]) for row in told}
    contracts = Contract.objects.filter(pk__in=sums_told)
    full = [one.pk for one in contracts if sums_told[one.pk] >= one.fen + one.changes]
    return frozenset(found | set(Payment.objects.filter(filer=department, year=year, contract__in=full).values_list("pk", flat=True)))
