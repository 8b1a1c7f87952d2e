"""Questions about quotas (指标): what was approved for a target, why a quota may not be opened or changed, what waits to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q, QuerySet, Sum
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.accounts.queries import refusal_to_act
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, within
from jixiao.spending.models import Payment, Posting, Quota, QuotaChange
from jixiao.spending.models.quota import AGREED, CHANGES, POSTINGS, REFUSED, WAITING
from jixiao.spending.sums.codes import Line, refusal_of_split
from jixiao.targets.models import Target, Version
from jixiao.targets.states import DECIDED

__all__ = ["AGREED", "CHANGES", "POSTINGS", "REFUSED", "WAITING", "Payment", "Posting", "Quota", "QuotaChange", "Target"]
LARGEST = 999_999_999_999_999  # 分


def quota_for(user: User, on: date, number: int, permission: Permission = Permission.SPENDING_READ) -> Quota:
    """Return a quota; of a department where a person may not do the thing, it is not there."""
    found = Quota.objects.filter(seen_by(user, on, permission), pk=number).select_related("unit", "target").first()
    if found is None:
        raise Http404
    return found


def change_for(user: User, on: date, number: int, permission: Permission = Permission.SPENDING_READ) -> QuotaChange:
    """Return a change of a quota; of a department where a person may not do the thing, it is not there."""
    related = ("quota__unit", "other", "by", "decided_by", "on_behalf")
    found = QuotaChange.objects.filter(seen_by(user, on, permission, "quota__unit__"), pk=number).select_related(*related).first()
    if found is None:
        raise Http404
    return found


def seen_by(user: User, on: date, permission: Permission = Permission.SPENDING_READ, prefix: str = "unit__") -> Q:
    """Return the condition that a department's quotas are seen: by who stands in it, above it, or in a section of it."""
    paths = user.paths(permission, on)
    if permission is not Permission.SPENDING_READ:
        return within(paths, prefix)
    return within(paths, prefix) | Q(**{f"{prefix}path__in": [department_path(path) for path in paths]})


def department_path(path: str) -> str:
    """Return the path of the department a section's path lies in; what lies higher is itself."""
    unit = Unit.objects.filter(path=path).select_related("parent").first()
    return department_of(unit).path if unit else path


def version_of(target: Target) -> Version | None:
    """Return the approved version in force, or None before the first."""
    return target.versions.filter(number=target.edition).first() if target.edition else None


def refusal_to_open(target: Target, lines: Sequence[Line] | None = None) -> str | None:
    """Return why quotas may not be opened from a target (with these lines), or None."""
    if target.kind != "project":
        return "部门整体绩效目标不开指标，请从项目目标开设"
    version = version_of(target)
    if target.state not in DECIDED or version is None:
        return f"「{target.name}」现在是{target.state}，批复后才能开指标"
    if Quota.objects.filter(unit=target.filer_id, year=target.year).filter(Q(target=target.pk) | Q(project=target.name)).exists():
        return f"「{target.name}」{target.year}年度的指标已经开过了，增减请用调整或调剂"
    return None if lines is None else refusal_of_split(list(lines), version.amount)


def refusal_to_propose(quota: Quota, amount: Money, other: Quota | None) -> str | None:
    """Return why a change may not be proposed, or None: an adjustment adds or takes; a transfer takes a positive amount from ``other``."""
    if not amount:
        return "金额不能是零，请填要增加或减少多少"
    if abs(amount.fen) > LARGEST:
        return f"金额 {amount.grouped()} 元超出可登记的范围（最大 {Money(LARGEST).grouped()} 元）"
    if other is None:
        return short_by(quota, -amount) if amount.fen < 0 else None
    return _refusal_to_transfer(quota, amount, other) or short_by(other, amount)


def _refusal_to_transfer(quota: Quota, amount: Money, other: Quota) -> str | None:
    if amount.fen < 0:
        return "调剂金额须大于零：从调出指标转到调入指标，方向相反请对换两条指标"
    if other.pk == quota.pk:
        return "调出和调入是同一条指标，请另选调出指标"
    if (other.unit_id, other.year) != (quota.unit_id, quota.year):
        return "调出和调入须是同一部门、同一年度的指标"
    if other.source != quota.source:
        return f"调出指标的资金来源是{other.source}，调入是{quota.source}，不同来源的资金不能调剂"
    return None


