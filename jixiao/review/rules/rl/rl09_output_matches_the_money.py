from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import label
from jixiao.targets.facts import Kind, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find large amounts with one or two quantity indicators and no unit or item cost to tell what they buy.

    Without a library of unit costs for the place, the rulebook's first half is what a document can show. An indicator of unit
    cost (万元/场) says what the money buys, and silences the rule.
    """
    if project.amount is None or project.amount <= _large(pack.numbers["large_wan"]):
        return
    quantities = project.of(Kind.QUANTITY)
    if not 0 < len(quantities) <= int(pack.numbers["few_quantities"]):
        return
    if any("/" in row.goal.unit for row in project.rows):
        return
    first = quantities[0]
    yield Finding(
        first.at("level3"),
        f"申请{project.amount}，只有{len(quantities)}条数量指标（{label(first)}），看不出钱用在哪里",
        quote=f"{first.name} {first.value or ''}".strip(),
        suggestion="按支出方向补充数量指标，并写明单位成本，如“单场活动平均成本≤N万元/场”",
    )


@lru_cache(maxsize=8)
def _large(wan: int | str) -> Money:
    return Money.parse(str(wan), "万元")


ENTRY = Rule(
    code="RL-09",
    title="资金规模与产出不匹配",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    hard=False,
    check=check,
    clean=(
        project(indicator("数量指标", "展会场次", "≥5场"), wan="100"),
        project(indicator("数量指标", "展会场次", "≥5场"), indicator("成本指标", "单场成本", "≤40万元/场"), wan="200"),
        project(*[indicator("数量指标", f"{word}场次", "≥5场") for word in ("展会", "洽谈", "培训")], wan="200"),
        project(wan=None),
    ),
    caught=(
        project(indicator("数量指标", "展会场次", "≥5场"), wan="100.01"),
        project(indicator("数量指标", "展会场次", "≥5场"), indicator("数量指标", "洽谈场次", "≥5场"), wan="200"),
    ),
)
