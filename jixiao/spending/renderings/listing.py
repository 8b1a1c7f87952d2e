"""The list of payments as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jixiao.kernel.money import Money
from jixiao.office.writers.listing import Value, listing

COLUMNS = (
    ("编号", 18),
    ("事项", 36),
    ("项目", 26),
    ("收款人", 26),
    ("金额（万元）", 14),
    ("状态", 12),
    ("科室", 16),
    ("经办人", 10),
    ("申请日期", 12),
)


def xlsx(title: str, rows: Iterable[Sequence[Value]], total: Money) -> bytes:
    """Return the list as a workbook."""
    return listing("支出清单", COLUMNS, rows, title=title, total=("", "合计", "", "", total, "", "", "", ""), hold=2)
