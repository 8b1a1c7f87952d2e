from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import TIMELINESS, finder, proposal, shown, subject
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find timeliness indicators whose value has neither a date nor a number of days nor a share: 及时, 按时.

    年底, 每月 and the like are dates though they hold no figure.
    """
    for row in project.rows:
        if row.kind is not TIMELINESS or not row.value or row.goal.number is not None or row.goal.date or row.goal.has_digit:
            continue
        if finder(pack, "time_words")(row.value):
            continue
        better = proposal(subject(project, pack), row.level2, pack)
        yield Finding(
            row.at("value"),
            f"时效指标「{shown(row.name)}」的指标值「{shown(row.value)}」没有日期、天数或比率",
            quote=row.value,
            suggestion=f"写明完成日期、天数或比率，如{better}" if better else "写明完成日期、天数或比率，如「12月20日前」「≤5个工作日」",
        )


ENTRY = Rule(
    code="IV-03",
    title="时效用“及时”",
    severity=Severity.ERROR,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(
        project(
            indicator("时效指标", "展会举办日期", "11月底前"),
            indicator("时效指标", "指令响应时间", "≤24小时"),
            indicator("时效指标", "按期举办率", "100%"),
            indicator("时效指标", "工资发放日期", "每月月底"),
            indicator("时效指标", "展会举办日期"),
            indicator("社会效益指标", "应急响应", "及时"),
        ),
    ),
    caught=(project(indicator("时效指标", "按时间进度举办", "及时")), project(indicator("时效指标", "完成时间", "按计划完成"))),
)
