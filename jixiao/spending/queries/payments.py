"""Questions about payments: whose turn it is, which way it goes, why a move is not open, what a card shows."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db.models import Q, Sum
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.accounts.queries import acting, refusal_to_act
from jixiao.kernel.lifecycle import Move
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within
from jixiao.spending import book
from jixiao.spending.facts import Policy, Route
from jixiao.spending.models import Act, Matter, Payment, Quota, Signature
from jixiao.spending.states import (
    APPROVED,
    BANK_RETURNED,
    CHECK,
    HOLDING,
    LIFE,
    OPEN,
    ORDERED,
    PAID,
    RIGHT,
    SECTION,
    SENT,
    SIGNING,
    SPENT,
)
from jixiao.spending.sums import STEPS, route

from .agenda import refusal_undecided
from .contracts import refusal_beyond, refusal_unaccepted
from .holds import STOPPED, refusal_held
from .papers import kinds_present
from .settings import adoption_for

SIGNED_MOVES = ("pass_section", "pass_check", "sign")
PASS = {SECTION: "pass_section", CHECK: "pass_check", SIGNING: "sign"}
NO_INVOICE = ("301", "303", "312")  # wages, grants to people and to companies are paid by list or by grant paper, not by invoice


def payment_for(user: User, on: date, number: int, permission: Permission = Permission.SPENDING_READ) -> Payment:
    """Return a payment; of a unit where a person may not do the thing, it is not there."""
    related = ("unit", "filer", "quota", "matter", "payee", "contract", "topic__meeting", "author", "orderer", "sender", "booker")
    found = Payment.objects.for_user(user, on, permission).filter(pk=number).select_related(*related).first()
    if found is None:
        raise Http404
    return found


def signatures_of(payment: Payment) -> list[Signature]:
    """Return the route of the round under way, in order."""
    return list(Signature.objects.filter(payment=payment, round=payment.round).select_related("by", "on_behalf").order_by("position"))


def turn_of(payment: Payment) -> Signature | None:
    """Return the signature that is next, or None where nobody's is."""
    if not payment.turn:
        return None
    return Signature.objects.filter(payment=payment, round=payment.round, at=None).order_by("position").first()


def right_of_turn(payment: Payment) -> Permission:
    """Return the right of the step whose turn it is; the meeting's is its secretary's."""
    right = STEPS[payment.turn][1] if payment.turn else Permission.SPENDING_CHECK
    return right or Permission.MEETING_KEEP


def right_to(payment: Payment, move: str) -> Permission:
    """Return the right a move needs where the payment stands."""
    return RIGHT.get(move) or right_of_turn(payment)


def hands_of(payment: Payment) -> list[User]:
    """Return who has a hand in it already: who asked, and who signed in this round or had it signed for them."""
    signed = [one for one in signatures_of(payment) if one.by is not None]
    return [payment.author, *[one.by for one in signed if one.by], *[one.on_behalf for one in signed if one.on_behalf]]


def ordered_for(payment: Payment) -> list[User]:
    """Return in whose name the payment order was made, where that was not the cashier's own: they have a hand in it as well."""
    last = Act.objects.filter(payment=payment, move="order").select_related("on_behalf").order_by("-pk").first()
    return [last.on_behalf] if last and last.on_behalf else []


def apart_from(payment: Payment, move: str) -> list[User]:
    """Return the people who may not make a move: 申请、审批、付款、记账 are different persons."""
    match move:
        case _ if payment.batch_id:  # paid before the system: whoever took it in asked for nothing
            return []
        case "send" | "bank_ok" | "bank_fail" | "refund" | "book":
            return [payment.author, *([payment.orderer] if payment.orderer else []), *ordered_for(payment)]
        case "bind":
            return [payment.author]
        case "reject" if payment.state == APPROVED:  # signed by all: whoever checked it may still stop it
            return [payment.author]
        case "archive" | "unorder" | "withdraw" | "submit" | "give_up":
            return []
        case _:
            return hands_of(payment)


def whole_of(payment: Payment) -> Money:
    """Return the amount the route goes by: the whole matter as declared, or as asked for so far, or its contract if that is more."""
    active = Payment.objects.filter(matter=payment.matter_id, state__in=[*HOLDING, *SPENT]).exclude(pk=payment.pk)
    others = int(active.aggregate(fen=Sum("fen"))["fen"] or 0)
    contract = payment.contract.fen + payment.contract.changes if payment.contract else 0
    return Money(max(payment.matter.fen, others + payment.fen, contract))


