"""The trail of a figure (从数到据): the months, entries, files and payments it comes from; what it shows adds up to it again."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from jixiao.accounts.models import User
from jixiao.evidence.facts import Cell, How
from jixiao.evidence.models import Entry
from jixiao.evidence.sums import saying
from jixiao.evidence.sums.reckoning import Span
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within
from jixiao.spending.models import Payment
from jixiao.targets.models import Target

from .actuals import Actual, payments_until, span_of


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a trail: what counts above and below the line, as people read it."""

    year: int
    month: int
    count: int
    above: str
    below: str


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a figure comes from: in words, by month, and the records behind it."""

    formula: str
    months: tuple[Month, ...]
    entries: QuerySet[Entry] | None
    payments: QuerySet[Payment] | None


def trail_of(target: Target, actual: Actual, on: date) -> Trail:
    """Return the trail of an indicator's figure as of a day."""
    link, figure = actual.link, actual.figure
    span = span_of(target.year, link, on) if link else None
    if link is None or figure is None or span is None or actual.measure is None:
        return Trail("", (), None, None)
    if actual.ledger is None:
        return Trail(formula_of(actual), (), None, payments_of(target, on) if actual.measure.how in {How.PAID, How.RATE} else None)
    entries = entries_of(target, actual, span)
    paid = payments_of(target, on) if actual.measure.how is How.COST else None
    return Trail(formula_of(actual), tuple(months_of(actual, entries)), entries, paid)


def entries_of(target: Target, actual: Actual, span: Span) -> QuerySet[Entry]:
    """Return the live entries a figure counts: of a stock all before too, of growth those of the base as well."""
    assert actual.ledger is not None  # noqa: S101 - asked of ledgers only
    assert actual.measure is not None  # noqa: S101
    assert actual.link is not None  # noqa: S101
    found = Entry.objects.filter(ledger=actual.ledger.code, gone_at=None)
    found = found.filter(filer=target.filer_id) if actual.link.whole else found.filter(target=target)
    days = Q(on__gte=span.since, on__lte=span.until)
    if actual.measure.how in {How.AVERAGE, How.BALANCE}:
        days = Q(on__lte=span.until)
    elif actual.measure.how is How.GROWTH:
        base = span.before()
        days |= Q(on__gte=base.since, on__lte=base.until)
    return found.filter(days).order_by()


def months_of(actual: Actual, entries: QuerySet[Entry]) -> list[Month]:
    """Return what the entries come to month by month, counted from the entries themselves."""
    ledger, measure = actual.ledger, actual.measure
    assert ledger is not None  # noqa: S101 - asked of ledgers only
    assert measure is not None  # noqa: S101
    atoms = [ledger.atom(key) for key in (measure.atom, measure.per) if key]
    found: dict[tuple[int, int], list[Cell]] = {}
    for on, values in entries.values_list("on", "values").iterator():
        cells = found.setdefault((on.year, on.month), [Cell()] * len(atoms))
        for place, atom in enumerate(atoms):
            amount = atom.of(values)
            if amount is not None:
                cells[place] += Cell(1, amount)
    rows = []
    for (year, month), cells in sorted(found.items()):
        told = [saying.places(cell.total, atom.places) if cell.count else "" for cell, atom in zip(cells, atoms, strict=True)]
        rows.append(Month(year, month, cells[0].count, told[0], told[1] if len(told) > 1 else ""))
    return rows


def payments_of(target: Target, on: date) -> QuerySet[Payment]:
    """Return the payments of a project up to a day, newest first."""
    return payments_until(on).filter(quota__target=target).select_related("payee").order_by("-paid_at", "-pk")


def entries_seen(trail: Trail, user: User, on: date) -> QuerySet[Entry] | None:
    """Return the entries of a trail that a person may see, newest first, with how many files prove each."""
    if trail.entries is None:
        return None
    mine = trail.entries.filter(within(user.paths(Permission.FILING_READ, on))).select_related("by", "unit", "target")
    return mine.annotate(files=Count("proofs", filter=Q(proofs__gone_at=None))).order_by("-on", "-pk")


def payments_seen(trail: Trail, user: User, on: date) -> QuerySet[Payment] | None:
    """Return the payments of a trail that a person may see."""
    return None if trail.payments is None else trail.payments.filter(within(user.paths(Permission.SPENDING_READ, on)))


def formula_of(actual: Actual) -> str:
    """Say how a figure is reckoned, with its numbers."""
    figure, measure = actual.figure, actual.measure
    if figure is None or measure is None:
        return ""
    if figure.value is None:
        return figure.why
    value = f"{saying.number(figure.value)}{figure.unit}"
    above, below = (saying.number(one) if one is not None else "" for one in (figure.numerator, figure.denominator))
    match measure.how:
        case How.AVERAGE:
            said = f"逐日库存合计 {above} {figure.unit}·日 ÷ {below} 日 = {value}"
        case How.RATIO | How.RATE:
            times = " × 100%" if figure.unit == "%" else ""
            said = f"{above} ÷ {below}{times} = {value}"
        case How.GROWTH:
            said = f"（{above} − {below}）÷ {below} × 100% = {value}"
        case How.COST | How.MEAN:
            said = f"{above} ÷ {below} = {value}"
        case How.SURVEY:
            said = f"有效答卷 {figure.count} 份，{above} ÷ {below} × 100% = {value}"
        case How.STATED:
            said = f"手工填报 {value}，不是系统汇总"
        case _:
            said = f"{figure.count} 条记录合计 {value}" if figure.count else f"合计 {value}"
    if actual.value is not None and actual.unit != figure.unit:
        said += f" = {actual.shown}"
    return said


def month_ends(year: int, today: date) -> list[date]:
    """Return the last days of the months of a year that are over, and today where it lies in the year: days to look at."""
    ends = [date(year, month, calendar.monthrange(year, month)[1]) for month in range(1, 13)]
    found = [end for end in ends if end < today]
    return found if today.year != year else [*found, today]
