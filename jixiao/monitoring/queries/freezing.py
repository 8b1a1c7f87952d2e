"""Projects as of a day, ready to be frozen: what evidence and spending say, carried on to the year's end. A fixed number of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import ExtractMonth

from jixiao.evidence.facts import How
from jixiao.evidence.queries import actuals
from jixiao.evidence.queries.actuals import Actual, Standing
from jixiao.evidence.sums import attaining
from jixiao.kernel.period import FiscalYear
from jixiao.kernel.units import convert
from jixiao.monitoring import facts
from jixiao.monitoring.models import Snapshot, Task
from jixiao.monitoring.sums import pacing, projecting
from jixiao.spending.models import Quota
from jixiao.spending.sums.progress import MONTHS, points_of
from jixiao.targets.facts import Project
from jixiao.targets.models import Target
from jixiao.targets.queries.looking import stem

FEN = 100
BEFORE = 3  # rounds whose values tell how far a level moves
Months = Mapping[int, Mapping[int, int]]


def sheets(targets: Sequence[Target], until: date) -> list[tuple[Target, facts.Sheet]]:
    """Return projects as of a day, in the order given; those not approved by then are left out."""
    wanted = list(targets)
    months = months_of([one.pk for one in wanted], until)
    last, before, sources = last_year(wanted), values_before(wanted, until), sources_of([one.pk for one in wanted], until)
    standings = actuals.standings(wanted, until)
    return [
        (
            one.target,
            sheet_of(one, until, _Paid(months.get(one.target.pk, {}), last.get(one.target.pk, {}), sources.get(one.target.pk, ())), before),
        )
        for one in standings
    ]


@dataclass(frozen=True, slots=True)
class _Paid:
    """What a project paid: month by month this year and last, and by source."""

    months: Mapping[int, int]
    last: Mapping[int, int]
    sources: tuple[tuple[str, int, int], ...]


def sheet_of(one: Standing, until: date, paid: _Paid, before: Mapping[tuple[int, str], list[Fraction]]) -> facts.Sheet:
    """Return one project as of a day."""
    year = one.target.year
    money = facts.Money(
        budget=one.budget,
        paid=one.paid,
        months=tuple(paid.months.get(month, 0) for month in range(1, until.month + 1)),
        last=tuple(paid.last.get(month, 0) for month in range(1, MONTHS + 1)) if paid.last else (),
        sources=paid.sources,
        plan=points_of(one.project.plan, year),
    )
    shares = pacing.shares(money, year, until)
    readings = []
    for each in one.actuals:
        row = reading_of(each, year)
        most = convert(Fraction(one.budget, FEN), "元", row.unit) if row.code == "paid" and row.actual is not None else None
        readings.append(projecting.with_prospect(row, year, until, shares, before.get((one.target.pk, each.place), []), most=most))
    return facts.Sheet(
        project=one.target.name, unit=one.target.unit.short, department=one.target.filer.name, year=year, until=until,
        goal=goal_of(one.project), money=money, readings=tuple(readings),
    )  # fmt: skip


def goal_of(project: Project) -> str:
    """Return the annual goal as written."""
    return (project.annual_goal or "").strip()


def reading_of(one: Actual, year: int) -> facts.Reading:
    """Return an indicator as facts of monitoring; a number stated by hand towards a floor counts as one that grows through the year."""
    row = one.row
    deadline = FiscalYear(year).by(row.goal.date or "") if row.goal.date else None
    said: dict[str, Any] = {}
    if one.measure is not None:
        counted = one.measure.how is How.STATED and attaining.direction(row) == "≥" and attaining.unit_wanted(row) != "%"
        said = {"measure": one.measure.word, "code": one.link.measure if one.link else "", "piling": one.measure.piling or counted}
    return facts.Reading(
        place=one.place,
        level1=row.level1 or "",
        level2=row.level2 or "",
        name=row.name,
        goal=row.goal.text.strip(),
        unit=attaining.unit_wanted(row),
        sense=attaining.direction(row),
        wanted=attaining.goal_number(row.goal),
        weight=weight_of(row.weight),
        deadline=deadline,
        actual=one.value,
        attained=one.attained,
        stated=bool(one.figure and one.figure.stated),
        files=one.files,
        why=one.why,
        **said,
    )


def weight_of(text: str | None) -> Fraction | None:
    """Return the weight a table names, or None where it names none that is a number."""
    bare = (text or "").strip().removesuffix("分").removesuffix("%")
    return Fraction(bare) if bare.isascii() and bare.replace(".", "", 1).isdigit() else None


def months_of(targets: Sequence[int], until: date) -> Months:
    """Return what projects paid in each month of a year up to a day, in 分, refunds taken off."""
    rows = actuals.payments_until(until).filter(quota__target__in=targets, year=until.year).order_by()
    found: dict[int, dict[int, int]] = defaultdict(dict)
    asked = rows.annotate(month=ExtractMonth("paid_at")).values_list("quota__target", "month").annotate(fen=Sum("fen"))
    for target, month, fen in asked:
        if target is not None:
            found[target][month] = int(fen or 0)
    return found


def sources_of(targets: Sequence[int], until: date) -> dict[int, tuple[tuple[str, int, int], ...]]:
    """Return of each project its sources in the order of the quotas: what each gives after adjustment, and what was paid by a day."""
    quotas = Quota.objects.filter(target__in=targets).order_by("target", "source").values_list("target", "source")
    given = {(target, source): int(a) + int(b) for target, source, a, b in quotas.annotate(a=Sum("approved"), b=Sum("adjusted"))}
    rows = actuals.payments_until(until).filter(quota__target__in=targets).order_by().values_list("quota__target", "quota__source")
    paid = {(target, source): int(fen or 0) for target, source, fen in rows.annotate(fen=Sum("fen"))}
    found: dict[int, tuple[tuple[str, int, int], ...]] = defaultdict(tuple)
    for (target, source), budget in given.items():
        if target is not None:
            found[target] += ((source, budget, paid.get((target, source), 0)),)
    return found


def last_year(targets: Sequence[Target]) -> Months:
    """Return what the same projects paid in each month of the year before; the same is who is called the same but for the year."""
    if not targets:
        return {}
    filers, year = {one.filer_id for one in targets}, targets[0].year - 1
    rows = Target.objects.filter(filer__in=filers, year=year, kind="project").values_list("pk", "filer", "name")
    known = {(filer, stem(name)): pk for pk, filer, name in rows}
    if not known:
        return {}
    months = months_of(list(known.values()), date(year, 12, 31))
    return {one.pk: months[pk] for one in targets if (pk := known.get((one.filer_id, stem(one.name)))) in months and pk is not None}


def values_before(targets: Sequence[Target], until: date) -> Mapping[tuple[int, str], list[Fraction]]:
    """Return the values indicators had in the rounds before, newest first: what a level moves between."""
    latest: dict[int, list[int]] = defaultdict(list)
    tasks = Task.objects.filter(target__in=[one.pk for one in targets], round__until__lt=until, number__gt=0)
    for pk, target in tasks.order_by("-round__until", "-pk").values_list("pk", "target"):
        if len(latest[target]) < BEFORE:
            latest[target].append(pk)
    wanted = {pk: target for target, several in latest.items() for pk in several}
    found: dict[tuple[int, str], list[Fraction]] = defaultdict(list)
    for row in Snapshot.objects.filter(task__in=wanted, number=F("task__number")).order_by("-task__round__until"):
        for one in row.facts()[0].readings:
            if one.actual is not None and not one.piling:
                found[wanted[row.task_id], one.place].append(one.actual)
    return found
