from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Rule, Severity
from jixiao.spending.facts import Decision, Limits, Payment, Route, Suspicion, Year
from jixiao.spending.samples import payment, year
from jixiao.spending.states import DECIDABLE, SIGNING
from jixiao.spending.sums import band_of, route
from jixiao.spending.sums.supervising import listed, made, named, numbers, standing, total, yuan


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find approved payments that lack a signature, paper or decision their whole amount asks for, and decisions used for more or else."""
    ways: dict[tuple[str, str, str], Route] = {}  # a way follows from policy, band and economic class
    unknown: list[Payment] = []
    for one in made(year.payments):
        if one.state in DECIDABLE or one.opening:
            continue
        if one.policy not in year.policies:
            unknown.append(one)
            continue
        whole = max(one.whole, one.amount)
        policy = year.policies[one.policy]
        asked = (one.policy, band_of(policy, whole, strict=one.strict).code, one.economic)
        if asked not in ways:
            ways[asked] = route(policy, whole, strict=one.strict, economic=one.economic)
        if lacking := _lacking(one, ways[asked]):
            message = f"{named(one)}按整件事 {yuan(whole)} 属{ways[asked].title}，缺{'、'.join(lacking)}"
            yield Suspicion((one.number,), message, project=one.project)
    if unknown:
        message = f"{listed(unknown)}共 {yuan(total(unknown))} 没有登记按哪一套审批权限办理，查不到应经过的签批"
        yield Suspicion(numbers(unknown), message, key="no-policy")
    yield from _decisions(year)


def _lacking(one: Payment, way: Route) -> list[str]:
    given = {signed.step for signed in one.signed}
    lacking = [f"{signer.word}签批" for signer in way.signers if signer.permission is not None and signer.step not in given]
    if way.meets and one.decision is None:
        lacking.append("集体讨论决定")
    return lacking + [paper for paper in way.papers if paper not in one.papers]


def _decisions(year: Year) -> Iterator[Suspicion]:
    """Find decisions that carry a payment of another matter, or more money than was decided."""
    carried: dict[int, list[Payment]] = defaultdict(list)
    for one in standing(year.payments):
        if one.decision is not None and one.decision in year.decisions:
            carried[one.decision].append(one)
    for number, several in carried.items():
        held: Decision = year.decisions[number]
        if others := [one for one in several if one.matter != held.matter]:
            yield Suspicion(numbers(others), f"{listed(others)}依据的{held.meeting}讨论的是另一件事", key=f"matter-{number}")
        if (sum_of := total(several)) > held.limit:
            message = f"{held.meeting}同意不超过 {yuan(held.limit)}，已办 {listed(several)}，共 {yuan(sum_of)}"
            yield Suspicion(numbers(several), message, key=f"decision-{number}")


DECIDED = payment(1, "36000")
CHEAP = payment(1, "1800")
ENTRY = Rule(
    code="IC-02",
    title="越权审批",
    severity=Severity.BLOCK,
    basis=("B-SEED", "B-IC"),
    since=date(2014, 1, 1),
    check=check,
    clean=(
        year(payment(1, "1800"), payment(2, "8000"), DECIDED),
        year(payment(1, "8000", signed=(), papers=(), state=SIGNING)),
        year(payment(1, "36000", economic="30101", decision=None)),
        year(payment(1, "36000", policy="", signed=(), papers=(), decision=None, opening=True)),
    ),
    caught=(
        year(replace(CHEAP, amount=Money(800_000), whole=Money(800_000))),  # 8,000 yuan on the signatures of 1,800
        year(replace(CHEAP, whole=Money(3_600_000))),  # a part of a larger matter
        year(payment(1, "8000", papers=())),
        year(payment(1, "36000", decision=None)),
        year(DECIDED, decisions={1: Decision(1, 99, "局长办公会〔2022〕1号", date(2022, 2, 1), Money(3_600_000))}),
        year(DECIDED, decisions={1: Decision(1, 1, "局长办公会〔2022〕1号", date(2022, 2, 1), Money(3_000_000))}),
        year(payment(1, policy="")),
    ),
)
