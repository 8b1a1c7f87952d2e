"""绩效目标调整表: why a target changes, on what paper, the money before and after, each cell before and after."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.documents.facts import Adjusted
from jixiao.documents.sums.blocks import BLANK, TableBuilder
from jixiao.kernel.money import Money
from jixiao.office.facts import Document, Paragraph
from jixiao.targets.facts import Adjustment

TITLE = "绩效目标调整表"
HEADS = ("序号", "指标（内容）", "栏目", "原值", "调整后值", "原权重", "新权重", "调整理由")
WEIGHT = "分值"


@dataclass(slots=True)
class Change:
    """One line of the table: what changed at one place, its weight on the same line."""

    where: str
    column: str
    old: str
    new: str
    old_weight: str = ""
    new_weight: str = ""
    reason: str = ""


def document(said: Adjusted) -> Document:
    """Return the table as blocks."""
    project, adjustment = said.project, said.adjustment
    builder = TableBuilder(8, (5, 22, 10, 18, 18, 7, 7, 16))
    number = f"第{said.number}版" if said.number else BLANK
    for label, text, second, value in (
        ("项目名称", project.name, "调整后版本", number),
        ("主管部门", project.department, "实施单位", project.unit),
        ("原预算（万元）", _wan(adjustment.old), "调整后预算（万元）", _wan(adjustment.new)),
        ("调整原因类别", adjustment.cause, "依据文号", adjustment.document),
    ):
        _pair(builder, (label, text), (second, value))
    _wide(builder, "调整理由", adjustment.reason)
    lines = changes(adjustment)
    builder.line(builder.height, 0, HEADS, labels=True)
    head = (builder.height, 1)
    builder.height += 1
    for at, line in enumerate(lines, 1):
        texts = (str(at), line.where, line.column, line.old, line.new, line.old_weight, line.new_weight, line.reason)
        builder.line(builder.height, 0, [text or BLANK for text in texts])
        builder.height += 1
    for who, text, on in said.opinions or (("审批意见", "", ""),):
        _wide(builder, who, f"{text}\n{on}".strip() or BLANK)
    year = [Paragraph(f"（{project.year}年度）", look="centre")] if project.year else []
    return Document((Paragraph(TITLE, 1, look="title"), *year, builder.table(name="调整表", head=head)), "")


def changes(adjustment: Adjustment) -> list[Change]:
    """Return the lines of an adjustment: a changed weight stands on the line of its row's other change."""
    found: list[Change] = []
    rows: dict[str, Change] = {}
    for one in adjustment.differences:
        row = one.path.rpartition(".")[0]
        reason = adjustment.notes.get(one.path, "")
        if one.path.endswith(".weight") and row in rows:
            rows[row].old_weight, rows[row].new_weight = one.old or "", one.new or ""
            rows[row].reason = rows[row].reason or reason
            continue
        weight = one.path.endswith(".weight")
        line = Change(one.where, one.column, one.old or "", one.new or "", reason=reason)
        if weight:
            line = Change(one.where, WEIGHT, "", "", one.old or "", one.new or "", reason)
        found.append(line)
        if ".indicators." in f".{one.path}":
            rows.setdefault(row, line)
    return found


def _wan(money: Money | None) -> str:
    return money.wan() if money is not None else BLANK


def _pair(builder: TableBuilder, one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    row = builder.height
    builder.label(row, 0, one[0], 1, 2)
    builder.put(row, 2, one[1] or BLANK, 1, 2)
    builder.label(row, 4, other[0])
    builder.put(row, 5, other[1] or BLANK, 1, 3)
    builder.height += 1


def _wide(builder: TableBuilder, label: str, text: str) -> None:
    builder.label(builder.height, 0, label, 1, 2)
    builder.put(builder.height, 2, text or BLANK, 1, builder.width - 2)
    builder.height += 1
