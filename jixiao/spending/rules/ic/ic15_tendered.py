from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.spending.facts import Limits, Suspicion, Year
from jixiao.spending.samples import limits, payment, procurement, year
from jixiao.spending.sums.supervising import standing, yuan

OPEN = "公开招标"


def check(year: Year, limits: Limits) -> Iterator[Suspicion]:
    """Find procurements from the region's tender amount that were made another way without approval of the change."""
    if limits.tender_from is None:
        return
    paid: dict[int, list[int]] = defaultdict(list)
    for one in standing(year.payments):
        held = year.contracts.get(one.contract) if one.contract is not None else None
        number = one.procurement or (held.bought if held else None)
        if number is not None:
            paid[number].append(one.number)
    for number, record in year.procurements.items():
        if record.amount >= limits.tender_from and record.method != OPEN and not record.approved_method:
            when = f"，{record.awarded:%Y-%m-%d} 成交" if record.awarded else ""
            message = (
                f"采购品目 {record.item} 金额 {yuan(record.amount)}{when}，达到公开招标数额 {yuan(limits.tender_from)}，"
                f"采用「{record.method}」，没有登记变更采购方式的批准"
            )
            yield Suspicion(tuple(paid[number]), message, key=f"procurement-{number}")


ENTRY = Rule(
    code="IC-15",
    title="应公开招标未招标",
    severity=Severity.BLOCK,
    basis=("B-GP",),
    since=date(2015, 3, 1),
    check=check,
    clean=(
        year(procurements=[procurement(yuan="2600000", method="询价")]),  # the region's amount has not been entered
        year(procurements=[procurement(yuan="2600000")], limits=limits()),
        year(procurements=[procurement(yuan="2600000", method="单一来源", approved_method=True)], limits=limits()),
        year(procurements=[procurement(yuan="1999999", method="询价")], limits=limits()),
    ),
    caught=(year(payment(1, procurement=1), procurements=[procurement(yuan="2000000", method="询价")], limits=limits()),),
)
