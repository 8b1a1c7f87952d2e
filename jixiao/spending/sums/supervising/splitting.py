"""A matter cut into bills that each stay below a limit (拆分): found in a year, and while a request is typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jixiao.kernel.money import Money
from jixiao.spending.facts import PayeeKind, Payment

from .counting import WAGES, asked_on, standing, total
from .payees import identities

METERED = ("30205", "30206", "30207", "30208")  # water, power, post and telephone, heating: the meter says how much
TRAVEL = ("30211", "30212")
Dated = tuple[date, Payment]


@dataclass(frozen=True, slots=True)
class Group:
    """Payments to one payee for one project, each below ``threshold``, that within so many days reach it together."""

    payments: tuple[Payment, ...]
    threshold: Money
    first: date
    last: date

    @property
    def total(self) -> Money:
        """What they come to."""
        return total(self.payments)


def splits(
    payments: Iterable[Payment], candidate: Payment | None = None, *, thresholds: Sequence[Money], days: int, purchases: bool = False
) -> list[Group]:
    """Return the groups that look like one matter cut up, by day; with a candidate, only those it belongs to.

    The candidate is a request being typed: it counts whatever its state. A payment whose whole matter or contract went the way of
    a threshold, or that a meeting decided, has evaded nothing there; ``purchases`` says the thresholds are procurement limits, which
    only a procurement record satisfies. Each payment stands in the group of the highest threshold only.
    """
    kept = [one for one in standing(payments) if candidate is None or one.number != candidate.number]
    near = [one for one in [*kept, *([candidate] if candidate else [])] if not _innocent(one)]
    if candidate is not None:
        near = [one for one in near if one.project == candidate.project]
    found: list[Group] = []
    taken: set[int] = set()
    for several in _alike(near):
        for threshold in sorted(set(thresholds), reverse=True):
            below = [one for one in several if one[1].number not in taken and _below(one[1], threshold, purchases=purchases)]
            for run in _runs(below, threshold, days):
                taken.update(payment.number for _on, payment in run)
                found.append(Group(tuple(payment for _on, payment in run), threshold, run[0][0], run[-1][0]))
    if candidate is not None:
        found = [group for group in found if any(one.number == candidate.number for one in group.payments)]
    return sorted(found, key=lambda group: (group.first, group.payments[0].number))


def _innocent(payment: Payment) -> bool:
    """Say whether a payment is of a kind nobody cuts up: wages, meters, an employee's own journeys, refunds."""
    own = payment.payee.kind is PayeeKind.STAFF and payment.economic in TRAVEL
    return own or payment.reverses is not None or payment.amount.fen <= 0 or payment.economic.startswith((*WAGES, *METERED))


def _below(payment: Payment, threshold: Money, *, purchases: bool) -> bool:
    """Say whether a payment went the way below a threshold; at the limit itself it depends on whose side the boundary is."""
    asked = max(payment.amount, payment.whole)
    done = payment.procurement if purchases else payment.decision
    return done is None and (asked < threshold or (asked == threshold and not payment.strict))


def _reaches(count: int, fen: int, threshold: Money, *, strict: bool) -> bool:
    return count > 1 and (fen > threshold.fen or (fen == threshold.fen and strict))


def _alike(payments: Sequence[Payment]) -> Iterator[list[Dated]]:
    """Yield the payments of each payee and project in the order they were asked for."""
    who = identities(one.payee for one in payments)
    groups: dict[tuple[str, str, str], list[Dated]] = defaultdict(list)
    for one in payments:
        groups[(*who[one.payee.number], one.project)].append((asked_on(one), one))
    for several in groups.values():
        if len(several) > 1:
            yield sorted(several, key=lambda dated: (dated[0], dated[1].number))


def _runs(several: Sequence[Dated], threshold: Money, days: int) -> Iterator[Sequence[Dated]]:
    """Yield the longest runs made of windows of ``days`` that each reach the threshold; windows that overlap are one run."""
    start = end = -1  # of the run under way
    left = fen = 0
    for right, (on, payment) in enumerate(several):
        fen += payment.amount.fen
        while several[left][0] < on - timedelta(days=days):
            fen -= several[left][1].amount.fen
            left += 1
        if not _reaches(right - left + 1, fen, threshold, strict=payment.strict):
            continue
        if start >= 0 and left > end:
            yield several[start : end + 1]
            start = -1
        start = left if start < 0 else start
        end = right
    if start >= 0:
        yield several[start : end + 1]
