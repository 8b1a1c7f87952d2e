from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Edit, Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.targets.facts import Project


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find indicator rows in which nothing is written; the fix takes the row out."""
    for row in project.indicators:
        if row.is_blank:
            yield Finding(
                row.at(),
                f"{row.level2 or '指标'}下第{row.no + 1}行是空白行",
                suggestion="删除空白行，确有指标的补填完整",
                fix=(Edit(row.at(), row.level3, None),),
            )


ENTRY = Rule(
    code="FC-03",
    title="空白指标行未删除",
    severity=Severity.ERROR,
    basis=("B-88",),
    since=date(2015, 1, 1),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(project(indicator("数量指标", "举办展会场次", "≥5场")),),
    caught=(project(indicator("服务对象满意度指标", None)),),
)
