from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.spending.facts import Limits, Payment, Suspicion, Year
from jixiao.spending.samples import contract, money, payment, refund, year
from jixiao.spending.sums.supervising import counting, numbers, total, yuan


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find contracts under which more was paid, in all years and refunds taken off, than their amount and approved changes."""
    under: dict[int, list[Payment]] = defaultdict(list)
    for one in counting(year.payments):
        if one.contract is not None and one.contract in year.contracts:
            under[one.contract].append(one)
    for number, several in under.items():
        held = year.contracts[number]
        paid = held.before + total(several)
        if paid > held.ceiling:
            earlier = f"以前年度 {yuan(held.before)}，" if held.before else ""
            message = (
                f"{held.code}「{held.name}」金额 {yuan(held.amount)}，经批准的变更 {yuan(held.changes)}，"
                f"{earlier}本年在办和已付 {len(several)} 笔，共 {yuan(paid)}，超出 {yuan(paid - held.ceiling)}"
            )
            yield Suspicion(numbers(several), message, project=several[0].project, key=f"contract-{number}")


ENTRY = Rule(
    code="IC-08",
    title="超合同付款",
    severity=Severity.BLOCK,
    basis=("B-IC",),
    since=date(2014, 1, 1),
    check=check,
    clean=(
        year(payment(1, "30000", contract=1), payment(2, "20000", contract=1), contracts=[contract()]),
        year(payment(1, "55000", contract=1), contracts=[contract(changes=money("5000"))]),
        year(
            payment(1, "30000", contract=1),
            refund(payment(1, "30000", contract=1), 2, "03-09"),
            payment(3, "50000", contract=1),
            contracts=[contract()],
        ),
        year(payment(1, "30000", contract=1), contracts=[contract(before=money("20000"))]),
    ),
    caught=(
        year(payment(1, "30000", contract=1), payment(2, "20000.01", contract=1), contracts=[contract()]),
        year(payment(1, "30000", contract=1), contracts=[contract(before=money("20000.01"))]),  # it runs over years
    ),
)
