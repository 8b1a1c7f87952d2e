"""Writing: a filing into the blocks of a form; what the form has no place for gets rows and columns of its own and survives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.kernel.money import Money
from jixiao.kernel.period import year_in
from jixiao.kernel.refusal import Refused
from jixiao.office.facts import Block, Document, Paragraph, Table
from jixiao.targets.facts import Department, Filing, Indicator, Project

from .blocks import BLANK, TableBuilder, runs, spread

ORDER = (
    "level1", "level2", "level3", "explanation", "operator", "value", "unit", "basis", "weight", "actual", "score", "grading", "source",
    "history",
)  # fmt: skip
HEADS = {
    "level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "explanation": "指标解释", "operator": "运算符号", "value": "指标值",
    "unit": "度量单位", "basis": "指标值确定依据", "weight": "分值", "actual": "实际完成值", "score": "得分", "grading": "评分标准",
    "source": "数据来源", "history": "历史参考值",
}  # fmt: skip
FIELDS = (
    ("code", "项目代码"), ("department", "主管部门"), ("unit", "实施单位"), ("unit_code", "单位代码"), ("nature", "项目属性"), ("term", "项目期"),
    ("category", "项目类别"),
)  # fmt: skip
HAN = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Form:
    """What distinguishes one form on paper: its labels, and the columns it always has."""

    name: str = "项目名称"
    lead: str = "项目负责人及联系电话"
    amount: str = "年度申请资金额度\n"
    goal: str = "总\n体\n目\n标"
    marks: str = "绩\n效\n指\n标"
    columns: tuple[str, ...] = ("level1", "level2", "level3", "value", "basis")
    fields: tuple[str, ...] = ()  # head fields printed even when empty
    heading: str = "{number}、{title}"
    title: str = "{name}绩效目标表"


def write(filing: Filing, form: Form) -> Document:
    """Return the whole filing as blocks."""
    blocks: list[Block] = list(department_blocks(filing))
    for project in filing.projects:
        blocks += _heading(filing, project, form)
        blocks.append(_table(project, form))
    return Document(tuple(blocks), "")


def department_blocks(filing: Filing) -> Iterator[Paragraph]:
    """Write the department plan, and the heading over the project tables."""
    plan = filing.department
    if plan is not None:
        yield Paragraph("第一部分", 1)
        yield Paragraph(f"{plan.name or ''}{filing.year}年部门整体绩效目标" if filing.year else "部门整体绩效目标", 1)
        yield from _plan(plan)
    if filing.part_title is not None:
        yield Paragraph("第二部分", 1)
        yield Paragraph(filing.part_title, 1)


def _plan(plan: Department) -> Iterator[Paragraph]:
    yield Paragraph("一、总体绩效目标", 2)
    yield from (Paragraph(line) for line in plan.overall_goal.split("\n") if line)
    yield Paragraph("二、分项绩效目标", 2)
    for number, goal in enumerate(plan.sub_goals, 1):
        yield Paragraph(f"（{han(number)}）{goal.name}", 3)
        yield Paragraph("绩效目标：")
        for at, task in enumerate(goal.tasks, 1):
            text = f"{at}、{task.name}  {task.text}" if task.name else task.text
            yield from (Paragraph(line) for line in text.split("\n"))
        yield Paragraph("绩效指标：")
        yield from (Paragraph(line) for one in goal.indicators for line in f"{one.level2}：{one.text}".split("\n"))
    yield Paragraph("三、工作保障措施", 2)
    for number, one in enumerate(plan.safeguards, 1):
        yield from (Paragraph(line) for line in f"（{han(number)}）{one.name}。{one.text}".split("\n"))


def han(number: int) -> str:
    """Write a number below 100 in Chinese: 十二."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN[tens - 1] + "十") + (HAN[ones - 1] if ones else "")


def _heading(filing: Filing, project: Project, form: Form) -> Iterator[Paragraph]:
    title = project.table_title or form.title.format(name=project.name or "")
    yield Paragraph(project.heading or form.heading.format(number=project.no + 1, title=title), 2)
    stated = filing.year if filing.department is not None else None
    if project.year is not None and year_in(title) is None and project.year != stated:
        yield Paragraph(f"（{project.year}年度）")


