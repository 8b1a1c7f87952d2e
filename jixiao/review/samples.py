"""Short words for writing the examples a rule carries: an indicator, a project, a filing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from jixiao.kernel.money import Money
from jixiao.targets.facts import Department, Filing, GoalIndicator, Indicator, PlanPoint, Project, Safeguard, SubGoal, Task

LEVEL1 = {
    "数量指标": "产出指标",
    "质量指标": "产出指标",
    "时效指标": "产出指标",
    "成本指标": "产出指标",
    "服务对象满意度指标": "满意度指标",
}
EVEN = ("25%", "50%", "75%", "100%")
DATES = ("3月底", "6月底", "9月底", "12月底")


def indicator(level2: str | None, level3: str | None, value: str | None = None, basis: str | None = None, **more: Any) -> Indicator:
    """Return one row; its level 1 follows from its level 2 unless given."""
    level1 = more.pop("level1", LEVEL1.get(level2 or "", "效益指标"))
    return Indicator(level1=level1, level2=level2, level3=level3, value=value, basis=basis, **more)


def project(*rows: Indicator, wan: str | None = "50", plan: tuple[str | None, ...] = EVEN, **more: Any) -> Project:
    """Return one project of 2022 asking for ``wan`` 万元, its plan at the ends of the quarters."""
    known: dict[str, Any] = {
        "name": "2022年度展会补贴资金",
        "lead": "张某某",
        "phone": "0000-0000000",
        "annual_goal": "举办展会5次",
        "year": 2022,
    }
    known |= {"columns": ("level1", "level2", "level3", "value", "basis"), "amount_unit": "万元", "amount_text": wan} | more
    known.setdefault("table_title", f"{known['name']}绩效目标表")
    return Project(
        amount=None if wan is None else Money.parse(wan, "万元"),
        plan=tuple(PlanPoint(by, percent) for by, percent in zip(DATES, plan, strict=False)),
        indicators=tuple(replace(row, no=no) for no, row in enumerate(rows)),
        **known,
    )


def filing(*projects: Project, department: Department | None = None, **more: Any) -> Filing:
    """Return a filing of 2022 with the given projects."""
    return Filing(department, tuple(replace(one, no=no) for no, one in enumerate(projects)), **({"year": 2022} | more))


def department(*sections: SubGoal, overall: str = "", safeguards: tuple[Safeguard, ...] = ()) -> Department:
    """Return a department plan."""
    return Department(None, overall, sections, safeguards)


def section(name: str, *tasks: str, **indicators: str) -> SubGoal:
    """Return a sub-goal: tasks written 名称|内容, indicators as 数量指标="…"."""
    pairs = (task.partition("|") for task in tasks)
    return SubGoal(
        name,
        tuple(Task(head if bar else "", rest if bar else head) for head, bar, rest in pairs),
        tuple(GoalIndicator(level2, text) for level2, text in indicators.items()),
    )
