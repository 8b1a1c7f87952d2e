from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import on, payment, year
from jixiao.spending.sums.supervising import Pace, paces, planned, share, yuan

MOST = {"12月": (30, (11, 30)), "四季度": (50, (9, 30))}  # per cent of the year, and the day before the span begins
ABOVE = 15  # points above the plan
JUDGED = (12, 1)


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find projects whose December or last quarter took too much of the year and more than planned: product default, no law says so."""
    if year.on < date(year.year, *JUDGED):
        return
    for pace in paces(year):
        for word, (most, before) in MOST.items():
            if message := _rush(year, pace, word, most, date(year.year, *before)):
                yield Suspicion((), message, project=pace.project, key=f"rush-{pace.project}")
                break


def _rush(year: Year, pace: Pace, word: str, most: int, before: date) -> str:
    whole = pace.by(date(year.year, 12, 31))
    late = whole - pace.by(before)
    if whole <= 0 or late * 100 <= whole * most:
        return ""
    message = f"「{pace.project}」全年支付 {yuan_of(whole)}，其中{word} {yuan_of(late)}，占 {share(late, whole)}，超过 {most}%"
    points = year.plans.get(pace.project)
    if not points:
        return message
    meant = 100 - planned(points, before)
    if Fraction(late * 100, whole) <= meant + ABOVE:
        return ""
    return f"{message}，比支出计划安排的 {float(meant):.1f}% 高 {ABOVE} 个百分点以上"


def yuan_of(fen: int) -> str:
    """Write an amount in 分 as a sentence does."""
    return yuan(Money(fen))


EVEN = {"展会补贴": [(on("03-31"), 25), (on("06-30"), 50), (on("09-30"), 75), (on("12-31"), 100)]}
LATE = {"展会补贴": [(on("09-30"), 10), (on("12-31"), 100)]}
ENTRY = Rule(
    code="IC-06",
    title="年底突击花钱",
    severity=Severity.WARN,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        year(payment(1, "1500", "03-01"), payment(2, "600", "12-05")),
        year(payment(1, "900", "03-01"), payment(2, "1800", "10-11"), plans=LATE),
        year(payment(1, "900", "10-08"), on=on("10-31")),
    ),
    caught=(
        year(payment(1, "1500", "03-01"), payment(2, "1500", "12-05")),
        year(payment(1, "900", "03-01"), payment(2, "1000", "10-11"), plans=EVEN),
    ),
)
