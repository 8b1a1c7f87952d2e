from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import SATISFACTION, finder, shown
from jixiao.targets.facts import Project

WHOLE = 100
SHARES = ("率", "度", "占比", "比例", "比重")


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find shares above 100% or below 0%. Growth, control and completion rates may pass 100% and are left alone.

    Only names that end in a share (率, 度, 占比) are judged, and satisfaction: 进出口增加 120% is a growth though it does not say so.
    What is a share of a whole for certain (合格率, 覆盖率) is blocked; any other rate is asked about with a warning.
    """
    for row in project.rows:
        goal = row.goal
        if goal.number is None or goal.unit != "%":
            continue
        top = goal.upper if goal.upper is not None else goal.number
        if (top > WHOLE or goal.number < 0) and (row.kind is SATISFACTION or _closed(row.name, pack)):
            yield Finding(
                row.at("value"),
                f"「{shown(row.name)}」的指标值{shown(row.value)}超出0至100%的范围",
                quote=row.value or "",
                suggestion="改为不超过100%的数值；考核超额完成或增长的，把名称改为完成率或增长率",
                severity=None if row.kind is SATISFACTION or finder(pack, "closed_shares")(row.name) else Severity.WARN,
            )


def _closed(name: str, pack: Pack) -> bool:
    """Say whether a name is a share of a whole."""
    return name.endswith(SHARES) and not finder(pack, "open_shares")(name)


ENTRY = Rule(
    code="IV-07",
    title="百分率超出范围",
    severity=Severity.BLOCK,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    check=check,
    clean=(
        project(
            indicator("质量指标", "布展合格率", "=100%"),
            indicator("质量指标", "布展合格率", "≥0%"),
            indicator("经济效益指标", "销售额增长率", "≥120%"),
            indicator("经济效益指标", "三公经费变动率", "≤-5%"),
            indicator("数量指标", "任务完成率", "≥105%"),
            indicator("经济效益指标", "带动投资", "≥300%"),
            indicator("社会效益指标", "图书流通率", "≥120%"),
            indicator("数量指标", "参展企业数量", "≥120家"),
        ),
    ),
    caught=(
        project(indicator("质量指标", "布展合格率", "≥100.01%")),
        project(indicator("服务对象满意度指标", "参展企业满意程度", "≥950%")),
        project(indicator("质量指标", "布展合格率", "-5%")),
        project(indicator("质量指标", "展位利用率", "≥120%")),
        project(indicator("质量指标", "布展合格率", "95%-105%")),
    ),
)
