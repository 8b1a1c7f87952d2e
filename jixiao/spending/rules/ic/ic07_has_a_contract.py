from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import contract, payment, refund, year
from jixiao.spending.sums.supervising import BY_LIST, named, standing, yuan


def check(year: Year, limits: Limits) -> Iterator[Suspicion]:
    """Find payments from the amount the unit set that name no contract; wages and grants go by list."""
    for one in standing(year.payments):
        if one.opening:
            continue
        if one.amount >= limits.contract_from and one.contract is None and not one.economic.startswith(BY_LIST):
            message = f"{named(one)}付「{one.payee.name}」，达到 {yuan(limits.contract_from)}，没有登记合同"
            yield Suspicion((one.number,), message, project=one.project)


ENTRY = Rule(
    code="IC-07",
    title="无合同付款",
    severity=Severity.ERROR,
    basis=("B-IC",),
    since=date(2014, 1, 1),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(
        year(payment(1, "36000", opening=True)),
        year(payment(1, "9999.99"), payment(2, "36000", economic="31204")),
        year(payment(1, "36000", contract=1), contracts=[contract()]),
        year(payment(1, "12000"), refund(payment(1, "12000"), 2, "03-09")),
    ),
    caught=(year(payment(1, "10000")),),
)
