from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import shown
from jixiao.targets.facts import Project

WIDER = {">": "≥", "<": "≤"}


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find > and < (超过, 不满): whoever reaches exactly the number has not reached the target.

    Whether the number itself was meant to count is the officer's to say, so the wider sign is a suggestion, not a fix.
    """
    for row in project.rows:
        operator = row.goal.operator
        if operator in WIDER and row.goal.number is not None:
            yield Finding(
                row.at("value"),
                f"「{shown(row.name)}」写的是{shown(str(row.goal))}，恰好达到这个数不算完成",
                quote=row.value or "",
                suggestion=f"改为「{WIDER[operator]}{str(row.goal).lstrip('><')}」",
            )


ENTRY = Rule(
    code="IV-10",
    title="严格不等号",
    severity=Severity.INFO,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    check=check,
    clean=(
        project(
            indicator("经济效益指标", "汽车成交额", "≥2亿元"),
            indicator("数量指标", "举办展会场次", "5场以上"),
            indicator("数量指标", "举办展会场次", "5场"),
            indicator("社会效益指标", "展会影响力", "明显"),
        ),
    ),
    caught=(
        project(indicator("经济效益指标", "汽车成交额", ">2亿元")),
        project(indicator("数量指标", "举办展会场次", "超过5场")),
        project(indicator("成本指标", "展会项目总成本", "50", operator="<", unit="万元")),
    ),
)
