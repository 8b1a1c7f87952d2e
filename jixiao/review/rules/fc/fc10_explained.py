from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.targets.facts import Project


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find tables whose indicators are not explained or name no source, as the guide of 2021 asks; one finding a table.

    The rulebook's "regime 2021" is read as "since the guide is in force": it asks the same of a table in the older tree.
    """
    without = [row for row in project.rows if not (row.explanation and row.source)]
    if without:
        yield Finding(
            "indicators" if len(without) == len(project.rows) else without[0].at("explanation"),
            f"「{project.name or '本表'}」有{len(without)}项指标没有写明指标解释或数据来源，如「{without[0].name}」",
            quote=without[0].name,
            suggestion="补充指标解释（计算公式）、取值方式、数据来源和佐证资料",
        )


ENTRY = Rule(
    code="FC-10",
    title="缺少取值方式/数据来源/佐证",
    severity=Severity.INFO,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(project(indicator("数量指标", "举办展会场次", "≥5场", explanation="全年实际举办的展会场次", source="展会总结")),),
    caught=(project(indicator("数量指标", "举办展会场次", "≥5场")),),
)
