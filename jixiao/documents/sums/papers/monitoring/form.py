"""项目支出绩效目标执行监控表 (RULEBOOK 3.5): head, money, goal, indicators with causes and possibility."""

from __future__ import annotations

from fractions import Fraction

from jixiao.documents.sums.blocks import BLANK, TableBuilder
from jixiao.evidence.sums import saying
from jixiao.kernel.money import Money
from jixiao.monitoring.facts import CAUSES, POSSIBLE, Answer, Reading
from jixiao.office.facts import Document, Paragraph, Table
from jixiao.spending.sums.progress import tenths

from .said import Frozen, Tables

TITLE = "项目支出绩效目标执行监控表"
WIDTHS = (7, 9, 16, 11, 11, 11, 5, 5, 5, 6, 5, 16, 5, 5, 6, 14)
OWN, OTHER = "一般公共预算", "其他资金"
TICK = "√"
CAUSE, POSSIBILITY = 6, 12  # where the columns of causes and of possibility begin


def document(said: Frozen) -> Document:
    """Return one project's table as blocks."""
    above = (Paragraph(TITLE, 1, look="title"), Paragraph(f"（{said.sheet.year}年度，{said.word}）", look="centre"))
    below = Paragraph(f"数据来自{said.snapshot}；实际值由台账和支付汇总，手工填报的另注明。", look="note")
    return Document((*above, table(said), below), "")


def together(said: Tables) -> Document:
    """Return the tables of a round, one after the other; in a workbook each is a sheet."""
    blocks: list[Paragraph | Table] = []
    for at, one in enumerate(said.tables):
        blocks.append(Paragraph(TITLE, 1, look="title", fresh=at > 0))
        blocks += [Paragraph(f"（{one.sheet.year}年度，{one.word}）", look="centre"), table(one, number=at + 1)]
    return Document(tuple(blocks), "")


def table(said: Frozen, number: int = 0) -> Table:
    """Return the table of one project."""
    sheet, builder = said.sheet, TableBuilder(len(WIDTHS), WIDTHS)
    builder.pair_row(("项目名称", sheet.project))
    row = builder.height
    builder.label(row, 0, "主管部门", 1, 2)
    builder.put(row, 2, sheet.department, 1, 3)
    builder.label(row, 5, "实施单位")
    builder.put(row, 6, sheet.unit or sheet.department, 1, len(WIDTHS) - 6)
    builder.height += 1
    _money(builder, said)
    builder.pair_row(("年度总体目标", sheet.goal or BLANK))
    head = builder.height
    _heads(builder, said.word)
    for one, at in _levels(builder, sheet.readings):
        _row(builder, at, one, sheet.answer(one.place))
    builder.height += len(sheet.readings)
    name = f"{number}.{sheet.project}"[:31] if number else "监控表"
    return builder.table(name=name, head=(head, 2))


def _money(builder: TableBuilder, said: Frozen) -> None:
    """Add the money: in all, and by source."""
    money, row = said.sheet.money, builder.height
    builder.label(row, 0, "项目资金\n（万元）", 4, 2)
    spots = builder.spread(2, 5)
    for (at, reach), word in zip(spots, ("", "年初预算数", f"{said.word}执行数", f"{said.word}执行率", "全年预计执行数"), strict=True):
        builder.label(row, at, word or BLANK, 1, reach)
    own = next(((budget, paid) for source, budget, paid in money.sources if source == OWN), (0, 0))
    other = (
        sum(budget for source, budget, _paid in money.sources if source != OWN),
        sum(paid for source, _budget, paid in money.sources if source != OWN),
    )
    lines = (("年度资金总额", money.budget, money.paid, said.expected), ("其中：一般公共预算拨款", *own, None), (OTHER, *other, None))
    for down, (word, budget, paid, expected) in enumerate(lines, 1):
        rate = f"{tenths(Fraction(100 * paid, budget))}%" if budget else BLANK
        texts = (word, _wan(budget), _wan(paid), rate, _wan(expected) if expected is not None else BLANK)
        for (at, reach), text in zip(spots, texts, strict=True):
            (builder.label if at == spots[0][0] else builder.put)(row + down, at, text, 1, reach)
    builder.height += 4


def _heads(builder: TableBuilder, word: str) -> None:
    row = builder.height
    for at, text in enumerate(("一级指标", "二级指标", "三级指标", "年度指标值", f"{word}执行情况", "全年预计完成情况")):
        builder.label(row, at, text, 2)
    builder.label(row, CAUSE, "偏差原因分析", 1, len(CAUSES) + 1)
    builder.label(row, POSSIBILITY, "完成目标可能性", 1, len(POSSIBLE))
    builder.label(row, POSSIBILITY + len(POSSIBLE), "备注", 2)
    for at, text in enumerate((*CAUSES, "原因说明"), CAUSE):
        builder.label(row + 1, at, text)
    for at, text in enumerate(POSSIBLE, POSSIBILITY):
        builder.label(row + 1, at, text)
    builder.height += 2


def _levels(builder: TableBuilder, rows: tuple[Reading, ...]) -> list[tuple[Reading, int]]:
    """Merge level 1 and level 2 as far as they are equal; return each row with its place."""
    found, begun = [], {0: (0, ""), 1: (0, "")}
    for at, row in enumerate(rows):
        for level, text in ((0, row.level1), (1, f"{row.level1}|{row.level2}")):
            if text != begun[level][1] or at == 0:
                begun[level] = (at, text)
                reach = next(
                    (n for n, later in enumerate(rows[at:]) if (later.level1 if level == 0 else f"{later.level1}|{later.level2}") != text),
                    len(rows) - at,
                )
                builder.put(builder.height + at, level, text.rpartition("|")[2] or BLANK, reach)
        found.append((row, builder.height + at))
    return found


def _row(builder: TableBuilder, at: int, row: Reading, said: Answer) -> None:
    builder.put(at, 2, row.name)
    builder.put(at, 3, row.goal or BLANK)
    actual = "" if row.actual is None else f"{saying.number(row.actual)}{row.unit}{'（手工填报）' if row.stated else ''}"
    builder.put(at, 4, actual or BLANK)
    builder.put(at, 5, expected_of(row, said) or BLANK)
    for column, cause in enumerate(CAUSES, CAUSE):
        builder.put(at, column, TICK if cause in said.causes else BLANK)
    builder.put(at, CAUSE + len(CAUSES), said.said or BLANK)
    for column, word in enumerate(POSSIBLE, POSSIBILITY):
        builder.put(at, column, TICK if said.possible == word else BLANK)
    builder.put(at, POSSIBILITY + len(POSSIBLE), said.note or BLANK)


def expected_of(row: Reading, said: Answer) -> str:
    """Return the expected year end: the officers' own word, else the system's range, which says so."""
    if said.expected is not None:
        return f"{saying.number(said.expected)}{row.unit}"
    if row.ahead is None:
        return ""
    low, high = saying.number(row.ahead.low, 1), saying.number(row.ahead.high, 1)
    return f"{low}{row.unit}（推算）" if low == high else f"{low}—{high}{row.unit}（推算）"


def _wan(fen: int) -> str:
    return Money(fen).wan2()
