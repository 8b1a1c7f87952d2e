"""The register of assets and the report of a stocktake as workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jixiao.assets.facts import Counted
from jixiao.assets.sums import Tally
from jixiao.kernel.money import Money
from jixiao.office.writers.listing import Value, listing

CARDS = (
    ("资产编号", 18), ("资产名称", 28), ("规格型号", 20), ("分类", 20), ("数量", 8), ("原值（元）", 16), ("取得日期", 12), ("取得方式", 10), ("使用科室", 14),
    ("保管人", 10), ("存放地点", 20), ("最低年限", 10), ("已用", 12), ("参考净值（元）", 16), ("状态", 10),
)  # fmt: skip
COUNTED = (
    ("资产编号", 18), ("资产名称", 28), ("地点", 20), ("账面数量", 10), ("实盘数量", 10), ("结果", 8), ("账面原值（元）", 16), ("盘亏原值（元）", 16), ("说明", 30),
)  # fmt: skip


def cards(title: str, rows: Iterable[Sequence[Value]], pieces: int, value: Money, worth: Money) -> bytes:
    """Return the register of assets with its sums."""
    total = ("", "合计", "", "", pieces, value, "", "", "", "", "", "", "", worth, "")
    return listing("资产台账", CARDS, rows, title=title, total=total, hold=2, yuan=True)


def counted(title: str, lines: Sequence[Counted], tally: Tally) -> bytes:
    """Return what a stocktake found, differences and all."""
    rows = [
        (one.code, one.name, one.place, one.quantity, one.found, one.mark or "未盘", one.value, one.lost, one.note) for one in lines
    ]  # fmt: skip
    told = f"在 {tally.there} 项，盘亏 {tally.missing} 项，盘盈 {tally.surplus} 项，未盘 {tally.open} 项"
    whole = Money(sum(one.value.fen for one in lines))
    return listing(
        "盘点表", COUNTED, rows, title=title, total=("", told, "", "", "", "", whole, tally.missing_value, ""), hold=2, yuan=True
    )
