from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import on, payment, quota, year
from jixiao.spending.sums.supervising import day, paces, share, yuan

AHEAD = 20  # points


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find projects that at a checkpoint had spent far more than planned: product default, no law says so; the first such day is named."""
    for pace in paces(year):
        for point, percent in sorted(year.plans.get(pace.project, ())):
            if point > year.on or pace.approved <= 0:
                break
            paid = pace.by(point)
            if Fraction(paid * 100, pace.approved) > percent + AHEAD:
                message = (
                    f"「{pace.project}」到{day(point)}已付 {yuan(Money(paid))}，占批复 {yuan(Money(pace.approved))} 的 {share(paid, pace.approved)}，"
                    f"计划是 {percent}%，快了 {AHEAD} 个百分点以上"
                )
                yield Suspicion((), message, project=pace.project, key=f"ahead-{pace.project}")
                break


PLAN = {"展会补贴": [(on("03-31"), 25), (on("06-30"), 50), (on("09-30"), 75), (on("12-31"), 100)]}
HELD = [quota(yuan="10000")]
ENTRY = Rule(
    code="IC-20",
    title="支出过快",
    severity=Severity.INFO,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        year(payment(1, "4500", "03-01"), quotas=HELD, plans=PLAN),
        year(payment(1, "9000", "03-01"), quotas=HELD),
        year(payment(1, "9000", "03-01"), quotas=HELD, plans=PLAN, on=on("03-30")),
    ),
    caught=(year(payment(1, "4501", "03-01"), quotas=HELD, plans=PLAN),),
)
