from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.organisations.sums.credit import refusal_of_credit
from jixiao.spending.facts import Limits, Payment, Suspicion, Year
from jixiao.spending.samples import credit, payee, payment, year
from jixiao.spending.sums.supervising import listed, numbers, standing


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find credit codes of payees and sellers whose signs or check sign are wrong (GB 32100): product default, the standard is no law."""
    used: dict[tuple[str, str], dict[int, Payment]] = defaultdict(dict)
    for one in standing(year.payments):
        used[one.payee.credit_code, one.payee.name][one.number] = one
        for bill in one.invoices:
            used[bill.seller_code, bill.seller][one.number] = one
    for (code, name), several in used.items():
        if wrong := refusal_of_credit(code):
            behind = list(several.values())
            message = f"「{name}」的{wrong}，涉及{listed(behind)}"
            yield Suspicion(numbers(behind), message, key=f"code-{code}-{name}")


WRONG = credit(1)[:-1] + ("0" if credit(1)[-1] != "0" else "1")
ENTRY = Rule(
    code="IC-13",
    title="统一社会信用代码校验错",
    severity=Severity.ERROR,
    basis=(),
    since=date(2015, 10, 1),
    check=check,
    clean=(year(payment(1)), year(payment(1, payee=payee(credit_code=""), invoices=()))),
    caught=(year(payment(1, payee=payee(credit_code=WRONG), invoices=())), year(payment(1, payee=payee(credit_code="123")))),
)
