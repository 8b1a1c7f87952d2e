from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import has_output, proposal, subject
from jixiao.targets.facts import Kind, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find tables that promise no output at all; then the rules on single output classes keep silent."""
    if not has_output(project):
        yield Finding(
            "indicators",
            f"「{project.name or '本表'}」没有产出指标",
            suggestion=f"增设数量、质量指标，如{proposal(subject(project, pack), Kind.QUANTITY, pack)}",
        )


ENTRY = Rule(
    code="IS-01",
    title="缺少产出指标",
    severity=Severity.BLOCK,
    basis=("B-88", "B-101"),
    since=date(2015, 1, 1),
    check=check,
    clean=(project(indicator("质量指标", "展位验收合格率")), project(indicator("建设任务", "新建展馆数量", level1="产出指标"))),
    caught=(project(indicator("经济效益指标", "签约额")), project(indicator("数量指标", "不涉及"))),
)
