from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import proposal, subject
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find indicator names that do not say of whom or of what: 客户满意度, 确保数量, 长期使用.

    服务对象满意度 repeats the class it stands in; that is only a hint.
    """
    for row in project.rows:
        severity = _unclear(row.name, pack)
        if severity:
            better = proposal(subject(project, pack), row.level2, pack, limit=1)
            yield Finding(
                row.at("level3"),
                f"指标名称「{row.name}」没有说明对象",
                quote=row.name,
                suggestion=f"写明是谁的、什么的，如{better}" if better else "写明是谁的、什么的",
                severity=severity,
            )


@lru_cache(maxsize=16384)
def _unclear(name: str, pack: Pack) -> Severity | None:
    if name in pack.words["unclear_names"]:
        return Severity.WARN
    return Severity.INFO if name in pack.words["barely_clear_names"] else None


ENTRY = Rule(
    code="NM-12",
    title="指标主体不明",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    hard=False,
    clean=(project(indicator("服务对象满意度指标", "职工满意度"), indicator("数量指标", "购置公务用车数量")),),
    caught=(
        project(indicator("服务对象满意度指标", "客户满意度")),
        project(indicator("数量指标", "确保数量")),
        project(indicator("服务对象满意度指标", "服务对象满意度")),
    ),
)
