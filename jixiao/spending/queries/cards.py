"""The payment card: how far it is, who signed for whom, who is next and why, what the quota says, before any button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.spending import book
from jixiao.spending.facts import Policy
from jixiao.spending.models import Matter, Payment, Signature
from jixiao.spending.renderings.capitals import capitals
from jixiao.spending.renderings.lines import Holder, Line, Standing, asker, named, planned, standing, unit_of
from jixiao.spending.renderings.strip import Strip, strip
from jixiao.spending.states import APPROVED, ARCHIVED, BANK_RETURNED, BOOKED, HOLDING, OPEN, ORDERED, PAID, REJECTED, SENT, SPENT

from .pages import holders_of, next_meeting
from .payments import right_of_turn, route_of, signatures_of, whole_of
from .settings import adoption_for

BOOKS = (APPROVED, ORDERED, SENT, PAID, BOOKED, ARCHIVED)  # how far the money is: what is next stands at the place of the state


@dataclass(frozen=True, slots=True)
class Done:
    """One step of the money's way after it was approved."""

    word: str
    who: str
    at: datetime | None
    note: str
    place: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a person looks at before pressing a button."""

    capitals: str
    title: str  # 第二档
    basis: str
    strip: Strip | None
    lines: Sequence[Line]
    money: Sequence[Done]
    standing: Standing | None
    turn: Line | None
    why: str
    exempt: str
    papers: Sequence[tuple[str, int]]
    invoices: int
    together: Matter | None  # the matter, where it has other payments


def card(payment: Payment, user: User, on: date) -> Card:
    """Return the card of a payment as somebody sees it."""
    origin = payment.reverses or payment  # money that came back has no way of its own
    way, (policy, strict) = route_of(origin, on), followed(origin, on)
    lines = lines_of(origin, user, on)
    turn = next((line for line in lines if line.place == "now" and line.number > 1), None)
    kinds: dict[str, int] = {}
    for kind in payment.attachments.filter(gone_at=None).values_list("kind", flat=True):
        kinds[kind] = kinds.get(kind, 0) + 1
    several = payment.matter.payments.filter(reverses=None).count() > 1
    return Card(
        capitals=capitals(payment.amount),
        title=way.title,
        basis=policy.basis,
        strip=strip(policy, went_by(payment), way.band, strict=strict) if origin is payment else None,
        lines=lines,
        money=money_of(payment),
        standing=standing_of(payment),
        turn=turn,
        why=why_of(lines, turn),
        exempt=way.exempt,
        papers=list(kinds.items()),
        invoices=payment.invoices.filter(void=False).count(),
        together=payment.matter if several else None,
    )


def followed(payment: Payment, on: date) -> tuple[Policy, bool]:
    """Return the policy a payment goes by and on which side its boundaries fall: what it was asked under, else what is in force."""
    if payment.policy and payment.state not in OPEN:
        return book.policy(payment.policy), payment.strict
    chosen = adoption_for(payment.filer, on)
    return chosen.policy, chosen.strict


def went_by(payment: Payment) -> Money:
    """Return the amount the route goes by: as fixed when it was sent up, else as it stands."""
    return whole_of(payment) if payment.state in OPEN or not payment.whole else Money(payment.whole)


def lines_of(payment: Payment, user: User | None, on: date) -> list[Line]:
    """Return the route: the signatures given, who is next, who may sign after; before it is sent up, what its amount will take."""
    way = route_of(payment, on)
    sent = payment.state not in OPEN
    first = asker(payment.author.name, payment.unit.short, "" if sent else "本人，正在填写", payment.asked_at if sent else None)
    holders = holders_of(way.signers, payment.unit, on, but=payment.author)
    meeting = next_meeting(payment.filer, on) if way.meets else ""
    if not sent:
        return [first, *planned(way.signers, holders, next_meeting=meeting)]
    me = user if user and payment.turn and user.may(right_of_turn(payment), payment.unit, on) else None
    following = next((one.pk for one in signatures_of(payment) if one.at is None), None) if payment.turn else None
    return [
        first,
        *(_line(one, holders, meeting, me if one.pk == following else None, now=one.pk == following) for one in signatures_of(payment)),
    ]


def _line(one: Signature, holders: Mapping[str, Sequence[Holder]], meeting: str, me: User | None, *, now: bool) -> Line:
    number, meets = one.position + 1, one.step == "meeting"
    if one.by is not None:
        who = f"{one.by.name}（代{one.on_behalf.name}）" if one.on_behalf else one.by.name
        return Line(number, one.word, who, one.by.unit.short, one.why, "done", meets, at=one.at, opinion=one.opinion)
    who_may = [] if meets else holders.get(one.step, [])
    people = f"{me.name}（我）" if me else "集体讨论" if meets else named(who_may)
    return Line(
        number,
        one.word,
        people,
        meeting if meets else unit_of(who_may),
        one.why,
        "now" if now else "ahead",
        meets,
        not meets and not who_may,
    )


def why_of(lines: Sequence[Line], turn: Line | None) -> str:
    """Say why it lies where it does, and what still follows."""
    if turn is None:
        return ""
    left = [line.word for line in lines if line.number > turn.number]
    then = f"之后还要{'、'.join(left)}" if left else "这是最后一步，签后即批准，出纳可以制单"
    return f"{turn.why}；{then}。"


def standing_of(payment: Payment) -> Standing | None:
    """Return the sums of the payment's quota around it."""
    if payment.quota is None:
        return None
    over = payment.state in SPENT or payment.state == REJECTED
    return standing(payment.quota.facts(), payment.amount, held=payment.state in HOLDING, over=over)


def money_of(payment: Payment) -> list[Done]:
    """Return what happens with the money once it is approved, and how far that is."""
    steps = (
        ("出纳制单", payment.orderer, payment.ordered_at, ""),
        ("第二人复核，送国库", payment.sender, payment.sent_at, ""),
        ("国库支付，登记回单", None, payment.paid_at, f"回单 {payment.receipt}" if payment.receipt else ""),
        ("入账", payment.booker, payment.booked_at, f"凭证 {payment.voucher}" if payment.voucher else ""),
        ("归档", None, payment.since if payment.state == ARCHIVED else None, ""),
    )
    state = APPROVED if payment.state == BANK_RETURNED else payment.state
    following = BOOKS.index(state) if state in BOOKS else len(steps)
    return [
        Done(word, who.name if who else "", at, note, "done" if at else "now" if place == following else "ahead")
        for place, (word, who, at, note) in enumerate(steps)
    ]
