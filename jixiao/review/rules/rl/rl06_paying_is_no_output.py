from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import first_of, label
from jixiao.targets.facts import Kind, Project

OUTPUTS = frozenset({Kind.QUANTITY, Kind.QUALITY, Kind.TIMELINESS})


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find outputs that are payments or bookkeeping: the execution of the budget is scored by itself (预算执行率).

    Where paying people is what the money is for (wages, a subsidy handed out), paying on time is the output; accuracy of the
    books is not, anywhere.
    """
    for row in project.rows:
        if row.kind not in OUTPUTS:
            continue
        paying = first_of(row.name, pack.words["paying"]) and not first_of(row.name, pack.words["paying_is_the_output"])
        if paying or first_of(row.name, pack.words["bookkeeping"]):
            yield Finding(
                row.at("level3"),
                f"{label(row)}是资金支付或记账要求，不是产出",
                quote=row.name,
                suggestion="换成这笔钱办成的事；支付进度在自评时按预算执行率单独计分",
            )


ENTRY = Rule(
    code="RL-06",
    title="把资金支付当绩效",
    severity=Severity.WARN,
    basis=("B-10",),
    since=date(2020, 2, 25),
    hard=False,
    check=check,
    clean=(
        project(indicator("时效指标", "按时支付工资", "每月10日前"), name="2022年度弥补人员工资"),
        project(indicator("时效指标", "展会按期举办率", "=100%")),
        project(indicator("成本指标", "支付场租标准", "≤2万元/天")),
    ),
    caught=(
        project(indicator("时效指标", "按时间进度完成支付", "及时")),
        project(indicator("质量指标", "规范支出财政资金准确率", "100%"), name="2022年度弥补人员工资"),
    ),
)
