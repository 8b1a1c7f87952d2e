from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import payment, year
from jixiao.spending.sums.supervising import BY_LIST, share, standing, total, yuan

ROUND = 100_000  # 1,000 yuan in 分
SHARE, LEAST = 30, 20  # per cent of payments; fewer than twenty say nothing


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find a year with too many amounts of whole thousands: product default, no law says so; wages and grants follow norms."""
    asked = [one for one in standing(year.payments) if not one.economic.startswith(BY_LIST)]
    even = [one for one in asked if one.amount.fen % ROUND == 0]
    if len(asked) >= LEAST and len(even) * 100 > len(asked) * SHARE:
        message = (
            f"全年 {len(asked)} 笔中有 {len(even)} 笔是整千元，共 {yuan(total(even))}，占 {share(len(even), len(asked))}，"
            f"超过 {SHARE}%，请抽查是否按实际结算"
        )
        yield Suspicion((), message, key=f"round-{year.year}")


def bills(even: int, count: int) -> Year:
    """Return a year of so many payments, the first of them of whole thousands."""
    return year(*(payment(number, "1000" if number <= even else "1234.5") for number in range(1, count + 1)))


ENTRY = Rule(
    code="IC-21",
    title="整千元金额偏多",
    severity=Severity.INFO,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        bills(6, 20),
        bills(19, 19),
        year(*(payment(number, "1000", economic="31204") for number in range(1, 40))),
    ),
    caught=(bills(7, 20),),
)
