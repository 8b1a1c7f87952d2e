"""Questions about contracts, procurement, acceptance and payees: what there is, what stands in the way, what to look at twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.accounts.queries import same_person
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, in_force, within
from jixiao.spending.facts import STAGES, PayeeKind
from jixiao.spending.models import Acceptance, Contract, ContractChange, Payee, Payment, Procurement
from jixiao.spending.models.contract import GOODS, PROCUREMENT_METHODS
from jixiao.spending.states import HOLDING, ORDERED, REJECTED, SENT, SPENT
from jixiao.spending.sums.buying import SIGN_DAYS, most_to_add, notes_of_limits, refusal_of_method, refusals_of_days
from jixiao.spending.sums.invoices import is_card

from .settings import adoption_for

__all__ = [
    "GOODS", "PROCUREMENT_METHODS", "Acceptance", "Contract", "ContractChange", "Payee", "Payment", "Procurement", "department_of",
    "notes_of_limits", "refusal_of_method", "refusals_of_days",
]  # fmt: skip
MOST = 300  # offered in one list to choose from
FINAL = "final"  # 尾款: the part that may take the retention
LEFT = F("fen") + F("changes") - F("committed") - F("paid")
PAID_UP = Q(left__lte=0, committed=0)
STATES = {"none": ("还没有付款", Q(paid=0)), "part": ("付了一部分", Q(paid__gt=0) & ~PAID_UP), "full": ("已付清", PAID_UP)}
ORDERS = {"code": "code", "name": "name", "payee": "payee__name", "signed": "signed", "money": "fen", "left": "left"}


# ── contracts ──


def contract_for(user: User, on: date, number: int, permission: Permission = Permission.SPENDING_READ) -> Contract:
    """Return a contract a person may see; another unit's is not there."""
    related = ("unit", "filer", "payee", "procurement__winner", "procurement__buyer", "drafter", "signer", "sealer")
    found = Contract.objects.for_user(user, on, permission).select_related(*related).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def contracts_for(
    user: User, on: date, unit: Unit, year: int | None = None, *, words: str = "", section: str = "", state: str = "", order: str = ""
) -> QuerySet[Contract]:
    """Return the contracts of a unit and those below it: searched, of a section, by what is paid, sorted; newest first.

    Of a year are those signed in it, and earlier ones under which money may still be paid.
    """
    found = Contract.objects.for_user(user, on).filter(within([unit.path])).select_related("unit", "payee").annotate(left=LEFT)
    if year:
        found = found.filter(Q(year=year) | (Q(year__lt=year) & ~PAID_UP))
    for word in words.replace("\0", "").split():
        found = found.filter(Q(code__icontains=word) | Q(name__icontains=word) | Q(payee__name__icontains=word))
    if section.isascii() and section.isdigit():
        found = found.filter(unit=int(section[:18]))
    if state in STATES:
        found = found.filter(STATES[state][1])
    field = ORDERS.get(order.removeprefix("-"), "")
    return found.order_by(f"-{field}" if order.startswith("-") else field, "-pk") if field else found.order_by("-signed", "-pk")


@dataclass(frozen=True, slots=True)
class Sums:
    """What a list of contracts comes to."""

    amount: Money
    paid: Money
    committed: Money

    @property
    def left(self) -> Money:
        """What may still be paid."""
        return self.amount - self.paid - self.committed

    @property
    def shares(self) -> tuple[int, int]:
        """How many per cent are paid, and paid or asked for: what the bar draws."""
        whole = max(self.amount.fen, 1)
        return self.paid.fen * 100 // whole, (self.paid.fen + self.committed.fen) * 100 // whole


def sums_of(found: QuerySet[Contract]) -> Sums:
    """Add a list of contracts up."""
    told = found.order_by().aggregate(amount=Sum(F("fen") + F("changes")), given=Sum("paid"), held=Sum("committed"))
    return Sums(*(Money(int(told[name] or 0)) for name in ("amount", "given", "held")))


def sums_of_one(contract: Contract) -> Sums:
    """Return what one contract comes to."""
    return Sums(Money(contract.fen + contract.changes), Money(contract.paid), Money(contract.committed))


