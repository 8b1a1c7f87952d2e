from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.spending.facts import Limits, Payment, Suspicion, Year
from jixiao.spending.samples import payee, payment, year
from jixiao.spending.sums.supervising import WAGES, identities, numbers, share, standing, yuan

TOP, INDEX = 50, 25  # per cent of a project; a hundred times the sum of squared shares
LEAST = 5  # payments of a project; with fewer one payee is the rule


def check(year: Year, _limits: Limits) -> Iterator[Suspicion]:
    """Find projects most of whose money goes to one payee or few: product default, no law says so; wages are left out."""
    projects: dict[str, list[Payment]] = defaultdict(list)
    for one in standing(year.payments):
        if not one.economic.startswith(WAGES):
            projects[one.project].append(one)
    for project, several in projects.items():
        if len(several) >= LEAST:
            yield from _concentrated(project, several)


def _concentrated(project: str, several: list[Payment]) -> Iterator[Suspicion]:
    who = identities(one.payee for one in several)
    paid: Counter[tuple[str, str]] = Counter()
    for one in several:
        paid[who[one.payee.number]] += one.amount.fen
    whole = sum(paid.values())
    top, most = paid.most_common(1)[0]
    index = sum(fen * fen for fen in paid.values()) * 100
    if most * 100 <= whole * TOP and index <= whole * whole * INDEX:
        return
    his = [one for one in several if who[one.payee.number] == top]
    message = (
        f"「{project}」{len(several)} 笔共 {yuan(Money(whole))} 付给 {len(paid)} 个收款人，"
        f"「{his[0].payee.name}」得 {yuan(Money(most))}，占 {share(most, whole)}，集中度指数 {index / (whole * whole) / 100:.2f}"
    )
    yield Suspicion(numbers(his), message, project=project, key=f"payee-{project}")


ENTRY = Rule(
    code="IC-10",
    title="收款人集中",
    severity=Severity.INFO,
    basis=(),
    since=date(2014, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        year(*(payment(number, payee=payee(number)) for number in range(1, 7))),
        year(*(payment(number) for number in range(1, 5))),
        year(*(payment(number, economic="30101") for number in range(1, 7))),
    ),
    caught=(
        year(*(payment(number, payee=payee(max(1, number - 4))) for number in range(1, 7))),
        year(*(payment(number, payee=payee(number % 3)) for number in range(1, 7))),
    ),
)