def policy_of(payment: Payment, on: date) -> tuple[Policy, bool]:
    """Return the policy a request goes by and the side of its boundaries: the one it was first sent up under, else today's."""
    if payment.policy:
        return book.policy(payment.policy), payment.strict
    chosen = adoption_for(payment.filer, on)
    return chosen.policy, chosen.strict


def route_of(payment: Payment, on: date) -> Route:
    """Return the way a payment takes: under the policy it was first asked under, for a new one under the one in force.

    Back with its author it keeps the policy, but goes by what the matter comes to by now.
    """
    whole = whole_of(payment) if payment.state in OPEN else Money(payment.whole)
    policy, strict = policy_of(payment, on)
    return route(policy, whole, strict=strict, economic=payment.quota.economic if payment.quota else "")


def digest_of(payment: Payment) -> str:
    """Return the fingerprint of what a person signs: what for, to whom, how much, from where, on which papers."""
    papers = sorted(payment.attachments.filter(gone_at=None).values_list("kind", "sha256"))
    invoices = sorted(payment.invoices.filter(void=False).values_list("key", "fen"))
    payee = payment.payee
    said = [
        payment.pk, payment.title, payment.fen, payment.quota_id, payment.matter_id, payment.contract_id, payment.method, payment.stage,
        payee and (payee.pk, payee.name, payee.account), payment.item, payment.reverses_id, papers, invoices,
    ]  # fmt: skip
    return hashlib.sha256(repr(said).encode()).hexdigest()


def refusals_to_submit(payment: Payment, on: date) -> list[str]:
    """Return everything that stands in the way of sending a payment up, each a sentence; none: go ahead."""
    chosen = adoption_for(payment.filer, on)
    found = []
    if chosen.closed and on > chosen.closed and payment.year <= chosen.closed.year:
        found.append(f"{payment.year}年度已于 {chosen.closed:%Y-%m-%d} 关账，不能再申请本年支出")
    if payment.quota is None:
        found.append("没有选指标，请在“项目”里选一条有余额的指标")
    elif payment.quota.facts().available < payment.amount:
        found.append(short_of(payment.quota, payment.amount))
    if payment.payee is None:
        found.append("没有选收款人")
    way = route_of(payment, on)
    kinds = kinds_present(payment)
    found += [f"缺{kind}：{way.title}的支出须附{kind}" for kind in way.papers if kind not in kinds]
    if payment.amount >= chosen.limits.contract_from and payment.contract is None and not _listed(payment):
        found.append(f"缺合同：{chosen.limits.contract_from.grouped()} 元起须登记合同")
    if payment.contract and payment.contract.payee_id != payment.payee_id:
        found.append(f"收款人与合同「{payment.contract.code}」的对方不是同一个，请核对")
    if payment.contract and (refusal := refusal_beyond(payment.contract, payment.amount, payment.stage)):
        found.append(refusal)
    return found


def _listed(payment: Payment) -> bool:
    """Say whether it is paid by list or by grant paper, without contract or invoice."""
    return payment.quota is not None and payment.quota.economic.startswith(NO_INVOICE)


def short_of(quota: Quota, fen: Money) -> str:
    """Say by how much a quota does not reach, with the sums behind it."""
    held = quota.facts()
    return (
        f"指标不够：「{held.project}」{held.economic} 批复和调整共 {held.total.grouped()} 元，已付 {held.paid.grouped()} 元，"
        f"已冻结 {held.frozen.grouped()} 元，可用 {held.available.grouped()} 元，本笔 {fen.grouped()} 元，差 {(fen - held.available).grouped()} 元"
    )


def refusal_to_order(payment: Payment) -> str | None:
    """Return why a payment order may not be made yet: invoices, contract and acceptance must bear it."""
    if payment.stage != "advance" and not _listed(payment) and payment.payee and payment.payee.kind == "单位":
        covered = int(payment.invoices.filter(void=False).aggregate(fen=Sum("fen"))["fen"] or 0)
        if covered < payment.fen:
            return f"发票合计 {Money(covered).grouped()} 元，少于本笔 {payment.amount.grouped()} 元，请退回经办补发票"
    return refusal_unaccepted(payment)


