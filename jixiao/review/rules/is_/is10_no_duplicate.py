from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import plain_name
from jixiao.targets.facts import Indicator, Project


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find indicator names that stand twice in one table, marks and spaces apart; the later row is reported."""
    if len({plain_name(row.name) for row in project.rows}) == len(project.rows):
        return
    first: dict[str, Indicator] = {}
    for row in project.rows:
        name = plain_name(row.name)
        earlier = first.setdefault(name, row)
        if earlier is not row and name:
            yield Finding(
                row.at("level3"),
                f"指标「{row.name}」在本表第{earlier.no + 1}行已经设过",
                quote=row.name,
                suggestion="合并为一项，或在名称里写明各指什么",
            )


ENTRY = Rule(
    code="IS-10",
    title="同表重复指标",
    severity=Severity.ERROR,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    check=check,
    clean=(project(indicator("数量指标", "举办展会场次"), indicator("数量指标", "举办洽谈会场次"), indicator("质量指标", "不涉及")),),
    caught=(project(indicator("数量指标", "举办展会场次"), indicator("质量指标", "举办 展会场次。")),),
)
