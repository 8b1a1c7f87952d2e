from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.targets.facts import Project


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find tables whose indicators carry no weight: the guide of 2021 has weights set together with the targets."""
    without = [row for row in project.rows if not row.weight]
    if not without:
        return
    if len(without) == len(project.rows):
        yield Finding(
            "indicators",
            f"「{project.name or '本表'}」的{len(without)}项指标都没有分值",
            suggestion="增设分值栏，与目标一并批复；成本、产出、效益、满意度指标分值合计为90分，另10分为预算执行率",
        )
        return
    names = "、".join(f"「{row.name}」" for row in without[:3])
    yield Finding(
        without[0].at("weight"),
        f"{names}{'等' if len(without) > 3 else ''}{len(without)}项指标没有分值",  # noqa: PLR2004 - three are named
        suggestion="补填分值，使各项指标分值合计符合批复口径",
    )


ENTRY = Rule(
    code="FC-09",
    title="缺少指标权重",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(project(indicator("数量指标", "举办展会场次", "≥5场", weight="20")), project()),
    caught=(
        project(indicator("数量指标", "举办展会场次", "≥5场")),
        project(indicator("数量指标", "举办展会场次", "≥5场", weight="20"), indicator("质量指标", "展位验收合格率", "=100%")),
    ),
)
