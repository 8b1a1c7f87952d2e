from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import payment, year
from jixiao.spending.sums.supervising import named, standing

CLASS = 3  # digits of a class (类); its items have five


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find payments of an economic class that the project's approved budget does not hold; a class named whole covers its items."""
    for one in standing(year.payments):
        allowed = year.allowed.get(one.project)
        if allowed and one.economic not in allowed and one.economic[:CLASS] not in allowed:
            message = f"{named(one)}「{one.title}」用经济分类 {one.economic}，「{one.project}」批复的预算只有 {'、'.join(sorted(allowed))}"
            yield Suspicion((one.number,), message, project=one.project)


ENTRY = Rule(
    code="IC-17",
    title="挤占挪用",
    severity=Severity.BLOCK,
    basis=("B-BL", "B-136"),
    since=date(2019, 7, 26),
    hard=False,
    check=check,
    clean=(
        year(payment(1)),  # what the budget holds is not known
        year(payment(1), allowed={"展会补贴": frozenset({"30227"})}),
        year(payment(1), allowed={"展会补贴": frozenset({"302"})}),
    ),
    caught=(year(payment(1, economic="30217"), allowed={"展会补贴": frozenset({"30227", "312"})}),),
)
