"""The shelf of ledgers, and the measures of the house itself: what was paid, and what a person states."""

from __future__ import annotations

from functools import lru_cache

from jixiao.evidence import ledgers
from jixiao.evidence.facts import How, Ledger, Measure
from jixiao.kernel.refusal import Refused
from jixiao.kernel.shelf import entries

HOUSE = (
    Measure(code="paid", word="已支付金额", how=How.PAID, unit="元", piling=True),
    Measure(code="rate", word="预算执行率", how=How.RATE, unit="%", piling=True),
    Measure(code="survey", word="满意度调查结果", how=How.SURVEY, unit="%"),
    Measure(code="stated", word="手工填报", how=How.STATED),
)


@lru_cache(maxsize=1)
def shelf() -> dict[str, Ledger]:
    """Return every ledger there is, by code, in the order of their words."""
    found = sorted(entries(ledgers).values(), key=lambda one: one.code)
    return {one.code: one for one in found}


def ledger(code: str) -> Ledger:
    """Return a ledger by its code; refuses one that is not on the shelf."""
    found = shelf().get(code)
    if found is None:
        msg = f"没有编号为「{code}」的台账，请回到台账页另选一种"
        raise Refused(msg)
    return found


@lru_cache(maxsize=1)
def measures() -> dict[str, tuple[Ledger | None, Measure]]:
    """Return every measure by its full code (meat_reserve.average, paid) with the ledger that offers it."""
    found: dict[str, tuple[Ledger | None, Measure]] = {one.code: (None, one) for one in HOUSE}
    for one in shelf().values():
        found |= {f"{one.code}.{each.code}": (one, each) for each in one.measures}
    return found


def measure(code: str) -> tuple[Ledger | None, Measure]:
    """Return a measure and its ledger; refuses one that does not exist."""
    found = measures().get(code)
    if found is None:
        msg = f"没有「{code}」这种计量口径，请重新选"
        raise Refused(msg)
    return found
