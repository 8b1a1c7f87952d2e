"""Put proofs to a payment or contract and take them away again: files kept once by their fingerprint, invoices used once in all history."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.money import ZERO, Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.spending import facts
from jixiao.spending.models import Contract, Invoice, Paper, Payment
from jixiao.spending.queries import papers as queries
from jixiao.spending.sums.invoices import key_of
from jixiao.spending.sums.papers import File, file_of

LARGEST = 999_999_999_999_999  # 分


def attach(payment: Payment, kind: str, name: str, data: bytes, *, by: User, at: datetime, key: str | None = None) -> Paper:
    """Look at a file and put it to a payment; what is refused leaves nothing behind."""
    file = file_of(name, data)
    with kept(file, _counted):
        return add_paper(payment, kind, file.name, file.sha256, file.size, by=by, at=at, key=key)


def attach_to_contract(contract: Contract, kind: str, name: str, data: bytes, *, by: User, at: datetime, key: str | None = None) -> Paper:
    """Look at a file and put it to a contract."""
    file = file_of(name, data)
    with kept(file, _counted):
        return add_contract_paper(contract, kind, file.name, file.sha256, file.size, by=by, at=at, key=key)


@action("paper.add", Permission.SPENDING_REQUEST, hide=("size",), said="上传附件")
def add_paper(
    payment: Payment,
    kind: str,
    name: str,
    sha256: str,
    size: int,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Paper:
    """Put a file to a payment that is still with its author."""
    if refusal := queries.refusal_to_attach(payment, by, timezone.localdate(at)):
        raise Refused(refusal)
    if kind not in {*queries.PAPERS, queries.ORIGINAL}:
        msg = f"附件种类「{kind}」不在可选的范围内，请重新选"
        raise Refused(msg)
    _refuse_twice(queries.papers_of(payment), kind, name, sha256)
    return Paper.objects.create(filer=payment.filer, payment=payment, kind=kind, name=name, sha256=sha256, size=size, by=by, at=at)


@action("contract.paper", Permission.CONTRACT_KEEP, hide=("size",), said="上传合同附件")
def add_contract_paper(
    contract: Contract,
    kind: str,
    name: str,
    sha256: str,
    size: int,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Paper:
    """Put a file to a contract."""
    if kind not in queries.CONTRACT_PAPERS:
        msg = f"附件种类「{kind}」不在可选的范围内，请重新选"
        raise Refused(msg)
    _refuse_twice(queries.papers_of(contract), kind, name, sha256)
    return Paper.objects.create(filer=contract.filer, contract=contract, kind=kind, name=name, sha256=sha256, size=size, by=by, at=at)


@action("paper.drop", Permission.SPENDING_REQUEST, said="撤下附件")
def take_away(payment: Payment, paper: Paper, *, by: User, at: datetime, key: str | None = None) -> Paper:  # noqa: ARG001
    """Take a file away from a payment that is still with its author; record and bytes stay."""
    if refusal := queries.refusal_to_attach(payment, by, timezone.localdate(at)) or queries.refusal_to_take_away(paper):
        raise Refused(refusal)
    if not Paper.objects.filter(pk=paper.pk, payment=payment, gone_at=None).update(gone_at=at):
        msg = f"附件「{paper.name}」已经撤下了，请刷新页面"
        raise Refused(msg)
    paper.gone_at = at
    return paper


@action("invoice.add", Permission.SPENDING_REQUEST, said="登记发票")
def add_invoice(
    payment: Payment,
    number: str,
    amount: Money,
    on: date,
    seller: str,
    *,
    code: str = "",
    seller_code: str = "",
    buyer: str = "",
    buyer_code: str = "",
    tax: Money = ZERO,
    paper: Paper | None = None,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Invoice:
    """Put an invoice to a payment; its number is used once in all of the department's history."""
    today = timezone.localdate(at)
    texts = [text.strip() for text in (seller, seller_code.upper(), buyer, buyer_code.upper())]
    said = facts.Invoice(key_of(number, code), amount, on, *texts)
    refusal = (
        queries.refusal_to_attach(payment, by, today) or _refusal_of_sums(amount, tax) or queries.refusal_of_invoice(payment, said, today)
    )
    if refusal:
        raise Refused(refusal)
    if paper is not None and (paper.payment_id != payment.pk or paper.gone_at is not None):
        msg = "选的发票原件不在本笔的附件里，请重新上传"
        raise Refused(msg)
    try:
        with transaction.atomic():
            return Invoice.objects.create(
                filer=payment.filer, payment=payment, key=said.key, fen=amount.fen, tax=tax.fen, on=on, seller=said.seller,
                seller_code=said.seller_code, buyer=said.buyer, buyer_code=said.buyer_code, paper=paper,
            )  # fmt: skip
    except IntegrityError:  # somebody else was faster by a moment
        used = Invoice.objects.select_related("payment__author").get(filer=payment.filer, key=said.key, void=False)
        raise Refused(queries.used_already(used, payment)) from None


@action("invoice.drop", Permission.SPENDING_REQUEST, said="撤下发票")
def drop_invoice(payment: Payment, invoice: Invoice, *, by: User, at: datetime, key: str | None = None) -> Invoice:  # noqa: ARG001
    """Take an invoice away from a payment that is still with its author: its number is free again, the record stays."""
    if refusal := queries.refusal_to_attach(payment, by, timezone.localdate(at)):
        raise Refused(refusal)
    if not Invoice.objects.filter(pk=invoice.pk, payment=payment, void=False).update(void=True):
        msg = f"发票 {invoice.key} 已经撤下了，请刷新页面"
        raise Refused(msg)
    invoice.void = True
    return invoice


def _refusal_of_sums(amount: Money, tax: Money) -> str | None:
    if not 0 < amount.fen <= LARGEST:
        return f"价税合计 {amount.grouped()} 元不能登记，请填大于零、不超过 9,999,999,999,999.99 元的金额"
    if not 0 <= tax.fen < amount.fen:
        return f"税额 {tax.grouped()} 元应不小于零、小于价税合计 {amount.grouped()} 元，请核对"
    return None


def _refuse_twice(there: list[Paper], kind: str, name: str, sha256: str) -> None:
    if any((one.sha256, one.kind) == (sha256, kind) for one in there):
        msg = f"「{name}」已经作为{kind}放在这里了，没有重复上传"
        raise Refused(msg)


def _counted(sha256: str) -> bool:
    return Paper.objects.filter(sha256=sha256).exists()


@contextlib.contextmanager
def kept(file: File, counted: Callable[[str], bool]) -> Iterator[None]:
    """Keep a file's bytes before a row counts on them; where none comes to, take them out again. ``counted`` says whether one did."""
    with _store():
        path = queries.stored(file.sha256)
        fresh = not path.exists()
        if fresh:
            _write(file)
        try:
            yield
        except BaseException:
            if fresh and not counted(file.sha256):
                path.unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def _store() -> Iterator[None]:
    """Hold the store, so that a file is not taken out while another upload of the same bytes counts on it."""
    folder = settings.DATA / "papers"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(file: File) -> None:
    """Put a file into the store: whole or not at all, there after a power cut, readable by the site only and never to be run."""
    path = queries.stored(file.sha256)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    part = path.with_name(f".{file.sha256}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(file.data)
            out.flush()
            os.fsync(out.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
