"""A payment on its way: sent up, checked, signed in order, decided by a meeting, ordered, sent, paid, booked and archived."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.spending.models import Act, Matter, Payment, Signature, Topic
from jixiao.spending.queries import payments as queries
from jixiao.spending.queries.meetings import refusal_to_bind
from jixiao.spending.states import CHECK, LIFE, MEETING, PAID, SECTION, SIGNING

from .holding import Holding
from .numbering import Series

HANDLED = frozenset({"order", "send", "bank_ok", "bank_fail", "refund", "book"})


@action("payment.submit", Permission.SPENDING_REQUEST, said="支出送审")
def submit(payment: Payment, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001 - the door reads the key
    """Send a request up: number it, fix what it says, freeze the quota, and lay out the signatures its amount asks for."""
    Matter.objects.select_for_update(no_key=True).get(pk=payment.matter_id)  # its requests are added up one after the other
    _allowed(payment, "submit", by, at)
    on = timezone.localdate(at)
    policy, strict = queries.policy_of(payment, on)
    way = queries.route_of(payment, on)
    payment.whole = queries.whole_of(payment).fen
    if payment.number is None:
        payment.number = Series(payment.filer, payment.year, "支出").next()
    payment.policy, payment.strict, payment.band = policy.code, strict, way.band
    payment.round += 1
    payment.digest = queries.digest_of(payment)
    Holding(payment, at).freeze()
    Signature.objects.bulk_create(
        Signature(payment=payment, round=payment.round, position=position, step=signer.step, word=signer.word, why=signer.why)
        for position, signer in enumerate(way.signers, 1)
    )
    kept = ("whole", "number", "policy", "strict", "band", "round", "digest")
    return _move(payment, "submit", by, at, keep=kept)


@action("payment.withdraw", Permission.SPENDING_REQUEST, said="撤回支出申请")
def withdraw(payment: Payment, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Take a request back before it is signed; the quota is free again."""
    _allowed(payment, "withdraw", by, at)
    if payment.author.number != by.number:
        msg = f"本笔由{payment.author.name}经办，须由本人撤回"
        raise Refused(msg)
    Holding(payment, at).release()
    return _move(payment, "withdraw", by, at)


