from collections.abc import Iterator
from datetime import date, datetime

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import limits, on, payment, year
from jixiao.spending.sums.supervising import local, named, standing

SATURDAY, MORNING, NIGHT = 5, 6, 22  # a weekday and two hours


def check(year: Year, limits: Limits) -> Iterator[Suspicion]:
    """Find money that left on a free day, at night, or after the books closed: product default, no law says so."""
    for one in standing(year.payments):
        if one.paid_at is not None and (when := _odd(local(one.paid_at), year, limits)):
            yield Suspicion((one.number,), f"{named(one)}在{when}支付", project=one.project)


def _odd(at: datetime, year: Year, limits: Limits) -> str:
    day = at.date()
    if limits.closed is not None and day > limits.closed:
        return f"年终关账日（{limits.closed:%Y-%m-%d}）之后的 {day:%Y-%m-%d} "
    if day in year.holidays or (day.weekday() >= SATURDAY and day not in year.workdays):
        return f"{'节假日' if day in year.holidays else '周' + '一二三四五六日'[day.weekday()]}（{day:%Y-%m-%d}）"
    return f"深夜 {at:%H:%M} " if at.hour >= NIGHT or at.hour < MORNING else ""


def paid(month: int, day: int, hour: int = 10, **more: object) -> Year:
    """Return a year with one payment that left at an hour."""
    return year(payment(1, paid_at=datetime(2022, month, day, hour)), **more)  # noqa: DTZ001


ENTRY = Rule(
    code="IC-18",
    title="周末、深夜或闭账后付款",
    severity=Severity.INFO,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(paid(3, 1), paid(4, 2, workdays=frozenset({on("04-02")})), paid(12, 20, limits=limits(closed=on("12-20")))),
    caught=(
        paid(3, 5),
        paid(3, 1, 23),
        paid(3, 1, 5),
        paid(4, 5, holidays=frozenset({on("04-05")})),
        paid(12, 21, limits=limits(closed=on("12-20"))),
    ),
)