def refusal_beyond(contract: Contract, fen: Money, stage: str) -> str | None:
    """Return why a contract does not bear an amount that is asked for, or None: beyond it, or out of the retention before the last part."""
    sums = sums_of_one(contract)
    if fen > sums.left:
        return (
            f"超合同付款：合同「{contract.code}」金额和变更共 {sums.amount.grouped()} 元，已付 {sums.paid.grouped()} 元，"
            f"在办 {sums.committed.grouped()} 元，还可付 {sums.left.grouped()} 元，本笔 {fen.grouped()} 元"
        )
    retention = Money(contract.retention)
    if stage != FINAL and sums.left - fen < retention:
        return (
            f"合同「{contract.code}」留有质保金 {retention.grouped()} 元，{STAGES.get(stage, stage)}最多还可付 "
            f"{max(sums.left - retention, Money(0)).grouped()} 元；质保期满后按尾款办理"
        )
    return None


def refusal_to_pay(contract: Contract, fen: Money, stage: str, *, by: User | None = None) -> str | None:
    """Return why an amount may not be asked for under a contract, or None: beyond it, out of the retention, or not yet accepted.

    ``by`` is who asks: an acceptance of their own does not count. An advance (预付款) needs no acceptance.
    """
    refusal, sums = refusal_beyond(contract, fen, stage), sums_of_one(contract)
    if refusal or stage == "advance":
        return refusal
    accepted, asked = accepted_of(contract, but=by), sums.paid + sums.committed + fen
    if accepted < asked:
        return (
            f"未验收付款：合同「{contract.code}」已验收 {accepted.grouped()} 元，已付、在办和本笔共 {asked.grouped()} 元，"
            f"请先由经办以外的人登记验收"
        )
    return None


def payments_under(user: User, on: date, contract: Contract) -> list[Payment]:
    """Return the payments under a contract that a person may see, oldest first."""
    return list(Payment.objects.for_user(user, on).filter(contract=contract).select_related("author").order_by("pk"))


def refusal_unaccepted(payment: Payment) -> str | None:
    """Return why a payment may not go out for want of an acceptance, or None; who asks for the money does not bear it out themselves.

    Under a contract all that is paid and ordered must have been accepted; a purchase without one, where it was procured or is a
    later part of a whole. An advance needs none.
    """
    if payment.stage == "advance":
        return None
    contract = payment.contract
    if contract is None:
        asked, found = payment.amount, payment.acceptances.select_related("by")
        accepted = Money(sum(one.fen for one in found if not same_person(one.by, payment.author)))
        if accepted >= asked or (payment.stage == "once" and payment.procurement_id is None):
            return None
        return f"未验收付款：本笔已验收 {accepted.grouped()} 元，少于 {asked.grouped()} 元，请先由经办以外的人登记验收"
    on_the_way = contract.payments.filter(state__in=[ORDERED, SENT]).exclude(pk=payment.pk).aggregate(fen=Sum("fen"))["fen"]
    own = 0 if payment.state in SPENT else payment.fen  # paid, it is in the contract's own sum
    asked, accepted = Money(contract.paid + int(on_the_way or 0) + own), accepted_of(contract, but=payment.author)
    if accepted >= asked:
        return None
    return (
        f"未验收付款：合同「{contract.code}」已验收 {accepted.grouped()} 元，已付、已制单和本笔共 {asked.grouped()} 元，"
        f"请先由经办以外的人登记验收"
    )


def accepted_of(contract: Contract, *, but: User | None = None) -> Money:
    """Return what was accepted under a contract, leaving out what a person accepted themselves."""
    found = [one for one in contract.acceptances.select_related("by") if but is None or not same_person(one.by, but)]
    return Money(sum(one.fen for one in found))


def refusal_to_supplement(contract: Contract, fen: Money) -> str | None:
    """Return why a contract may not be changed by an amount, or None."""
    if not fen:
        return "变更金额不能为零"
    sums = sums_of_one(contract)
    if sums.left + fen < Money(0):
        return f"合同「{contract.code}」已付和在办共 {(sums.paid + sums.committed).grouped()} 元，减少后的合同金额不能低于它"
    if contract.procurement_id is None or fen < Money(0):
        return None
    room = most_to_add(Money(contract.fen), added_to(contract))
    if fen > room:
        return (
            f"补充合同不能超过原合同金额的百分之十（政府采购法第四十九条）：原合同 {Money(contract.fen).grouped()} 元，"
            f"已补充 {added_to(contract).grouped()} 元，最多还可补充 {max(room, Money(0)).grouped()} 元，本次 {fen.grouped()} 元；超出部分请另行采购"
        )
    return None


