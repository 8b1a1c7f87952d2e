from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.spending.facts import Limits, Payment, Suspicion, Year
from jixiao.spending.samples import payment, refund, year
from jixiao.spending.sums.supervising import listed, numbers, standing


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find invoices paid on twice: the 20-digit number, or code and number, stands under two payments or twice under one."""
    used: dict[str, list[Payment]] = defaultdict(list)
    for one in standing(year.payments):
        for invoice in one.invoices:
            used[invoice.key].append(one)
    for key, several in used.items():
        if len(several) > 1:
            message = f"发票 {key} 用了 {len(several)} 次：{listed(several)}"
            yield Suspicion(tuple(dict.fromkeys(numbers(several))), message, project=several[0].project, key=f"invoice-{key}")


FIRST = payment(1)
ENTRY = Rule(
    code="IC-11",
    title="发票重复",
    severity=Severity.BLOCK,
    basis=("B-EINV",),
    since=date(2020, 3, 23),
    check=check,
    clean=(year(FIRST, payment(2)), year(FIRST, refund(FIRST, 2, "03-09"), payment(3, invoices=FIRST.invoices))),
    caught=(year(FIRST, payment(2, invoices=FIRST.invoices)), year(payment(1, invoices=FIRST.invoices * 2))),
)
