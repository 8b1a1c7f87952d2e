from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, PayeeKind, Suspicion, Year
from jixiao.spending.samples import payee, payment, year
from jixiao.spending.sums.supervising import TRAVEL, WAGES, named, standing

LABOUR = "30226"
MEANT = (*WAGES, *TRAVEL, LABOUR)  # wages, grants to people, travel, labour: what people are paid for


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find money paid to a person outside the unit or in cash that is neither labour, wages, travel nor a grant to people."""
    for one in standing(year.payments):
        if one.payee.kind in {PayeeKind.PERSON, PayeeKind.CASH} and not one.economic.startswith(MEANT):
            to = "以现金支付" if one.payee.kind is PayeeKind.CASH else f"付给个人「{one.payee.name}」"
            message = f"{named(one)}{to}，经济分类 {one.economic} 不是工资、劳务费、差旅费或对个人和家庭的补助"
            yield Suspicion((one.number,), message, project=one.project)


PERSON = payee(2, kind=PayeeKind.PERSON)
ENTRY = Rule(
    code="IC-19",
    title="向个人或现金支付",
    severity=Severity.WARN,
    basis=("B-IC",),
    since=date(2014, 1, 1),
    confidence=Confidence.MEDIUM,
    hard=False,
    check=check,
    clean=(year(payment(1)), year(payment(1, payee=PERSON, economic="30226"))),
    caught=(year(payment(1, payee=PERSON)), year(payment(1, payee=payee(3, kind=PayeeKind.CASH)))),
)
