from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import COSTS, finder, money_of, proposal, shown, subject
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find tables whose only cost indicator repeats the budget ceiling: nothing is said of what one unit or part may cost.

    A ceiling is a row whose name says so, or whose bound is the amount itself.
    """
    costs = [row for row in project.rows if row.kind in COSTS]
    if len(costs) != 1:
        return
    row = costs[0]
    goal = row.goal
    if "/" in goal.unit or finder(pack, "part_names")(row.name) or (goal.number is not None and goal.is_ratio):
        return
    bound = money_of(goal.number, goal.unit)
    if finder(pack, "ceiling_names")(row.name) or (bound is not None and bound == project.amount):
        better = proposal(subject(project, pack), row.level2, pack)
        yield Finding(
            row.at("level3"),
            f"成本指标只有「{row.name}」{shown(row.value)}，只是重复预算总额",
            quote=row.name,
            suggestion=f"增加单位成本或分项成本指标，如{better}" if better else "增加单位成本或分项成本指标",
        )


ENTRY = Rule(
    code="MP-11",
    title="只设总成本未设单位/分项成本",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(
        project(indicator("成本指标", "展会项目总成本", "≤50万元"), indicator("成本指标", "单场展会成本", "≤10万元/场")),
        project(indicator("成本指标", "单场展会成本", "≤10万元/场")),
        project(indicator("成本指标", "展位搭建费用", "≤20万元")),
        project(indicator("成本指标", "人均餐费", "≤100元")),
        project(indicator("成本指标", "成本节约率", "≥5%")),
        project(indicator("数量指标", "举办展会场次", "≥5场")),
    ),
    caught=(
        project(indicator("成本指标", "不高于支出核定数额", "≤50万元")),
        project(indicator("成本指标", "展会经费", "≤50万元")),
        project(indicator("经济成本指标", "展会项目总成本", "≤50万元")),
    ),
)
