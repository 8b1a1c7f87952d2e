"""预算执行进度表: every project's approved and adjusted money, and quarter by quarter what was planned, paid, and how far apart they are."""

from __future__ import annotations

from fractions import Fraction

from jixiao.documents.sums.blocks import TableBuilder
from jixiao.documents.sums.writing import han
from jixiao.kernel.money import Money
from jixiao.office.facts import Document, Paragraph
from jixiao.spending.sums.progress import tenths

from .said import Pace, Progress, Quarter

TITLE = "预算执行进度表"
HEADS = (
    "序号", "项目", "批复数", "调整数", "指标数", "季度", "计划累计\n（%）", "本季支付", "累计支付", "指标余额", "实际累计\n（%）", "偏差\n（百分点）",
)  # fmt: skip
WIDTHS = (7, 31, 20, 18, 20, 13, 16, 20, 20, 20, 16, 18)
OWN = 5  # columns of the project itself
ALL = "合计"
NONE = "－"  # no plan, or a quarter that has not come; the wide sign is one every reader takes for Chinese


def document(said: Progress) -> Document:
    """Return the table as blocks."""
    builder = TableBuilder(len(HEADS), WIDTHS)
    builder.line(0, 0, HEADS, labels=True)
    builder.height = 1
    for number, pace in enumerate(said.paces, 1):
        builder.put(builder.height, 0, str(number), len(pace.quarters))
        builder.put(builder.height, 1, pace.project, len(pace.quarters))
        _pace(builder, pace)
    if said.paces:
        builder.label(builder.height, 0, ALL, len(said.whole.quarters), 2)
        _pace(builder, said.whole)
    else:
        builder.put(1, 0, f"{said.year}年度还没有指标", 1, len(HEADS))
        builder.height += 1
    above = (
        Paragraph(f"{said.year}年度{TITLE}", 1, look="title"),
        Paragraph(said.department, look="centre"),
        Paragraph(f"截至{said.on.year}年{said.on.month}月{said.on.day}日　　单位：元", look="caption"),
    )
    return Document((*above, builder.table(name=TITLE, head=(0, 1))), "")


def _pace(builder: TableBuilder, pace: Pace) -> None:
    rows = len(pace.quarters)
    for column, money in enumerate((pace.approved, pace.adjusted, pace.total), 2):
        builder.put(builder.height, column, money.grouped(), rows)
    for down, quarter in enumerate(pace.quarters):
        builder.line(builder.height + down, OWN, line(pace, quarter))
    builder.height += rows


def line(pace: Pace, quarter: Quarter) -> tuple[str, ...]:
    """Return what the table says of one quarter of a project."""
    left = None if quarter.paid is None else pace.total - quarter.paid
    texts = (_points(quarter.planned), _money(quarter.within), _money(quarter.paid), _money(left))
    return (f"{han(quarter.number)}季度", *texts, _points(pace.share(quarter)), signed(pace.deviation(quarter)))


def signed(value: Fraction | None) -> str:
    """Write a deviation with its sign: +5, -6.8."""
    return NONE if value is None else f"+{tenths(value)}" if value > 0 else tenths(value)


def _points(value: Fraction | None) -> str:
    return NONE if value is None else tenths(value)


def _money(value: Money | None) -> str:
    return NONE if value is None else value.grouped()