def refusal_to_correct(contract: Contract) -> str | None:
    """Return why what was registered of a contract may not be corrected any more, or None: money, acceptances or supplements rest on it."""
    if payment := contract.payments.exclude(state=REJECTED).order_by("pk").first():
        return f"「{payment.title}」已经按这份合同申请支出，登记内容不能再改；金额变更请登记补充协议"
    if contract.acceptances.exists():
        return "合同已经登记验收，登记内容不能再改；金额变更请登记补充协议"
    if contract.supplements.exists():
        return "合同已经登记补充协议，登记内容不能再改"
    return None


def added_to(contract: Contract) -> Money:
    """Return what all supplements added together; what one took away makes no room for another."""
    return Money(int(contract.supplements.filter(fen__gt=0).aggregate(fen=Sum("fen"))["fen"] or 0))


def doubts_of_contract(contract: Contract) -> list[str]:
    """Return what a person should look at twice; none of it stands in the way."""
    found = []
    bought = contract.procurement
    if contract.starts and contract.starts < contract.signed:
        found.append(f"倒签：{contract.starts:%Y-%m-%d} 起履行，{contract.signed:%Y-%m-%d} 才签订")
    if bought and bought.awarded and (days := (contract.signed - bought.awarded).days) > SIGN_DAYS:
        found.append(f"中标、成交通知后第 {days} 天才签订，应在 {SIGN_DAYS} 天内")
    if bought is None:
        limits = adoption_for(contract.filer, contract.signed).limits
        if limits.buy_from is not None and contract.fen >= limits.buy_from.fen:
            found.append(f"达到分散采购限额 {limits.buy_from.grouped()} 元，没有采购记录")
    return found


# ── acceptance ──


def refusal_to_accept(contract: Contract, by: User, on: date) -> str | None:
    """Return why a person may not accept what came under a contract, or None: who drafted, signed, bought or asks for money does not."""
    if not by.may(Permission.CONTRACT_KEEP, contract.unit, on):
        return f"您没有在{contract.unit.short}办理「{Permission.CONTRACT_KEEP.word}」的岗位"
    hands = [("拟订人", contract.drafter), ("签订人", contract.signer)]
    if contract.procurement:
        hands.append(("采购经办人", contract.procurement.buyer))
    asking = contract.payments.exclude(state=REJECTED).filter(reverses=None).select_related("author")
    hands += [("付款申请人", payment.author) for payment in asking]
    return _not_the_same(hands, by)


def refusal_to_accept_purchase(payment: Payment, by: User, on: date) -> str | None:
    """Return why a person may not accept what a single purchase brought, or None."""
    if not by.may(Permission.CONTRACT_KEEP, payment.unit, on):
        return f"您没有在{payment.unit.short}办理「{Permission.CONTRACT_KEEP.word}」的岗位"
    if payment.contract_id:
        return "本笔有合同，请到合同页登记验收"
    hands = [("付款申请人", payment.author)]
    if payment.procurement:
        hands.append(("采购经办人", payment.procurement.buyer))
    return _not_the_same(hands, by)


def _not_the_same(hands: Sequence[tuple[str, User | None]], by: User) -> str | None:
    for post, person in hands:
        if person is not None and same_person(by, person):
            return f"您是{post}，验收须由另一人办理"
    return None


def refusal_of_acceptance(fen: Money, on: date, delivered: date | None, today: date) -> str | None:
    """Return what is wrong with an acceptance as typed, or None."""
    if fen.fen <= 0:
        return "验收金额应大于零"
    if on > today:
        return f"验收日期 {on:%Y-%m-%d} 在今天之后，请核对"
    if delivered and delivered > on:
        return f"验收日期 {on:%Y-%m-%d} 早于交付日期 {delivered:%Y-%m-%d}，请核对"
    return None


# ── procurement ──


def procurement_for(user: User, on: date, number: int, permission: Permission = Permission.SPENDING_READ) -> Procurement:
    """Return a procurement a person may see; another unit's is not there."""
    found = Procurement.objects.for_user(user, on, permission).select_related("unit", "filer", "winner", "buyer").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def procurements_for(
    user: User, on: date, unit: Unit, year: int | None = None, *, words: str = "", method: str = ""
) -> QuerySet[Procurement]:
    """Return the procurements of a unit and those below it: searched, of a method."""
    found = Procurement.objects.for_user(user, on).filter(within([unit.path])).select_related("unit", "winner", "buyer")
    if year:
        found = found.filter(year=year)
    for word in words.replace("\0", "").split():
        found = found.filter(Q(name__icontains=word) | Q(item__icontains=word) | Q(winner__name__icontains=word))
    if method in PROCUREMENT_METHODS:
        found = found.filter(method=method)
    return found.order_by("-pk")


