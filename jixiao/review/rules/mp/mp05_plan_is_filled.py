from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Edit, Finding, Pack
from jixiao.review.samples import project
from jixiao.review.sums import percents
from jixiao.targets.facts import Project

WHOLE = 100


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find blank cells in the cumulative spending plan; one finding a plan, at its first blank.

    What follows 100% can only be 100%, so that is written as the fix; what stands before it must be filled in by hand. A form
    without a plan is not asked for one.
    """
    blank = [number for number, point in enumerate(project.plan) if not (point.percent or "").strip()]
    if not blank:
        return
    shares = percents(project)
    full = next((number for number, share in enumerate(shares) if share == WHOLE), len(shares))
    dates = "、".join(project.plan[number].by for number in blank)
    later = [number for number in blank if number > full]
    yield Finding(
        f"plan.{blank[0]}.percent",
        f"资金支出计划的{dates}没有填写",
        quote=" / ".join((point.percent or "空").strip() or "空" for point in project.plan),
        suggestion="累计达到100%之后各期都填100%" if later == blank else "按累计进度填满各期，最后一期为100%",
        fix=tuple(Edit(f"plan.{number}.percent", project.plan[number].percent, "100%") for number in later),
    )


ENTRY = Rule(
    code="MP-05",
    title="资金支出计划有空格",
    severity=Severity.WARN,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    check=check,
    clean=(project(), project(plan=("0%", "0%", "100%", "100%")), project(plan=())),
    caught=(
        project(plan=("100%", None, None, None)),
        project(plan=(None, "50%", "100%", " ")),
        project(plan=(None, None, None, None)),
    ),
)
