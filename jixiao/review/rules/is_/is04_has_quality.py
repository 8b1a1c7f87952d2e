from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import has_output, proposal, subject
from jixiao.targets.facts import Kind, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find tables with outputs but no quality indicator."""
    if has_output(project) and Kind.QUALITY not in project.classes:
        yield Finding(
            "indicators",
            f"「{project.name or '本表'}」没有质量指标",
            suggestion=f"增设质量指标，如{proposal(subject(project, pack), Kind.QUALITY, pack)}",
        )


ENTRY = Rule(
    code="IS-04",
    title="缺少质量指标",
    severity=Severity.ERROR,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(project(indicator("质量指标", "展位验收合格率")), project(indicator("社会效益指标", "带动就业人数"))),
    caught=(project(indicator("数量指标", "举办展会场次")),),
)
