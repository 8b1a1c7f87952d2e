from collections.abc import Iterator
from datetime import date

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import on, payment, quota, year
from jixiao.spending.sums.supervising import paces, share, yuan

DAYS, LEFT = 120, 50  # days without a payment; per cent left


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find projects that paid nothing for long and still have most of their money: product default, no law says so."""
    seen = min(year.on, date(year.year, 12, 31))
    for pace in paces(year):
        left = pace.approved - pace.by(seen)
        last = max((one for one in pace.days if one <= seen), default=None)
        days = (seen - (last or date(year.year, 1, 1))).days
        if pace.approved > 0 and days >= DAYS and left * 100 > pace.approved * LEFT:
            since = f"自 {last:%Y-%m-%d} 起" if last else "年初以来"
            message = (
                f"「{pace.project}」{since} {days} 天没有支付，批复 {yuan(Money(pace.approved))}，"
                f"还剩 {yuan(Money(left))}，占 {share(left, pace.approved)}"
            )
            yield Suspicion((), message, project=pace.project, key=f"idle-{pace.project}")


ENTRY = Rule(
    code="IC-26",
    title="资金闲置",
    severity=Severity.WARN,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        year(payment(1, "1000", "09-05"), quotas=[quota(yuan="10000")]),
        year(payment(1, "5000", "03-01"), quotas=[quota(yuan="10000")]),
        year(quotas=[quota(yuan="10000")], on=on("04-30")),
    ),
    caught=(
        year(payment(1, "1000", "03-01"), quotas=[quota(yuan="10000")]),
        year(quotas=[quota(yuan="10000")], on=on("05-01")),
    ),
)
