"""Writing: a filing into the blocks of a form; what the form has no place for gets rows and columns of its own and survives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from jixiao.kernel.money import Money
from jixiao.kernel.period import year_in
from jixiao.kernel.refusal import Refused
from jixiao.office.facts import Block, Document, Paragraph, Table
from jixiao.targets.facts import Department, Filing, Indicator, Project

from .blocks import BLANK, TableBuilder, runs
from .draft import NO_VALUE, medium_label
from .heads import TITLE, TITLE_LENGTH
from .words import bare

ORDER = (
    "level1", "level2", "level3", "explanation", "operator", "value", "unit", "basis", "weight", "actual", "score", "grading", "method",
    "source", "evidence", "scoring", "history",
)  # fmt: skip
HEADS = {
    "level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "explanation": "指标解释", "operator": "运算符号", "value": "指标值",
    "unit": "度量单位", "basis": "指标值确定依据", "weight": "分值", "actual": "实际完成值", "score": "得分", "grading": "评分标准",
    "method": "指标完成值取值方式", "source": "数据来源",
    "evidence": "佐证资料要求", "scoring": "赋分规则", "history": "历史参考值",
}  # fmt: skip
FIELDS = (
    ("code", "项目代码"), ("department", "主管部门"), ("unit", "实施单位"), ("unit_code", "单位代码"), ("nature", "项目属性"), ("term", "项目期"),
    ("category", "项目类别"),
)  # fmt: skip
WIDTHS = {
    "level1": 7, "level2": 9, "level3": 16, "explanation": 16, "operator": 4, "value": 9, "unit": 5, "basis": 14, "weight": 5, "actual": 8,
    "score": 5, "grading": 13, "method": 9, "source": 10, "evidence": 11, "scoring": 13, "history": 12,
}  # fmt: skip
UPRIGHT, OTHER = 4, 9  # shares of the vertical label's column, and of a column the form does not know
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
    """Return the whole filing as blocks, each project on pages of its own."""
    blocks: list[Block] = list(department_blocks(filing))
    for project in filing.projects:
        blocks += [*heading(filing, project, form), table(project, form)]
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


def plan_blocks(filing: Filing) -> Iterator[Paragraph]:
    """Write the department plan under its own title, its chapters below the headings a list of contents holds."""
    plan = filing.department
    if plan is not None:
        yield Paragraph(f"{plan.name or ''}{filing.year or ''}{'年' if filing.year else ''}部门整体绩效目标", look="title")
        yield from (replace(one, level=one.level + 2) if one.level else one for one in _plan(plan))


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


def heading(filing: Filing, project: Project, form: Form) -> Iterator[Paragraph]:
    """Write what stands above a project's table: the title, and the year where no other word tells it."""
    title = project.table_title or form.title.format(name=project.name or "")
    shown = project.heading or form.heading.format(number=project.no + 1, title=title)
    yield Paragraph(shown, 2, look=title_look(shown), fresh=True)
    stated = filing.year if filing.department is not None else None
    if project.year is not None and year_in(title) is None and project.year != stated:
        yield Paragraph(f"（{project.year}年度）", look="centre")


def title_look(text: str) -> str:
    """Return the look of a heading: a title where the reader knows it as one wherever it stands."""
    shown = bare(text)
    return "title" if len(shown) < TITLE_LENGTH and TITLE.search(shown) and not shown.endswith(("。", "；", "：")) else ""


def table(project: Project, form: Form) -> Table:
    """Return the table of a project."""
    names = columns(project, form)
    notes = list(dict.fromkeys(head for row in project.indicators for head, _ in row.extra))
    shares = [UPRIGHT, *[WIDTHS[name] for name in names], *[OTHER] * len(notes)]
    width = max(len(shares), 2 + len(project.plan), 6)
    builder = TableBuilder(width, [*shares, *[OTHER] * (width - len(shares))])
    _head(builder, project, form)
    plan_rows(builder, project)
    for label, text in project.extra:
        builder.pair_row((label, text))
    for one in project.medium_indicators:
        builder.pair_row((medium_label(one), one.value or NO_VALUE))
    _goals(builder, project, form)
    head = (builder.height, 1)
    _indicators(builder, project, form, names, notes)
    return builder.table(name=project.name, head=head)


