from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.spending.facts import STAGES, Acceptance, Limits, Suspicion, Year
from jixiao.spending.samples import ACCEPTOR, contract, money, on, payment, year
from jixiao.spending.sums.supervising import day, moved_on, named, standing


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find progress and final payments, and purchases paid at once, without an acceptance by the day of payment; advances are exempt."""
    firsts: dict[tuple[str, int], date] = {}
    for done in year.acceptances:
        for kind, number in (("contract", done.contract), ("payment", done.payment)):
            if number is not None:
                firsts[kind, number] = min(done.on, firsts.get((kind, number), done.on))
    for one in standing(year.payments):
        bought = one.contract is not None or one.procurement is not None
        if one.paid_at is None or one.stage == "advance" or (one.stage == "once" and not bought):
            continue
        days = [firsts[key] for key in (("contract", one.contract or 0), ("payment", one.number)) if key in firsts]
        if not days or min(days) > moved_on(one):
            when = f"，验收在付款之后的{day(min(days))}" if days else "，没有验收记录"
            yield Suspicion((one.number,), f"{named(one)}是{STAGES[one.stage]}{when}", project=one.project)


def accepted(text: str, payment: int | None = None) -> Acceptance:
    """Return an acceptance of the sample contract, or of a single purchase."""
    return Acceptance(None if payment else 1, payment, on(text), money("50000"), ACCEPTOR)


PAID = payment(1, "36000", contract=1)
ENTRY = Rule(
    code="IC-09",
    title="未验收付款",
    severity=Severity.ERROR,
    basis=("B-IC",),
    since=date(2014, 1, 1),
    check=check,
    clean=(
        year(PAID, contracts=[contract()], acceptances=[accepted("02-25")]),
        year(payment(1, "36000", contract=1, stage="advance"), contracts=[contract()]),
        year(payment(1, stage="final"), acceptances=[accepted("03-01", payment=1)]),
        year(payment(1)),
    ),
    caught=(
        year(PAID, contracts=[contract()]),
        year(payment(1, stage="final")),
        year(PAID, contracts=[contract()], acceptances=[accepted("03-20")]),
    ),
)
