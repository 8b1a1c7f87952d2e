from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import COSTS, SATISFACTION, TIMELINESS, finder, shown
from jixiao.targets.facts import Indicator, Project

LEAST, MOST = ("≥", ">"), ("≤", "<")


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find operators against the sense of the indicator: costs, faults and delays from below, satisfaction and pass rates from above.

    A name that says the fault is dealt with (投诉办结率, 成本节约率) turns the sense round. Policy floors of payments to people
    (补助标准≥) are left alone; of lengths of time only those of getting something done (响应时间) are better short.
    """
    for row in project.rows:
        operator = row.goal.operator
        if operator in LEAST and (why := _better_small(row, pack)):
            right = "≤"
        elif operator in MOST and _better_large(row, pack):
            right, why = "≥", "越高越好"
        else:
            continue
        yield Finding(
            row.at("operator" if row.operator and "operator" in project.columns else "value"),
            f"「{shown(row.name)}」{why}，指标值却写成「{shown(str(row.goal))}」",
            quote=row.value or "",
            suggestion=f"改为「{right}{str(row.goal).lstrip('≥≤<>=')}」",
        )


def _better_small(row: Indicator, pack: Pack) -> str:
    """Say why a smaller value is better, "" when it is not."""
    name = row.name
    if row.kind in COSTS:
        return "" if finder(pack, "more_is_better_costs")(name) else "是成本，越低越好"
    if row.kind is TIMELINESS and row.goal.unit in pack.words["time_units"]:
        return "越快越好" if finder(pack, "short_is_better")(name) else ""
    if finder(pack, "smaller_is_better")(name) and not finder(pack, "dealt_with")(name):
        return "越少越好"
    return ""


def _better_large(row: Indicator, pack: Pack) -> bool:
    if row.kind is SATISFACTION:
        return True
    return bool(finder(pack, "bounded_from_below")(row.name)) and row.kind not in COSTS and not ("不" in row.name or "未" in row.name)


ENTRY = Rule(
    code="IV-05",
    title="方向性矛盾",
    severity=Severity.ERROR,
    basis=("B-101",),
    since=date(2021, 8, 18),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(
        project(
            indicator("成本指标", "展会项目总成本", "≤50万元"),
            indicator("成本指标", "成本节约率", "≥5%"),
            indicator("成本指标", "每人补助标准", "≥300元"),
            indicator("质量指标", "投诉办结率", "≥95%"),
            indicator("质量指标", "安全事故次数", "=0次"),
            indicator("质量指标", "公用经费控制率", "≤100%"),
            indicator("时效指标", "故障恢复时间", "≤4小时"),
            indicator("时效指标", "应急保障时间", "≥5天"),
            indicator("时效指标", "康复训练时间", "≥10个月"),
            indicator("质量指标", "不合格率", "≤2%"),
            indicator("服务对象满意度指标", "参展企业满意度", "≥95%"),
            indicator("数量指标", "召开会议次数", "≤5次"),
        ),
    ),
    caught=(
        project(indicator("成本指标", "展会项目总成本", "≥50万元")),
        project(indicator("质量指标", "安全事故次数", "≥1次")),
        project(indicator("社会效益指标", "服务投诉件数", "3", operator="≥", unit="件")),
        project(indicator("时效指标", "故障恢复时间", "≥4小时")),
        project(indicator("服务对象满意度指标", "参展企业满意度", "≤95%")),
        project(indicator("质量指标", "布展验收合格率", "<95%")),
    ),
)
