from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, PayeeKind, Suspicion, Year
from jixiao.spending.samples import payee, payment, year
from jixiao.spending.sums.supervising import TRAVEL, WAGES, named, standing

MEANT = (*WAGES, *TRAVEL, "30228", "30229", "30239")  # wages, travel, union and welfare, transport allowances


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find money paid to the unit's own employees that is neither wages, travel nor an allowance: product default, no law says so."""
    for one in standing(year.payments):
        if one.payee.kind is PayeeKind.STAFF and not one.economic.startswith(MEANT):
            message = f"{named(one)}付给本单位职工「{one.payee.name}」，经济分类 {one.economic} 不是工资福利、差旅或补贴"
            yield Suspicion((one.number,), message, project=one.project)


STAFF = payee(2, kind=PayeeKind.STAFF)
ENTRY = Rule(
    code="IC-23",
    title="向本单位职工支付",
    severity=Severity.WARN,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(year(payment(1, payee=STAFF, economic="30211")), year(payment(1, payee=STAFF, economic="30101"))),
    caught=(year(payment(1, payee=STAFF)),),
)