def short_by(quota: Quota, amount: Money) -> str | None:
    """Say by how much a quota cannot give an amount up, with the sums behind it; None where it can."""
    held = quota.facts()
    if held.available >= amount:
        return None
    return (
        f"「{held.project}」{held.economic} 批复和调整共 {held.total.grouped()} 元，已付 {held.paid.grouped()} 元，"
        f"已冻结 {held.frozen.grouped()} 元，最多可调减 {held.available.grouped()} 元，现在要调减 {amount.grouped()} 元，"
        f"差 {(amount - held.available).grouped()} 元"
    )


def refusal_to_decide(change: QuotaChange, by: User, on: date) -> str | None:
    """Return why a person may not decide on a change, or None: once, and by another person than who proposed it."""
    if change.state != WAITING:
        return f"这项{CHANGES[change.kind]}已经{change.state}，不能再办"
    return refusal_to_act(by, Permission.QUOTA_APPROVE, change.quota.unit, on, fen=abs(change.fen), authors=[change.by])


def refusal_to_agree(change: QuotaChange) -> str | None:
    """Return why a change can not take effect as things stand, or None."""
    return refusal_to_propose(change.quota, Money(change.fen), change.other)


def quotas_of(department: Unit, year: int, *, words: str = "", project: str = "") -> QuerySet[Quota]:
    """Return a department's quotas of a year, searched, by project."""
    found = Quota.objects.filter(unit=department, year=year)
    for word in words.replace("\0", "").split():
        found = found.filter(Q(project__icontains=word) | Q(function__startswith=word) | Q(economic__startswith=word))
    if project:
        found = found.filter(project=project)
    return found.select_related("target", "unit").order_by("project", "function", "economic", "source", "pk")


def sums_of(found: QuerySet[Quota]) -> dict[str, int]:
    """Return the four sums of some quotas, in one question."""
    names = ("approved", "adjusted", "frozen", "paid")
    said = found.order_by().aggregate(**{name: Sum(name) for name in names})
    return {name: int(said[name] or 0) for name in names}


def waiting_for(user: User, on: date, department: Unit) -> list[QuotaChange]:
    """Return the changes of a department's quotas that nobody has decided, longest waiting first."""
    found = QuotaChange.objects.filter(quota__unit=department, state=WAITING).filter(seen_by(user, on, prefix="quota__unit__"))
    return list(found.select_related("quota__unit", "other", "by").order_by("at", "pk"))


def changes_of(department: Unit, year: int, target: Target | None = None) -> list[QuotaChange]:
    """Return every change of a department's quotas of a year (or of one target's), last first."""
    found = QuotaChange.objects.filter(quota__unit=department, quota__year=year)
    if target is not None:
        found = found.filter(Q(quota__target=target) | Q(other__target=target))
    return list(found.select_related("quota", "other", "by", "decided_by", "on_behalf").order_by("-pk")[:200])


def unopened(user: User, on: date, department: Unit, year: int) -> list[tuple[Target, Money]]:
    """Return the approved project targets of a department's year without quotas, each with what was approved."""
    opened = Quota.objects.filter(unit=department, year=year)
    found = Target.objects.for_user(user, on).filter(filer=department, year=year, kind="project", state__in=DECIDED, edition__gte=1)
    found = found.exclude(pk__in=opened.filter(target__isnull=False).values("target")).exclude(name__in=opened.values("project"))
    amounts = dict(Version.objects.filter(target__in=found, number=F("target__edition")).values_list("target", "fen"))
    return [(one, Money(amounts.get(one.pk, 0))) for one in found.select_related("unit", "filer").order_by("position", "pk")]


def postings_of(quota: Quota) -> list[Posting]:
    """Return every movement of a quota, last first, as many as a page holds."""
    return list(quota.postings.select_related("payment", "change").order_by("-pk")[:300])


def changes_on(quota: Quota) -> list[QuotaChange]:
    """Return every change of a quota, on either end, last first."""
    found = QuotaChange.objects.filter(Q(quota=quota) | Q(other=quota))
    return list(found.select_related("quota", "other", "by", "decided_by", "on_behalf").order_by("-pk"))


def waiting_on(quota: Quota) -> list[QuotaChange]:
    """Return the changes of a quota that nobody has decided, on either end."""
    found = QuotaChange.objects.filter(Q(quota=quota) | Q(other=quota), state=WAITING)
    return list(found.select_related("quota__unit", "other", "by").order_by("pk"))