@dataclass(frozen=True, slots=True)
class ItemYear:
    """What one item came to in a department's year (IC-14): bought in procedure, and outside."""

    procured: Money
    outside: Money


def year_of_item(filer: Unit, year: int, item: str, *, but: int | None = None) -> ItemYear:
    """Add up what an item came to in a year: procurements by procedure; those bought freely, and payments without any procurement."""
    same = Procurement.objects.filter(filer=filer, year=year, item=item.strip()).exclude(pk=but or 0)
    live = Payment.objects.filter(filer=filer, year=year, item=item.strip(), state__in=[*HOLDING, *SPENT])
    bare = live.filter(procurement=None).filter(Q(contract=None) | Q(contract__procurement=None))
    procured, free, paid = same.exclude(method="自行采购"), same.filter(method="自行采购"), bare
    sums = [int(one.aggregate(fen=Sum("fen"))["fen"] or 0) for one in (procured, free, paid)]
    return ItemYear(Money(sums[0]), Money(sums[1] + sums[2]))


def refusal_to_rewrite(procurement: Procurement) -> str | None:
    """Return why a procurement may not be changed any more, or None."""
    contract = procurement.contracts.first()
    return f"已据此签订合同「{contract.code}」，采购记录不能再改" if contract else None


# ── payees and people ──


def payees_for(user: User, on: date, unit: Unit, *, words: str = "", kind: str = "") -> QuerySet[Payee]:
    """Return whom the department of a unit pays, for somebody who may look at its spending; searched."""
    filer = department_of(unit)
    found = Payee.objects.filter(unit=filer) if user.may(Permission.SPENDING_READ, unit, on) else Payee.objects.none()
    for word in words.replace("\0", "").split():
        found = found.filter(Q(name__icontains=word) | Q(credit_code__startswith=word.upper()))
    if kind in {one.value for one in PayeeKind}:
        found = found.filter(kind=kind)
    return found.order_by("name", "pk")


def doubts_of_payee(payee: Payee) -> list[str]:
    """Return what a person should look at twice about somebody to be paid."""
    found = []
    if payee.kind in {PayeeKind.PERSON, PayeeKind.STAFF} and not is_card(payee.account):
        found.append("银行卡号末位校验不符，请对照卡面核对")
    others = Payee.objects.filter(unit=payee.unit_id).exclude(pk=payee.pk)
    if payee.credit_code and (other := others.filter(credit_code=payee.credit_code).exclude(name=payee.name).first()):
        found.append(f"与「{other.name}」是同一个统一社会信用代码")
    if payee.account and (other := others.filter(account=payee.account).exclude(name=payee.name).first()):
        found.append(f"与「{other.name}」是同一个账号")
    if payee.kind == PayeeKind.PERSON and User.objects.filter(within([payee.unit.path]), name=payee.name, is_active=True).exists():
        found.append("与本单位职工同名；是本单位职工的请登记为「本单位职工」")
    return found


def places_for(user: User, on: date, unit: Unit) -> list[Unit]:
    """Return the sections of a department (and the department itself) for which a person may keep contracts."""
    filer = department_of(unit)
    found = Unit.objects.filter(within(user.paths(Permission.CONTRACT_KEEP, on), ""), within([filer.path], ""), in_force(on))
    return [place for place in found.select_related("parent__parent")[:MOST] if department_of(place).pk == filer.pk]


def sections_of(user: User, on: date, unit: Unit) -> list[Unit]:
    """Return the units under another that have contracts a person may see, to filter by."""
    seen = Contract.objects.for_user(user, on).filter(within([unit.path])).values("unit")
    return list(Unit.objects.filter(pk__in=seen).order_by("path")[:MOST])


def refusal_to_keep(user: User, on: date, unit: Unit) -> str | None:
    """Return why a person may not register contracts and procurement of a unit, or None."""
    return None if places_for(user, on, unit) else f"您没有在{unit.short}办理「{Permission.CONTRACT_KEEP.word}」的岗位"


def people_of(filer: Unit) -> list[User]:
    """Return the people of a department, to choose who signed and who sealed."""
    return list(User.objects.filter(within([filer.path]), is_active=True).order_by("name", "pk")[:MOST])


def open_procurements(filer: Unit) -> list[Procurement]:
    """Return the procurements of a department a contract may rest on: awarded ones, newest first."""
    return list(Procurement.objects.filter(filer=filer, awarded__isnull=False).select_related("winner").order_by("-pk")[:MOST])
