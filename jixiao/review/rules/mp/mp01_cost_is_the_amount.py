from collections.abc import Iterator
from datetime import date

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Edit, Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import COSTS, NUMBER, finder, money_of, shown
from jixiao.targets.facts import Indicator, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find cost ceilings that are not the amount asked for: above it is an error, below it a warning.

    A row is a ceiling when its name says so (核定数额, 总成本). The cost of one part may well be lower than the amount, but it
    cannot be higher. Costs of one unit (万元/场) are not compared.
    """
    amount = project.amount
    if amount is None or amount.fen <= 0:
        return
    tolerance = int(pack.numbers["cost_tolerance_fen"])
    for row in project.rows:
        if row.kind not in COSTS or row.goal.kind is not NUMBER:
            continue
        bound = money_of(row.goal.number, row.goal.unit)
        if bound is None or abs(bound.fen - amount.fen) <= tolerance or finder(pack, "part_names")(row.name):
            continue
        if bound > amount:
            yield _above(row, amount)
        elif finder(pack, "ceiling_names")(row.name):
            yield Finding(
                row.at("value"),
                f"成本指标「{row.name}」的上限{shown(row.value)}低于申请额度{amount}",
                quote=row.value or "",
                suggestion=f"上限应等于申请额度{amount}；确能少花的，核减申请额度",
                severity=Severity.WARN,
            )


def _above(row: Indicator, amount: Money) -> Finding:
    """Say that a bound is above the amount; the fix writes the amount in the unit the cell has, where that is exact."""
    unit = row.goal.unit
    factor = {"元": 100, "万元": 1_000_000}.get(unit)
    fix: tuple[Edit, ...] = ()
    if factor and row.value and unit in row.value:
        number = amount.wan() if unit == "万元" else amount.yuan().removesuffix(".00")
        fix = (Edit(row.at("value"), row.value, f"{'' if row.operator else '≤'}{number}{unit}"),)
    return Finding(
        row.at("value"),
        f"成本指标「{row.name}」写的是{shown(row.value)}，超过申请额度{amount}",
        quote=row.value or "",
        suggestion=f"改为「≤{amount}」",
        fix=fix,
    )


COLUMNS = ("level1", "level2", "level3", "operator", "value", "unit")
ENTRY = Rule(
    code="MP-01",
    title="成本上限与申请额度不等",
    severity=Severity.ERROR,
    basis=("B-88", "B-101"),
    since=date(2015, 1, 1),
    check=check,
    clean=(
        project(indicator("成本指标", "展会项目总成本", "≤50万元"), wan="50"),
        project(indicator("成本指标", "展会项目总成本", "≤500000元"), wan="50"),
        project(indicator("成本指标", "展位搭建费用", "≤20万元"), wan="50"),
        project(indicator("成本指标", "单场展会成本", "≤60万元/场"), wan="50"),
        project(indicator("成本指标", "展会项目总成本", "≤50万元"), wan=None),
        project(indicator("数量指标", "带动销售总额", "≥80万元"), wan="50"),
    ),
    caught=(
        project(indicator("成本指标", "不高于预算核定数额", "≤30万元"), wan="15.5"),
        project(indicator("成本指标", "展位搭建费用", "≤60万元"), wan="50"),
        project(indicator("经济成本指标", "展会项目总成本", "≤0.6亿元"), wan="50"),
        project(indicator("成本指标", "展会项目总成本", "60", operator="≤", unit="万元"), wan="50", columns=COLUMNS),
        project(indicator("成本指标", "展会项目总成本", "≤40万元"), wan="50"),
    ),
)
