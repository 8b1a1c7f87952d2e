from collections.abc import Iterator
from datetime import date

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import on, payee, payment, year
from jixiao.spending.sums.supervising import day, moved_on, named, standing

DAYS, FROM = 30, Money(5_000_000)  # 50,000 yuan


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find large sums paid to a payee entered only days before: product default, no law says so."""
    for one in standing(year.payments):
        since = one.payee.since
        if not one.opening and since is not None and one.amount >= FROM and 0 <= (moved_on(one) - since).days < DAYS:
            age = (moved_on(one) - since).days
            message = f"{named(one)}付「{one.payee.name}」，该收款人{day(since)}才登记，付款时只有 {age} 天"
            yield Suspicion((one.number,), message, project=one.project)


ENTRY = Rule(
    code="IC-24",
    title="新收款人大额付款",
    severity=Severity.INFO,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        year(payment(1, "60000", payee=payee(since=on("03-01")), opening=True)),
        year(payment(1, "60000")),
        year(payment(1, "49999", payee=payee(since=on("02-20")))),
        year(payment(1, "60000", payee=payee(since=on("01-31")))),
    ),
    caught=(year(payment(1, "50000", payee=payee(since=on("02-20")))), year(payment(1, "60000", payee=payee(since=on("02-01"))))),
)
