"""Pieces the two forms of a payment share: pairs of label and value, quota sums, invoices, contract, the signatures of the route."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from jixiao.documents.sums.blocks import BLANK, TableBuilder
from jixiao.kernel.money import Money, total
from jixiao.office.facts import Block, Document, Paragraph
from jixiao.spending.renderings.capitals import capitals

from .said import Asked, Sign

# Cut so that a 20-digit invoice number, a day and an amount in millions each stand on one line; eight columns stay upright in a workbook too.
WIDTHS = (25, 48, 8, 28, 25, 8, 27, 31)
SECOND = 4  # the column in which the second label of a row begins
QUOTA = ("批复数", "调整数", "已支付", "已冻结", "可用余额")
INVOICE = ("发票号码", "开票日期", "销售方", "价税合计")
SIGNED = ("岗位", "签批人", "日期", "意见")
ALL = "合计"


class Sheet(TableBuilder):
    """A form in the making: one label and its value, or two, a row; sub-tables beside a label of their own."""

    def __init__(self) -> None:
        super().__init__(len(WIDTHS), WIDTHS)

    def pair(self, one: tuple[str, str], other: tuple[str, str] = ("", "")) -> None:
        """Add a row of one or two labels with their values."""
        if not other[0]:
            self.label(self.height, 0, one[0])
            self.put(self.height, 1, one[1] or BLANK, 1, self.width - 1)
        else:
            for at, end, (label, text) in ((0, SECOND, one), (SECOND, self.width, other)):
                self.label(self.height, at, label)
                self.put(self.height, at + 1, text or BLANK, 1, end - at - 1)
        self.height += 1

    def below(self, label: str, heads: Sequence[str], starts: Sequence[int], rows: Iterable[Sequence[str]]) -> None:
        """Add a sub-table beside its label: ``starts`` are the columns its cells begin in."""
        lines = [tuple(heads), *[tuple(row) for row in rows]]
        self.label(self.height, 0, label, len(lines))
        for down, line in enumerate(lines):
            for at, text in enumerate(line):
                end = starts[at + 1] if at + 1 < len(line) else self.width
                put = self.label if down == 0 else self.put
                put(self.height + down, starts[at], text or BLANK, 1, end - starts[at])
        self.height += len(lines)


def day(on: date | None) -> str:
    """Write a date as papers have it."""
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def money(amount: Money) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return an amount in figures and in capitals, as two labels with their values."""
    return ("小写金额", f"￥{amount.grouped()}"), ("大写金额", capitals(amount))


def quota(sheet: Sheet, said: Asked) -> None:
    """Add the sums of the quota it is paid from."""
    one = said.quota
    sums = (one.approved, one.adjusted, one.paid, one.frozen, one.available) if one else ()
    sheet.below("指标", QUOTA, (1, 2, 4, 6, 7), [[each.grouped() for each in sums] or [BLANK] * len(QUOTA)])


def invoices(sheet: Sheet, said: Asked) -> None:
    """Add the invoices with their total; none leaves a line saying so."""
    rows = [(one.key, f"{one.on:%Y-%m-%d}", one.seller, one.amount.grouped()) for one in said.invoices]
    whole = total([one.amount for one in said.invoices])
    sheet.below(
        "发票", INVOICE, (1, 3, 4, 7), [*rows, (f"{ALL} {len(rows)} 张", "", "", whole.grouped())] if rows else [("没有发票", "", "", "")]
    )


def contract(sheet: Sheet, said: Asked) -> None:
    """Add the contract with what was paid under it, and the meeting's decision, where there are any."""
    if one := said.contract:
        sheet.pair(("合同", f"{one.name}（{one.code}）"), ("合同金额", one.ceiling.grouped()))
        sheet.pair(("合同已付", one.paid.grouped()), ("合同未付", (one.ceiling - one.paid).grouped()))
    if said.decision:
        sheet.pair(("会议决定", said.decision), ("同意上限", said.limit.grouped()))


def signatures(sheet: Sheet, label: str, signs: Sequence[Sign], heads: Sequence[str] = SIGNED) -> None:
    """Add who signed, for whom, when and in which words; what nobody signed yet stays blank for the pen."""
    rows = [(one.post, one.name, f"{one.on:%Y-%m-%d}" if one.on else "", one.text) for one in signs]
    sheet.below(label, heads, (1, 2, 4, 6), rows)


def framed(title: str, said: Asked, sheet: Sheet) -> Document:
    """Return the form under its title, department and number."""
    above: list[Block] = [
        Paragraph(title, 1, look="title"),
        Paragraph(said.department, look="centre"),
        Paragraph(f"编号：{said.code or '（未送审）'}　　日期：{day(said.on)}　　金额单位：元", look="caption"),
    ]
    return Document((*above, sheet.table(name=title)), "")
