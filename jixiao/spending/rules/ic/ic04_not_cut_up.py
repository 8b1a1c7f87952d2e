from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Payment, Suspicion, Year
from jixiao.spending.samples import limits, payment, refund, year
from jixiao.spending.sums.supervising import Group, day, listed, numbers, splits, yuan


def check(year: Year, limits: Limits) -> Iterator[Suspicion]:
    """Find payments to one payee for one project, each below a limit, that within days reach it: product default; the law has no number."""
    limited = [limit for limit in (limits.buy_from, limits.tender_from) if limit]
    unbought = [one for one in year.payments if one.reverses is not None or not _bought(year, one)]
    found = splits(unbought, thresholds=limited, days=limits.split_days, purchases=True)
    taken = {one.number for group in found for one in group.payments}
    others = [one for one in year.payments if one.number not in taken]
    found += splits(others, thresholds=limits.thresholds, days=limits.split_days)
    for group in found:
        yield Suspicion(numbers(group.payments), _said(group, limits), project=group.payments[0].project)


def _bought(year: Year, one: Payment) -> bool:
    held = year.contracts.get(one.contract) if one.contract is not None else None
    return one.procurement is not None or bool(held and held.bought)


def _said(group: Group, limits: Limits) -> str:
    first = group.payments[0]
    when = day(group.first) if group.first == group.last else f"{day(group.first)}至{day(group.last)}"
    bound = "低于" if first.strict else "不超过"
    kind = "采购限额" if group.threshold in {limits.buy_from, limits.tender_from} else "审批限额"
    return (
        f"{when}，「{first.project}」向「{first.payee.name}」申请 {len(group.payments)} 笔：{listed(group.payments, asked=True)}，"
        f"每笔都{bound}{kind} {yuan(group.threshold)}，合计 {yuan(group.total)}，疑似一件事拆成几笔"
    )


ENTRY = Rule(
    code="IC-04",
    title="疑似拆分规避审批",
    severity=Severity.WARN,
    basis=("B-IC", "B-GP"),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        year(payment(1, "1500"), payment(2, "1500", "03-17")),
        year(payment(1, "1500"), refund(payment(1, "1500"), 2, "03-03"), payment(3, "1500", "03-05")),
        year(payment(1, "1500"), payment(2, "1500", project="商务活动")),
    ),
    caught=(
        year(payment(1, "1500"), payment(2, "1500", "03-16")),
        year(payment(1, "9500"), payment(2, "9800", "03-02"), payment(3, "900", "03-09")),
        year(payment(1, "160000"), payment(2, "150000", "03-02"), limits=limits()),
    ),
)
