from collections.abc import Iterator
from datetime import date

from jixiao.kernel.goal import Goal, GoalKind
from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import TIMELINESS, shown
from jixiao.targets.facts import Indicator, Project

YEAR = {"个月": 12, "月": 12, "年": 1, "天": 365, "日": 365}


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find values whose unit does not fit the name: an amount in %, a rate in 次, a whole year as timeliness, two units at odds."""
    counts, shares = pack.words["counting_names"], pack.words["share_names"]
    for row in project.rows:
        goal = row.goal
        if goal.number is None or goal.kind is GoalKind.RATIO:
            continue
        name = _core(row.name)
        found = None
        if row.unit and row.unit != goal.unit:
            found = _two_units(row)
        elif goal.unit == "%":
            if name.endswith(counts):
                found = _count_in_percent(row, name)
        elif name.endswith(shares):
            found = _share_in_units(row, name, pack)
        elif row.kind is TIMELINESS and goal.unit in YEAR:
            found = _whole_year(row, name, pack)
        if found:
            yield Finding(row.at("value"), found[0], quote=row.value or "", suggestion=found[1])


def _core(name: str) -> str:
    """Return a name without the bracket at its end: 成交额(亿元) → 成交额."""
    if name.endswith((")", "）")):
        return name[: max(name.rfind("("), name.rfind("（"))]
    return name


def _count_in_percent(row: Indicator, name: str) -> tuple[str, str]:
    growth = shown(name.removesuffix("增加额").removesuffix("额"))
    return (
        f"「{shown(row.name)}」是数额或数量，指标值却是百分率{shown(row.value)}",
        f"按数额填写数值和单位；指增长幅度的，名称改为「{growth}同比增速」",
    )


def _share_in_units(row: Indicator, name: str, pack: Pack) -> tuple[str, str] | None:
    unit = row.goal.unit
    if unit in pack.words["share_units"] or name.endswith(pack.words["not_shares"]):
        return None
    return f"「{shown(row.name)}」是比率，指标值{shown(row.value)}却带单位「{unit}」", "比率按百分率填写；要考核绝对数的，改指标名称"


def _whole_year(row: Indicator, name: str, pack: Pack) -> tuple[str, str] | None:
    if row.goal.operator not in {None, "="} or YEAR[row.goal.unit] != row.goal.number or name.endswith(pack.words["lengths"]):
        return None
    return (
        f"时效指标「{shown(row.name)}」的指标值{shown(row.value)}是全年期间，不说明是否及时",
        "改为完成日期或办理天数，如「12月20日前」「报销办结平均天数 ≤5个工作日」",
    )


def _two_units(row: Indicator) -> tuple[str, str] | None:
    """Compare the unit inside the value with the unit of its own column: one a share and the other not cannot both hold."""
    column = (row.unit or "").strip()
    inside = Goal.parse(row.value or "").unit
    if column and inside and (inside == "%") != (column in {"%", "‰"}):
        return f"「{shown(row.name)}」的指标值写{shown(row.value)}，单位栏却是{column}", "统一为一个单位，指标值栏只填数字"
    return None


ENTRY = Rule(
    code="IV-06",
    title="单位与指标含义不符",
    severity=Severity.ERROR,
    basis=("B-101",),
    since=date(2021, 8, 18),
    hard=False,
    check=check,
    clean=(
        project(
            indicator("经济效益指标", "汽车成交额(亿元)", "≥2亿元"),
            indicator("经济效益指标", "外贸进出口总值同比增速", "≥2%"),
            indicator("质量指标", "布展合格率", "≥95%"),
            indicator("质量指标", "巡查频率", "≥2次"),
            indicator("质量指标", "布展合格率", "95", unit="%"),
            indicator("服务对象满意度指标", "参展企业满意度", "≥90分"),
            indicator("时效指标", "建设工期", "12个月"),
            indicator("时效指标", "报销办结天数", "≤5个工作日"),
            indicator("时效指标", "项目完成时间", "≤12个月"),
            indicator("数量指标", "办展", "≥5场", unit="场"),
            indicator("成本指标", "展会项目总成本", "≤5万元", unit="元"),
            indicator("社会效益指标", "展会影响力", "明显"),
        ),
    ),
    caught=(
        project(indicator("经济效益指标", "外贸进出口增加额", ">2%")),
        project(indicator("数量指标", "参展企业数量(家)", "100%")),
        project(indicator("质量指标", "布展合格率", "≥95次")),
        project(indicator("时效指标", "按时间进度要求支付使用资金", "12个月")),
        project(indicator("成本指标", "展会项目总成本", "28.8万元", unit="%")),
    ),
)
