from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.spending.facts import Limits, Payment, Suspicion, Year
from jixiao.spending.samples import contract, limits, payment, procurement, year
from jixiao.spending.sums.supervising import listed, numbers, standing, total, yuan

OWN = "自行采购"


def check(year: Year, limits: Limits) -> Iterator[Suspicion]:
    """Find catalogue items bought without a procurement record whose total over the year reaches the region's limit."""
    if limits.buy_from is None:
        return
    items: dict[str, list[Payment]] = defaultdict(list)
    for one in standing(year.payments):
        if one.item and not _bought(year, one):
            items[one.item].append(one)
    for item, several in items.items():
        if total(several) >= limits.buy_from:
            message = (
                f"采购品目 {item} 全年没有采购记录的有 {len(several)} 笔共 {yuan(total(several))}，"
                f"达到分散采购限额 {yuan(limits.buy_from)}：{listed(several)}"
            )
            yield Suspicion(numbers(several), message, key=f"item-{item}")


def _bought(year: Year, one: Payment) -> bool:
    """Say whether a payment has a procurement record, its own or its contract's, that is more than the unit's own purchase."""
    held = year.contracts.get(one.contract) if one.contract is not None else None
    number = one.procurement or (held.bought if held else None)
    record = year.procurements.get(number) if number is not None else None
    return number is not None and (record is None or record.method != OWN)


ENTRY = Rule(
    code="IC-14",
    title="达到采购限额未采购",
    severity=Severity.ERROR,
    basis=("B-GP",),
    since=date(2015, 3, 1),
    check=check,
    clean=(
        year(payment(1, "310000", item="C0401")),  # the region's limit has not been entered
        year(payment(1, "150000", item="C0401"), payment(2, "149999", item="C0401"), limits=limits()),
        year(payment(1, "310000", item="C0401", contract=1), contracts=[contract(bought=1)], procurements=[procurement()], limits=limits()),
    ),
    caught=(
        year(payment(1, "150000", item="C0401"), payment(2, "150000", "09-01", item="C0401"), limits=limits()),
        year(payment(1, "310000", item="C0401", procurement=1), procurements=[procurement(method=OWN)], limits=limits()),
    ),
)
