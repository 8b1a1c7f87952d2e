from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Invoice, Limits, Payee, PayeeKind, Suspicion, Year
from jixiao.spending.samples import UNIT, credit, invoice, money, on, payee, payment, year
from jixiao.spending.sums.supervising import code_of, named, plain, standing


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find invoices made out to another buyer, or by another seller than is paid; an employee who is paid back need not be the seller."""
    unit = plain(year.unit)
    for one in standing(year.payments):
        for bill in one.invoices:
            wrong = [*_buyer(bill, unit, year), *_seller(bill, one.payee)]
            if wrong:
                yield Suspicion((one.number,), f"{named(one)}的发票 {bill.key} {'，'.join(wrong)}", project=one.project, key=bill.key)


def _buyer(bill: Invoice, unit: str, year: Year) -> Iterator[str]:
    if bill.buyer and bill.buyer != year.unit and plain(bill.buyer) != unit:
        yield f"购买方是「{bill.buyer}」，不是本单位"
    if bill.buyer_code and year.credit_code and bill.buyer_code.strip().upper() != year.credit_code:
        yield f"购买方代码 {bill.buyer_code} 不是本单位的"


def _seller(bill: Invoice, paid: Payee) -> Iterator[str]:
    if paid.kind is not PayeeKind.COMPANY or bill.seller == paid.name:
        return
    sold, entered = code_of(bill.seller_code), code_of(paid.credit_code)
    same = sold == entered if sold and entered else plain(bill.seller) == plain(paid.name)
    if not same:
        yield f"销售方是「{bill.seller}」，收款人是「{paid.name}」"


def billed(one: Payee, **more: str) -> Year:
    """Return a year with one payment and its invoice, some of it otherwise."""
    return year(payment(1, payee=one, invoices=(invoice(1, payee(), money("1500"), on("03-01"), **more),)))


ENTRY = Rule(
    code="IC-12",
    title="发票抬头或税号不符",
    severity=Severity.ERROR,
    basis=("B-EINV",),
    since=date(2020, 3, 23),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(
        billed(payee()),
        billed(payee(), buyer=f"{UNIT} "),
        billed(payee(1, "某会展服务1（有限公司）", credit_code="")),
        billed(payee(2, kind=PayeeKind.STAFF)),
    ),
    caught=(
        billed(payee(), buyer="示例市财政局"),
        billed(payee(), buyer_code=credit(7)),
        billed(payee(2)),
        billed(payee(2, "另一家公司", credit_code="")),
    ),
)
