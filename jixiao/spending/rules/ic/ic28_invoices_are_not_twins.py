from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Payment, Suspicion, Year
from jixiao.spending.samples import invoice, money, on, payee, payment, year
from jixiao.spending.sums.supervising import listed, numbers, plain, standing, yuan


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find invoices under two payments with one seller, amount and day but different numbers: product default, no law says so."""
    alike: dict[tuple[str, int, date], dict[str, Payment]] = defaultdict(dict)
    for one in standing(year.payments):
        for bill in one.invoices:
            alike[bill.seller, bill.amount.fen, bill.on][bill.key] = one
    for (seller, _fen, day), bills in alike.items():
        several = list({one.number: one for one in bills.values()}.values())
        if len(several) > 1:
            amount = next(bill.amount for bill in several[0].invoices if bill.on == day)
            message = f"「{seller}」{day:%Y-%m-%d} 开出 {len(bills)} 张金额都是 {yuan(amount)} 的发票，用于{listed(several)}，疑似重复报销"
            yield Suspicion(numbers(several), message, key=f"twin-{plain(seller)}-{day}")


def billed(number: int, day: str = "03-01", yuan: str = "1500") -> Payment:
    """Return a payment with an invoice of its own from the first payee."""
    return payment(number, yuan, day, invoices=(invoice(number, payee(), money(yuan), on(day)),))


ENTRY = Rule(
    code="IC-28",
    title="疑似重复发票",
    severity=Severity.WARN,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(year(billed(1), billed(2, "03-02")), year(billed(1), billed(2, yuan="1501"))),
    caught=(year(billed(1), billed(2)),),
)
