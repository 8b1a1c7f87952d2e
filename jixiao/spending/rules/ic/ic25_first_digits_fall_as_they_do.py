from collections import Counter
from collections.abc import Iterator
from datetime import date
from math import log10

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import payment, year
from jixiao.spending.sums.supervising import BY_LIST, share, standing

LEAST = 300
CRITICAL = 20.090  # chi-square, 8 degrees of freedom, p = 0.01
EXPECTED = {str(digit): log10(1 + 1 / digit) for digit in range(1, 10)}


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find a year whose first digits do not fall as amounts that grew by themselves do (Benford): product default, no law says so."""
    counted = Counter(str(one.amount.fen)[0] for one in standing(year.payments) if not one.economic.startswith(BY_LIST))
    count = counted.total()
    if count < LEAST:
        return
    squares = sum((counted[digit] - count * part) ** 2 / (count * part) for digit, part in EXPECTED.items())
    if squares > CRITICAL:
        odd = max(EXPECTED, key=lambda digit: (counted[digit] - count * EXPECTED[digit]) ** 2 / EXPECTED[digit])
        usual = f"{EXPECTED[odd] * 100:.1f}%"
        message = (
            f"全年 {count} 笔金额的首位数字分布异常（卡方 {squares:.1f}，大于 {CRITICAL}），首位是 {odd} 的有 {counted[odd]} 笔，"
            f"占 {share(counted[odd], count)}，通常约 {usual}，请抽查这些支出"
        )
        yield Suspicion((), message, key=f"digits-{year.year}")


def natural(count: int) -> tuple[str, ...]:
    """Return amounts in yuan spread evenly over three orders of magnitude: their first digits fall as Benford says."""
    return tuple(Money(round(1000 * 10 ** (3 * (place + 0.5) / count))).yuan() for place in range(count))


ENTRY = Rule(
    code="IC-25",
    title="首位数字分布异常",
    severity=Severity.INFO,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        year(*(payment(number, yuan) for number, yuan in enumerate(natural(300), 1))),
        year(*(payment(number, "900") for number in range(1, 300))),
    ),
    caught=(year(*(payment(number, f"9{number % 100:02d}") for number in range(1, 301))),),
)
