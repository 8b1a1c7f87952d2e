from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from jixiao.kernel.rule import Rule, Severity
from jixiao.spending.facts import Acceptance, Limits, Payment, Signed, Suspicion, Year
from jixiao.spending.samples import ACCEPTOR, BUYER, CASHIER, contract, money, on, payment, procurement, year
from jixiao.spending.sums import STEPS
from jixiao.spending.sums.supervising import made, named


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find one person in two posts that must be apart: asking, each approval, ordering, checking, booking; buying or signing, accepting."""
    under: dict[int, list[int]] = defaultdict(list)
    for one in made(year.payments):
        if one.contract is not None:
            under[one.contract].append(one.number)
        if not one.opening and (clashes := list(dict.fromkeys(_clashes(one)))):
            yield Suspicion((one.number,), f"{named(one)}的{'、'.join(clashes)}是同一个人", project=one.project)
    bought = {one.number: one for one in made(year.payments) if one.procurement is not None}
    for done in year.acceptances:
        if clash := _accepted_by_the_buyer(year, done, bought):
            behind = tuple(under.get(done.contract or 0, ())) or ((done.payment,) if done.payment else ())
            yield Suspicion(behind, clash, key=f"acceptance-{done.contract}-{done.payment}-{done.on}")


def _clashes(one: Payment) -> Iterator[str]:
    """Yield the pairs of posts one person held; who signed for another stands for both."""
    held: dict[int, str] = {one.applicant: "申请"}
    for signed in one.signed:
        if signed.step == "meeting":  # a meeting decides; its secretary only writes it down
            continue
        word = STEPS[signed.step][0] if signed.step in STEPS else signed.step
        for person in (signed.person, signed.on_behalf):
            if person is not None and held.setdefault(person, word) != word:
                yield f"{held[person]}和{word}"
    if one.orderer is not None and one.orderer in held:
        yield f"{held[one.orderer]}和制单"
    for person, word in ((one.sender, "复核"), (one.booker, "记账")):
        if person is not None and person == one.applicant:
            yield f"申请和{word}"
        if person is not None and person == one.orderer:
            yield f"制单和{word}"


def _accepted_by_the_buyer(year: Year, done: Acceptance, bought: dict[int, Payment]) -> str:
    """Say who accepted what they had bought or signed for, or ""."""
    held = year.contracts.get(done.contract) if done.contract is not None else None
    single = bought.get(done.payment) if done.payment is not None else None
    number = held.bought if held else single.procurement if single else None
    purchase = year.procurements.get(number) if number is not None else None
    posts = []
    if held and held.signer == done.person:
        posts.append("合同签订")
    if purchase and purchase.buyer == done.person:
        posts.append("采购经办")
    what = f"{held.code}「{held.name}」" if held else named(single) if single else ""
    return f"{what}的{'、'.join(posts)}和验收（{done.on.month}月{done.on.day}日）是同一个人" if posts else ""


def accepted(person: int) -> Acceptance:
    """Return an acceptance under the first contract."""
    return Acceptance(1, None, on("02-20"), money("50000"), person)


AT = datetime(2022, 3, 1, 9)  # noqa: DTZ001
ENTRY = Rule(
    code="IC-03",
    title="不相容岗位同人",
    severity=Severity.BLOCK,
    basis=("B-IC",),
    since=date(2014, 1, 1),
    check=check,
    clean=(
        year(payment(1), payment(2, "36000")),
        year(payment(1, signed=(), orderer=None, sender=None, booker=1, opening=True)),
        year(
            payment(1, contract=1), contracts=[contract(signer=6, bought=1)], procurements=[procurement()], acceptances=[accepted(ACCEPTOR)]
        ),
    ),
    caught=(
        year(payment(1, applicant=4)),
        year(payment(1, orderer=4)),
        year(payment(1, booker=CASHIER)),
        year(payment(1, sender=CASHIER)),
        year(payment(1, signed=(Signed("section", 2, AT), Signed("check", 3, AT), Signed("finance", 4, AT, on_behalf=1)))),
        year(payment(1, signed=(Signed("section", 2, AT), Signed("check", 2, AT), Signed("finance", 4, AT)))),
        year(payment(1, contract=1), contracts=[contract(signer=ACCEPTOR)], acceptances=[accepted(ACCEPTOR)]),
        year(payment(1, contract=1), contracts=[contract(bought=1)], procurements=[procurement()], acceptances=[accepted(BUYER)]),
    ),
)
