"""A request filled in and kept in one go, and a payee put into the department's list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.spending.facts import PayeeKind
from jixiao.spending.models import Payee, Payment
from jixiao.spending.queries.payments import department_of

from . import payments


@action("payment.ask", Permission.SPENDING_REQUEST, said="填支出申请")
def ask(
    unit: Unit,
    year: int,
    said: Mapping[str, Any],
    whole: Money | None = None,
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Payment:
    """Open a request of a section and write all of the form into it; nothing of it is kept where a part is refused."""
    payment = payments.open_payment(unit, year, str(said["title"]), Money(int(said["fen"])), by=by, at=at)
    return payments.write(payment, said, whole, version=payment.version, by=by, at=at)


@action("payee.add", Permission.SPENDING_REQUEST, hide=("said",), said="登记收款人")  # no bank account in the log
def add_payee(
    unit: Unit,
    name: str,
    kind: str,
    said: Mapping[str, str],
    *,
    by: User,  # noqa: ARG001 - the door reads who
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Payee:
    """Put somebody a department pays into its list, with ``code``, ``bank`` and ``account``; the same again is the one that stands there."""
    name, code, account = name.strip(), said.get("code", "").strip().upper(), said.get("account", "").replace(" ", "")
    if not name:
        msg = "收款人名称没有填"
        raise Refused(msg)
    if kind not in {one.value for one in PayeeKind}:
        msg = f"收款人类别「{kind}」不认识，请从列表里选"
        raise Refused(msg)
    same = {"unit": department_of(unit), "name": name, "credit_code": code, "account": account}
    try:
        with transaction.atomic():
            return Payee.objects.create(**same, kind=kind, bank=said.get("bank", "").strip(), since=timezone.localdate(at))
    except IntegrityError:
        return Payee.objects.get(**same)
