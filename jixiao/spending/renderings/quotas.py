"""The table of quotas (预算指标表) as a workbook in 元."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.kernel.money import Money
from jixiao.office.writers.listing import Value, listing
from jixiao.spending.facts import Quota
from jixiao.spending.sums.codes import name_of

COLUMNS = (
    ("项目", 32), ("功能分类", 10), ("功能分类名称", 22), ("经济分类", 10), ("经济分类名称", 18), ("资金来源", 16), ("批复数（元）", 16),
    ("调整数（元）", 16), ("冻结数（元）", 16), ("已付数（元）", 16), ("可用数（元）", 16),
)  # fmt: skip


def xlsx(title: str, lines: Sequence[Quota]) -> bytes:
    """Return the quotas line by line, with their total."""
    rows: list[tuple[Value, ...]] = [
        (one.project, one.function, name_of(one.function), one.economic, name_of(one.economic), one.source, *_sums(one)) for one in lines
    ]
    total = [Money(sum(sums[place].fen for sums in map(_sums, lines))) for place in range(5)]
    return listing("预算指标表", COLUMNS, rows, title=title, total=("合计", "", "", "", "", "", *total), yuan=True)


def _sums(one: Quota) -> tuple[Money, ...]:
    return (one.approved, one.adjusted, one.frozen, one.paid, one.available)
