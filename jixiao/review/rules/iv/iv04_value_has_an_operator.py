from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import COSTS, NUMBER, QUANTITY, TIMELINESS, finder, shown
from jixiao.targets.facts import Indicator, Project

WHOLE = 100


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find values that are a bare number: they read as 'exactly', which is seldom meant.

    Which operator is meant is the officer's to say, so there is no fix; for costs it is certain, and MP-02 writes it. None (0次) is
    exactly what it says, and a standard (20年一遇) has no operator.
    """
    whole = pack.words["whole_units"]
    for row in project.rows:
        goal = row.goal
        if goal.kind is not NUMBER or goal.operator is not None or not goal.number or goal.unit.endswith(whole):
            continue
        value = shown(row.value)
        yield Finding(
            row.at("operator" if "operator" in project.columns else "value"),
            f"「{shown(row.name)}」的指标值{value}没有写≥、≤或=，只能理解为恰好等于",
            quote=row.value or "",
            suggestion=f"确认后写为「{_likely(row, pack)}{value}」",
        )


def _likely(row: Indicator, pack: Pack) -> str:
    """Guess the operator for the suggestion: ≤ for costs and faults, = for the whole and for heads and things, else ≥."""
    number = row.goal.number
    if row.kind in COSTS or (finder(pack, "smaller_is_better")(row.name) and not finder(pack, "dealt_with")(row.name)):
        return "≤"
    if (row.goal.is_ratio and number == WHOLE) or (row.kind is QUANTITY and row.goal.unit in {"人", "名", "辆", "台", "套"}):
        return "="
    if row.kind is TIMELINESS and not row.goal.is_ratio:
        return "≤"
    return "≥"


ENTRY = Rule(
    code="IV-04",
    title="指标值缺运算符",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(
        project(
            indicator("数量指标", "举办展会场次", "≥5场"),
            indicator("数量指标", "举办展会场次", "不少于5场"),
            indicator("数量指标", "举办展会场次", "5场以上"),
            indicator("数量指标", "举办展会场次", "5", operator="≥", unit="场"),
            indicator("质量指标", "布展合格率", "95%-98%"),
            indicator("时效指标", "举办日期", "11月底前"),
            indicator("社会效益指标", "展会影响力", "明显"),
            indicator("质量指标", "安全事故次数", "0次"),
            indicator("质量指标", "内涝防治标准", "20年一遇"),
        ),
    ),
    caught=(
        project(indicator("质量指标", "确保考核指标完成", "100%")),
        project(indicator("数量指标", "购置数量", "1辆")),
        project(indicator("时效指标", "报销办结时间", "5个工作日")),
        project(indicator("质量指标", "设备故障次数", "3次")),
        project(indicator("数量指标", "办展", "5", unit="场"), columns=("level2", "level3", "operator", "value", "unit")),
    ),
)
