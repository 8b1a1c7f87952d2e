"""The curve of plan and payments as points of a drawing, and the sentence beside it. The drawing is 600 × 260 units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jixiao.spending.sums.progress import tenths

LEFT, RIGHT, TOP, BOTTOM = 46, 520, 16, 226
MONTHS = 12
WAN = 1_000_000
STEPS = (1, 2, 5)
LINES = 4
APART = 16


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark of an axis: where, and what is written there."""

    at: int
    word: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A drawing: the plan, what was paid, where it will be (likely, and the band between lowest and highest), the axes, the words."""

    planned: str
    paid: str
    ahead: str
    band: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    now: int
    dots: tuple[tuple[int, int], ...]
    ends: tuple[tuple[int, str, str], ...]  # where, which, what is written at the end of a line
    rows: tuple[tuple[int, int, int | None, int | None], ...]  # month, planned, paid, gap in 分: the table beside
    sentence: str


def curve(planned: Sequence[int], paid: Sequence[int | None], ahead: tuple[int, int, int] | None) -> Curve:
    """Return the drawing of twelve months in 分; ``ahead`` is the lowest, likely and highest at year end, None where it is too early."""
    known = [value for value in paid if value is not None]
    most = max([*planned, *known, *(ahead or ()), 1])
    step = _step(most)
    top = step * -(-most // step)
    month = len(known)
    done = known[-1] if known else 0

    def point(number: int, value: Fraction | int) -> tuple[int, int]:
        across = LEFT + (RIGHT - LEFT) * (number - 1) // (MONTHS - 1)
        return across, int(BOTTOM - (BOTTOM - TOP) * Fraction(value) / top)

    plan = [point(number, value) for number, value in enumerate(planned, 1)]
    line = [point(number, value) for number, value in enumerate(known, 1)]
    low, mid, high = (_onward(month, done, value, planned) for value in ahead) if ahead and month < MONTHS else ([], [], [])
    rows = tuple(
        (number, planned[number - 1], value, None if value is None else value - planned[number - 1]) for number, value in enumerate(paid, 1)
    )
    return Curve(
        planned=_line(plan),
        paid=_line(line),
        ahead=_line([point(*one) for one in mid]),
        band=_line([*(point(*one) for one in high), *(point(*one) for one in reversed(low))]),
        across=tuple(Tick(point(number, 0)[0], f"{number}月") for number in range(1, MONTHS + 1)),
        up=tuple(Tick(point(1, value)[1], tenths(Fraction(value, WAN))) for value in range(0, top + 1, step)),
        now=point(max(month, 1), 0)[0],
        dots=tuple(line),
        ends=_ends(plan, planned, ahead if month < MONTHS else None, point),
        rows=rows,
        sentence=_said(planned, month, done, ahead),
    )


def _step(most: int) -> int:
    """Return a round distance between lines, so that there are about four."""
    bare, size = most / LINES, 1
    while size * 10 <= bare:
        size *= 10
    return next((factor * size for factor in STEPS if factor * size >= bare), 10 * size)


def _onward(month: int, done: int, end: int, planned: Sequence[int]) -> list[tuple[int, Fraction]]:
    """Return the months ahead: what is left is paid in step with the plan's own rest, evenly where the plan has none."""
    before, whole = planned[month - 1] if month else 0, planned[-1]
    found = [(max(month, 1), Fraction(done))]
    for number in range(month + 1, MONTHS + 1):
        even = Fraction(number - month, MONTHS - month)
        share = Fraction(planned[number - 1] - before, whole - before) if whole > before else even
        found.append((number, done + (end - done) * share))
    return found


def _line(points: Sequence[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _ends(
    plan: Sequence[tuple[int, int]],
    planned: Sequence[int],
    ahead: tuple[int, int, int] | None,
    point: Callable[[int, int], tuple[int, int]],
) -> tuple[tuple[int, str, str], ...]:
    """Return what is written at the ends of the lines, apart from each other."""
    found = [(plan[-1][1], "planned", f"计划 {tenths(Fraction(planned[-1], WAN))}")]
    if ahead:
        at = point(MONTHS, ahead[1])[1]
        near = abs(at - plan[-1][1]) < APART
        at += 0 if not near else APART if at >= plan[-1][1] else -APART
        found.append((at, "ahead", f"预计 {tenths(Fraction(ahead[1], WAN))}"))
    return tuple(found)


def _said(planned: Sequence[int], month: int, done: int, ahead: tuple[int, int, int] | None) -> str:
    if not month:
        return "还没有到月底，没有可比的支付。"
    gap = done - planned[month - 1]
    said = f"{month}月底应付 {_wan(planned[month - 1])} 万元，实付 {_wan(done)} 万元"
    said += f"，{'多' if gap > 0 else '少'} {_wan(abs(gap))} 万元" if gap else "，与计划一致"
    if ahead and month < MONTHS:
        said += f"；按现在的走势年底支付 {_wan(ahead[1])} 万元（{_wan(ahead[0])}—{_wan(ahead[2])}）"
    return f"{said}。"


def _wan(fen: int) -> str:
    return f"{fen / WAN:.2f}"