def columns(project: Project, form: Form) -> list[str]:
    """Return the indicator columns to print: those of the form, and those that say something."""
    wanted = set(form.columns) | {name for name in ORDER if any(getattr(row, name) for row in project.indicators)}
    wanted |= set(project.columns) & set(ORDER)
    return [name for name in ORDER if name in wanted]


def _head(builder: TableBuilder, project: Project, form: Form) -> None:
    lead = " ".join(text for text in (project.lead, project.phone) if text)
    builder.pair_row((form.name, project.name or BLANK), (form.lead, lead or BLANK))
    shown = [(label, getattr(project, field)) for field, label in FIELDS if getattr(project, field) or field in form.fields]
    builder.pairs([(label, text or BLANK) for label, text in shown])
    unit, text = amount(project)
    builder.pair_row((f"{form.amount}（{unit}）" if unit else form.amount.strip(), text))
    money = [(f"其中：{name}（万元）", part.wan()) for name, part in project.funding]
    if project.medium_amount is not None:
        money.insert(0, ("中期资金总额（万元）", project.medium_amount.wan()))
    for pair in money:
        builder.pair_row(pair)


def amount(project: Project) -> tuple[str | None, str]:
    """Return unit and text of the amount: as it was written where that still says the same."""
    money, text, unit = project.amount, project.amount_text, project.amount_unit
    if money is None:
        return (unit, text) if text else ("万元", BLANK)
    if text and unit and _says(text, unit, money):
        return unit, text
    return ("元", money.yuan()) if unit == "元" else ("万元", money.wan())


def _says(text: str, unit: str, money: Money) -> bool:
    try:
        return Money.parse(text.removesuffix(unit), unit) == money
    except Refused:
        return False


def plan_rows(builder: TableBuilder, project: Project) -> None:
    """Write the cumulative spending plan: dates across, percents below."""
    if not project.plan:
        return
    row = builder.height
    builder.label(row, 0, "资金支出计划（%）", 2, 2)
    for point, (column, reach) in zip(project.plan, builder.spread(2, len(project.plan)), strict=True):
        builder.label(row, column, point.by, 1, reach)
        builder.put(row + 1, column, f"{point.percent}%" if point.percent else BLANK, 1, reach)
    builder.height += 2


def _goals(builder: TableBuilder, project: Project, form: Form) -> None:
    goals: list[tuple[str, str | None]] = [("中期目标", project.medium_goal)] if project.medium_goal else []
    goals.append(("年度目标", project.annual_goal))
    row = builder.height
    builder.label(row, 0, form.goal, 2)
    for (label, text), (column, reach) in zip(goals, builder.spread(1, len(goals)), strict=True):
        builder.label(row, column, label, 1, reach)
        builder.put(row + 1, column, text or BLANK, 1, reach)
    builder.height += 2


def _indicators(builder: TableBuilder, project: Project, form: Form, names: list[str], notes: list[str]) -> None:
    row = builder.height
    builder.label(row, 0, form.marks, 1 + len(project.indicators))
    builder.line(row, 1, [HEADS[name] for name in names] + notes, labels=True)
    for at, level, text, rows in runs(project.indicators):
        builder.put(row + 1 + at, level, text, rows)
    for at, one in enumerate(project.indicators):
        builder.line(row + 1 + at, 3, [cell(one, name) for name in names[2:]] + noted(one, notes))
    builder.height += 1 + len(project.indicators)


def cell(row: Indicator, name: str) -> str:
    """Return the text of one cell of an indicator row."""
    return getattr(row, name) or BLANK


def noted(row: Indicator, notes: list[str]) -> list[str]:
    """Return the texts of the columns the form does not know."""
    texts = dict(row.extra)
    return [texts.get(head, BLANK) for head in notes]
