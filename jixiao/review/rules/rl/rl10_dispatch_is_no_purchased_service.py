from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import bare
from jixiao.targets.facts import Project


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find dispatched labour said to be a purchase of services by government: it stands on the negative list of the measures."""
    if "劳务派遣" not in bare(project.name):
        return
    bases = [row.basis for row in project.rows]
    texts = [project.name, project.annual_goal, project.category, *bases, *[text for _label, text in project.extra]]
    if any(text and "政府购买服务" in text for text in texts):
        yield Finding(
            "name",
            "劳务派遣不得作为政府购买服务",
            quote=project.name or "",
            suggestion="改按人员经费管理，或取消政府购买服务的表述",
        )


ENTRY = Rule(
    code="RL-10",
    title="劳务派遣列入政府购买服务",
    severity=Severity.WARN,
    basis=("B-GPS",),
    since=date(2020, 3, 1),
    check=check,
    clean=(
        project(indicator("数量指标", "派遣人数", "=1人", "劳务派遣合同"), name="2022年劳务派遣人员经费"),
        project(name="2022年度政府购买服务经费"),
    ),
    caught=(
        project(indicator("数量指标", "派遣人数", "=1人", "政府购买服务目录"), name="2022年劳务派遣人员经费"),
        project(name="2022年劳务派遣人员经费", extra=(("资金用途", "政府购买服务"),)),
    ),
)
