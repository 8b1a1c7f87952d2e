"""核心绩效指标表 (财预〔2021〕101号 附件2): every indicator with its explanation, history, value in three columns, basis, points and proof."""

from __future__ import annotations

from jixiao.documents.sums.blocks import BLANK, TableBuilder, runs
from jixiao.kernel.goal import GoalKind
from jixiao.office.facts import Block, Document, Paragraph
from jixiao.targets.facts import Filing, Indicator, Project

TITLE = "核心绩效指标表"
VALUE = 6  # the column at which the three of the value begin
HEADS = (
    ("一级项目", 11), ("一级指标", 7), ("二级指标", 8), ("三级指标", 13), ("指标解释", 15), ("历史参考值\n（近三年）", 11), ("指标值", 6), ("", 7),
    ("", 6), ("指标值设定依据", 13), ("指标完成值\n取值方式", 9), ("数据来源", 9), ("分值权重", 5), ("赋分规则", 13), ("佐证资料要求", 11),
)  # fmt: skip
PARTS = ("运算符号", "内容", "度量单位")


def document(filing: Filing) -> Document:
    """Return the table of all projects as blocks."""
    builder = TableBuilder(len(HEADS), [share for _, share in HEADS])
    for column, (text, _) in enumerate(HEADS):
        if text and column != VALUE:
            builder.label(0, column, text, 2)
    builder.label(0, VALUE, "指标值", 1, len(PARTS))
    for column, text in enumerate(PARTS, VALUE):
        builder.label(1, column, text)
    builder.height = 2
    for project in filing.projects:
        _project(builder, project)
    blocks: list[Block] = [Paragraph(TITLE, 1, look="title")]
    if filing.year is not None:
        blocks.append(Paragraph(f"（{filing.year}年度）", look="centre"))
    return Document((*blocks, builder.table(name=TITLE, head=(0, 2))), "")


def _project(builder: TableBuilder, project: Project) -> None:
    rows = project.rows or (Indicator(),)
    start = builder.height
    builder.put(start, 0, project.name or BLANK, len(rows))
    for at, level, text, reach in runs(rows):
        builder.put(start + at, level, text or BLANK, reach)
    for at, row in enumerate(rows, start):
        texts = (
            row.level3,
            row.explanation,
            row.history,
            *value(row),
            row.basis,
            row.method,
            row.source,
            row.weight,
            row.scoring or row.grading,
        )
        builder.line(at, 3, [text or BLANK for text in (*texts, row.evidence)])
    builder.height += len(rows)


def value(row: Indicator) -> tuple[str, str, str]:
    """Return a value in its three columns: operator, content, unit; one that is no number stays whole."""
    goal = row.goal
    if goal.kind is GoalKind.WORD:
        return ("定性", row.value or "", row.unit or "")
    if goal.kind is GoalKind.DATE:
        return (goal.operator or "", goal.date or row.value or "", row.unit or "")
    if goal.number is None:
        return ("", row.value or "", row.unit or "")
    return (goal.operator or ("介于" if goal.kind is GoalKind.RANGE else "="), goal.shown_number or "", goal.unit)
