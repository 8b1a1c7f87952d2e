"""What indicators have come to as of a day: from kept sums, payments and statements, for any number of projects at once.

The number of questions is fixed, and what they read does not grow with the entries: monthly sums are kept up by every write, and only
a month that is not over on the day asked is read entry by entry.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.db.models import Sum as Added
from django.utils import timezone

from jixiao.evidence import book, facts
from jixiao.evidence.facts import Cell, Figure, How, Ledger, Measure
from jixiao.evidence.models import Entry, Link, Stated, Sum
from jixiao.evidence.sums import attaining, reckoning, saying
from jixiao.evidence.sums.reckoning import Cube, Key, Span
from jixiao.evidence.sums.surveying import LEAST, MEAN
from jixiao.kernel.units import refusal_to_convert
from jixiao.spending.models import Payment, Quota
from jixiao.spending.states import SPENT
from jixiao.targets.facts import Indicator, Project
from jixiao.targets.models import Target, Version
from jixiao.targets.queries import looking

from .files import proofs_by_place, proved_by_ledger
from .surveys import results_by_place

CHUNK = 5_000
Owner = tuple[str, int, str]  # "project" or "department", its number, the ledger


@dataclass(frozen=True, slots=True)
class Actual:
    """One indicator as of a day: its goal, where its value comes from, what it is in the indicator's own unit, and how far that goes."""

    place: str
    row: Indicator
    link: Link | None
    ledger: Ledger | None = None
    measure: Measure | None = None
    figure: Figure | None = None
    value: Fraction | None = None  # in the unit of the indicator
    attained: Fraction | None = None
    files: int = 0  # files that prove it: its own, and those of its entries
    proved: int = 0  # entries of its ledger that have a file
    unlike: str = ""  # why its figure cannot be told in the unit of the indicator

    @property
    def unit(self) -> str:
        """The unit the value is told in."""
        return (attaining.unit_wanted(self.row) or (self.figure.unit if self.figure else "")) if self.value is not None else ""

    @property
    def shown(self) -> str:
        """The value as people read it; "" where there is none."""
        return f"{saying.number(self.value)}{self.unit}" if self.value is not None else ""

    @property
    def why(self) -> str:
        """Why there is no value, or what to heed."""
        if self.link is None:
            return "还没有关联取数口径"
        return self.unlike or (self.figure.why if self.figure else "")

    @property
    def covered(self) -> bool:
        """Say whether a file leads to it."""
        return self.files > 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A project as of a day: its version, its money and its indicators."""

    target: Target
    project: Project
    budget: int  # 分, after adjustment
    paid: int  # 分, refunds taken off
    actuals: tuple[Actual, ...]


def standings(targets: Sequence[Target], on: date, versions: Mapping[int, Version] | None = None) -> list[Standing]:
    """Return projects as of a day, in the order given; those not approved by then are left out."""
    wanted = list(targets)
    found = looking.versions_as_of(wanted, on) if versions is None else versions
    kept = [one for one in wanted if one.pk in found]
    ground = _Ground(kept, on)
    answer = []
    for target in kept:
        said = found[target.pk].facts().projects
        if said:
            budget = ground.budgets.get(target.pk) or found[target.pk].fen
            actuals = tuple(ground.actual(target, place, row, budget) for place, row in attaining.places_of(said[0]))
            answer.append(Standing(target, said[0], budget, ground.paid.get(target.pk, 0), actuals))
    return answer


def standing(target: Target, on: date) -> Standing | None:
    """Return one project as of a day, or None where it was not approved by then."""
    return next(iter(standings([target], on)), None)


class _Ground:
    """All that some projects' actuals rest on, read once."""

    def __init__(self, targets: Sequence[Target], on: date) -> None:
        self.on, self.pks = on, [one.pk for one in targets]
        self.filers = sorted({one.filer_id for one in targets})
        self.links = {(one.target_id, one.place): one for one in Link.objects.filter(target__in=self.pks, gone_at=None)}
        self.cubes = self.cubed()
        self.paid = paid_by(self.pks, on)
        self.budgets = budgets_of(self.pks)
        self.stated = stated_of(self.pks, on)
        self.proofs = proofs_by_place(list(targets))
        self.proved = proved_by_ledger(list(targets))
        self.surveys = results_by_place(self.pks, on)

    def cubed(self) -> dict[Owner, dict[Key, Cell]]:
        """Return the sums every link needs, up to the day."""
        found: dict[Owner, dict[Key, Cell]] = defaultdict(dict)
        whole = sorted({code.partition(".")[0] for link in self.links.values() if link.whole and "." in (code := link.measure)})
        own = sorted({code.partition(".")[0] for link in self.links.values() if not link.whole and "." in (code := link.measure)})
        columns = ("ledger", "atom", "year", "month")
        sums = Sum.objects.filter(year__lte=self.on.year).order_by()
        if own:
            rows = sums.filter(project__in=self.pks, ledger__in=own).values_list("project", *columns, "count", "total", "moment")
            for project, ledger, atom, year, month, *cell in rows.iterator(CHUNK):
                found["project", project, ledger][atom, year, month] = Cell(*cell)
        if whole:
            rows = sums.filter(filer__in=self.filers, ledger__in=whole).values_list("filer", *columns)
            for filer, ledger, atom, year, month, *cell in rows.annotate(n=Added("count"), t=Added("total"), m=Added("moment")).iterator(
                CHUNK
            ):
                found["department", filer, ledger][atom, year, month] = Cell(*(int(one) for one in cell))
        growing = any(book.measure(link.measure)[1].how is How.GROWTH for link in self.links.values())
        for day in parts_of(self.on, growing=growing):
            self.cut(found, day, own, whole)
        return found

    def cut(self, cubes: dict[Owner, dict[Key, Cell]], day: date, own: Sequence[str], whole: Sequence[str]) -> None:
        """Put the days of a month up to a day into the cubes, in the place of the whole month."""
        for cube in cubes.values():
            for key in [key for key in cube if key[1:] == (day.year, day.month)]:
                del cube[key]
        fresh: dict[Owner, dict[Key, Cell]] = defaultdict(lambda: defaultdict(Cell))
        live = Entry.objects.filter(gone_at=None, on__gte=day.replace(day=1), on__lte=day).order_by()
        for kind, rows in (
            ("project", live.filter(target__in=self.pks, ledger__in=own)),
            ("department", live.filter(filer__in=self.filers, ledger__in=whole)),
        ):
            column = "target" if kind == "project" else "filer"
            for number, ledger, on, values in rows.values_list(column, "ledger", "on", "values").iterator(CHUNK):
                for key, cell in reckoning.counted(book.ledger(ledger), facts.Entry(0, ledger, on, values)).items():
                    fresh[kind, int(number or 0), ledger][key] += cell
        for owner, cube in fresh.items():
            cubes.setdefault(owner, {}).update(cube)

    def actual(self, target: Target, place: str, row: Indicator, budget: int) -> Actual:
        """Return one indicator as of the day."""
        link = self.links.get((target.pk, place))
        own = self.proofs.get((target.pk, place), 0)
        if link is None:
            return Actual(place, row, None, files=own)
        ledger, measure = book.measure(link.measure)
        figure = self.figure(target, link, ledger, measure, budget)
        unlike = (
            attaining.refusal_of_unit(row, measure) or refusal_to_convert(figure.unit, attaining.unit_wanted(row)) or ""
        )  # the target was adjusted since: what does not convert is no value
        value = attaining.told_in(row, figure.value, figure.unit) if figure.value is not None and not unlike else None
        proved = self.proved.get((target.pk, ledger.code), 0) if ledger else 0
        files = own + proved + (1 if measure.how in {How.PAID, How.RATE, How.SURVEY} and value is not None else 0)
        share = attaining.attained(row, value) if value is not None else None
        return Actual(place, row, link, ledger, measure, figure, value, share, files, proved, unlike)

    def figure(self, target: Target, link: Link, ledger: Ledger | None, measure: Measure, budget: int) -> Figure:
        """Return what a measure comes to."""
        span = span_of(target.year, link, self.on)
        if span is None:
            return Figure(None, measure.unit, measure.how, why=f"起算日期是 {link.since:%Y-%m-%d}，还没有到")
        paid = self.paid.get(target.pk)
        if ledger is not None:
            owner: Owner = ("department", target.filer_id, ledger.code) if link.whole else ("project", target.pk, ledger.code)
            cube: Cube = self.cubes.get(owner, {})
            return reckoning.reckon(measure, ledger, cube, span, paid)
        return self.own(target, link, measure, budget, span)

    def own(self, target: Target, link: Link, measure: Measure, budget: int, span: Span) -> Figure:
        """Return what a measure of the house itself comes to: payments, or what was stated."""
        paid = self.paid.get(target.pk)
        match measure.how:
            case How.PAID:
                why = "" if paid is not None else "本项目还没有支付"
                return Figure(None if paid is None else Fraction(paid, 100), "元", How.PAID, why=why, since=span.since, until=span.until)
            case How.RATE:
                if not budget:
                    return Figure(None, "%", How.RATE, why="预算数是零，算不出执行率")
                parts = Fraction(paid or 0, 100), Fraction(budget, 100)
                return Figure(100 * parts[0] / parts[1], "%", How.RATE, *parts, since=span.since, until=span.until)
            case How.SURVEY:
                return self.surveyed(target, link)
            case _:
                said = self.stated.get((target.pk, link.place))
                if said is None:
                    return Figure(None, "", How.STATED, why="还没有填报，手工填报须附理由和佐证", stated=True)
                return Figure(said.value, said.unit_word, How.STATED, count=1, stated=True, until=said.on)

    def surveyed(self, target: Target, link: Link) -> Figure:
        """Return what the latest survey of an indicator came to."""
        found = self.surveys.get((target.pk, link.place))
        if found is None:
            return Figure(None, "%", How.SURVEY, why="还没有有效答卷")
        survey, result = found
        why = f"有效答卷 {result.tally.valid} 份，不足 {LEAST} 份，只供参考" if result.weak else ""
        said: dict[str, Any] = {"count": result.tally.valid, "why": why, "since": survey.since, "until": self.on}
        if survey.way == MEAN:
            return Figure(result.rate, "%", How.SURVEY, Fraction(result.tally.points), Fraction(5 * result.tally.items), **said)
        return Figure(result.rate, "%", How.SURVEY, Fraction(result.tally.pleased), Fraction(result.tally.items), **said)


