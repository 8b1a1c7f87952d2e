"""What waits to be taken in: workbooks as they were read, each row held against the books as they stand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.office.facts import decode
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, within
from jixiao.spending.models import Batch, Payment, Quota, Treasury
from jixiao.spending.models.exchange import IMPORTS
from jixiao.spending.sums.taking import Fault, Row, Taken, added, taken

__all__ = ["IMPORTS", "Batch"]
STATES = {"bad": "有问题", "new": "可以导入", "known": "已经有了"}
BOOK = Permission.SPENDING_BOOK


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and what would become of it: bad, new, or known already; an opening row says from which quota it was paid."""

    row: Row
    state: str
    quota: Quota | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A whole workbook judged: its rows, and what is wrong with it as a whole."""

    read: Taken
    rows: Sequence[Judged]

    def of(self, state: str) -> list[Judged]:
        """Return the rows of a state."""
        return [one for one in self.rows if one.state == state]

    def sum_of(self, state: str) -> Money:
        """Return what the rows of a state come to."""
        return Money(sum(one.row.fen for one in self.rows if one.state == state))

    @property
    def refusal(self) -> str | None:
        """Why it may not be applied, or None."""
        if bad := len(self.of("bad")):
            return f"还有 {bad} 行有问题，改好后重新上传才能导入"
        return self.read.total or (None if self.of("new") else "每一行都已经有了，没有可以导入的")


def batches_for(user: User, on: date, unit: Unit, year: int, *, words: str = "", kind: str = "") -> QuerySet[Batch]:
    """Return the workbooks of a department's year that a person may see, newest first."""
    found = Batch.objects.for_user(user, on).filter(within([department_of(unit).path]), year=year)
    if kind in IMPORTS:
        found = found.filter(kind=kind)
    for word in words.replace("\0", "").split():
        found = found.filter(Q(name__icontains=word) | Q(by__name__icontains=word))
    return found.select_related("unit", "by").defer("data", "document")


def batch_for(user: User, on: date, number: int) -> Batch:
    """Return a workbook a person may see; another department's is not there."""
    found = Batch.objects.for_user(user, on).select_related("unit", "by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def refusal_to_take(user: User, on: date, unit: Unit, year: int) -> str | None:
    """Return why a person may not take anything into the books of a department's year, or None: the cashier keeps no ledger."""
    filer = department_of(unit)
    if unit.kind == "bureau":
        return "财政部门不导入，请先在上方选一个主管部门或单位"
    if not user.may(BOOK, filer, on):
        return "须由会计导入，您没有这个岗位；需要时请安全保密员调整岗位"
    own = Q(orderer=user.number) | Q(orderer__person=user.number)
    if Payment.objects.filter(own, filer=filer, year=year).exists():
        return f"您在 {year} 年度做过出纳制单，出纳不得兼管账目登记，请由另一名会计导入"
    return None


def judged(batch: Batch) -> Verdict:
    """Hold every row of a workbook against the books as they stand: a fixed number of questions however many rows."""
    read = taken(decode(json.loads(batch.document)), batch.kind, batch.year)
    return Verdict(read, _treasury(batch, read.rows) if batch.kind == "treasury" else _opening(batch, read.rows))


def _treasury(batch: Batch, rows: Sequence[Row]) -> list[Judged]:
    known = dict(Treasury.objects.filter(unit=batch.unit).values_list("number", "fen"))
    return [_known(row, known, "导入过") for row in rows]


def _known(row: Row, known: Mapping[str, int], word: str) -> Judged:
    """Judge a row by its receipt: there already, there with another amount, or new."""
    fen = known.get(row.receipt) if row.receipt else None
    if fen is not None and fen != row.fen and not row.faults:
        sentence = f"回单号「{row.receipt}」已{word}，金额是 {Money(fen).grouped()} 元，这里是 {row.amount.grouped()} 元，请核对"
        row = added(row, Fault("number", sentence))
    return Judged(row, "bad" if row.faults else "new" if fen is None else "known")


def _opening(batch: Batch, rows: Sequence[Row]) -> list[Judged]:
    spent = Payment.objects.filter(filer=batch.unit, reverses=None).exclude(receipt="")
    known = dict(spent.values_list("receipt", "fen"))
    quotas: dict[tuple[str, str], list[Quota]] = defaultdict(list)
    for quota in Quota.objects.filter(unit=batch.unit, year=batch.year).order_by("pk"):
        quotas[bare(quota.project), quota.economic].append(quota)
    projects = {project for project, _economic in quotas}
    left: dict[int, int] = {}
    return [_paid_before(_known(row, known, "登记过"), quotas, projects, left) for row in rows]


def bare(name: str) -> str:
    """Return a project's name without blanks, which typing adds."""
    return "".join(name.split())


def _paid_before(one: Judged, quotas: Mapping[tuple[str, str], Sequence[Quota]], projects: set[str], left: dict[int, int]) -> Judged:
    """Find the quota an opening row was paid from, and take it off what is left there for the rows below."""
    if one.state != "new":
        return one
    row = one.row
    fit = [
        quota for quota in quotas.get((bare(row.project), row.economic), ())
        if row.function in {"", quota.function} and row.source in {"", quota.source}
    ]  # fmt: skip
    if len(fit) != 1:
        return Judged(added(row, _no_quota(row, len(fit), bare(row.project) in projects)), "bad")
    quota = fit[0]
    before = left.setdefault(quota.pk, quota.facts().available.fen)
    left[quota.pk] = before - row.fen
    if row.fen > before:
        sentence = (
            f"超指标：「{quota.project}」{quota.economic} 到上一行还剩 {Money(max(before, 0)).grouped()} 元，"
            f"本行 {row.amount.grouped()} 元；请核对金额，或先办指标调整"
        )
        return Judged(added(row, Fault("amount", sentence)), "bad")
    return Judged(row, "new", quota)


def _no_quota(row: Row, several: int, known: bool) -> Fault:  # noqa: FBT001 - one of two sentences
    if several:
        return Fault("economic", f"「{row.project}」{row.economic} 有 {several} 条指标，请填功能分类和资金来源说明是哪一条")
    if known:
        return Fault("economic", f"「{row.project}」没有经济分类 {row.economic}（及所填功能分类、资金来源）的指标，请核对科目或先开设指标")
    return Fault("project", f"没有叫「{row.project}」的项目指标，请照指标里的项目名称填写，或先开设指标")
