"""MO-06 监控逾期."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.monitoring.facts import Finding, Sheet
from jixiao.monitoring.samples import sheet
from jixiao.monitoring.sums.lighting import Preset

DUE = date(2022, 8, 31)


def check(one: Sheet, _preset: Preset) -> Iterator[Finding]:
    """Find a table that is late: not sent in by its day, or sent after it."""
    if one.due is None or one.on is None:
        return
    until = one.sent or one.on
    if until > one.due:
        word = "报送晚了" if one.sent else "逾期"
        yield Finding("", f"监控表应于 {one.due:%Y-%m-%d} 前报送，{word} {(until - one.due).days} 天")


ENTRY = Rule(
    code="MO-06",
    title="监控逾期",
    severity=Severity.ERROR,
    basis=("B-136",),
    since=date(2019, 7, 26),
    check=check,
    clean=(sheet(), sheet(due=DUE, on=DUE), sheet(due=DUE, sent=DUE, on=date(2022, 9, 9))),
    caught=(sheet(due=DUE, on=date(2022, 9, 1)), sheet(due=DUE, sent=date(2022, 9, 3), on=date(2022, 9, 9))),
)
