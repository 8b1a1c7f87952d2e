"""What the papers of one payment and of one meeting are made of, read through the person who asks."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.documents.renderings import spending as letters
from jixiao.documents.sums.papers.spending.said import Asked, Sign, Under
from jixiao.kernel.money import ZERO, Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.office.facts import Letter
from jixiao.spending.facts import METHODS, STAGES
from jixiao.spending.queries.cards import followed, went_by
from jixiao.spending.queries.meetings import PLANNED, meeting_for, minutes_of
from jixiao.spending.queries.papers import Payment, invoices_of, papers_of
from jixiao.spending.queries.payments import payment_for, route_of, signatures_of
from jixiao.spending.renderings.classes import economic, function
from jixiao.spending.states import OPEN
from jixiao.spending.sums.invoices import masked

from . import day

QINGSHI, REQUEST, PAYMENT = "qingshi", "shenqing", "fukuan"
KINDS = {REQUEST: "spending-request", PAYMENT: "spending-payment"}  # what an address calls a form → its kind in the book
PAYING = (Permission.SPENDING_ORDER, Permission.SPENDING_RECHECK)  # whose work needs the whole number of an account
NO_PETITION = "这是退款的记录，没有请示；请打印原支出的请示"
NOT_HELD = "会议还没有召开，召开并记录以后才有会议纪要"


def said_for(user: User, number: int, kind: str, at: datetime) -> tuple[Asked | Letter, str, str]:
    """Return what a paper of a payment says, the mark in its file's name, the words at its foot; what is not there is not found."""
    payment = payment_for(user, day(at), number)
    if kind not in {QINGSHI, *KINDS}:
        raise Http404
    mark = "" if payment.code else payment.state
    if kind != QINGSHI:
        return asked_of(payment, user, at), mark, _foot(payment, at)
    if payment.reverses_id:
        raise Refused(NO_PETITION)
    return letters.petition(asked_of(payment, user, at)), mark, ""


def asked_of(payment: Payment, user: User, at: datetime) -> Asked:
    """Return a payment as its papers have it; of money that came back, the signatures are those of what it takes back."""
    on, origin = day(at), payment.reverses or payment
    policy, _strict = followed(origin, on)
    way = route_of(origin, on)
    quota, payee, contract, topic = payment.quota, payment.payee, payment.contract, payment.topic
    return Asked(
        department=payment.filer.name,
        section=payment.unit.name,
        year=payment.year,
        on=on if payment.state in OPEN else day(payment.asked_at),
        code=payment.code,
        title=payment.title,
        matter=payment.matter.name,
        author=payment.author.name,
        amount=payment.amount,
        whole=went_by(origin),
        method=METHODS[payment.method],
        stage=STAGES[payment.stage],
        function=function(quota.function) if quota else "",
        economic=economic(quota.economic) if quota else "",
        payee=payee.name if payee else "",
        payee_kind=payee.kind if payee else "",
        bank=payee.bank if payee else "",
        account=_account(payment, user, at),
        policy=policy.title,
        band=way.title,
        exempt=way.exempt,
        indicator=payment.indicator,
        explanation=payment.explanation,
        quota=quota.facts() if quota else None,
        contract=Under(contract.code, contract.name, contract.facts().ceiling, Money(contract.paid)) if contract else None,
        decision=str(topic.meeting) if topic else "",
        limit=Money(topic.limit) if topic else ZERO,
        signs=_signs(origin, at),
        hands=_hands(payment),
        invoices=tuple(one.facts() for one in invoices_of(payment)),
        papers=tuple((one.kind, one.name) for one in papers_of(payment)),
    )


def _account(payment: Payment, user: User, at: datetime) -> str:
    """Return the account as a person may see it on paper: whole for who pays, its last signs for everybody else."""
    number = payment.payee.account if payment.payee else ""
    pays = any(user.may(right, payment.unit, day(at)) for right in PAYING)
    return number if pays else masked(number)


def _signs(payment: Payment, at: datetime) -> tuple[Sign, ...]:
    """Return the signatures of the round under way, those to come blank; before it is sent up, the posts its amount will need."""
    if payment.state in OPEN:
        return tuple(Sign(one.word) for one in route_of(payment, day(at)).signers)
    return tuple(
        Sign(
            one.word,
            one.by.name if one.by else "",
            one.on_behalf.name if one.on_behalf else "",
            day(one.at) if one.at else None,
            one.opinion,
        )
        for one in signatures_of(payment)
    )


def _hands(payment: Payment) -> tuple[Sign, ...]:
    """Return who handled the money and when: order, second check, receipt, booking."""
    told = payment.acts.filter(move="bank_ok").select_related("by", "on_behalf").last() if payment.receipt else None
    rows = (
        ("出纳制单", payment.orderer, payment.ordered_at, ""),
        ("复核、送国库", payment.sender, payment.sent_at, ""),
        ("登记回单", told.by if told else None, payment.paid_at, payment.receipt),
        ("会计记账", payment.booker, payment.booked_at, payment.voucher),
    )
    return tuple(Sign(post, who.name if who else "", "", day(at) if at else None, text) for post, who, at, text in rows)


def _foot(payment: Payment, at: datetime) -> str:
    """Say at the foot how the payment stood when it was printed, and the fingerprint of what was signed."""
    printed = f"{payment.state}；指标数为打印时的数，{timezone.localtime(at):%Y-%m-%d %H:%M} 打印。"
    return f"{printed}所签内容指纹（SHA-256）：{payment.digest}" if payment.digest else printed


def minutes_for(user: User, number: int, at: datetime) -> tuple[Letter, str]:
    """Return the minutes of a meeting as a letter, and the mark of those that are not final."""
    meeting = meeting_for(user, day(at), number)
    if meeting.state == PLANNED:
        raise Refused(NOT_HELD)
    said = minutes_of(meeting)
    return letters.minutes(said), "" if said.code else "未定稿"
