from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Acceptance, Contract, Limits, Suspicion, Year
from jixiao.spending.samples import ACCEPTOR, PROJECT, contract, invoice, money, on, payee, payment, procurement, year
from jixiao.spending.sums.supervising import named, standing


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find dates that stand the wrong way round: contract before award or after its start, acceptance before delivery, invoice before contract.

    Product default: no law gives the order of dates as such.
    """
    under: dict[int, list[int]] = defaultdict(list)
    for one in standing(year.payments):
        held = year.contracts.get(one.contract) if one.contract is not None else None
        if held is None:
            continue
        under[held.number].append(one.number)
        if early := [bill for bill in one.invoices if bill.on < held.signed]:
            bills = "、".join(f"{bill.key}（{bill.on:%Y-%m-%d}）" for bill in early)
            message = f"{named(one)}的发票 {bills}早于{held.code}签订的 {held.signed:%Y-%m-%d}"
            yield Suspicion((one.number,), message, project=one.project, key="invoice")
    for number, held in year.contracts.items():
        for kind, message in _contract(year, held):
            yield Suspicion(tuple(under.get(number, ())), message, key=f"contract-{number}-{kind}")
    for done in year.acceptances:
        if done.delivered is not None and done.on < done.delivered:
            held = year.contracts.get(done.contract) if done.contract is not None else None
            what = held.code if held else f"第 {done.payment} 号支出"
            behind = tuple(under.get(done.contract or 0, ())) or ((done.payment,) if done.payment else ())
            message = f"{what}在 {done.on:%Y-%m-%d} 验收，早于交付的 {done.delivered:%Y-%m-%d}"
            yield Suspicion(behind, message, key=f"acceptance-{done.contract}-{done.payment}-{done.on}")


def _contract(year: Year, held: Contract) -> Iterator[tuple[str, str]]:
    bought = year.procurements.get(held.bought) if held.bought is not None else None
    if bought and bought.awarded and held.signed < bought.awarded:
        yield "award", f"{held.code}在 {held.signed:%Y-%m-%d} 签订，早于采购成交的 {bought.awarded:%Y-%m-%d}"
    if held.starts and held.starts < held.signed:
        yield "start", f"倒签：{held.code}从 {held.starts:%Y-%m-%d} 起履行，{held.signed:%Y-%m-%d} 才签订"


def delivered(text: str) -> Acceptance:
    """Return an acceptance of 20 February of what was delivered on a day."""
    return Acceptance(1, None, on("02-20"), money("50000"), ACCEPTOR, on(text))


LATE = payment(1, contract=1, project=PROJECT, invoices=(invoice(1, payee(), money("1500"), on("01-31")),))
ENTRY = Rule(
    code="IC-22",
    title="合同、发票、验收日期倒置",
    severity=Severity.ERROR,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    check=check,
    clean=(year(payment(1, contract=1), contracts=[contract(bought=1)], procurements=[procurement()], acceptances=[delivered("02-20")]),),
    caught=(
        year(LATE, contracts=[contract()]),
        year(contracts=[contract(bought=1, signed="01-19")], procurements=[procurement()]),
        year(contracts=[contract(starts=on("01-01"))]),
        year(contracts=[contract()], acceptances=[delivered("02-21")]),
    ),
)
