"""What stands where on the sheets of a workbook to fill offline: words of the form, and the cells a person may write into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jixiao.documents.facts import Offline, Source
from jixiao.targets.facts import Department, Indicator, PlanPoint, Project
from jixiao.targets.sums.filling import in_unit
from jixiao.targets.sums.levels import goal_parts, levels

FORMAT = "1"  # of the sheets below; a workbook of another is not read
HIDDEN_SHEET = "_jixiao"
GUIDE = "填表说明"
WIDTH = 15  # columns of a pane
SPARE_ROWS, SPARE_TASKS, SPARE_PROJECTS = 12, 2, 2
COLUMNS = (
    ("level1", "一级指标", 11), ("level2", "二级指标", 14), ("level3", "三级指标", 24), ("explanation", "指标解释", 24), ("operator", "运算符号", 6),
    ("value", "指标值", 12), ("unit", "度量单位", 8), ("basis", "指标值确定依据", 22), ("weight", "分值", 6), ("grading", "评分标准", 20),
    ("method", "取值方式", 12), ("source", "数据来源", 14), ("evidence", "佐证资料要求", 16), ("scoring", "赋分规则", 20), ("history", "历史参考值", 16),
)  # fmt: skip
FUNDING = ("财政拨款", "上年结转", "其他资金")
DATES = ("3月底", "6月底", "9月底", "12月底")
OPERATORS = ("≥", "≤", "=", ">", "<")
UNITS = (
    "个", "家", "户", "项", "件", "份", "台", "辆", "套", "次", "场", "期", "批", "篇", "条", "处", "人", "人次", "吨", "公斤", "元", "万元", "亿元",
    "万美元", "亿美元", "天", "工作日", "小时", "个月", "年", "平方米", "亩", "%", "‰", "个百分点", "倍",
)  # fmt: skip
METHODS = ("直接证明法", "情况统计法", "情况说明法", "问卷调查法", "趋势判断法")
APART = "；"


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of a pane, from 0: a word of the form (``path`` is empty) or the fact at a path; ``choices`` names its list."""

    row: int
    column: int
    text: str
    path: str = ""
    rows: int = 1
    columns: int = 1
    choices: str = ""
    look: str = ""  # title, caption, head, label, long


@dataclass(slots=True)
class Pane:
    """One sheet: what it is about, the facts it was made from, and its cells."""

    name: str
    kind: str  # project, department
    source: Source
    project: Project | None = None
    plan: Department | None = None
    slots: list[Slot] = field(default_factory=list)
    height: int = 0

    def label(self, column: int, text: str, *, columns: int = 1, rows: int = 1, look: str = "label") -> None:
        """Put a word of the form into the row being made."""
        self.slots.append(Slot(self.height, column, text, rows=rows, columns=columns, look=look))

    def fact(self, column: int, path: str, text: str | None, *, columns: int = 1, choices: str = "", look: str = "") -> None:
        """Put a cell to write into."""
        self.slots.append(Slot(self.height, column, text or "", path, columns=columns, choices=choices, look=look))

    @property
    def by_path(self) -> dict[str, Slot]:
        """The cells to write into, by their path."""
        return {slot.path: slot for slot in self.slots if slot.path}


def choices(regime: str) -> dict[str, tuple[str, ...]]:
    """Return the lists to choose from."""
    known = levels(regime)
    return {
        "level1": tuple(known), "level2": tuple(name for below in known.values() for name in below), "operator": OPERATORS, "unit": UNITS,
        "method": METHODS, "nature": ("新增", "延续"), "category": ("人员类", "运转类", "特定目标类"),
    }  # fmt: skip


def panes(said: Offline) -> list[Pane]:
    """Return the sheets of a workbook: the department's where it has one, a sheet a project, sheets for new ones."""
    found = [_department(said.filing.department, said.whole, said)] if said.filing.department and said.whole else []
    names = {pane.name for pane in found}
    for at, project in enumerate(said.filing.projects):
        source = said.sources[at] if at < len(said.sources) else Source()
        known = source.target is not None
        found.append(_project(project, source, f"项目{at + 1}" if known else _free(names, at), said))
        names.add(found[-1].name)
    return found


def blank(said: Offline, count: int = SPARE_PROJECTS) -> Offline:
    """Return the same with empty projects at the end, for new ones."""
    plan = said.filing.projects[0].plan if said.filing.projects else ()
    dates = tuple(PlanPoint(point.by) for point in plan) or tuple(PlanPoint(by) for by in DATES)
    new = [
        Project(year=said.year, amount_unit="万元", plan=dates, unit=said.unit, no=len(said.filing.projects) + at) for at in range(count)
    ]
    projects = (*said.filing.projects, *new)
    filing = type(said.filing)(said.filing.department, projects, said.filing.year, said.filing.part_title)
    sources = (*said.sources, *[Source()] * (len(projects) - len(said.sources)))
    return Offline(said.unit, said.unit_code, said.year, said.regime, filing, sources, said.whole)


def _free(names: set[str], at: int) -> str:
    return next(name for number in range(1, 1000) if (name := f"新增项目{number}") not in names and at >= 0)


