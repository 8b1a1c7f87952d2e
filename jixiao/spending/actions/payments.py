"""Asking for money: open a request, write it, and take it back while it is nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of
from jixiao.spending import states
from jixiao.spending.models import Act, Contract, Matter, Payee, Payment, Procurement, Quota

LARGEST = 999_999_999_999_999  # 分: 9,999,999,999,999.99 元
WRITTEN = ("title", "fen", "quota", "payee", "contract", "procurement", "method", "stage", "item", "indicator", "explanation")


@action("payment.open", Permission.SPENDING_REQUEST, said="新建支出申请")
def open_payment(
    unit: Unit,
    year: int,
    title: str,
    amount: Money,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Payment:
    """Open a request of a section: a matter of its own until it is put to another."""
    refuse_amount(amount)
    if not title.strip():
        msg = "事项没有写，请写明这笔钱做什么用"
        raise Refused(msg)
    filer = department_of(unit)
    matter = Matter.objects.create(unit=filer, year=year, name=title.strip(), fen=amount.fen)
    payment = Payment.objects.create(
        unit=unit,
        filer=filer,
        year=year,
        matter=matter,
        title=title.strip(),
        fen=amount.fen,
        state=states.DRAFT,
        since=at,
        author=by,
        asked_at=at,
    )
    Act.objects.create(payment=payment, move="open", source="", state=states.DRAFT, round=0, by=by, at=at)
    return payment


@action("payment.write", Permission.SPENDING_REQUEST, said="填写支出申请")
def write(payment: Payment, said: Mapping[str, Any], whole: Money | None = None, *, version: int, by: User, at: datetime) -> Payment:  # noqa: ARG001
    """Write a request: the fields of ``WRITTEN``, and what the whole matter comes to; only while it is with its author."""
    if refusal := refusal_to_write(payment, by) or (payment.version != version and _overtaken(payment)):
        raise Refused(str(refusal))
    unknown = set(said) - set(WRITTEN)
    if unknown:
        raise LookupError(*unknown)
    for name, value in said.items():
        setattr(payment, name, value.strip() if isinstance(value, str) else value)
    refuse_amount(payment.amount)
    _check(payment)
    payment.version += 1
    payment.save(update_fields=[*said, "version"])
    if whole is not None or payment.matter.fen < payment.fen:
        payment.matter.fen = max(whole.fen if whole else 0, payment.fen)
        payment.matter.save(update_fields=["fen"])
    return payment


@action("payment.join", Permission.SPENDING_REQUEST, said="并入同一事项")
def join(payment: Payment, matter: Matter, *, by: User, at: datetime, key: str | None = None) -> Payment:  # noqa: ARG001
    """Put a request to another matter: from now on it goes by the amount of the whole."""
    if refusal := refusal_to_write(payment, by):
        raise Refused(refusal)
    if matter.unit_id != payment.filer_id:
        msg = "不能并入别的部门的事项"
        raise Refused(msg)
    payment.matter, payment.version = matter, payment.version + 1
    payment.save(update_fields=["matter", "version"])
    return payment


def refusal_to_write(payment: Payment, by: User) -> str | None:
    """Return why a request may not be written now, or None."""
    if payment.state not in states.OPEN:
        return f"本笔现在是「{payment.state}」，内容已锁定；要改请先撤回或由办理人退回"
    if payment.author.number != by.number:
        return f"本笔由{payment.author.name}经办，须由本人修改"
    return None


def refuse_amount(amount: Money) -> None:
    """Refuse an amount that cannot be asked for."""
    if amount.fen <= 0:
        msg = f"金额 {amount.grouped()} 元不能申请，请填大于零的金额"
        raise Refused(msg)
    if amount.fen > LARGEST:
        msg = f"金额 {amount.grouped()} 元超出可登记的范围（最大 9,999,999,999,999.99 元）"
        raise Refused(msg)


def _overtaken(payment: Payment) -> str:
    return f"「{payment.title}」在您打开之后被改过，刚才填的没有保存；请刷新后再改"


def _check(payment: Payment) -> None:
    """Refuse what belongs to another department, and words the record cannot hold."""
    filer = payment.filer_id
    quota: Quota | None = payment.quota
    payee: Payee | None = payment.payee
    contract: Contract | None = payment.contract
    bought: Procurement | None = payment.procurement
    foreign = [
        quota is not None and (quota.unit_id != filer or quota.year != payment.year),
        payee is not None and payee.unit_id != filer,
        contract is not None and contract.filer_id != filer,
        bought is not None and bought.filer_id != filer,
    ]
    if any(foreign):
        msg = "选了别的部门或别的年度的指标、收款人或合同，请重新选"
        raise Refused(msg)
    if not payment.title:
        msg = "事项没有写，请写明这笔钱做什么用"
        raise Refused(msg)
