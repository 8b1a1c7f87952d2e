"""The ledger (支出明细账) and the execution table (预算执行进度表) as workbooks in 元 that can be filtered and summed."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.documents.sums.papers.spending import ledger as ledgers
from jixiao.documents.sums.papers.spending import progress as progresses
from jixiao.documents.sums.papers.spending.said import Account, Entry, Ledger, Pace, Progress
from jixiao.documents.sums.writing import han
from jixiao.office.writers.listing import Value, listing
from jixiao.spending.renderings.classes import economic, function
from jixiao.spending.sums.progress import tenths

LEDGER = (
    ("项目", 26), ("功能分类", 22), ("经济分类", 18), ("资金来源", 14), ("支付日期", 12), ("编号", 18), ("凭证号", 12), ("摘要", 32), ("收款人", 26),
    ("回单号", 18), ("科室", 12), ("经办人", 10), ("支出（元）", 16), ("退款（元）", 16), ("指标余额（元）", 16),
)  # fmt: skip
QUARTERLY = ("计划累计（%）", "累计支付（元）", "实际累计（%）", "偏差（百分点）")
PROGRESS = (
    ("项目", 32), ("批复数（元）", 16), ("调整数（元）", 16), ("指标数（元）", 16),
    *((f"{han(number)}季度{word}", 14) for number in range(1, 5) for word in QUARTERLY),
)  # fmt: skip


def ledger(said: Ledger) -> bytes:
    """Return the ledger as a workbook: a line a payment, quota after quota, its sum last."""
    title = f"{said.part or said.department}{said.year}年度{ledgers.TITLE}{f'（{said.project}）' if said.project else ''}"
    last: list[Value] = [f"合计（{said.count}笔）", *[""] * 11, said.spent, said.back, said.left if said.left is not None else ""]
    rows = (row for account in said.accounts for row in _account(account))
    return listing(ledgers.TITLE, LEDGER, rows, title=title, total=last, yuan=True)


def _account(account: Account) -> Iterator[tuple[Value, ...]]:
    quota = account.quota
    for one in account.entries:
        yield (quota.project, function(quota.function), economic(quota.economic), quota.source, *_line(one))


def _line(one: Entry) -> tuple[Value, ...]:
    out: tuple[Value, Value] = (one.amount, "") if one.amount.fen > 0 else ("", -one.amount)
    said = (f"{one.on:%Y-%m-%d}", one.code, one.voucher, one.title, one.payee, one.receipt, one.section, one.author)
    return (*said, *out, "" if one.balance is None else one.balance)


def progress(said: Progress) -> bytes:
    """Return the execution table as a workbook: a line a project, its quarters side by side."""
    title = f"{said.department}{said.year}年度{progresses.TITLE}（截至{said.on:%Y-%m-%d}）"
    rows = [_pace(one) for one in said.paces]
    last = _pace(said.whole) if said.paces else ()
    return listing(progresses.TITLE, PROGRESS, rows, title=title, total=last, yuan=True)


def _pace(pace: Pace) -> tuple[Value, ...]:
    found: list[Value] = [pace.project, pace.approved, pace.adjusted, pace.total]
    for one in pace.quarters:
        share, paid = pace.share(one), one.paid
        found += [
            progresses.NONE if one.planned is None else tenths(one.planned),
            paid if paid is not None else progresses.NONE,
            progresses.NONE if share is None else tenths(share),
            progresses.signed(pace.deviation(one)),
        ]
    return tuple(found)
