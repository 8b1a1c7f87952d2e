from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import project
from jixiao.review.sums import percents
from jixiao.targets.facts import Project

SIGN = "%"


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find a cumulative spending plan that falls; blanks carry the share before them forward. The first fall is reported."""
    if not project.plan:
        return
    before, at = Decimal(0), 0
    for number, share in enumerate(percents(project)):
        if share is None:
            continue
        if share < before:
            point, last = project.plan[number], project.plan[at]
            yield Finding(
                f"plan.{number}.percent",
                f"资金支出计划{point.by}的{share:f}{SIGN}低于{last.by}的{before:f}{SIGN}，累计进度不会减少",
                quote=point.percent or "",
                suggestion=f"按累计数填写，{point.by}不低于{before:f}{SIGN}；如填的是当季数，逐季相加",
            )
            return
        before, at = share, number


ENTRY = Rule(
    code="MP-03",
    title="资金支出计划非单调",
    severity=Severity.BLOCK,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    check=check,
    clean=(
        project(),
        project(plan=("40%", "40%", "60%", "100%")),
        project(plan=("100%", None, None, None)),
        project(plan=("20", "40", "80", "100")),
        project(plan=("按进度", "50%", "75%", "100%")),
        project(plan=()),
    ),
    caught=(project(plan=("25%", "25%", "20%", "30%")), project(plan=("50%", None, "40%", "100%"))),
)
