from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import has_output, proposal, subject
from jixiao.targets.facts import Kind, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find tables with outputs but no quantity indicator."""
    if has_output(project) and Kind.QUANTITY not in project.classes:
        yield Finding(
            "indicators",
            f"「{project.name or '本表'}」没有数量指标",
            suggestion=f"增设数量指标，如{proposal(subject(project, pack), Kind.QUANTITY, pack)}",
        )


ENTRY = Rule(
    code="IS-03",
    title="缺少数量指标",
    severity=Severity.ERROR,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(project(indicator("数量指标", "举办展会场次")), project(indicator("社会效益指标", "带动就业人数"))),
    caught=(project(indicator("质量指标", "展位验收合格率")),),
)
