"""支出明细账: every payment of a year by quota, with what the quota still holds after each, sums of each and of all."""

from __future__ import annotations

from jixiao.documents.sums.blocks import BLANK, TableBuilder
from jixiao.kernel.money import Money
from jixiao.office.facts import Document, Paragraph
from jixiao.spending.facts import Quota
from jixiao.spending.renderings.classes import economic, function

from .said import Account, Entry, Ledger

TITLE = "支出明细账"
HEADS = ("序号", "支付日期", "编号", "凭证号", "摘要", "收款人", "回单号", "科室", "经办人", "支出", "退款", "指标余额")
WIDTHS = (7, 18, 17, 14, 28, 25, 16, 12, 11, 20, 16, 20)
MONEY = 9  # the column of what went out
NOTHING = "本年没有支付"


def document(said: Ledger) -> Document:
    """Return the ledger as blocks."""
    builder = TableBuilder(len(HEADS), WIDTHS)
    builder.line(0, 0, HEADS, labels=True)
    builder.height = 1
    for number, account in enumerate(said.accounts, 1):
        _account(builder, number, account, part=bool(said.part))
    words = f"合计（{said.count}笔）"
    _sums(builder, words, said.spent, said.back, said.left)
    whose = "　".join(one for one in (said.part or said.department, said.project) if one)
    above = (
        Paragraph(f"{said.year}年度{TITLE}", 1, look="title"),
        Paragraph(whose, look="centre"),
        Paragraph(f"截至{said.on.year}年{said.on.month}月{said.on.day}日　　单位：元", look="caption"),
    )
    return Document((*above, builder.table(name=TITLE, head=(0, 1))), "")


def _account(builder: TableBuilder, number: int, account: Account, *, part: bool) -> None:
    quota = account.quota
    builder.label(builder.height, 0, f"{number}．{named(quota)}", 1, len(HEADS) - 1 if not part else len(HEADS))
    if not part:
        builder.put(builder.height, len(HEADS) - 1, quota.total.grouped())
    builder.height += 1
    for at, entry in enumerate(account.entries, 1):
        builder.line(builder.height, 0, [text or BLANK for text in (str(at), *line(entry))])
        builder.height += 1
    held = "" if part else f"，在办冻结 {quota.frozen.grouped()}，可用 {quota.available.grouped()}"
    words = f"小计（{len(account.entries)}笔{held}）" if account.entries else f"小计（{NOTHING}{held}）"
    _sums(builder, words, account.spent, account.back, None if part else quota.total - account.spent + account.back)


def _sums(builder: TableBuilder, words: str, spent: Money, back: Money, left: Money | None) -> None:
    builder.label(builder.height, 0, words, 1, MONEY)
    builder.line(builder.height, MONEY, (spent.grouped(), back.grouped() if back else BLANK, left.grouped() if left is not None else BLANK))
    builder.height += 1


def named(quota: Quota) -> str:
    """Write what a quota is for: project, classes, source, and how it came to its sum."""
    changed = f"，调整 {quota.adjusted.grouped()}" if quota.adjusted else ""
    return (
        f"{quota.project}｜{function(quota.function)}｜{economic(quota.economic)}｜{quota.source}｜批复 {quota.approved.grouped()}{changed}"
    )


def line(entry: Entry) -> tuple[str, ...]:
    """Return what the ledger says of one payment, from its day on."""
    out, back = (entry.amount.grouped(), "") if entry.amount.fen > 0 else ("", (-entry.amount).grouped())
    left = entry.balance.grouped() if entry.balance is not None else ""
    texts = (entry.code, entry.voucher, entry.title, entry.payee, entry.receipt, entry.section, entry.author)
    return (f"{entry.on:%Y-%m-%d}", *texts, out, back, left)
