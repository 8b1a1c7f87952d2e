"""The registers of contracts and procurements as workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jixiao.kernel.money import Money
from jixiao.office.writers.listing import Value, listing

CONTRACTS = (
    ("合同编号", 18), ("合同名称", 36), ("对方", 28), ("科室", 14), ("签订日期", 12), ("合同金额（万元）", 14), ("变更（万元）", 12),
    ("已付（万元）", 14), ("在办（万元）", 14), ("还可付（万元）", 14),
)  # fmt: skip
PROCUREMENTS = (
    ("采购项目", 36), ("采购品目", 24), ("类别", 8), ("采购方式", 14), ("科室", 14), ("预算（万元）", 14), ("意向公开", 12), ("公告", 12),
    ("开标", 12), ("中标、成交", 12), ("供应商", 28), ("中标金额（万元）", 14), ("批准文号", 20), ("经办人", 10),
)  # fmt: skip


def contracts(title: str, rows: Iterable[Sequence[Value]], total: Sequence[Money]) -> bytes:
    """Return the register of contracts; ``total`` are amount, changes, paid, asked for, left."""
    return listing("合同台账", CONTRACTS, rows, title=title, total=("", "合计", "", "", "", *total), hold=2)


def procurements(title: str, rows: Iterable[Sequence[Value]]) -> bytes:
    """Return the register of procurements."""
    return listing("政府采购台账", PROCUREMENTS, rows, title=title)
