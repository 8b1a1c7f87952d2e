from collections.abc import Iterator
from datetime import date, timedelta

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import on, payment, refund, year
from jixiao.spending.sums.supervising import moved_on, named, standing

CAPITAL = "310"
FROM = Money(100_000)  # below 1,000 yuan nothing is capitalised
LATER = {"advance", "progress"}  # the card is made when the asset is there


def check(year: Year, limits: Limits) -> Iterator[Suspicion]:
    """Find capital items paid longer ago than the days allowed for which no asset card was made."""
    for one in standing(year.payments):
        if not one.economic.startswith(CAPITAL) or one.paid_at is None or one.stage in LATER or one.amount < FROM:
            continue
        if one.card is None and one.number not in year.cards and year.on - moved_on(one) > timedelta(days=limits.card_days):
            days = (year.on - moved_on(one)).days
            message = f"{named(one)}「{one.title}」是资本性支出，付款 {days} 天还没有建资产卡片，应在 {limits.card_days} 天内建卡"
            yield Suspicion((one.number,), message, project=one.project)


BOUGHT = payment(1, "6000", economic="31002", title="购置笔记本电脑")
ENTRY = Rule(
    code="IC-16",
    title="资产未入账",
    severity=Severity.ERROR,
    basis=("B-IC",),
    since=date(2014, 1, 1),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(
        year(BOUGHT, on=on("04-01")),
        year(BOUGHT, cards=frozenset({1})),
        year(payment(1, "6000", economic="31002", card=7)),
        year(payment(1, "800", economic="31002")),
        year(BOUGHT, refund(BOUGHT, 2, "03-20")),
    ),
    caught=(year(BOUGHT, on=on("04-02")),),
)
