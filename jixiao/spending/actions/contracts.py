"""Register payees, procurements, contracts with their supplements, and acceptances; what contradicts the days or the persons is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.accounts.queries import same_person
from jixiao.audit.actions import action
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.organisations.facts import Span
from jixiao.organisations.models import Unit
from jixiao.organisations.sums.credit import refusal_of_credit
from jixiao.spending.facts import PayeeKind
from jixiao.spending.models import Acceptance, Contract, ContractChange, Payee, Payment, Procurement
from jixiao.spending.queries import contracts as queries
from jixiao.spending.queries.settings import adoption_for
from jixiao.spending.sums.buying import Steps

LARGEST = 999_999_999_999_999  # 分
BOUGHT = ("name", "item", "goods", "method", "fen", "intended", "published", "opened", "awarded", "won", "winner", "approval")
SIGNED = ("code", "name", "payee", "fen", "retention", "signed", "starts", "ends", "terms", "procurement", "signer", "sealer")
Said = Mapping[str, Any]


@action("payee.register", Permission.SPENDING_REQUEST, hide=("account",), said="登记收款人")
def add_payee(
    unit: Unit,
    name: str,
    kind: str,
    *,
    credit_code: str = "",
    bank: str = "",
    account: str = "",
    by: User,  # noqa: ARG001 - the door reads who
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Payee:
    """Put somebody a department pays into its register; the same again is the one that stands there. An entry is never changed."""
    name, credit_code = name.strip(), "".join(credit_code.split()).upper()
    account = "".join(account.split()).replace("-", "")
    heed(
        "收款人名称没有填" if not name else None,
        None if kind in {one.value for one in PayeeKind} else f"收款人类别「{kind}」不认识，请从列表里选",
        refusal_of_credit(credit_code),
        f"账号「{account}」里有数字和字母以外的字，请核对" if account and not (account.isascii() and account.isalnum()) else None,
        "现金支付没有账号，请空着账号，或把类别改为个人" if kind == PayeeKind.CASH and account else None,
    )
    same = {"unit": queries.department_of(unit), "name": name, "credit_code": credit_code, "account": account}
    try:
        with transaction.atomic():
            return Payee.objects.create(**same, kind=kind, bank=bank.strip(), since=timezone.localdate(at))
    except IntegrityError:
        return Payee.objects.get(**same)


@action("procurement.open", Permission.CONTRACT_KEEP, said="登记采购")
def open_procurement(unit: Unit, year: int, said: Said, *, by: User, at: datetime, key: str | None = None) -> Procurement:  # noqa: ARG001
    """Register a procurement of a section: the fields of ``BOUGHT``, as far as it has come."""
    one = Procurement(unit=unit, filer=queries.department_of(unit), year=year, buyer=by, at=at, **_fields(said, BOUGHT))
    _refuse_procurement(one, timezone.localdate(at))
    one.save()
    return one


@action("procurement.write", Permission.CONTRACT_KEEP, said="更新采购")
def write_procurement(procurement: Procurement, said: Said, *, by: User, at: datetime, key: str | None = None) -> Procurement:  # noqa: ARG001
    """Bring a procurement up to date, until a contract rests on it."""
    heed(queries.refusal_to_rewrite(procurement))
    fields = _fields(said, BOUGHT)
    for name, value in fields.items():
        setattr(procurement, name, value)
    _refuse_procurement(procurement, timezone.localdate(at))
    procurement.save(update_fields=list(fields))
    return procurement


@action("contract.sign", Permission.CONTRACT_KEEP, said="登记合同")
def sign_contract(unit: Unit, year: int, said: Said, *, by: User, at: datetime, key: str | None = None) -> Contract:  # noqa: ARG001
    """Register a signed contract of a section: the fields of ``SIGNED``; who registers it drafted it."""
    one = Contract(unit=unit, filer=queries.department_of(unit), year=year, drafter=by, at=at, **_fields(said, SIGNED))
    _refuse_contract(one, timezone.localdate(at))
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError as problem:  # somebody else was faster by a moment
        raise Refused(_refusal_of_code(one) or f"合同「{one.code}」没有登记上，请核对后重试") from problem
    return one


@action("contract.correct", Permission.CONTRACT_KEEP, said="更正合同登记")
def correct_contract(contract: Contract, said: Said, was: Said, *, by: User, at: datetime, key: str | None = None) -> Contract:  # noqa: ARG001
    """Correct what was typed of a contract while nothing rests on it; ``was`` is what stood there when it was read, so the log holds both."""
    heed(queries.refusal_to_correct(contract))
    fields = _fields(said, SIGNED)
    if any(getattr(contract, name) != value for name, value in _fields(was, SIGNED).items()):
        msg = f"合同「{contract.code}」刚才有人更正过，没有保存；请刷新后再改"
        raise Refused(msg)
    for name, value in fields.items():
        setattr(contract, name, value)
    _refuse_contract(contract, timezone.localdate(at))
    contract.year = contract.signed.year
    try:
        with transaction.atomic():
            contract.save(update_fields=[*fields, "year"])
    except IntegrityError as problem:
        raise Refused(_refusal_of_code(contract) or f"合同「{contract.code}」没有更正，请核对后重试") from problem
    return contract


@action("contract.supplement", Permission.CONTRACT_KEEP, said="登记补充协议")
def supplement(
    contract: Contract,
    amount: Money,
    reason: str,
    document: str,
    signed: date,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> ContractChange:
    """Change a contract's amount by an approved supplement; the sum and the row are written together or not at all."""
    heed(
        f"变更金额 {amount.grouped()} 元超出可登记的范围" if abs(amount.fen) > LARGEST else None,
        "理由没有写" if not reason.strip() else None,
        "批准文号没有写，合同变更须有批准依据" if not document.strip() else None,
        _refusal_of_day(signed, "补充协议签订", timezone.localdate(at)),
        f"补充协议日期早于合同签订日期 {contract.signed:%Y-%m-%d}，请核对" if signed < contract.signed else None,
        queries.refusal_to_supplement(contract, amount),
    )
    same = Contract.objects.filter(pk=contract.pk, changes=contract.changes).alias(left=queries.LEFT)  # nobody changed it meanwhile
    if not same.filter(left__gte=-amount.fen).update(changes=F("changes") + amount.fen):
        msg = f"合同「{contract.code}」刚才有人办过变更或付款，没有登记；请刷新后核对再办"
        raise Refused(msg)
    contract.refresh_from_db(fields=["changes"])
    return ContractChange.objects.create(
        contract=contract, fen=amount.fen, reason=reason.strip(), document=document.strip(), signed=signed, by=by, at=at
    )


