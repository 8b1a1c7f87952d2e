"""The list of targets as a workbook: what is seen, to hand round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jixiao.kernel.money import Money
from jixiao.office.writers.listing import Value, listing

HEADS = ("次序", "名称", "申报单位", "责任科室", "经办人", "金额（万元）", "状态", "轮次", "版次", "进入状态日期")
WIDTHS = (6, 40, 20, 16, 12, 14, 10, 6, 6, 14)


def xlsx(title: str, rows: Iterable[Sequence[Value]], total: Money) -> bytes:
    """Return the list as a workbook with its total; the columns are HEADS."""
    columns = list(zip(HEADS, WIDTHS, strict=True))
    return listing("目标清单", columns, rows, title=title, total=("", "项目合计", "", "", "", total), hold=2)
