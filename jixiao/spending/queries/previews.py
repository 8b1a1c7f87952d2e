"""What a request would come to as it is typed: its way, its quota, what stands against it. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of
from jixiao.spending.facts import Route
from jixiao.spending.models import Contract, Matter, Payee, Payment, Quota
from jixiao.spending.renderings.capitals import capitals
from jixiao.spending.renderings.lines import Line, Standing, standing
from jixiao.spending.renderings.strip import Strip, strip
from jixiao.spending.states import DRAFT

from .cards import followed, lines_of
from .payments import refusals_to_submit, route_of, whole_of
from .splitting import Split, likely_split

FIRST = "先存草稿，再放附件和发票，然后送审"


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page shows beside the form."""

    amount: Money
    capitals: str
    whole: Money
    route: Route
    basis: str
    strip: Strip
    lines: Sequence[Line]
    standing: Standing | None
    refusals: Sequence[str]
    split: Split | None
    answered: bool  # the suspicion has been explained

    @property
    def clear(self) -> bool:
        """Say whether nothing stands against sending it up."""
        return not self.refusals


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed and readable so far."""

    amount: Money
    whole: Money | None = None
    quota: Quota | None = None
    payee: Payee | None = None
    contract: Contract | None = None
    explanation: str = ""


def shadow(user: User, unit: Unit, year: int, at: datetime) -> Payment:
    """Return a request that does not exist yet, to look at and never to save."""
    filer = department_of(unit)
    matter = Matter(unit=filer, year=year, name="", fen=0)
    return Payment(unit=unit, filer=filer, year=year, matter=matter, title="", fen=0, state=DRAFT, since=at, author=user, asked_at=at)


def whole_asked(payment: Payment, typed: Money | None) -> Money | None:
    """Return what the whole matter is said to come to: as typed; left empty, the payment itself unless it shares its matter with others."""
    if typed is not None:
        return typed
    alone = payment.pk is None or not Payment.objects.filter(matter=payment.matter_id).exclude(pk=payment.pk).exists()
    return payment.amount if alone else None


def preview(payment: Payment, typed: Typed, user: User, on: date) -> Preview | None:
    """Return what a request would come to with what is typed; None while there is no amount."""
    if typed.amount.fen <= 0:
        return None
    payment.fen, payment.quota, payment.payee, payment.contract = typed.amount.fen, typed.quota, typed.payee, typed.contract
    payment.explanation = typed.explanation
    whole = whole_asked(payment, typed.whole)
    payment.matter.fen = max(whole.fen if whole else payment.matter.fen, payment.fen)
    (policy, strict), way, whole = followed(payment, on), route_of(payment, on), whole_of(payment)
    return Preview(
        amount=typed.amount,
        capitals=capitals(typed.amount),
        whole=whole,
        route=way,
        basis=policy.basis,
        strip=strip(policy, whole, way.band, strict=strict),
        lines=lines_of(payment, user, on),
        standing=standing(payment.quota.facts(), typed.amount, held=False) if payment.quota else None,
        refusals=refusals_to_submit(payment, on) if payment.pk else [FIRST],
        split=likely_split(payment, on),
        answered=bool(typed.explanation.strip()),
    )
