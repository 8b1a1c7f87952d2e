from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import on, payment, quota, year
from jixiao.spending.sums.supervising import day, paces, share, yuan

BEHIND = 20  # points


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find projects far behind their plan at the last checkpoint passed: product default, no law says so; ahead of it is IC-20."""
    for pace in paces(year):
        passed = [one for one in sorted(year.plans.get(pace.project, ())) if one[0] <= year.on]
        if not passed or pace.approved <= 0:
            continue
        point, percent = passed[-1]
        paid = pace.by(point)
        if Fraction(paid * 100, pace.approved) < percent - BEHIND:
            message = (
                f"「{pace.project}」到{day(point)}应付 {percent}%，实付 {yuan(Money(paid))}，"
                f"只占批复 {yuan(Money(pace.approved))} 的 {share(paid, pace.approved)}，慢了 {BEHIND} 个百分点以上"
            )
            yield Suspicion((), message, project=pace.project, key=f"behind-{pace.project}")


PLAN = {"展会补贴": [(on("03-31"), 25), (on("06-30"), 50), (on("09-30"), 75), (on("12-31"), 100)]}
HELD = [quota(yuan="10000")]
ENTRY = Rule(
    code="IC-27",
    title="支出进度滞后",
    severity=Severity.WARN,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        year(payment(1, "3000", "03-01"), quotas=HELD, plans=PLAN, on=on("07-01")),
        year(payment(1, "500", "03-01"), quotas=HELD, plans=PLAN, on=on("03-30")),
        year(payment(1, "500", "03-01"), quotas=HELD),
    ),
    caught=(year(payment(1, "2999", "03-01"), quotas=HELD, plans=PLAN, on=on("07-01")),),
)
