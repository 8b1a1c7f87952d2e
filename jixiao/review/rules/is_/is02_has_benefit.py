from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import proposal, subject
from jixiao.targets.facts import Kind, Project

BENEFITS = frozenset({"效益指标", Kind.ECONOMIC, Kind.SOCIAL, Kind.ECOLOGICAL, Kind.SUSTAINABLE})


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find tables that promise no benefit: none written, or only 不涉及."""
    if project.classes.isdisjoint(BENEFITS):
        yield Finding(
            "indicators",
            f"「{project.name or '本表'}」没有效益指标",
            suggestion=f"至少设一项效益指标，如{proposal(subject(project, pack), Kind.SOCIAL, pack)}",
        )


ENTRY = Rule(
    code="IS-02",
    title="缺少效益指标",
    severity=Severity.BLOCK,
    basis=("B-88", "B-101"),
    since=date(2015, 1, 1),
    check=check,
    clean=(project(indicator("社会效益指标", "带动就业人数")),),
    caught=(project(indicator("数量指标", "举办展会场次")), project(indicator("经济效益指标", "不涉及"))),
)
