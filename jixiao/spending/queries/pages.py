"""What the pages of payments ask: queues with their sums, who holds which post, what a form offers, what a card shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from jixiao.accounts.models import Delegation, Seat, User
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import GRANTS, Permission
from jixiao.organisations.facts import paths_above
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, unit_for, within
from jixiao.spending.facts import Signer
from jixiao.spending.models import Act, Contract, Meeting, Payee, Payment, Quota, Signature
from jixiao.spending.models.meeting import PLANNED
from jixiao.spending.renderings.lines import Holder
from jixiao.spending.states import LIFE, OPEN

from .payments import PASS, refusal_to_move, waits_for

__all__ = [
    "MOST",
    "ORDERS",
    "QUEUES",
    "RELATED",
    "SMALL",
    "Candidate",
    "Offer",
    "Payment",
    "accounts_of",
    "acts_of",
    "asking_unit",
    "candidates",
    "found",
    "holders_of",
    "in_hand",
    "indicators_of",
    "may_write",
    "next_meeting",
    "offer",
    "queue",
    "reversal_of",
    "signing_counts",
    "sum_of",
    "to_sign",
    "waiting_count",
]
QUEUES = {"waiting": "待我办", "mine": "我经手", "unit": "本部门"}
ORDERS = {"code": "number", "title": "title", "money": "fen", "state": "state", "since": "since"}
RELATED = ("unit", "filer", "quota", "payee", "author", "matter")
SMALL = ("A1",)  # bands whose payments may be signed several at once
MOST = 300  # offered in one list to choose from


def queue(user: User, on: date, name: str, unit: Unit, year: int) -> QuerySet[Payment]:
    """Return one queue: what waits for a person in any year, what they handled, what their department asked for that year."""
    match name:
        case "waiting":
            return Payment.objects.filter(waits_for(user, on), reverses=None).exclude(in_hand(user))
        case "mine":
            own = [account.pk for account in accounts_of(user)]
            return Payment.objects.for_user(user, on).filter(
                Q(author__in=own) | Q(pk__in=Act.objects.filter(by__in=own).values("payment")), year=year
            )
        case _:
            return Payment.objects.for_user(user, on).filter(within([department_of(unit).path]), year=year)


def waiting_count(user: User, on: date) -> int:
    """Return how many payments wait for a person, in any department and year they work in."""
    return Payment.objects.filter(waits_for(user, on), reverses=None).exclude(in_hand(user)).count()


def in_hand(user: User) -> Exists:
    """Return the condition that a person has signed the round under way, so that a later step of it is another's."""
    own = accounts_of(user)
    mine = Signature.objects.filter(Q(by__in=own) | Q(on_behalf__in=own), payment=OuterRef("pk"), round=OuterRef("round"))
    return Exists(mine.filter(Q(payment__turn__gt="")))


def accounts_of(user: User) -> list[User]:
    """Return all accounts of a person."""
    return list(User.objects.filter(Q(pk=user.number) | Q(person=user.number)))


def found(asked: QuerySet[Payment], *, words: str = "", state: str = "", order: str = "") -> QuerySet[Payment]:
    """Return a queue searched, narrowed and sorted; unsorted, what has lain longest comes first."""
    for word in words.replace("\0", "").split():
        said = (
            Q(title__icontains=word) | Q(payee__name__icontains=word) | Q(quota__project__icontains=word) | Q(author__name__icontains=word)
        )
        asked = asked.filter(said | Q(number=int(word)) if word.isascii() and word.isdigit() and len(word) < 10 else said)  # noqa: PLR2004 - a number has fewer digits
    if state in LIFE.states:
        asked = asked.filter(state=state)
    field = ORDERS.get(order.removeprefix("-"), "")
    sort = (f"-{field}" if order.startswith("-") else field, "pk") if field else ("since", "pk")
    return asked.select_related(*RELATED).order_by(*sort)


def sum_of(asked: QuerySet[Payment]) -> Money:
    """Return what a list comes to."""
    return Money(int(asked.order_by().aggregate(fen=Sum("fen"))["fen"] or 0))


