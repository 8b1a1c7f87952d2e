"""Questions of the cockpit: a round as a whole and project by project. What it reads grows with the projects, never with the entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet, Sum

from jixiao.accounts.models import User
from jixiao.kernel.roles import Permission
from jixiao.monitoring import facts
from jixiao.monitoring.models import Deviation, Pace, Round, Snapshot, Task
from jixiao.monitoring.renderings.curve import Curve, curve
from jixiao.monitoring.states import CLOSED
from jixiao.monitoring.sums import pacing
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of, within
from jixiao.spending.sums.progress import MONTHS, share_of

FEW = 40  # projects of which every snapshot is opened; of more, the kept sums by department
READ = Permission.FILING_READ
SIDES = ("low", "mid", "high")
COUNTED = ("fine", "short", "lost", "coming", "blank")


@dataclass(frozen=True, slots=True)
class Whole:
    """A round as a whole, in 分, per cents and counts."""

    projects: int
    budget: int
    paid: int
    planned: int
    ahead: tuple[int, int, int] | None
    lights: tuple[tuple[str, int], ...]
    counts: dict[str, int]
    score: tuple[int, int, int] | None  # hundredths, weighed by budget
    deviations: int
    departments: int = 0

    @property
    def rate(self) -> Fraction:
        """Paid of the budget in per cent."""
        return share_of(self.paid, self.budget)

    @property
    def due(self) -> Fraction:
        """Due by the day in per cent of the budget."""
        return share_of(self.planned, self.budget)

    @property
    def gap(self) -> Fraction:
        """Points ahead of the plan."""
        return self.rate - self.due

    @property
    def ahead_rate(self) -> Fraction | None:
        """Where execution will be at year end, in per cent."""
        return share_of(self.ahead[1], self.budget) if self.ahead and self.budget else None

    @property
    def indicators(self) -> int:
        """How many indicators there are."""
        return sum(self.counts.values())


def tasks_in(user: User, on: date, one: Round, unit: Unit) -> QuerySet[Task]:
    """Return the tables of a round at or below a unit that a person may see."""
    return Task.objects.for_user(user, on).filter(within([unit.path]), round=one)


def whole_of(found: QuerySet[Task], one: Round) -> Whole:
    """Return a round as a whole, in three questions however many projects there are."""
    weighed = {f"all_{side}": Sum(F("budget") * F(f"score_{side}"), filter=Q(score_mid__isnull=False)) for side in SIDES}
    plain = {f"all_{name}": Sum(name) for name in ("budget", "paid", *(f"ahead_{side}" for side in SIDES), *COUNTED)}
    said = found.order_by().aggregate(
        n=Count("pk"), filers=Count("filer", distinct=True), due=Sum(F("budget") * F("planned")),
        scored=Sum("budget", filter=Q(score_mid__isnull=False)), **plain, **weighed,
    )  # fmt: skip
    lights = dict(found.order_by().values_list("light").annotate(n=Count("pk")))
    scored = int(said["scored"] or 0)
    open_ones = Deviation.objects.filter(target__in=found.order_by().values("target"), year=one.year).exclude(state=CLOSED).count()
    low, mid, high = (said[f"all_ahead_{side}"] for side in SIDES)
    return Whole(
        projects=said["n"],
        budget=int(said["all_budget"] or 0),
        paid=int(said["all_paid"] or 0),
        planned=int(said["due"] or 0) // 10_000,
        ahead=None if mid is None else (int(low), int(mid), int(high)),
        lights=tuple((light.value, lights[light.value]) for light in facts.Light if lights.get(light.value)),
        counts={name: int(said[f"all_{name}"] or 0) for name in COUNTED},
        score=tuple(int(said[f"all_{side}"]) // scored for side in SIDES) if scored else None,  # type: ignore[arg-type] # three of them
        deviations=open_ones,
        departments=said["filers"],
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One project in the cockpit: its task, and its snapshot where the page opens it."""

    task: Task
    sheet: facts.Sheet | None

    @property
    def rate(self) -> Fraction:
        """Paid of the budget in per cent."""
        return share_of(self.task.paid, self.task.budget)

    @property
    def due(self) -> Fraction:
        """Due by the day in per cent."""
        return Fraction(self.task.planned, 100)

    @property
    def gap(self) -> Fraction:
        """Points ahead of the plan."""
        return self.rate - self.due

    @property
    def wide(self) -> int:
        """How wide the paid bar is drawn, of a hundred."""
        return min(100, round(self.rate))

    @property
    def mark(self) -> int:
        """Where the plan's line is drawn, of a hundred."""
        return min(100, round(self.due))

    @property
    def pieces(self) -> list[tuple[str, int, int, int, int]]:
        """The bar of indicators: status, count, where it begins, how wide, and its middle."""
        numbers = [(name, getattr(self.task, name)) for name in COUNTED]
        whole, start, found = sum(count for _code, count in numbers) or 1, 0, []
        for code, count in numbers:
            if count:
                end = start + count
                left, right = 160 * start // whole, 160 * end // whole
                found.append((code, count, left, right - left, (left + right) // 2))
                start = end
        return found


def rows_of(tasks: Sequence[Task]) -> list[Row]:
    """Return projects with what was frozen of each, in one more question."""
    asked = Snapshot.objects.filter(task__in=[task.pk for task in tasks], number=F("task__number"))
    frozen = {row.task_id: row.facts()[0] for row in asked}
    return [Row(task, frozen.get(task.pk)) for task in tasks]


def curve_of(one: Round, unit: Unit, rows: Sequence[Row] | None, whole: Whole) -> Curve:
    """Return the curve of a round: of few projects from their snapshots, of many from the kept sums by department."""
    if rows is not None:
        planned, paid = [0] * MONTHS, [0] * one.until.month
        for row in rows:
            if row.sheet is not None:
                money = row.sheet.money
                planned = [sum(pair) for pair in zip(planned, pacing.planned_by_month(money, row.sheet.year), strict=True)]
                for month, fen in enumerate(pacing.cumulative(money.months)):
                    paid[month] += fen
        return curve(planned, [*paid, *[None] * (MONTHS - len(paid))], whole.ahead)
    said = Pace.objects.filter(within([unit.path], "filer__"), round=one).order_by().values_list("month")
    sums = {
        month: (int(due or 0), None if fen is None else int(fen)) for month, due, fen in said.annotate(due=Sum("planned"), fen=Sum("paid"))
    }
    months = [sums.get(month, (0, None)) for month in range(1, MONTHS + 1)]
    return curve([due for due, _fen in months], [fen for _due, fen in months], whole.ahead)


@dataclass(frozen=True, slots=True)
class Part:
    """One department in the cockpit of those above it."""

    filer: int
    name: str
    projects: int
    budget: int
    paid: int
    due: int
    red: int
    yellow: int
    lost: int
    score: int | None

    @property
    def rate(self) -> Fraction:
        """Paid of the budget in per cent."""
        return share_of(self.paid, self.budget)

    @property
    def gap(self) -> Fraction:
        """Points ahead of the plan."""
        return self.rate - share_of(self.due, 10_000 * self.budget)


def parts_of(found: QuerySet[Task]) -> list[Part]:
    """Return the departments of a round, those with most red lights first."""
    scored = Q(score_mid__isnull=False)
    asked = found.order_by().values("filer", "filer__short").annotate(
        n=Count("pk"), all_budget=Sum("budget"), all_paid=Sum("paid"), due=Sum(F("budget") * F("planned")),
        red=Count("pk", filter=Q(light=facts.Light.RED)), yellow=Count("pk", filter=Q(light=facts.Light.YELLOW)), all_lost=Sum("lost"),
        scored=Sum("budget", filter=scored), points=Sum(F("budget") * F("score_mid"), filter=scored),
    )  # fmt: skip
    found_parts = [
        Part(
            one["filer"], one["filer__short"], one["n"], int(one["all_budget"] or 0), int(one["all_paid"] or 0), int(one["due"] or 0),
            one["red"], one["yellow"], int(one["all_lost"] or 0), int(one["points"]) // int(one["scored"]) if one["scored"] else None,
        )
        for one in asked
    ]  # fmt: skip
    return sorted(found_parts, key=lambda one: (-one.red, -one.yellow, one.gap))


def top_of(user: User, on: date, unit: Unit) -> Unit:
    """Return what the cockpit of somebody standing in a unit is about: the whole department where they may read it."""
    department = department_of(unit) if unit.kind == "section" else unit
    return department if user.may(READ, department, on) else unit