@action("payment.sign", queries.right_of_turn, said="签批支出")
def sign(payment: Payment, digest: str, opinion: str = "", *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Sign the step whose turn it is, for exactly what was shown; the last signature approves or hands over to a meeting."""
    move = queries.PASS.get(payment.state, "sign")
    _allowed(payment, move, by, at)
    if refusal := queries.stale(payment, digest):
        raise Refused(refusal)
    step = queries.turn_of(payment)
    if step is None or step.step == "meeting":
        msg = f"「{payment.title}」现在没有等您签的环节，请刷新页面"
        raise Refused(msg)
    for_whom = queries.acting_for(payment, move, by, timezone.localdate(at))
    fixed = {"by": by, "on_behalf": for_whom, "at": at, "opinion": opinion.strip(), "digest": payment.digest}
    if not Signature.objects.filter(pk=step.pk, at=None).update(**fixed):
        msg = f"「{payment.title}」的{step.word}刚才已经签过，没有重复签批"
        raise Refused(msg)
    return _move(payment, _after(payment, move), by, at, opinion=opinion, on_behalf=for_whom)


@action("payment.bind", Permission.MEETING_KEEP, said="按会议决定批准支出")
def bind(payment: Payment, topic: Topic, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Approve a payment by what a meeting decided on its own matter, and use that much of the decision."""
    _allowed(payment, "bind", by, at)
    if refusal := refusal_to_bind(payment, topic):
        raise Refused(refusal)
    step = queries.turn_of(payment)
    if step is None or step.step != "meeting":
        msg = f"「{payment.title}」现在不在集体讨论，请刷新页面"
        raise Refused(msg)
    Holding(payment, at).bind(topic)
    Signature.objects.filter(pk=step.pk, at=None).update(by=by, at=at, opinion=str(topic.meeting), digest=payment.digest)
    payment.topic = topic
    return _move(payment, "bind", by, at, opinion=f"{topic.meeting} 同意", keep=("topic",))


@action("payment.send_back", queries.right_of_turn, said="退回支出申请")
def send_back(payment: Payment, opinion: str, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Send a request back to its author with what is wrong; the quota is free again."""
    return _end(payment, "send_back", opinion, by, at)


@action("payment.reject", queries.right_of_turn, said="不予支出")
def reject(payment: Payment, opinion: str, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Refuse a request for good; the quota is free again and its invoices may be used elsewhere."""
    return _void(_end(payment, "reject", opinion, by, at))


@action("payment.order", Permission.SPENDING_ORDER, said="制单")
def order(payment: Payment, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Make the payment order: the cashier, who neither asked nor approved."""
    _allowed(payment, "order", by, at)
    payment.orderer, payment.ordered_at = by, at
    return _move(payment, "order", by, at, keep=("orderer", "ordered_at"))


@action("payment.unorder", Permission.SPENDING_ORDER, said="撤销制单")
def unorder(payment: Payment, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Take a payment order back before it is checked."""
    _allowed(payment, "unorder", by, at)
    payment.orderer = payment.ordered_at = None
    return _move(payment, "unorder", by, at, keep=("orderer", "ordered_at"))


@action("payment.send", Permission.SPENDING_RECHECK, said="复核并送国库")
def send(payment: Payment, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Check the order as a second person and send it to the treasury."""
    _allowed(payment, "send", by, at)
    payment.sender, payment.sent_at = by, at
    return _move(payment, "send", by, at, keep=("sender", "sent_at"))


@action("payment.bank_ok", Permission.SPENDING_BOOK, said="登记回单")
def bank_ok(payment: Payment, receipt: str, amount: Money, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Write down that the money left, by the receipt: the same amount to the 分, frozen becomes paid in the same moment."""
    _allowed(payment, "bank_ok", by, at)
    if amount.fen != payment.fen:
        msg = (
            f"回单金额 {amount.grouped()} 元与支付令 {payment.amount.grouped()} 元不符，差 {(amount - payment.amount).grouped()} 元，请核对"
        )
        raise Refused(msg)
    payment.receipt, payment.paid_at = _receipt(receipt), at
    on = timezone.localdate(at)
    if on.year != payment.year:
        msg = f"{payment.year}年度的指标不能在 {on:%Y-%m-%d} 支付，请登记银行退回后按结转办理"
        raise Refused(msg)
    Holding(payment, at).spend()
    return _move(payment, "bank_ok", by, at, opinion=f"回单 {payment.receipt}", keep=("receipt", "paid_at"))


@action("payment.bank_fail", Permission.SPENDING_BOOK, said="登记银行退回")
def bank_fail(payment: Payment, reason: str, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Write down that the bank returned it: the quota stays frozen for another order."""
    _allowed(payment, "bank_fail", by, at)
    payment.orderer = payment.ordered_at = payment.sender = payment.sent_at = None
    return _move(payment, "bank_fail", by, at, opinion=_said(reason, "银行退回的原因"), keep=("orderer", "ordered_at", "sender", "sent_at"))


@action("payment.give_up", Permission.SPENDING_CHECK, said="不再支付")
def give_up(payment: Payment, opinion: str, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """End a payment the bank returned that will not be tried again; the quota is free again."""
    _allowed(payment, "give_up", by, at)
    Holding(payment, at).release()
    return _void(_move(payment, "give_up", by, at, opinion=_said(opinion, "不再支付的理由")))


@action("payment.refund", Permission.SPENDING_BOOK, said="登记退款")
def refund(
    payment: Payment,
    amount: Money,
    receipt: str,
    reason: str,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001
) -> Payment:
    """Write down money that came back as a negative row of its own that names what it takes back; the row itself is never edited."""
    _allowed(payment, "refund", by, at)
    if not 0 < amount.fen <= payment.fen:
        msg = f"退款 {amount.grouped()} 元应大于零、不超过原支付 {payment.amount.grouped()} 元"
        raise Refused(msg)
    same = {
        name: getattr(payment, name)
        for name in ("unit", "filer", "year", "quota", "matter", "payee", "method", "stage", "contract", "item")
    }
    row = Payment.objects.create(
        **same, number=Series(payment.filer, payment.year, "支出").next(), title=f"退款：{payment.title}"[:200], fen=-amount.fen,
        reverses=payment, state=PAID, since=at, author=by, asked_at=at, paid_at=at, receipt=_receipt(receipt), policy=payment.policy,
        band=payment.band, strict=payment.strict,
    )  # fmt: skip
    Act.objects.create(payment=row, move="refund", source="", state=PAID, round=0, opinion=_said(reason, "退款的原因"), by=by, at=at)
    held = Holding(payment, at)
    held.give_back(amount.fen)
    _move(payment, "refund", by, at, opinion=f"退款 {amount.grouped()} 元，{row.code}")
    return row


@action("payment.book", Permission.SPENDING_BOOK, said="入账")
def book(payment: Payment, voucher: str, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Book a payment under its voucher number."""
    _allowed(payment, "book", by, at)
    if not voucher.strip():
        msg = "凭证号没有填"
        raise Refused(msg)
    payment.booker, payment.booked_at, payment.voucher = by, at, voucher.strip()
    return _move(payment, "book", by, at, opinion=f"凭证 {payment.voucher}", keep=("booker", "booked_at", "voucher"))


@action("payment.archive", Permission.SPENDING_BOOK, said="归档")
def archive(payment: Payment, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Put a booked payment into the archive; its evidence must be complete."""
    _allowed(payment, "archive", by, at)
    if refusal := queries.refusal_to_order(payment):
        raise Refused(refusal)
    return _move(payment, "archive", by, at)


def _allowed(payment: Payment, move: str, by: User, at: datetime) -> None:
    if refusal := queries.refusal_to_move(payment, move, by=by, on=timezone.localdate(at)):
        raise Refused(refusal)


def _move(
    payment: Payment, move: str, by: User, at: datetime, *, opinion: str = "", on_behalf: User | None = None, keep: tuple[str, ...] = ()
) -> Payment:
    """Bring a payment into the state a move leads to, guarded by the state it was in, and write the move down."""
    source, state = payment.state, LIFE.after(payment.state, move)
    if move in HANDLED:  # a lent post: the history says for whom
        on_behalf = queries.acting_for(payment, move, by, timezone.localdate(at))
    fields = {name: getattr(payment, name) for name in keep} | {"state": state, "since": at}
    fields["turn"] = _turn(payment, state)
    try:
        with transaction.atomic(savepoint=False):
            moved = Payment.objects.filter(pk=payment.pk, state=source).update(**fields)
    except IntegrityError as problem:
        if "receipt" not in str(problem):
            raise
        msg = f"回单号「{payment.receipt}」已经登记在另一笔支出上，请核对"
        raise Refused(msg) from None
    if not moved:
        msg = f"「{payment.title}」刚才已由他人办理，请刷新页面"
        raise Refused(msg)
    payment.state, payment.since, payment.turn = state, at, str(fields["turn"])
    Act.objects.create(
        payment=payment,
        move=move,
        source=source,
        state=state,
        round=payment.round,
        opinion=opinion.strip(),
        by=by,
        on_behalf=on_behalf,
        at=at,
    )
    return payment


def _turn(payment: Payment, state: str) -> str:
    """Return the step whose turn it is in a state; "" where nobody signs."""
    if state not in {SECTION, CHECK, SIGNING, MEETING}:
        return ""
    left = Signature.objects.filter(payment=payment, round=payment.round, at=None).order_by("position")
    return str(left.values_list("step", flat=True).first() or "")


def _after(payment: Payment, move: str) -> str:
    """Return which move a signature comes to: more of the route, a meeting, or the end."""
    if move != "sign":
        return move
    left = Signature.objects.filter(payment=payment, round=payment.round, at=None).order_by("position").first()
    return "sign_last" if left is None else "sign_to_meeting" if left.step == "meeting" else "sign"


def _end(payment: Payment, move: str, opinion: str, by: User, at: datetime) -> Payment:
    _allowed(payment, move, by, at)
    for_whom = queries.acting_for(payment, move, by, timezone.localdate(at))
    Holding(payment, at).release()
    if payment.topic_id:
        payment.topic = None
    return _move(payment, move, by, at, opinion=_said(opinion, "理由"), on_behalf=for_whom, keep=("topic",))


def _void(payment: Payment) -> Payment:
    payment.invoices.filter(void=False).update(void=True)
    return payment


def _said(text: str, what: str) -> str:
    if not text.strip():
        msg = f"{what}没有写，请写明后再办理"
        raise Refused(msg)
    return text.strip()


def _receipt(text: str) -> str:
    if not text.strip():
        msg = "回单号没有填"
        raise Refused(msg)
    return text.strip()
