"""绩效运行监控报告 (RULEBOOK 3.12), drafted from what was frozen: every number has its snapshot, the charts print in black and white."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from jixiao.documents.sums.blocks import BLANK, TableBuilder
from jixiao.documents.sums.writing import han
from jixiao.evidence.sums import saying
from jixiao.monitoring.facts import CAUSES, Light, Reading, Status
from jixiao.office.facts import Block, Document, Paragraph, Table
from jixiao.spending.sums.progress import share_of, tenths

from .said import Frozen, Off, Report

TITLE = "绩效运行监控报告"
WIDE = 10  # signs of a bar that is whole
FULL, REST, PLAN = "█", "░", "│"
MONEY = (5, 24, 8, 11, 11, 9, 9, 27)
STANDING = (5, 26, 8, 8, 8, 8, 8, 12, 20)
DETAIL = (20, 9, 18, 12, 12, 15, 9, 16)
DONE = (9, 22, 15, 24, 18, 9)


def document(said: Report) -> Document:
    """Return the report as blocks."""
    head = (
        Paragraph(f"{said.department}{said.year}年{said.word}{TITLE}", 1, look="title"),
        Paragraph(f"数据截至{said.until.year}年{said.until.month}月{said.until.day}日", look="centre"),
    )
    parts = (_whole, _goals, _causes, _measures, _next, _annex)
    blocks: list[Block] = [*head]
    for number, part in enumerate(parts, 1):
        word, body = part(said)
        blocks += [Paragraph(f"{han(number)}、{word}", 2), *body]
    blocks.append(
        Paragraph(
            f"本报告由系统按监控快照起草，{said.on.year}年{said.on.month}月{said.on.day}日生成；亮灯按“{said.preset}”，预测按“{said.scheme}”。",
            look="note",
        )
    )
    return Document(tuple(blocks), "")


def _whole(said: Report) -> tuple[str, list[Block]]:
    budget, paid = sum(one.sheet.money.budget for one in said.tables), sum(one.sheet.money.paid for one in said.tables)
    due = round(sum((one.lit.planned * one.sheet.money.budget / 100 for one in said.tables), Fraction(0)))
    gap = share_of(paid, budget) - share_of(due, budget)
    lights = "，".join(f"{light.value}{count}个" for light in Light if (count := sum(1 for one in said.tables if one.lit.light is light)))
    text = (
        f"纳入监控的项目{len(said.tables)}个，全年预算{_wan(budget)}万元，{said.word}支付{_wan(paid)}万元，执行率{tenths(share_of(paid, budget))}%，"
        f"按支出计划应支付{_wan(due)}万元，{'快' if gap > 0 else '慢'}{tenths(abs(gap))}个百分点。按亮灯口径：{lights}。"
    )
    forecast = (
        ""
        if said.whole is None
        else f"按现在的走势，按资金加权年底预计{tenths(said.whole.mid)}分（{tenths(said.whole.low)}—{tenths(said.whole.high)}），等级{said.whole.grade}。"
    )
    return "总体情况", [Paragraph(text + forecast), Paragraph("表1　各项目资金执行", look="caption"), _money(said)]


def _money(said: Report) -> Table:
    builder = TableBuilder(len(MONEY), MONEY)
    builder.line(
        0,
        0,
        ("序号", "项目", "灯", "预算\n（万元）", "已支付\n（万元）", "执行率", "比计划\n（点）", f"支付进度（{FULL}已付 {PLAN}计划）"),
        labels=True,
    )
    for at, one in enumerate(said.tables, 1):
        money = one.sheet.money
        texts = (
            str(at),
            one.sheet.project,
            one.lit.light.value,
            _wan(money.budget),
            _wan(money.paid),
            f"{tenths(money.rate)}%",
            _signed(one.lit.gap),
            bar(money.rate, one.lit.planned),
        )
        builder.line(at, 0, texts)
    builder.height = len(said.tables) + 1
    return builder.table(name="资金执行", head=(0, 1))


def bar(rate: Fraction, planned: Fraction) -> str:
    """Draw a rate and its plan, both in per cent, as a line of signs that prints in black and white."""
    done, mark = (min(WIDE, round(WIDE * value / 100)) for value in (rate, planned))
    signs = [FULL if place < done else REST for place in range(WIDE)]
    signs.insert(mark, PLAN)
    return "".join(signs)


def _goals(said: Report) -> tuple[str, list[Block]]:
    counts = {status: sum(1 for one in said.tables for row in one.sheet.readings if row.status is status) for status in Status}
    whole = sum(counts.values())
    text = f"共有指标{whole}项，按期{counts[Status.FINE]}项，有差距{counts[Status.SHORT]}项，到不了{counts[Status.LOST]}项，未到期{counts[Status.AHEAD]}项，没有数{counts[Status.BLANK]}项。"
    builder = TableBuilder(len(STANDING), STANDING)
    builder.line(0, 0, ("序号", "项目", "按期", "有差距", "到不了", "未到期", "没有数", "预计得分", "最管用的一件事"), labels=True)
    for at, one in enumerate(said.tables, 1):
        own = [
            str(sum(1 for row in one.sheet.readings if row.status is status))
            for status in (Status.FINE, Status.SHORT, Status.LOST, Status.AHEAD, Status.BLANK)
        ]
        score = f"{tenths(one.forecast.mid)}（{one.forecast.grade}）" if one.forecast else BLANK
        builder.line(
            at, 0, (str(at), one.sheet.project, *own, score, one.forecast.advice[0] if one.forecast and one.forecast.advice else BLANK)
        )
    builder.height = len(said.tables) + 1
    return "绩效目标完成情况", [
        Paragraph(text),
        Paragraph("表2　各项目指标和年底预测", look="caption"),
        builder.table(name="指标", head=(0, 1)),
    ]


def _causes(said: Report) -> tuple[str, list[Block]]:
    blocks: list[Block] = []
    for number, cause in enumerate(CAUSES, 1):
        told = [*_deviations(said.off, cause), *_answers(said.tables, cause)]
        if told:
            blocks.append(Paragraph(f"（{han(number)}）{cause if cause != '其他' else '其他原因'}", 3))
            blocks += [Paragraph(f"{at}．{text}") for at, text in enumerate(told, 1)]
    unsaid = [one.project for one in said.off if not one.said]
    if unsaid:
        blocks.append(Paragraph(f"还没有说明原因的：{'、'.join(unsaid)}。"))
    return "存在问题及原因", blocks or [Paragraph("没有发现需要说明的偏差。")]


def _deviations(off: Sequence[Off], cause: str) -> Iterator[str]:
    for one in off:
        if cause in one.causes:
            yield f"{one.project}（{one.code}）：{one.said.rstrip('。')}。"


def _answers(tables: Sequence[Frozen], cause: str) -> Iterator[str]:
    for one in tables:
        for said in one.sheet.answers:
            row = next((row for row in one.sheet.readings if row.place == said.place), None)
            if row is not None and cause in said.causes and said.said:
                yield f"{one.sheet.project}“{row.name}”：{said.said.rstrip('。')}。"


def _measures(said: Report) -> tuple[str, list[Block]]:
    if not said.off:
        return "处置情况", [Paragraph("没有需要处置的偏差。")]
    builder = TableBuilder(len(DONE), DONE)
    builder.line(0, 0, ("编号", "项目", "措施", "怎样办、什么时候", "落实", "状态"), labels=True)
    row = 1
    for one in said.off:
        lines = one.measures or ((BLANK, BLANK, BLANK),)
        builder.put(row, 0, one.code, len(lines))
        builder.put(row, 1, one.project, len(lines))
        builder.put(row, 5, one.state, len(lines))
        for down, (kind, how, effect) in enumerate(lines):
            for column, text in enumerate((kind, how, effect), 2):
                builder.put(row + down, column, text or BLANK)
        row += len(lines)
    builder.height = row
    closed = sum(1 for one in said.off if one.state == "已关闭")
    text = f"共发现偏差{len(said.off)}件，已关闭{closed}件，办理中{len(said.off) - closed}件。"
    return "处置情况", [Paragraph(text), Paragraph("表3　偏差和处置", look="caption"), builder.table(name="处置", head=(0, 1))]


def _next(said: Report) -> tuple[str, list[Block]]:
    found = [f"{one.project}：{how}" for one in said.off if one.state != "已关闭" for _kind, how, _effect in one.measures if how]
    advice = [
        f"{one.sheet.project}：{one.forecast.advice[0]}"
        for one in said.tables
        if one.lit.light.off and one.forecast and one.forecast.advice
    ]
    lines = list(dict.fromkeys([*found, *advice]))
    return "下一步措施", [Paragraph(f"{at}．{text.rstrip('。')}。") for at, text in enumerate(lines, 1)] or [
        Paragraph("按计划继续执行，下一期监控再看。")
    ]


def _annex(said: Report) -> tuple[str, list[Block]]:
    blocks: list[Block] = [
        Paragraph("各项指标的实际值、年底推算和数据来源。来源写明取数口径和监控快照，可在系统里逐级查到台账记录、佐证文件和支付凭证。")
    ]
    for at, one in enumerate(said.tables, 1):
        builder = TableBuilder(len(DETAIL), DETAIL)
        builder.line(0, 0, ("指标", "二级", "年度指标值", "实际值", "完成", "年底推算", "状态", "来源"), labels=True)
        for down, row in enumerate(one.sheet.readings, 1):
            actual = "" if row.actual is None else f"{saying.number(row.actual)}{row.unit}"
            share = "" if row.attained is None else f"{round(100 * row.attained)}%"
            source = f"{row.measure or '没有关联'}{f'，佐证{row.files}份' if row.files else ''}"
            builder.line(
                down, 0, [text or BLANK for text in (row.name, row.level2, row.goal, actual, share, _ahead(row), row.status.value, source)]
            )
        builder.height = len(one.sheet.readings) + 1
        blocks += [
            Paragraph(f"附表{at}　{one.sheet.project}（{one.snapshot}）", look="caption"),
            builder.table(name=f"附{at}", head=(0, 1)),
        ]
    return "附表", blocks


def _ahead(row: Reading) -> str:
    if row.ahead is None:
        return ""
    low, high = saying.number(row.ahead.low, 1), saying.number(row.ahead.high, 1)
    return f"{low}{row.unit}" if low == high else f"{low}—{high}{row.unit}"


def _wan(fen: Fraction | int) -> str:
    return f"{round(Fraction(fen) / 10_000) / 100:,.2f}"


def _signed(value: Fraction) -> str:
    return f"+{tenths(value)}" if value > 0 else tenths(value)
