"""What waits for a meeting, and which decision a payment may be approved by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of
from jixiao.spending.models import Matter, Payment, Topic
from jixiao.spending.models.meeting import MINUTED
from jixiao.spending.states import MEETING
from jixiao.spending.sums.meeting import AGREED, DEFERRED, REFUSED


@dataclass(frozen=True, slots=True)
class Waiting:
    """One matter whose payments wait for a meeting: what is asked, since when, what was decided before."""

    matter: Matter
    payments: tuple[Payment, ...]
    asked: Money
    earlier: Topic | None = None  # the last thing final minutes say of it

    @property
    def since(self) -> datetime:
        """Since when the longest waiting one waits."""
        return min(payment.since for payment in self.payments)

    @property
    def amount(self) -> Money:
        """What waits, of all that is asked for."""
        return Money(sum(payment.fen for payment in self.payments))


@dataclass(frozen=True, slots=True)
class Settled:
    """One payment a meeting has decided on, that is not brought on its way yet."""

    payment: Payment
    topic: Topic

    @property
    def agreed(self) -> bool:
        """Say whether it may be approved by the decision; else it is to be refused."""
        return self.topic.outcome == AGREED


def agenda_for(user: User, on: date, unit: Unit, permission: Permission = Permission.SPENDING_READ) -> list[Waiting]:
    """Return the matters of a department that wait for a meeting and are on no open agenda, longest waiting first."""
    free, _settled = _sorted_out(_waiting(user, on, unit, permission))
    return free


def settled_for(user: User, on: date, unit: Unit) -> list[Settled]:
    """Return the waiting payments on whose matter final minutes have decided: to be approved by it, or to be refused."""
    _free, settled = _sorted_out(_waiting(user, on, unit, Permission.SPENDING_READ))
    return settled


def waiting_on(matter: Matter) -> Waiting | None:
    """Return what of a matter waits for a meeting and is on no open agenda, or None."""
    free, _settled = _sorted_out(list(_related(Payment.objects.filter(matter=matter, state=MEETING))))
    return free[0] if free else None


def _waiting(user: User, on: date, unit: Unit, permission: Permission) -> list[Payment]:
    return list(_related(Payment.objects.for_user(user, on, permission).filter(filer=department_of(unit), state=MEETING)))


def _related(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    return payments.select_related("matter", "unit", "payee", "author").order_by("since", "pk")


def _sorted_out(payments: Sequence[Payment]) -> tuple[list[Waiting], list[Settled]]:
    """Tell matters free for an agenda from payments decided on; what stands on an open agenda is neither."""
    topics: dict[int | None, list[Topic]] = defaultdict(list)
    for topic in Topic.objects.filter(matter__in={payment.matter_id for payment in payments}).select_related("meeting").order_by("pk"):
        topics[topic.matter_id].append(topic)
    free: dict[int, list[Payment]] = defaultdict(list)
    settled = []
    for payment in payments:
        said = topics[payment.matter_id]
        if verdict := _verdict(said, payment):
            settled.append(Settled(payment, verdict))
        elif not any(topic.meeting.state != MINUTED for topic in said):
            free[payment.matter_id].append(payment)
    return [_asked(waiting, topics[matter]) for matter, waiting in free.items()], settled


def _asked(payments: Sequence[Payment], said: Sequence[Topic]) -> Waiting:
    """Ask for the whole matter, less what was agreed to before; at least for what waits."""
    final = _final(said)
    whole = max(payment.whole for payment in payments) - sum(topic.limit for topic in final)
    asked = max(whole, sum(payment.fen for payment in payments))
    return Waiting(payments[0].matter, tuple(payments), Money(asked), final[-1] if final else None)


def _final(said: Iterable[Topic]) -> list[Topic]:
    return sorted((topic for topic in said if topic.meeting.state == MINUTED), key=lambda topic: (topic.meeting.on, topic.pk))


def _verdict(said: Iterable[Topic], payment: Payment) -> Topic | None:
    """Return the decision that settles a payment: the last refusal after it came up, or a consent since then that reaches."""
    decided = [topic for topic in _final(said) if topic.outcome != DEFERRED]
    if decided and decided[-1].outcome == REFUSED:
        at = decided[-1].decided_at
        return decided[-1] if at is not None and at >= payment.since else None
    return next((topic for topic in _standing(decided) if topic.limit - topic.used >= payment.fen), None)


def _standing(decided: Sequence[Topic]) -> list[Topic]:
    """Return the consents no later refusal took back."""
    refused = max((place for place, topic in enumerate(decided) if topic.outcome == REFUSED), default=-1)
    return list(decided[refused + 1 :])


def decision_for(payment: Payment) -> Topic | None:
    """Return the decision a payment may be approved by: a consent to its own matter in final minutes, with enough left; or None."""
    verdict = _verdict(Topic.objects.filter(matter=payment.matter_id).select_related("meeting"), payment)
    return verdict if verdict and verdict.outcome == AGREED else None


def refusal_undecided(payment: Payment) -> str | None:
    """Return why no decision carries a payment yet, or None."""
    if decision_for(payment):
        return None
    return f"会议还没有对「{payment.matter.name}」作出可用的同意决定；列入议题、作出决定并把纪要定稿后再办"


def refusal_to_bind(payment: Payment, topic: Topic) -> str | None:
    """Return why a payment may not be approved by a decision, or None."""
    if topic.matter_id != payment.matter_id:
        return f"「{topic.title}」是对另一事项的决定，不能用于「{payment.matter.name}」；请选本事项的会议决定"
    if topic.meeting.state != MINUTED:
        return f"{topic.meeting}的纪要还没有定稿，定稿编号后才能据以批准"
    if topic.outcome != AGREED:
        return f"{topic.meeting}对「{topic.title}」的决定是「{topic.outcome}」，不能据以批准"
    decided = [one for one in _final(Topic.objects.filter(matter=payment.matter_id).select_related("meeting")) if one.outcome != DEFERRED]
    if topic not in _standing(decided):
        return f"{topic.meeting}同意以后，{decided[-1].meeting}对「{decided[-1].title}」决定「{REFUSED}」，原决定不再使用"
    left = topic.limit - topic.used
    if left < payment.fen:
        return (
            f"超过会议决定：{topic.meeting}对「{topic.title}」同意不超过 {Money(topic.limit).grouped()} 元，已用 {Money(topic.used).grouped()} 元，"
            f"还可用 {Money(left).grouped()} 元，本笔 {payment.amount.grouped()} 元，差 {Money(payment.fen - left).grouped()} 元；请重新提请会议"
        )
    return None
