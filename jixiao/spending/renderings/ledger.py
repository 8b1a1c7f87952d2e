"""The ledger (支出明细账) and the execution table (预算执行进度表) as workbooks in 元."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from jixiao.kernel.money import Money
from jixiao.office.writers.listing import Value, listing
from jixiao.spending.sums.progress import Curve, tenths

LEDGER = (
    ("编号", 18), ("支付日期", 12), ("事项", 32), ("项目", 26), ("功能分类", 10), ("经济分类", 10), ("资金来源", 14), ("收款人", 26), ("金额（元）", 16),
    ("状态", 10), ("回单号", 18), ("凭证号", 14), ("科室", 14), ("经办人", 10),
)  # fmt: skip
PROGRESS = (
    ("项目", 32), ("指标数（元）", 18), *((f"{month}月", 14) for month in range(1, 13)), ("累计支付（元）", 18), ("计划（%）", 10), ("实际（%）", 10), ("偏差（百分点）", 12),
)  # fmt: skip


def ledger(title: str, rows: Iterable[Sequence[Value]], total: Money) -> bytes:
    """Return the ledger as a workbook; the total is that of the rows."""
    last: list[Value] = ["合计", *[""] * 7, total, *[""] * 5]
    return listing("支出明细账", LEDGER, rows, title=title, total=last, hold=3, yuan=True)


def progress(title: str, curves: Sequence[Curve], months: dict[str, dict[int, int]]) -> bytes:
    """Return the execution table as a workbook: every project's months, and how far it is against its plan."""
    rows: list[tuple[Value, ...]] = [
        (
            one.project,
            one.total,
            *[Money(months[one.project].get(month, 0)) for month in range(1, 13)],
            one.paid,
            _points(one.now.planned),
            _points(one.now.paid),
            _points(one.now.deviation),
        )
        for one in curves
    ]
    sums = [Money(sum(months[one.project].get(month, 0) for one in curves)) for month in range(1, 13)]
    whole, paid = Money(sum(one.total.fen for one in curves)), Money(sum(one.paid.fen for one in curves))
    share = tenths(Fraction(100 * paid.fen, whole.fen)) if whole else ""
    return listing("预算执行进度表", PROGRESS, rows, title=title, total=("合计", whole, *sums, paid, "", share, ""), yuan=True)


def _points(value: Fraction | None) -> str:
    return "" if value is None else tenths(value)
