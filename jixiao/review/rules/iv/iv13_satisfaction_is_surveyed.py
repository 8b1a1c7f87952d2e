from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import SATISFACTION, finder, shown
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find satisfaction targets that do not say how satisfaction is found out: no survey in explanation, source, basis or standard."""
    surveyed = finder(pack, "surveys")
    for row in project.rows:
        if row.kind is not SATISFACTION or not row.value:
            continue
        if surveyed(f"{row.explanation or ''}{row.source or ''}{row.basis or ''}{row.grading or ''}"):
            continue
        whom = row.name.removesuffix("满意度").removesuffix("满意")
        asked = "服务对象" if not whom or whom in pack.words["nobody_in_particular"] else whom
        yield Finding(
            row.at("value"),
            f"「{shown(row.name)}」的目标{shown(row.value)}没有写明调查对象、方式和样本",
            quote=row.value,
            suggestion=f"在指标解释或数据来源中写明调查方案，如“问卷调查{asked}，有效样本不少于30份”，并注明上年实际值",
        )


ENTRY = Rule(
    code="IV-13",
    title="满意度目标与上年持平且无调查方案",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    hard=False,
    check=check,
    clean=(
        project(indicator("服务对象满意度指标", "参展企业满意度", "≥95%", explanation="问卷调查参展企业，样本≥50份")),
        project(indicator("服务对象满意度指标", "参展企业满意度", "≥95%", source="满意度测评报告")),
        project(indicator("服务对象满意度指标", "参展企业满意度")),
        project(indicator("质量指标", "布展合格率", "≥95%")),
    ),
    caught=(
        project(indicator("服务对象满意度指标", "客户满意度", "≥95%", "历史经验")),
        project(indicator("满意度指标", "客户满意度", "满意")),
    ),
)