def refusal_to_move(payment: Payment, move: str, *, by: User, on: date) -> str | None:
    """Return why a person may not make a move now, or None: the disabled button's title and the error are this one sentence."""
    right = right_to(payment, move)
    if not by.may(right, payment.unit, on):
        return by.why_not(right, payment.unit, on) or f"您没有在{payment.unit.short}办理「{LIFE.move(move).verb}」的岗位"
    if refusal := LIFE.refusal(payment.state, move):
        return refusal
    if refusal := refusal_to_act(by, right, payment.unit, on, fen=abs(payment.fen), authors=apart_from(payment, move)):
        return refusal
    return _guard(payment, move, by, on)


def _guard(payment: Payment, move: str, by: User, on: date) -> str | None:
    if move == "submit" and by.number != payment.author.number:
        return f"本笔由{payment.author.name}经办，须由本人送审"
    if move in STOPPED and (refusal := refusal_held(payment)):
        return refusal
    if move == "submit" and (found := refusals_to_submit(payment, on)):
        return found[0]
    if move == "order":
        return refusal_to_order(payment)
    if move == "bind":
        return refusal_undecided(payment)
    return None


def moves_for(payment: Payment, by: User, on: date) -> list[tuple[Move, str | None]]:
    """Return the moves open in the payment's state that are this person's business, each with why not (None: go ahead)."""
    hidden = {"sign_to_meeting", "sign_last"}  # what a signature leads to is the route's business, not a choice
    open_here = [move for move in LIFE.from_state(payment.state) if move.name not in hidden]
    mine = [move for move in open_here if by.may(right_to(payment, move.name), payment.unit, on)]
    return [(move, refusal_to_move(payment, move.name, by=by, on=on)) for move in mine]


def acting_for(payment: Payment, move: str, by: User, on: date) -> User | None:
    """Return on whose behalf a person makes a move, or None in their own name; refuses where they may not."""
    return acting(by, right_to(payment, move), payment.unit, on, fen=abs(payment.fen), authors=apart_from(payment, move)).on_behalf


def waits_for(user: User, on: date) -> Q:
    """Return the condition that a payment waits for this person: their turn in the route, or money to be sent or booked."""
    condition = Q(pk__in=())
    for step, (_word, right) in STEPS.items():
        if right and (paths := user.paths(right, on)):
            condition |= Q(turn=step) & within(paths)
    handled = {
        APPROVED: Permission.SPENDING_ORDER,
        BANK_RETURNED: Permission.SPENDING_ORDER,
        ORDERED: Permission.SPENDING_RECHECK,
        SENT: Permission.SPENDING_BOOK,
        PAID: Permission.SPENDING_BOOK,
    }
    for state, right in handled.items():
        if paths := user.paths(right, on):
            condition |= Q(state=state) & within(paths)
    return (condition & ~Q(author__in=_accounts(user))) | Q(state__in=[*OPEN], author=user)


def _accounts(user: User) -> list[int]:
    return [user.pk, *user.others.values_list("pk", flat=True), *([user.person_id] if user.person_id else [])]


def waiting(user: User, on: date) -> list[Payment]:
    """Return what waits for a person, longest waiting first."""
    asked = Payment.objects.filter(waits_for(user, on)).exclude(reverses__isnull=False)
    return list(asked.select_related("unit", "filer", "payee", "matter", "quota", "author").order_by("since", "pk"))


def matters_like(payment: Payment) -> list[Matter]:
    """Return other matters of the same payee and year that this payment may belong to, newest first."""
    same = Payment.objects.filter(payee=payment.payee_id, year=payment.year, filer=payment.filer_id).exclude(matter=payment.matter_id)
    return list(Matter.objects.filter(pk__in=same.values("matter")).order_by("-pk")[:20])


def stale(payment: Payment, digest: str) -> str | None:
    """Return why a signature may not rest on what was shown, or None."""
    if payment.digest != digest:
        return f"「{payment.title}」的内容在您打开之后有变动，请刷新看清后再签"
    return None


def known(number: int) -> Payment:
    """Return a payment by number, for an action that has already been let in."""
    try:
        return Payment.objects.get(pk=number)
    except Payment.DoesNotExist:
        msg = "这笔支出已经不在了，请刷新页面"
        raise Refused(msg) from None