def span_of(year: int, link: Link, on: date) -> Span | None:
    """Return the days a link reckons over as of a day; None where they have not begun."""
    since = link.since or date(year, 1, 1)
    until = min(on, date(year, 12, 31))
    return Span(since, until) if since <= until else None


def parts_of(on: date, *, growing: bool) -> list[date]:
    """Return the days up to which a month counts that is not over: the day asked where it is not a month's last, and its base."""
    over = on.day == calendar.monthrange(on.year, on.month)[1]
    found = [] if over else [on]
    return [*found, Span(on, on).before().until] if growing and not over else found


def payments_until(on: date) -> QuerySet[Payment]:
    """Return what was paid up to a day; refunds are among it, below zero."""
    end = timezone.make_aware(datetime.combine(on + timedelta(1), time.min))
    return Payment.objects.filter(state__in=SPENT, paid_at__lt=end)


def paid_by(targets: Iterable[int], on: date) -> dict[int, int]:
    """Return what projects have paid up to a day, in 分, refunds taken off; those that paid nothing are not there."""
    rows = payments_until(on).filter(quota__target__in=list(targets)).order_by()
    return {target: int(fen) for target, fen in rows.values_list("quota__target").annotate(fen=Added("fen")) if target}


def budgets_of(targets: Iterable[int]) -> dict[int, int]:
    """Return the budgets of projects after adjustment, in 分: what their quotas come to; those without a quota are not there."""
    rows = Quota.objects.filter(target__in=list(targets)).order_by().values_list("target")
    found = rows.annotate(approved=Added("approved"), adjusted=Added("adjusted"))
    return {target: int(approved) + int(adjusted) for target, approved, adjusted in found if target}


def stated_of(targets: Iterable[int], on: date) -> dict[tuple[int, str], Stated]:
    """Return the latest value somebody stated of each indicator, as of a day."""
    rows = Stated.objects.filter(target__in=list(targets), on__lte=on).order_by("on", "pk")
    return {(row.target_id, row.place): row for row in rows}
