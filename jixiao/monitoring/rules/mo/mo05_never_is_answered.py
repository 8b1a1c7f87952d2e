"""MO-05 完全不可能却无处置."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.monitoring.facts import DECISIVE, NEVER, Finding, Measure, Sheet
from jixiao.monitoring.samples import answer, reading, sheet
from jixiao.monitoring.sums.lighting import Preset


def check(one: Sheet, _preset: Preset) -> Iterator[Finding]:
    """Find goals said to be out of reach with nothing decided that answers them."""
    if any(measure.kind in DECISIVE for measure in one.measures):
        return
    for row in one.readings:
        if one.answer(row.place).possible == NEVER:
            yield Finding(row.place, f"「{row.name}」填了“完全不可能”，须选一项处置：调整目标、调减预算、暂停项目或停止拨款")


ENTRY = Rule(
    code="MO-05",
    title="完全不可能却无处置",
    severity=Severity.BLOCK,
    basis=("B-136",),
    since=date(2019, 7, 26),
    check=check,
    clean=(sheet(), sheet(reading(), answers=(answer(possible=NEVER),), measures=(Measure("调整目标"),))),
    caught=(
        sheet(reading(), answers=(answer(possible=NEVER),)),
        sheet(reading(), answers=(answer(possible=NEVER),), measures=(Measure("继续执行"),)),
    ),
)