def _table(project: Project, form: Form) -> Table:
    names = _columns(project, form)
    notes = list(dict.fromkeys(head for row in project.indicators for head, _ in row.extra))
    builder = TableBuilder(max(1 + len(names) + len(notes), 2 + len(project.plan), 6))
    _head(builder, project, form)
    _plan_rows(builder, project)
    for label, text in project.extra:
        builder.pair_row((label, text))
    _goals(builder, project, form)
    _indicators(builder, project, form, names, notes)
    return builder.table()


def _columns(project: Project, form: Form) -> list[str]:
    wanted = set(form.columns) | {name for name in ORDER if any(getattr(row, name) for row in project.indicators)}
    wanted |= set(project.columns) & set(ORDER)
    return [name for name in ORDER if name in wanted]


def _head(builder: TableBuilder, project: Project, form: Form) -> None:
    lead = " ".join(text for text in (project.lead, project.phone) if text)
    builder.pair_row((form.name, project.name or BLANK), (form.lead, lead or BLANK))
    shown = [(label, getattr(project, field)) for field, label in FIELDS if getattr(project, field) or field in form.fields]
    builder.pairs([(label, text or BLANK) for label, text in shown])
    unit, text = _amount(project)
    builder.pair_row((f"{form.amount}（{unit}）" if unit else form.amount.strip(), text))
    money = [(f"其中：{name}（万元）", amount.wan()) for name, amount in project.funding]
    if project.medium_amount is not None:
        money.insert(0, ("中期资金总额（万元）", project.medium_amount.wan()))
    for pair in money:
        builder.pair_row(pair)


def _amount(project: Project) -> tuple[str | None, str]:
    """Return unit and text of the amount: as it was written where that still says the same."""
    amount, text, unit = project.amount, project.amount_text, project.amount_unit
    if amount is None:
        return (unit, text) if text else ("万元", BLANK)
    if text and unit and _says(text, unit, amount):
        return unit, text
    return ("元", amount.yuan()) if unit == "元" else ("万元", amount.wan())


def _says(text: str, unit: str, amount: Money) -> bool:
    try:
        return Money.parse(text.removesuffix(unit), unit) == amount
    except Refused:
        return False


def _plan_rows(builder: TableBuilder, project: Project) -> None:
    if not project.plan:
        return
    row = builder.height
    builder.put(row, 0, "资金支出计划（%）", 2, 2)
    for point, (column, columns) in zip(project.plan, spread(2, builder.width, len(project.plan)), strict=True):
        builder.put(row, column, point.by, 1, columns)
        builder.put(row + 1, column, f"{point.percent}%" if point.percent else BLANK, 1, columns)
    builder.height += 2


def _goals(builder: TableBuilder, project: Project, form: Form) -> None:
    goals: list[tuple[str, str | None]] = [("中期目标", project.medium_goal)] if project.medium_goal else []
    goals.append(("年度目标", project.annual_goal))
    row = builder.height
    builder.put(row, 0, form.goal, 2)
    for (label, text), (column, columns) in zip(goals, spread(1, builder.width, len(goals)), strict=True):
        builder.put(row, column, label, 1, columns)
        builder.put(row + 1, column, text or BLANK, 1, columns)
    builder.height += 2


def _indicators(builder: TableBuilder, project: Project, form: Form, names: list[str], notes: list[str]) -> None:
    row = builder.height
    builder.put(row, 0, form.marks, 1 + len(project.indicators))
    texts = [HEADS[name] for name in names] + notes
    _line(builder, row, 1, texts)
    for at, level, text, rows in runs(project.indicators):
        builder.put(row + 1 + at, level, text, rows)
    for at, one in enumerate(project.indicators):
        _line(builder, row + 1 + at, 3, [_cell(one, name) for name in names[2:]] + _notes(one, notes))
    builder.height += 1 + len(project.indicators)


def _line(builder: TableBuilder, row: int, start: int, texts: list[str]) -> None:
    """Put texts side by side; the last reaches to the edge of the table."""
    for at, text in enumerate(texts, start):
        last = at == start + len(texts) - 1
        builder.put(row, at, text, 1, builder.width - at if last else 1)


def _cell(row: Indicator, name: str) -> str:
    return getattr(row, name) or BLANK


def _notes(row: Indicator, notes: list[str]) -> list[str]:
    texts = dict(row.extra)
    return [texts.get(head, BLANK) for head in notes]
