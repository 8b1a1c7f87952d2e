from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Edit, Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import COSTS, NUMBER, finder, money_of, shown, unit_price
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find cost indicators whose value is a bare number: read as it stands, spending less would miss the target.

    The fix is certain for amounts of money: ≤. A bare share of a cost may go either way (节约率), and a cost fixed by policy
    (补助标准) may mean exactly what it says: there nothing is written.
    """
    for row in project.rows:
        goal = row.goal
        if row.kind not in COSTS or goal.kind is not NUMBER or goal.operator is not None:
            continue
        money = money_of(goal.number, goal.unit) is not None or bool(unit_price(goal.unit)[0])
        certain = money and not finder(pack, "fixed_costs")(row.name)
        cell = "operator" if "operator" in project.columns else "value"
        old = row.operator if cell == "operator" else row.value
        new = "≤" if cell == "operator" else f"≤{(row.value or '').strip()}"
        yield Finding(
            row.at(cell),
            f"成本指标「{row.name}」的指标值{shown(row.value)}没有写≤，少花钱反而算没有完成",
            quote=row.value or "",
            suggestion=f"改为「≤{shown(row.value)}」"
            if certain
            else f"写明是「≤{shown(row.value)}」还是「{'=' if money else '≥'}{shown(row.value)}」",
            fix=(Edit(row.at(cell), old, new),) if certain else (),
        )


ENTRY = Rule(
    code="MP-02",
    title="成本指标缺运算符",
    severity=Severity.ERROR,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(
        project(indicator("成本指标", "展会项目总成本", "≤50万元")),
        project(indicator("成本指标", "展会项目总成本", "50万元以内")),
        project(indicator("成本指标", "展会项目总成本", "控制在50万元以内")),
        project(indicator("成本指标", "展会项目总成本", "50", operator="≤", unit="万元")),
        project(indicator("成本指标", "展会项目总成本", "节约")),
        project(indicator("数量指标", "举办展会场次", "5场")),
    ),
    caught=(
        project(indicator("成本指标", "不高于预算核定数额", "4.4万元")),
        project(indicator("经济成本指标", "单场展会成本", "10万元/场")),
        project(indicator("成本指标", "成本节约率", "5%")),
        project(indicator("成本指标", "展会项目总成本", "50", unit="万元"), columns=("level2", "level3", "operator", "value", "unit")),
    ),
)