def holders_of(signers: Iterable[Signer], unit: Unit, on: date, *, but: User | None = None) -> dict[str, list[Holder]]:
    """Return who may sign each step for a unit on a day, in two questions; a person is never named for their own request."""
    wanted = {signer.step: signer.permission for signer in signers if signer.permission}
    roles = {role.value for role, rights in GRANTS.items() if rights & set(wanted.values())}
    above = paths_above(unit.path)
    seats = Seat.objects.filter(Q(until=None) | Q(until__gte=on), role__in=roles, unit__path__in=above, since__lte=on, user__is_active=True)
    loans = Delegation.objects.in_force(on).filter(role__in=roles, unit__path__in=above, taker__is_active=True)
    held = [(one.post, one.user, "") for one in seats.select_related("user__unit").order_by("-unit__path", "pk")]
    held += [(one.post, one.taker, one.giver.name) for one in loans.select_related("taker__unit", "giver").order_by("pk")]
    return {
        step: list({
            user.number: Holder(user.name, user.unit.short, giver)
            for post, user, giver in reversed(held)
            if right in post.permissions and (but is None or user.number != but.number)
        }.values())[::-1]
        for step, right in wanted.items()
    }  # fmt: skip


def next_meeting(filer: Unit, on: date) -> str:
    """Say when the next meeting is planned."""
    planned = Meeting.objects.filter(unit=filer, state=PLANNED, on__gte=on).order_by("on").first()
    return f"下次 {planned.on:%-m月%-d日}" if planned else ""


def asking_unit(user: User, on: date, unit: Unit) -> Unit:
    """Return the section a person asks for money in: where they stand if they may there, else the first where they may."""
    if user.may(Permission.SPENDING_REQUEST, unit, on):
        return unit
    own = next((seat.unit for seat in user.held_on(on) if Permission.SPENDING_REQUEST in seat.post.permissions), None)
    if own is None:
        msg = "您没有申请支出的岗位；要用钱请由科室经办人填写，需要时请安全保密员调整岗位"
        raise Refused(msg)
    return unit_for(user, on, own.pk)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a request may choose from: all of its own department and year."""

    quotas: Sequence[Quota]
    payees: Sequence[Payee]
    contracts: Sequence[Contract]

    def quota(self, number: int | None) -> Quota | None:
        """Return a quota by its number."""
        return next((one for one in self.quotas if one.pk == number), None)

    def payee(self, number: int | None) -> Payee | None:
        """Return a payee by its number."""
        return next((one for one in self.payees if one.pk == number), None)

    def contract(self, number: int | None) -> Contract | None:
        """Return a contract by its number."""
        return next((one for one in self.contracts if one.pk == number), None)


def offer(filer: Unit, year: int) -> Offer:
    """Return what a request of a department's year may choose from."""
    quotas = Quota.objects.filter(unit=filer, year=year).order_by("project", "economic", "pk")
    contracts = Contract.objects.filter(filer=filer).select_related("payee").order_by("-pk")
    return Offer(list(quotas), list(Payee.objects.filter(unit=filer).order_by("name", "pk")[:MOST]), list(contracts[:MOST]))


def indicators_of(quota: Quota | None) -> list[str]:
    """Return the indicators of the target a quota belongs to, with their values."""
    if quota is None or quota.target is None or not quota.target.edition:
        return []
    rows = [row for project in quota.target.facts().projects for row in project.indicators if row.level3]
    return list(dict.fromkeys(f"{row.level3} {row.operator or ''}{row.value or ''}{row.unit or ''}".strip()[:255] for row in rows))


def acts_of(payment: Payment) -> list[Act]:
    """Return every move of a payment, last first."""
    return list(Act.objects.filter(payment=payment).select_related("by", "on_behalf").order_by("-pk"))


def reversal_of(payment: Payment) -> Payment | None:
    """Return the row that takes a payment back, or None."""
    return Payment.objects.filter(reverses=payment).first()


def to_sign(user: User, on: date) -> list[Payment]:
    """Return what waits for a person's signature, longest waiting first."""
    return list(_signable(user, on).select_related(*RELATED).order_by("since", "pk"))


def signing_counts(user: User, on: date) -> tuple[int, int]:
    """Return how many payments wait for a person's signature, and how many of them are small."""
    counted = _signable(user, on).aggregate(every=Count("pk"), small=Count("pk", filter=Q(band__in=SMALL)))
    return counted["every"], counted["small"]


def _signable(user: User, on: date) -> QuerySet[Payment]:
    return Payment.objects.filter(waits_for(user, on), reverses=None).exclude(in_hand(user)).exclude(turn__in=["", "meeting"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """One small item on the page of bulk decisions."""

    payment: Payment
    refusal: str | None
    findings: Sequence[str]


def candidates(small: Sequence[Payment], user: User, on: date, findings: Mapping[int, Sequence[str]]) -> list[Candidate]:
    """Return small items that wait for a person's signature, each with why not and what was found."""
    return [Candidate(one, refusal_to_move(one, PASS.get(one.state, "sign"), by=user, on=on), findings.get(one.pk, ())) for one in small]


def may_write(payment: Payment, user: User) -> bool:
    """Say whether the page of a payment is a form for this person."""
    return payment.state in OPEN and payment.author.number == user.number
