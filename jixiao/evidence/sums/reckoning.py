"""Reckoning measures from monthly sums: exact, of any day, with the months it comes from as its trail.

``Cube`` maps (atom, year, month) to what the entries of that month come to. A day inside a month is reckoned from the full months
before it and a cell of the running month up to the day; whoever asks puts that cell into the cube.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from jixiao.evidence.facts import FIRST_DAY, Cell, Entry, Figure, How, Ledger, Measure

Key = tuple[str, int, int]
Cube = Mapping[Key, Cell]
NOTHING = Cell()
WHOLE = 100


def cells_of(ledger: Ledger, entries: Iterable[Entry]) -> dict[Key, Cell]:
    """Return the monthly sums of some entries: what the kept sums must always be equal to."""
    found: dict[Key, Cell] = {}
    for entry in entries:
        for key, cell in counted(ledger, entry).items():
            found[key] = found.get(key, NOTHING) + cell
    return {key: cell for key, cell in found.items() if cell != NOTHING}


def counted(ledger: Ledger, entry: Entry) -> dict[Key, Cell]:
    """Return what one entry adds to the sums of its month."""
    found = {}
    for atom in ledger.atoms:
        amount = atom.of(entry.values)
        if amount is not None:
            moment = amount * (entry.on - FIRST_DAY).days if atom.key == ledger.stock else 0
            found[atom.key, entry.on.year, entry.on.month] = Cell(1, amount, moment)
    return found


@dataclass(frozen=True, slots=True)
class Span:
    """From which day to which, both inclusive."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.until - self.since).days + 1

    def before(self, years: int = 1) -> Span:
        """Return the same span of an earlier year; 29 February becomes the last of its month."""
        return Span(_same_day(self.since, years), _same_day(self.until, years))

    @property
    def words(self) -> str:
        """Say it as officials do: 2022年1—6月, or by days."""
        if (self.since.year, self.since.day) == (self.until.year, 1) and (self.until + timedelta(1)).day == 1:
            months = f"{self.since.month}—{self.until.month}月" if self.since.month != self.until.month else f"{self.since.month}月"
            return f"{self.since.year}年{months}"
        return f"{self.since:%Y-%m-%d}至{self.until:%Y-%m-%d}"


def _same_day(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def summed(cube: Cube, atom: str, span: Span) -> Cell:
    """Return what counts of an atom in the months of a span. Its first day begins a month."""
    found = NOTHING
    for (key, year, month), cell in cube.items():
        if key == atom and (span.since.year, span.since.month) <= (year, month) <= (span.until.year, span.until.month):
            found += cell
    return found


def carried(cube: Cube, atom: str, since: date) -> Cell:
    """Return all that counts before the month of a day: what a stock began with."""
    found = NOTHING
    for (key, year, month), cell in cube.items():
        if key == atom and (year, month) < (since.year, since.month):
            found += cell
    return found


def reckon(measure: Measure, ledger: Ledger, cube: Cube, span: Span, paid: int | None = None) -> Figure:
    """Return what a measure comes to over a span; ``paid`` is what the project paid in it, in 分."""
    return WAYS[measure.how](_Sum(measure, ledger, cube, span, paid))


@dataclass(frozen=True, slots=True)
class _Sum:
    """One measure being reckoned."""

    measure: Measure
    ledger: Ledger
    cube: Cube
    span: Span
    paid: int | None

    def exact(self, atom: str, total: int | Fraction) -> Fraction:
        """Return a scaled total in the unit of its atom."""
        return Fraction(total) / Fraction(10 ** self.ledger.atom(atom).places)

    def none(self, why: str) -> Figure:
        """Return that there is no value."""
        return Figure(None, self.measure.unit, self.measure.how, why=why, since=self.span.since, until=self.span.until)

    def found(self, value: Fraction, count: int, above: Fraction | None = None, below: Fraction | None = None) -> Figure:
        """Return a value."""
        return Figure(value, self.measure.unit, self.measure.how, above, below, count, since=self.span.since, until=self.span.until)

    @property
    def empty(self) -> str:
        """Say that nothing counts."""
        return f"「{self.ledger.word}」台账在{self.span.words}没有可计入「{self.measure.word}」的记录"


def _total(one: _Sum) -> Figure:
    cell = summed(one.cube, one.measure.atom, one.span)
    return one.found(one.exact(one.measure.atom, cell.total), cell.count) if cell.count else one.none(one.empty)


def _count(one: _Sum) -> Figure:
    cell = summed(one.cube, one.measure.atom, one.span)
    return one.found(Fraction(cell.count), cell.count) if cell.count else one.none(one.empty)


def _balance(one: _Sum) -> Figure:
    cell = carried(one.cube, one.measure.atom, one.span.since) + summed(one.cube, one.measure.atom, one.span)
    return one.found(one.exact(one.measure.atom, cell.total), cell.count) if cell.count else one.none(one.empty)


def _average(one: _Sum) -> Figure:
    """Reckon a stock's average over days: each amount counts for the days from its own to the last, what was there before for all."""
    before, during = carried(one.cube, one.measure.atom, one.span.since), summed(one.cube, one.measure.atom, one.span)
    if not before.count and not during.count:
        return one.none(one.empty)
    days = before.total * one.span.days + ((one.span.until - FIRST_DAY).days + 1) * during.total - during.moment
    whole = one.exact(one.measure.atom, days)
    return one.found(whole / one.span.days, before.count + during.count, whole, Fraction(one.span.days))


def _mean(one: _Sum) -> Figure:
    cell = summed(one.cube, one.measure.atom, one.span)
    if not cell.count:
        return one.none(one.empty)
    whole = one.exact(one.measure.atom, cell.total)
    return one.found(whole / cell.count, cell.count, whole, Fraction(cell.count))


def _ratio(one: _Sum) -> Figure:
    above, below = (summed(one.cube, atom, one.span) for atom in (one.measure.atom, one.measure.per))
    if not below.count or not below.total:
        return one.none(f"{one.empty}，分母为零，算不出{one.measure.word}")
    parts = one.exact(one.measure.atom, above.total), one.exact(one.measure.per, below.total)
    times = WHOLE if one.measure.unit == "%" else 1
    return one.found(times * parts[0] / parts[1], below.count, *parts)


def _growth(one: _Sum) -> Figure:
    now, then = summed(one.cube, one.measure.atom, one.span), summed(one.cube, one.measure.atom, one.span.before())
    if not now.count:
        return one.none(one.empty)
    if not then.count or not then.total:
        return one.none(f"上年同期（{one.span.before().words}）的「{one.ledger.word}」没有登记，算不出增长率；请先补登基期的数")
    parts = one.exact(one.measure.atom, now.total), one.exact(one.measure.atom, then.total)
    return one.found(WHOLE * (parts[0] - parts[1]) / abs(parts[1]), now.count, *parts)


def _cost(one: _Sum) -> Figure:
    cell = summed(one.cube, one.measure.atom, one.span)
    if one.paid is None:
        return one.none("本项目还没有支付，算不出单位成本")
    if not cell.count or not cell.total:
        return one.none(f"{one.empty}，算不出单位成本")
    parts = Fraction(one.paid, WHOLE), one.exact(one.measure.atom, cell.total)
    return one.found(parts[0] / parts[1], cell.count, *parts)


WAYS: Mapping[How, Callable[[_Sum], Figure]] = {
    How.SUM: _total,
    How.COUNT: _count,
    How.BALANCE: _balance,
    How.AVERAGE: _average,
    How.MEAN: _mean,
    How.RATIO: _ratio,
    How.GROWTH: _growth,
    How.COST: _cost,
}
