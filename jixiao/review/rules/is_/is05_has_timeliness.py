from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import has_output, proposal, subject
from jixiao.targets.facts import Kind, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find tables with outputs but no timeliness indicator; under the tree of 2021 it is set as needed, so only a hint."""
    if has_output(project) and Kind.TIMELINESS not in project.classes:
        yield Finding(
            "indicators",
            f"「{project.name or '本表'}」没有时效指标",
            suggestion=f"增设时效指标，如{proposal(subject(project, pack), Kind.TIMELINESS, pack)}",
            severity=Severity.INFO if pack.regime == "R2021" or any(row.level1 == "成本指标" for row in project.rows) else None,
        )


ENTRY = Rule(
    code="IS-05",
    title="缺少时效指标",
    severity=Severity.WARN,
    basis=("B-88", "B-101"),
    since=date(2015, 1, 1),
    check=check,
    clean=(project(indicator("时效指标", "展会按期举办率")), project(indicator("社会效益指标", "带动就业人数"))),
    caught=(
        project(indicator("数量指标", "举办展会场次")),
        project(indicator("数量指标", "举办展会场次"), indicator("经济成本指标", "单场成本", level1="成本指标")),
    ),
)