@action("contract.accept", Permission.CONTRACT_KEEP, said="登记验收")
def accept(
    contract: Contract,
    amount: Money,
    on: date,
    opinion: str,
    delivered: date | None = None,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Acceptance:
    """Write down that what a contract promised came, by somebody who neither drafted, signed, bought nor asks for the money."""
    today = timezone.localdate(at)
    most, before = Money(contract.fen + contract.changes), queries.accepted_of(contract)
    heed(
        queries.refusal_to_accept(contract, by, today),
        queries.refusal_of_acceptance(amount, on, delivered, today),
        "验收意见没有写" if not opinion.strip() else None,
        f"验收日期早于合同签订日期 {contract.signed:%Y-%m-%d}，请核对" if on < contract.signed else None,
        f"累计验收 {(before + amount).grouped()} 元超过合同金额 {most.grouped()} 元，请核对" if before + amount > most else None,
    )
    return Acceptance.objects.create(
        filer=contract.filer, contract=contract, on=on, delivered=delivered, fen=amount.fen, opinion=opinion.strip(), by=by, at=at
    )


@action("payment.accept", Permission.CONTRACT_KEEP, said="登记验收")
def accept_purchase(
    payment: Payment,
    amount: Money,
    on: date,
    opinion: str,
    delivered: date | None = None,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Acceptance:
    """Write down that a purchase without a contract came, by somebody who neither bought it nor asks for the money."""
    today = timezone.localdate(at)
    heed(
        queries.refusal_to_accept_purchase(payment, by, today),
        queries.refusal_of_acceptance(amount, on, delivered, today),
        "验收意见没有写" if not opinion.strip() else None,
        f"验收金额 {amount.grouped()} 元超过本笔 {payment.amount.grouped()} 元，请核对" if amount > payment.amount else None,
    )
    return Acceptance.objects.create(
        filer=payment.filer, payment=payment, on=on, delivered=delivered, fen=amount.fen, opinion=opinion.strip(), by=by, at=at
    )


def _fields(said: Said, known: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields a record is given, texts trimmed; LookupError for one that is none of them."""
    unknown = set(said) - set(known)
    if unknown:
        raise LookupError(*unknown)
    return {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}


def _refusal_of_day(on: date | None, word: str, today: date) -> str | None:
    return f"{word}日期 {on:%Y-%m-%d} 在今天之后，请核对" if on and on > today else None


def _refusal_of_sum(fen: int, word: str, *, least: int = 1) -> str | None:
    return None if least <= fen <= LARGEST else f"{word} {Money(fen).grouped()} 元不能登记，请核对"


def _refuse_procurement(one: Procurement, today: date) -> None:
    days = Steps(one.intended, one.published, one.opened, one.awarded)
    known = one.method in queries.PROCUREMENT_METHODS and one.goods in queries.GOODS
    heed(
        "采购项目名称没有填" if not one.name else None,
        "采购品目没有填：同一品目要全年累计" if not one.item else None,
        None if known else "采购方式或类别不在可选的范围内，请重新选",
        _refusal_of_sum(one.fen, "预算金额"),
        _refusal_of_sum(one.won, "中标金额", least=0),
        f"中标金额 {Money(one.won).grouped()} 元超过预算金额 {Money(one.fen).grouped()} 元，请核对" if one.won > one.fen else None,
        "供应商不是本部门登记的收款人，请重新选" if one.winner and one.winner.unit_id != one.filer_id else None,
        "已有中标、成交通知日期，请一并填供应商和中标金额" if one.awarded and not (one.winner and one.won) else None,
        *(
            _refusal_of_day(on, word, today)
            for on, word in ((one.intended, "意向公开"), (one.published, "公告"), (one.opened, "开标"), (one.awarded, "中标、成交通知"))
        ),
        *queries.refusals_of_days(days, one.method, one.approval),
    )
    limits = adoption_for(one.filer, one.published or one.intended or today).limits
    year = queries.year_of_item(one.filer, one.year, one.item, but=one.pk)
    heed(queries.refusal_of_method(Money(one.fen), one.method, limits, one.approval, goods=one.goods, year=year.outside))


def _refuse_contract(one: Contract, today: date) -> None:
    heed(
        "合同编号没有填" if not one.code else None,
        "合同名称没有填" if not one.name else None,
        _refusal_of_sum(one.fen, "合同金额"),
        f"质保金 {Money(one.retention).grouped()} 元应不小于零、不超过合同金额" if not 0 <= one.retention <= one.fen else None,
        "对方不是本部门登记的收款人，请重新选" if one.payee.unit_id != one.filer_id else None,
        _refusal_of_day(one.signed, "签订", today),
        "履行止日期早于履行起日期，请核对" if one.starts and one.ends and one.ends < one.starts else None,
        _refusal_of_hands(one),
        _refusal_of_basis(one),
        _refusal_of_code(one),
    )


def _refusal_of_hands(one: Contract) -> str | None:
    """Return whose two hands are one: 拟订与签订、签订与用印 are different persons of the department."""
    if any(who and not Span.below(one.filer.path).holds(who.unit.path) for who in (one.signer, one.sealer)):
        return "签订人、用印人须是本部门的人，请重新选"
    if one.signer and same_person(one.signer, one.drafter):
        return f"拟订和签订须由两人办理：{one.drafter.name}拟订，签订人请选另一人"
    if one.signer and one.sealer and same_person(one.sealer, one.signer):
        return f"签订和用印须由两人办理：{one.signer.name}签订，用印人请选另一人"
    return None


def _refusal_of_basis(one: Contract) -> str | None:
    """Return why a contract does not rest on its procurement, or None."""
    bought = one.procurement
    if bought is None:
        return None
    if bought.filer_id != one.filer_id or bought.awarded is None:
        return "选的采购不是本部门的，或者还没有中标、成交通知"
    if one.signed < bought.awarded:
        return f"合同签订日期 {one.signed:%Y-%m-%d} 早于中标、成交通知日期 {bought.awarded:%Y-%m-%d}，请核对"
    if bought.winner_id != one.payee_id:
        return f"合同对方「{one.payee.name}」不是中标供应商「{bought.winner}」，请核对"
    Procurement.objects.select_for_update().get(pk=bought.pk)  # two contracts under one award are looked at one after the other
    others = sum(Contract.objects.filter(procurement=bought).exclude(pk=one.pk).values_list("fen", flat=True))
    if others + one.fen > bought.won:
        told = f"，此前已签 {Money(others).grouped()} 元" if others else ""
        return f"合同金额 {Money(one.fen).grouped()} 元{told}，超过中标金额 {Money(bought.won).grouped()} 元，请核对"
    return None


def _refusal_of_code(one: Contract) -> str | None:
    same = Contract.objects.filter(filer=one.filer_id, code=one.code).exclude(pk=one.pk).first()
    return f"合同编号「{one.code}」已登记为「{same.name}」，请核对" if same else None
