"""MO-04 预计偏差未说明."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from jixiao.kernel.rule import Rule, Severity
from jixiao.monitoring.facts import Answer, Finding, Reading, Sheet, Status
from jixiao.monitoring.samples import answer, lost, reading, sheet
from jixiao.monitoring.sums.lighting import Preset
from jixiao.monitoring.sums.projecting import share_of


def check(one: Sheet, _preset: Preset) -> Iterator[Finding]:
    """Find indicators expected to miss their goal, by the officer's own word or by the system's, that are not explained."""
    for row in one.readings:
        said = one.answer(row.place)
        if _misses(row, said) and (not said.causes or not said.said.strip()):
            lacking = "原因归类" if not said.causes else "原因说明"
            yield Finding(row.place, f"「{row.name}」预计全年完不成 {row.goal}，{lacking}没有填")


def _misses(row: Reading, said: Answer) -> bool:
    """Say whether an indicator is expected to miss its goal; what the officer expects goes before the system's own prospect."""
    if said.possible == "完全不可能":
        return True
    if said.expected is not None:
        share = share_of(row, said.expected)
        return share is not None and share < 1
    return row.status is Status.LOST


PLACE = "数量指标|入储数量"
ENTRY = Rule(
    code="MO-04",
    title="预计偏差未说明",
    severity=Severity.ERROR,
    basis=("B-136",),
    since=date(2019, 7, 26),
    check=check,
    clean=(
        sheet(),
        sheet(lost(), answers=(answer(PLACE, expected=Fraction(600), causes=("经费保障",), said="第二期未签约"),)),
        sheet(lost(), answers=(answer(PLACE, expected=Fraction(1000)),)),
    ),
    caught=(
        sheet(lost()),
        sheet(lost(), answers=(answer(PLACE, expected=Fraction(600), causes=("经费保障",)),)),
        sheet(reading(), answers=(answer(expected=Fraction(900)),)),
        sheet(reading(), answers=(answer(possible="完全不可能"),)),
    ),
)
