from collections.abc import Iterator
from datetime import date

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Payment, Suspicion, Year
from jixiao.spending.samples import payment, year
from jixiao.spending.sums.supervising import BY_LIST, listed, numbers, share, standing, yuan

SHARE, LEAST = 5, 3  # per cent of all payments; fewer than three are chance


def check(year: Year, limits: Limits) -> Iterator[Suspicion]:
    """Find limits just below which more payments stand than chance puts there: product default, no law says so."""
    asked = [one for one in standing(year.payments) if not one.economic.startswith(BY_LIST)]
    bounds = sorted({*limits.thresholds, *filter(None, (limits.buy_from, limits.tender_from))})
    for bound in bounds:
        floor = Money(-(-bound.fen * limits.near_share // 100))
        near = [one for one in asked if floor <= one.amount and _below(one, bound)]
        if len(near) >= LEAST and len(near) * 100 > len(asked) * SHARE:
            message = (
                f"{yuan(floor)} 至 {yuan(bound)} 之间有 {len(near)} 笔，占全年 {len(asked)} 笔的 {share(len(near), len(asked))}，"
                f"刚好不到 {yuan(bound)} 的限额：{listed(near)}"
            )
            yield Suspicion(numbers(near), message, key=f"limit-{bound.fen}")


def _below(one: Payment, bound: Money) -> bool:
    """Say whether a payment went the way below a limit by the amount of its whole matter."""
    whole = max(one.amount, one.whole)
    return whole < bound or (whole == bound and not one.strict)


ENTRY = Rule(
    code="IC-05",
    title="贴线支付",
    severity=Severity.INFO,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        year(*(payment(number, "1950") for number in (1, 2)), *(payment(number, "1200") for number in range(3, 30))),
        year(*(payment(number, "1950", whole=Money(2_500_000)) for number in range(1, 5))),
    ),
    caught=(year(*(payment(number, "1950") for number in (1, 2, 3)), *(payment(number, "1200") for number in range(4, 30))),),
)
