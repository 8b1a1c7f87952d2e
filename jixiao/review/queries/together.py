"""Several targets at once: a whole department across its tables, and what one person may pass together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jixiao.accounts.models import User
from jixiao.kernel.refusal import Refused
from jixiao.kernel.rule import Scope, Severity
from jixiao.organisations.models import Unit
from jixiao.review import book
from jixiao.review.facts import Mark
from jixiao.review.models import Waiver
from jixiao.targets.facts import Filing
from jixiao.targets.queries import Step, Target, targets_of, whole
from jixiao.targets.states import FINANCE, SECTION

from .desk import ORDER, Asked, found_by
from .findings import standing_of
from .life import HANDLING, refusal_to_move

PASSING = {SECTION: "pass_section", FINANCE: "pass_finance"}  # stages passed without a review form
MOST = 100


@dataclass(frozen=True, slots=True)
class Across:
    """What the rules that look across tables find in a department: of the whole, and of single targets."""

    filer: Unit
    year: int
    targets: Sequence[Target]
    filing: Filing
    found: Sequence[tuple[Target | None, Sequence[Mark]]]

    @property
    def count(self) -> int:
        """How many findings there are."""
        return sum(len(marks) for _target, marks in self.found)


def across(user: User, on: date, filer: Unit, year: int) -> Across:
    """Examine a department's tables together, those a person may read; findings of a single table alone are left to its page."""
    targets = list(targets_of(filer, year).for_user(user, on))
    said = whole(targets)
    pack = book.load_pack(targets[0].filing.pack if targets else "standard")
    marks = [mark for mark in book.examine(said, pack=pack) if mark.rule.scope is not Scope.PROJECT] if targets else []
    projects = [target for target in targets if target.kind == "project"]
    found: list[tuple[Target | None, Sequence[Mark]]] = []
    for number, target in ((None, None), *enumerate(projects)):
        mine = [mark for mark in marks if mark.project == number]
        if mine:
            found.append((target, mine))
    return Across(filer, year, targets, said, tuple(found))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One target that may be passed together with others: its open findings, and why it may not pass."""

    target: Target
    marks: Sequence[Mark]
    refusal: str | None

    @property
    def counts(self) -> list[tuple[Severity, int]]:
        """How many findings of each severity, hardest first."""
        counts = Counter(mark.severity for mark in self.marks)
        return [(severity, counts[severity]) for severity in sorted(counts, reverse=True)]


def candidates(asked: Asked, user: User, on: date) -> list[Candidate]:
    """Return what waits for a person at stages without a review form, with findings and refusals, in as many questions for 2 as for 100."""
    waiting = found_by(asked, user, on).filter(state__in=list(PASSING)).select_related("unit", "filer", "author", "filing")
    targets = list(waiting.order_by(*ORDER)[:MOST])
    preload(targets)
    found = []
    for target in targets:
        marks = sorted(standing_of(target)[0].values(), key=lambda mark: -mark.severity)
        found.append(Candidate(target, marks, refusal_to_move(target, PASSING[target.state], by=user, on=on)))
    return found


def preload(targets: Sequence[Target]) -> None:
    """Fetch reasons and steps of many targets in two questions, for the guards to find them there."""
    filings = {target.filing_id: target.filing for target in targets}
    for filing in filings.values():
        filing.__dict__["waivers_known"] = []
    for waiver in Waiver.objects.filter(filing__in=list(filings), withdrawn_at=None).select_related("by"):
        filings[waiver.filing_id].__dict__["waivers_known"].append(waiver)
    by_number = {target.pk: target for target in targets}
    for target in targets:
        target.__dict__["steps_known"] = []
    for step in Step.objects.filter(target__in=list(by_number), move__in=HANDLING).select_related("by", "on_behalf"):
        if step.round == by_number[step.target_id].round:
            by_number[step.target_id].__dict__["steps_known"].append(step)


def refusal_of(candidates: Sequence[Candidate]) -> str | None:
    """Return why several may not pass together, or None: every one must."""
    bad = [one for one in candidates if one.refusal]
    if not bad:
        return None
    return f"{len(candidates)} 项中有 {len(bad)} 项不能通过，一项也没有办理；先看「{bad[0].target.name}」：{bad[0].refusal}"


def chosen_of(found: Sequence[Candidate], numbers: Sequence[int]) -> list[Candidate]:
    """Return the candidates somebody ticked; refuses where one no longer waits."""
    chosen = [one for one in found if one.target.pk in set(numbers)]
    if len(chosen) != len(set(numbers)):
        msg = "有的目标已经不在待审之列，请刷新页面后再勾选"
        raise Refused(msg)
    for one in chosen:
        one.target.__dict__.pop("steps_known", None)  # what was fetched for looking is not what is decided on
    return chosen
