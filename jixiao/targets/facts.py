"""What a department promises with its budget: the plan of the whole, the projects, their indicators and spending plans."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType

from jixiao.kernel.goal import Goal
from jixiao.kernel.money import Money
from jixiao.kernel.place import NOWHERE, Place, Spot


class Kind(enum.StrEnum):
    """Level-2 indicators (二级指标) of the 2015/2020 and 2021 regimes; OTHER is a label outside both."""

    QUANTITY = "数量指标"
    QUALITY = "质量指标"
    TIMELINESS = "时效指标"
    COST = "成本指标"
    COST_ECONOMIC = "经济成本指标"
    COST_SOCIAL = "社会成本指标"
    COST_ECOLOGICAL = "生态环境成本指标"
    ECONOMIC = "经济效益指标"
    SOCIAL = "社会效益指标"
    ECOLOGICAL = "生态效益指标"
    SUSTAINABLE = "可持续影响指标"
    SATISFACTION = "服务对象满意度指标"
    OTHER = ""

    @property
    def is_cost(self) -> bool:
        """Say whether the kind limits what is spent: 成本指标 of 2015, 经济成本指标 of 2021."""
        return self in {Kind.COST, Kind.COST_ECONOMIC}


_KINDS = {kind.value: kind for kind in Kind if kind.value} | {"满意度指标": Kind.SATISFACTION}

# The form's own word for a fact, by the last word of its path; what a person sees as the column of a finding.
WORDS = {
    "table_title": "表标题",
    "heading": "表标题",
    "name": "项目名称",
    "code": "项目代码",
    "lead": "项目负责人",
    "phone": "联系电话",
    "department": "主管部门",
    "unit": "实施单位",
    "amount": "年度申请资金额度",
    "funding": "资金来源",
    "plan": "资金支出计划",
    "percent": "资金支出计划",
    "annual_goal": "年度目标",
    "medium_goal": "中期目标",
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "value": "指标值",
    "basis": "指标值确定依据",
    "weight": "分值",
    "actual": "实际完成值",
    "score": "得分",
    "explanation": "指标解释",
    "indicators": "指标行",
    "part_title": "部分标题",
}

DEPARTMENT_WORDS = {
    "overall_goal": "总体绩效目标",
    "sub_goals": "分项绩效目标",
    "tasks": "绩效目标",
    "indicators": "绩效指标",
    "safeguards": "工作保障措施",
}


def strip_name(text: str | None) -> str:
    """Return a name without any white space, for comparing: line breaks and spaces inside a cell mean nothing."""
    return "".join(text.split()) if text else ""


@dataclass(frozen=True)
class Indicator:
    """One row of an indicator table, as written; blank cells are None.

    ``level1`` and ``level2`` are normalised to end in 指标; ``level3`` is the name without 指标1:, ★ and placeholders; ``value`` is
    the target cell as written. ``operator`` (≥ ≤ = > <) and ``unit`` hold what forms with columns of their own say there.
    """

    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    value: str | None = None
    operator: str | None = None
    unit: str | None = None
    basis: str | None = None
    weight: str | None = None
    actual: str | None = None
    score: str | None = None
    explanation: str | None = None  # 指标解释, 指标说明, 计算公式
    grading: str | None = None  # 评(扣)分标准: the bands of a qualitative value
    source: str | None = None  # 数据来源
    evidence: str | None = None  # 佐证资料要求
    method: str | None = None  # 指标完成值取值方式 (101号): 直接证明法, 情况统计法, …
    scoring: str | None = None  # 赋分规则
    history: str | None = None  # 近三年 values
    extra: tuple[tuple[str, str], ...] = ()  # further columns of the form: (head, text)
    no: int = 0  # which row of its project, from 0

    def at(self, column: str = "") -> str:
        """Return the path of one of my cells below my project: "indicators.4.value"."""
        return f"indicators.{self.no}.{column}" if column else f"indicators.{self.no}"

    @cached_property
    def kind(self) -> Kind:
        """The level-2 class of the row."""
        return _KINDS.get(strip_name(self.level2), Kind.OTHER)

    @cached_property
    def goal(self) -> Goal:
        """The target value, read by the goal grammar; an empty value is a goal of kind BLANK."""
        return Goal.parse(self.value or "", operator=self.operator, unit=self.unit)

    @cached_property
    def name(self) -> str:
        """The level-3 name without white space; "" when blank."""
        return strip_name(self.level3)

    @cached_property
    def is_blank(self) -> bool:
        """Say whether name, value and basis are all empty: a row left over."""
        return not (self.level3 or self.value or self.basis)


@dataclass(frozen=True, slots=True)
class PlanPoint:
    """One point of the cumulative spending plan: by when (as written, 3月底) and how much (percent as written without %)."""

    by: str
    percent: str | None = None


@dataclass(frozen=True)
class Project:
    """One project target table (项目绩效目标表)."""

    name: str | None = None
    table_title: str | None = None  # heading above or first row of the table, without its ordinal
    heading: str | None = None  # the same as printed, with its ordinal: 1、…, 4 …
    year: int | None = None
    code: str | None = None
    lead: str | None = None
    phone: str | None = None
    department: str | None = None  # 主管部门
    unit: str | None = None  # 实施单位
    unit_code: str | None = None
    nature: str | None = None  # 项目属性: 新增, 延续
    term: str | None = None  # 项目期
    category: str | None = None  # 项目类别: 人员类, 运转类, 特定目标类
    amount: Money | None = None  # what is asked for this year
    amount_text: str | None = None  # as written
    amount_unit: str | None = None  # 万元, 元
    funding: tuple[tuple[str, Money], ...] = ()  # 其中: (财政拨款, …), (上年结转, …), (其他资金, …)
    medium_amount: Money | None = None
    medium_goal: str | None = None
    annual_goal: str | None = None
    plan: tuple[PlanPoint, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    columns: tuple[str, ...] = ()  # which indicator columns the form has: field names of Indicator
    medium_indicators: tuple[Indicator, ...] = ()  # the left half of the national form: 中期目标
    extra: tuple[tuple[str, str], ...] = ()  # further head fields of the form: (label, text)
    no: int = 0  # which project of its filing, from 0

    @cached_property
    def title(self) -> str:
        """The heading without white space."""
        return strip_name(self.table_title)

    @cached_property
    def title_name(self) -> str:
        """The project name the heading speaks of: without its ordinal and 绩效目标表."""
        bare = re.sub(r"^[(（]?(?:\d+|[一二三四五六七八九十]+)(?:[)）][、.．,，]?|[、.．,，])", "", self.title)
        return re.sub(r"(项目)?(支出)?绩效目标(申报|批复|自评)?表(（.*）)?$", "", bare)

    @cached_property
    def rows(self) -> tuple[Indicator, ...]:
        """The indicator rows that promise something: neither blank nor 不涉及."""
        return tuple(row for row in self.indicators if row.name and not is_placeholder(row.name))

    @cached_property
    def classes(self) -> frozenset[str]:
        """Every first and second level under which a row promises something."""
        return frozenset([row.kind for row in self.rows]) | frozenset([row.level1 or "" for row in self.rows])

    def of(self, *kinds: Kind) -> tuple[Indicator, ...]:
        """Return the promising rows of the given kinds."""
        return tuple(row for row in self.rows if row.kind in kinds)


PLACEHOLDERS = frozenset({"不涉及", "无", "/", "-", "—", "——", "略", "暂无", "不适用", "……", "…"})


def is_placeholder(text: str) -> bool:
    """Say whether a name only fills its cell: 不涉及, 无, /."""
    return text in PLACEHOLDERS


@dataclass(frozen=True, slots=True)
class Task:
    """One numbered task (绩效目标) of a sub-goal; ``name`` is "" where the section is a single unnamed paragraph.

    ``amount``, ``section`` and ``projects`` (names of the projects that carry it out) are filled in the system; a file seldom has them.
    """

    name: str
    text: str
    amount: Money | None = None  # 预算金额
    section: str | None = None  # 责任科室
    projects: tuple[str, ...] = ()  # 对应项目


@dataclass(frozen=True, slots=True)
class GoalIndicator:
    """One indicator sentence of a sub-goal: 数量指标：确保……完成；."""

    level2: str
    text: str


@dataclass(frozen=True, slots=True)
class SubGoal:
    """One section of the department plan (分项绩效目标)."""

    name: str
    tasks: tuple[Task, ...] = ()
    indicators: tuple[GoalIndicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Safeguard:
    """One safeguard (工作保障措施)."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Department:
    """The department plan (部门整体绩效目标)."""

    name: str | None = None
    overall_goal: str = ""
    sub_goals: tuple[SubGoal, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()
    indicators: tuple[Indicator, ...] = ()  # 部门整体的三级指标, with numbers
    tags: tuple[tuple[str, str], ...] = ()  # words of the overall goal, and the indicator that measures them


@dataclass(frozen=True)
class Filing:
    """Everything one file says: the department plan (or None), its project tables, and where each fact stands.

    ``spots`` maps a path ("projects.2.name", "projects.2.indicators.4.value", "projects.2.plan.1.percent",
    "department.overall_goal", "department.sub_goals.0.tasks.3.text", "department.sub_goals.0.indicators.2.text",
    "department.safeguards.5.text", "part_title") to its spot in the file. ``part_title`` is the heading over the project tables.
    """

    department: Department | None = None
    projects: tuple[Project, ...] = ()
    year: int | None = None
    part_title: str | None = None
    spots: Mapping[str, Spot] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    def place(self, path: str) -> Place:
        """Return where a fact stands and what the form calls it; a path without a spot takes its nearest parent's."""
        word, above = _word(path), path
        while self.spots and above:
            spot = self.spots.get(above)
            if spot is not None:
                return Place(path, word, spot)
            above = above.rpartition(".")[0]
        return Place(path, word, NOWHERE)


@lru_cache(maxsize=16384)
def _word(path: str) -> str | None:
    """Return the form's own word for a path: the last step that has one; below the department its section's."""
    parts = path.split(".")
    if parts[0] == "department":
        return next((DEPARTMENT_WORDS[part] for part in reversed(parts) if part in DEPARTMENT_WORDS), None)
    return next((WORDS[part] for part in reversed(parts) if part in WORDS), None)


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell two versions say differently: its path, whose row it is, its column, and both texts (None: not there)."""

    path: str
    where: str
    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One adjustment of an approved target (绩效目标调整): why, on what paper, the money, and what changed."""

    cause: str
    document: str
    reason: str
    old: Money | None
    new: Money | None
    differences: tuple[Difference, ...] = ()
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # path of a difference: its own reason

    @property
    def reasoned(self) -> tuple[tuple[Difference, str], ...]:
        """Each difference with its own reason, "" where none was given."""
        return tuple((one, self.notes.get(one.path, "")) for one in self.differences)


@dataclass(frozen=True, slots=True)
class Due:
    """How long there is: negative days are overdue."""

    on: date
    days: int

    @property
    def words(self) -> str:
        """Say it as an official would."""
        if self.days < 0:
            return f"逾期 {-self.days} 天"
        return "今天" if self.days == 0 else f"剩 {self.days} 天"

    @property
    def level(self) -> str:
        """Return late, near or far: its colour, sign and word go together."""
        if self.days < 0:
            return "late"
        return "near" if self.days <= 1 else "far"


CAUSES = ("预算调整", "政策变化", "突发事件", "不可抗力")  # 财预〔2015〕88号 art 28: only for special causes
