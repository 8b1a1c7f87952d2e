from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import WORD, bare, finder, proposal, shown, subject
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find values in words (明显, 及时) whose bands are told neither in a grading standard nor in the explanation."""
    describes, banded, explains = finder(pack, "describing"), finder(pack, "band_values"), finder(pack, "bands")
    longest = int(pack.numbers["describing_length"])
    for row in project.rows:
        goal = row.goal
        if goal.kind is not WORD or row.grading or row.scoring or goal.has_digit:
            continue
        value = bare(row.value)
        if len(value) > longest or not describes(value) or banded(value) or explains(row.explanation or ""):
            continue
        better = proposal(subject(project, pack), row.level2, pack, 1)
        yield Finding(
            row.at("value"),
            f"「{shown(row.name)}」的指标值「{value}」没有分档标准，年终无法判定是否达到",
            quote=value,
            suggestion="写明优、良、中、差各档的标准" + (f"，或改用可计量的指标，如{better}" if better else "，或改用数值"),
        )


ENTRY = Rule(
    code="IV-02",
    title="定性值无分档标准",
    severity=Severity.WARN,
    basis=("B-10", "B-88"),
    since=date(2015, 1, 1),
    check=check,
    clean=(
        project(indicator("社会效益指标", "展会影响力", "明显", grading="优：媒体报道30篇以上；良：20至29篇；中：10至19篇；差：不足10篇")),
        project(indicator("社会效益指标", "展会影响力", "明显", explanation="分三档评定")),
        project(indicator("社会效益指标", "展会影响力", "优良中低差")),
        project(indicator("社会效益指标", "媒体报道篇数", "≥30篇")),
        project(indicator("时效指标", "举办日期", "12月底前")),
        project(indicator("社会效益指标", "展会影响力", "在市级以上媒体形成专题报道并带动周边商圈")),
        project(indicator("社会效益指标", "展会影响力")),
    ),
    caught=(
        project(indicator("社会效益指标", "展会影响力", "明显")),
        project(indicator("时效指标", "按时间进度举办", "及时")),
        project(indicator("生态效益指标", "确保生态环保", "节能环保")),
        project(indicator("社会效益指标", "展会影响力", "显著提升")),
    ),
)
