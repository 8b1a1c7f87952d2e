from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.spending.facts import Limits, Payment, Quota, Suspicion, Year
from jixiao.spending.samples import payment, quota, year
from jixiao.spending.states import RETURNED
from jixiao.spending.sums.supervising import listed, named, standing, total, yuan

SAME = {"project": "项目", "function": "支出功能分类", "economic": "经济分类", "source": "资金来源"}


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find payments without a quota of their project, function, economic class and source, and quotas spent beyond what they hold."""
    used: dict[int, list[Payment]] = defaultdict(list)
    for one in standing(year.payments):
        held = None if one.quota is None else year.quotas.get(one.quota)
        if held is None:
            yield Suspicion((one.number,), f"{named(one)}没有对应的预算指标", project=one.project)
            continue
        used[held.number].append(one)
        if wrong := [word for name, word in SAME.items() if getattr(one, name) != getattr(held, name)]:
            message = f"{named(one)}的{'、'.join(wrong)}与所用指标「{held.project}」{held.economic} 不一致"
            yield Suspicion((one.number,), message, project=one.project)
    for number, several in used.items():
        if total(several) > year.quotas[number].total:
            yield _beyond(year.quotas[number], several)


def _beyond(quota: Quota, several: list[Payment]) -> Suspicion:
    """Name the payments that no longer fitted, in the order they were numbered."""
    fitted, over = 0, []
    for one in sorted(several, key=lambda one: one.number):
        if fitted + one.amount.fen <= quota.total.fen:
            fitted += one.amount.fen
        else:
            over.append(one)
    whole = total(several)
    message = (
        f"「{quota.project}」{quota.economic} 的指标共 {yuan(quota.total)}，在办和已付 {len(several)} 笔共 {yuan(whole)}，"
        f"超出 {yuan(whole - quota.total)}，超出的是{listed(over)}"
    )
    return Suspicion(tuple(one.number for one in over), message, project=quota.project, key=f"quota-{quota.number}")


ENTRY = Rule(
    code="IC-01",
    title="无预算支出",
    severity=Severity.BLOCK,
    basis=("B-BL",),
    since=date(2015, 1, 1),
    check=check,
    clean=(year(payment(1)), year(payment(1, quota=None, state=RETURNED))),
    caught=(
        year(payment(1, quota=None)),
        year(payment(1, economic="30211")),
        year(payment(1, "800"), payment(2, "300"), quotas=[quota(yuan="1000")]),
    ),
)
