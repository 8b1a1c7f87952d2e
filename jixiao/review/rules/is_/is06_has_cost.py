from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import bare, has_output, is_lasting, proposal, subject
from jixiao.targets.facts import Kind, Project

COSTS = frozenset({Kind.COST, Kind.COST_ECONOMIC, Kind.COST_SOCIAL, Kind.COST_ECOLOGICAL})  # 成本指标 is a first level too


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find tables without a cost indicator; the tree of 2021 insists on it for building, large repair and purchase only."""
    if not has_output(project) or not project.classes.isdisjoint(COSTS):
        return
    if pack.regime != "R2021" or is_lasting(bare(project.name), pack):
        kind = Kind.COST_ECONOMIC if pack.regime == "R2021" else Kind.COST
        yield Finding(
            "indicators",
            f"「{project.name or '本表'}」没有成本指标",
            suggestion=f"增设成本指标，如{proposal(subject(project, pack), kind, pack)}",
        )


ENTRY = Rule(
    code="IS-06",
    title="缺少成本指标",
    severity=Severity.ERROR,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(
        project(indicator("数量指标", "举办展会场次"), indicator("成本指标", "单场成本")),
        project(indicator("数量指标", "举办展会场次"), indicator("经济成本指标", "单场成本", level1="成本指标")),
    ),
    caught=(project(indicator("数量指标", "举办展会场次")),),
)
