"""What a department follows on a day: the approval policy it adopted, and its limits."""

from __future__ import annotations

from datetime import date

from jixiao.kernel.money import Money
from jixiao.organisations.models import Unit
from jixiao.spending import book
from jixiao.spending.facts import Chosen, Limits
from jixiao.spending.models import Adoption

DEFAULT = "P-SEED"


def adoption_for(unit: Unit, on: date) -> Chosen:
    """Return what a department follows on a day: its newest adoption by then, else the default policy on the strict side."""
    found = Adoption.objects.filter(unit=unit, since__lte=on).order_by("-since").first()
    if found is None:
        return Chosen(book.policy(DEFAULT))
    policy = book.policy(found.policy)
    limits = Limits(
        thresholds=tuple(band.floor for band in policy.bands[1:]),
        contract_from=found.contract_limit,
        buy_from=None if found.buy_from is None else Money(found.buy_from),
        tender_from=None if found.tender_from is None else Money(found.tender_from),
        closed=found.closed_on,
    )
    return Chosen(policy, found.strict, limits, found.closed_on)