def _project(project: Project, source: Source, name: str, said: Offline) -> Pane:
    pane = Pane(name, "project", source, project)
    unit = project.amount_unit or "万元"
    pane.label(0, "项目支出绩效目标申报表", columns=WIDTH, look="title")
    pane.height = 1
    pane.label(0, f"{said.unit}　{said.year}年度　金额单位：{unit}", columns=WIDTH, look="caption")
    pane.height = 2
    _pair(pane, ("项目名称", "name", project.name, ""), ("项目代码", "code", project.code, ""))
    _pair(pane, ("主管部门", "department", project.department, ""), ("实施单位", "unit", project.unit, ""))
    _pair(pane, ("项目属性", "nature", project.nature, "nature"), ("项目期", "term", project.term, ""))
    _pair(pane, ("项目负责人", "lead", project.lead, ""), ("联系电话", "phone", project.phone, ""))
    _pair(pane, ("项目类别", "category", project.category, "category"), ("单位代码", "unit_code", project.unit_code, ""))
    medium = in_unit(project.medium_amount, unit) if project.medium_amount is not None else ""
    shown = project.amount_text or (in_unit(project.amount, unit) if project.amount is not None else "")
    _pair(pane, (f"年度申请资金额度（{unit}）", "amount", shown, ""), (f"中期资金总额（{unit}）", "medium_amount", medium, ""))
    sources = [(name, in_unit(money, unit)) for name, money in project.funding]
    sources += [(name, "") for name in FUNDING if name not in dict(sources)]
    _many(pane, "其中", [(name, f"funding.{at}.amount", text) for at, (name, text) in enumerate(sources)])
    _many(pane, "资金支出计划（累计%）", [(point.by, f"plan.{at}.percent", point.percent or "") for at, point in enumerate(project.plan)])
    for word, path, text in (("中期目标", "medium_goal", project.medium_goal), ("年度目标", "annual_goal", project.annual_goal)):
        pane.label(0, word, columns=2)
        pane.fact(2, path, text, columns=WIDTH - 2, look="long")
        pane.height += 1
    _rows(pane, project.indicators)
    return pane


def _pair(pane: Pane, *pairs: tuple[str, str, str | None, str]) -> None:
    for column, (word, path, text, list_name) in zip((0, 7), pairs, strict=True):
        pane.label(column, word, columns=2 if column == 0 else 1)
        pane.fact(column + (2 if column == 0 else 1), path, text, columns=5 if column == 0 else WIDTH - 8, choices=list_name)
    pane.height += 1


def _many(pane: Pane, word: str, items: Sequence[tuple[str, str, str]]) -> None:
    """Put labels and values two columns each; more than fit a row go on below."""
    for start in range(0, len(items), 6):
        pane.label(0, word if start == 0 else "", columns=2)
        for place, (name, path, text) in enumerate(items[start : start + 6]):
            pane.label(2 + 2 * place, name)
            pane.fact(3 + 2 * place, path, text)
        pane.height += 1


def _rows(pane: Pane, rows: Sequence[Indicator]) -> None:
    for column, (_, word, _) in enumerate(COLUMNS):
        pane.label(column, word, look="head")
    pane.height += 1
    for at, row in enumerate([*rows, *[Indicator()] * SPARE_ROWS]):
        operator, value, unit = goal_parts(row)
        told = {"operator": operator, "value": value, "unit": unit}
        for column, (name, _, _) in enumerate(COLUMNS):
            text = told[name] if name in told else getattr(row, name)
            pane.fact(column, f"rows.{at}.{name}", text, choices=name if name in {"level1", "level2", "operator", "unit", "method"} else "")
        pane.height += 1


def _department(plan: Department, source: Source, said: Offline) -> Pane:
    pane = Pane("部门整体", "department", source, plan=plan)
    pane.label(0, "部门（单位）整体支出绩效目标申报表", columns=WIDTH, look="title")
    pane.height = 1
    pane.label(0, f"{plan.name or said.unit}　{said.year}年度　金额单位：万元", columns=WIDTH, look="caption")
    pane.height = 2
    pane.label(0, "年度总体目标", columns=2)
    pane.fact(2, "overall_goal", plan.overall_goal, columns=WIDTH - 2, look="long")
    pane.height += 1
    for column, (word, wide) in zip(TASK_PLACES, TASKS, strict=True):
        pane.label(column, word, columns=wide, look="head")
    pane.height += 1
    for number, goal in enumerate(plan.sub_goals):
        for at in range(len(goal.tasks) + SPARE_TASKS):
            task = goal.tasks[at] if at < len(goal.tasks) else None
            amount = task.amount.wan() if task and task.amount is not None else ""
            texts = (task.name, task.text, amount, task.section or "", APART.join(task.projects)) if task else ("",) * 5
            pane.label(0, goal.name if at == 0 else "", columns=2)
            for column, path, text, (_, wide) in zip(TASK_PLACES[1:], TASK_FIELDS, texts, TASKS[1:], strict=True):
                pane.fact(column, f"sub_goals.{number}.tasks.{at}.{path}", text, columns=wide)
            pane.height += 1
    _rows(pane, plan.indicators)
    return pane


TASKS = (("分项目标", 2), ("任务名称", 1), ("主要内容", 5), ("预算金额（万元）", 2), ("责任科室", 2), ("对应项目（多个用；隔开）", 3))
TASK_PLACES = (0, 2, 3, 8, 10, 12)
TASK_FIELDS = ("name", "text", "amount", "section", "projects")
