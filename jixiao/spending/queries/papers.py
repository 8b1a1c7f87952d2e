"""Questions about a payment's proofs: which papers and invoices it has, whether an invoice may be used, and what to look at twice."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db.models import Q, Sum
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import names_of
from jixiao.spending import facts
from jixiao.spending.models import Contract, Invoice, Paper, Payment
from jixiao.spending.models.payment import PAPERS
from jixiao.spending.states import OPEN, REJECTED

__all__ = ["ORIGINAL", "PAPERS", "Contract", "Invoice", "Paper", "Payment"]
ORIGINAL = "发票"  # the kind of a paper that is an invoice's own file
CONTRACT_PAPERS = ("合同", "补充协议", "验收单", "采购文件", "其他")


def stored(sha256: str) -> Path:
    """Return where the bytes of a paper lie, once for all payments."""
    folder: Path = settings.DATA
    return folder / "papers" / sha256[:2] / sha256


class Stored(Protocol):
    """A record of a file whose bytes lie in the store."""

    name: str
    sha256: str


def bytes_of(paper: Stored) -> bytes:
    """Return a file's bytes; refuses where they are gone or are not what was put in."""
    try:
        data = stored(paper.sha256).read_bytes()
    except OSError:
        msg = f"附件「{paper.name}」的文件读不出来，请联系系统管理员从备份恢复"
        raise Refused(msg) from None
    if hashlib.sha256(data).hexdigest() != paper.sha256:
        msg = f"附件「{paper.name}」与登记时的指纹不符，文件可能被动过，没有打开；请联系系统管理员从备份恢复"
        raise Refused(msg)
    return data


def refusal_to_attach(payment: Payment, by: User, on: date) -> str | None:
    """Return why a person may not put papers and invoices to a payment or take them away now, or None."""
    if not by.may(Permission.SPENDING_REQUEST, payment.unit, on):
        return f"您没有在{payment.unit.short}办理「{Permission.SPENDING_REQUEST.word}」的岗位"
    if payment.state not in OPEN:
        return f"本笔现在是「{payment.state}」，附件和发票已锁定；要改请先撤回或由办理人退回"
    if payment.author.number != by.number:
        return f"本笔由{payment.author.name}经办，附件和发票须由本人增减"
    return None


def papers_of(owner: Payment | Contract) -> list[Paper]:
    """Return the papers of a payment or contract, those of its invoices too."""
    return list(owner.attachments.filter(gone_at=None).select_related("by"))


def papers_gone(owner: Payment | Contract) -> list[Paper]:
    """Return what was taken away again; the record stays."""
    return list(owner.attachments.filter(gone_at__isnull=False).select_related("by"))


def kinds_present(payment: Payment) -> frozenset[str]:
    """Return the kinds of papers a payment can show: its own, and those of the contract it goes by."""
    found = Paper.objects.filter(Q(payment=payment) | Q(contract__isnull=False, contract=payment.contract_id), gone_at=None)
    return frozenset(found.values_list("kind", flat=True))


def paper_of(owner: Payment | Contract, number: int) -> Paper:
    """Return one paper of a payment or contract."""
    found = owner.attachments.select_related("payment__unit", "contract__unit", "filer").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def refusal_to_take_away(paper: Paper) -> str | None:
    """Return why a paper may not be taken away, or None: an invoice still rests on it."""
    resting = Invoice.objects.filter(paper=paper, void=False).first()
    return f"发票 {resting.key} 以「{paper.name}」为原件，请先撤下发票" if resting else None


def invoices_of(payment: Payment) -> list[Invoice]:
    """Return the invoices of a payment; of one that came to nothing, those it had."""
    found = payment.invoices.select_related("paper")
    return list(found if payment.state == REJECTED else found.filter(void=False))


def invoice_of(payment: Payment, number: int) -> Invoice:
    """Return one invoice of a payment."""
    found = payment.invoices.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def covered(payment: Payment) -> Money:
    """Return what the invoices of a payment add up to."""
    return Money(int(payment.invoices.filter(void=False).aggregate(fen=Sum("fen"))["fen"] or 0))


def refusal_of_invoice(payment: Payment, said: facts.Invoice, on: date) -> str | None:
    """Return why an invoice may not be put to a payment, or None."""
    if used := Invoice.objects.filter(filer=payment.filer, key=said.key, void=False).select_related("payment__author").first():
        return used_already(used, payment)
    if said.on > on:
        return f"开票日期 {said.on:%Y-%m-%d} 在今天之后，请核对"
    if not said.seller:
        return "销售方没有填，请照发票填写"
    return refusal_of_buyer(payment.filer, said)


def used_already(used: Invoice, payment: Payment) -> str:
    """Say which payment an invoice is used in."""
    if used.payment_id == payment.pk:
        return f"发票 {used.key} 已经在本笔里了，没有重复登记"
    other = used.payment
    where = other.code or f"{other.author.name}经办的一笔还没有编号的申请"
    return f"发票 {used.key} 已用在{where}「{other.title}」，一张发票只能报销一次"


def refusal_of_buyer(filer: Unit, said: facts.Invoice) -> str | None:
    """Return why an invoice is not made out to the department, or None: by credit code where both are known, and by name."""
    names = {filer.name, *(one.name for one in names_of(filer))}
    if not said.buyer and not said.buyer_code:
        return f"购买方没有填：发票须开给本单位「{filer.name}」，请照发票填写"
    if filer.credit and said.buyer_code and said.buyer_code.upper() != filer.credit:
        return f"购买方代码 {said.buyer_code} 不是本单位的统一社会信用代码 {filer.credit}，不能报销，请换开"
    if said.buyer and plain(said.buyer) not in {plain(name) for name in names}:
        return f"购买方「{said.buyer}」不是本单位「{filer.name}」，不能报销，请换开"
    if not said.buyer and not filer.credit:
        return "本单位没有登记统一社会信用代码，请填购买方名称以便核对"
    return None


def doubts_of_invoice(payment: Payment, said: facts.Invoice) -> list[str]:
    """Return what a person should look at twice; none of it stands in the way."""
    found = []
    payee = payment.payee
    if payee and payee.kind == facts.PayeeKind.COMPANY:
        by_code = bool(payee.credit_code and said.seller_code) and payee.credit_code == said.seller_code.upper()
        if not by_code and plain(said.seller) != plain(payee.name):
            found.append(f"销售方「{said.seller}」与收款人「{payee.name}」不是同一个，请核对")
    twins = Invoice.objects.filter(filer=payment.filer, seller=said.seller, fen=said.amount.fen, on=said.on, void=False)
    found += [
        f"与{twin.payment.code or '另一笔申请'}的发票 {twin.key} 同一销售方、同金额、同日期，请核对是不是同一笔生意"
        for twin in twins.exclude(key=said.key).select_related("payment")[:3]
    ]
    if payment.contract and said.on < payment.contract.signed:
        found.append(f"开票日期 {said.on:%Y-%m-%d} 早于合同签订日期 {payment.contract.signed:%Y-%m-%d}，顺序倒置")
    if said.on.year < payment.year:
        found.append(f"这是 {said.on.year} 年的发票，在 {payment.year} 年度列支，请说明")
    return found


def plain(name: str) -> str:
    """Return a name as it is compared: width and blanks do not make another firm."""
    return "".join(unicodedata.normalize("NFKC", name).split()).upper()
