from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from jixiao.kernel.goal import Goal, GoalKind
from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import shown
from jixiao.targets.facts import Indicator, Kind, Project

YEAR = {"个月": 12, "月": 12, "年": 1, "天": 365, "日": 365}


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find values whose unit does not fit the name: an amount in %, a rate in 次, a whole year as timeliness, two units at odds."""
    for row in project.rows:
        goal = row.goal
        if goal.kind not in {GoalKind.NUMBER, GoalKind.RANGE}:
            continue
        found = _two_units(row) or _of_name(row, pack) or _whole_year(row, pack)
        if found:
            yield Finding(row.at("value"), found[0], quote=row.value or "", suggestion=found[1])


def _of_name(row: Indicator, pack: Pack) -> tuple[str, str] | None:
    sort = _sort(row.name, pack)
    value = shown(row.value)
    if sort == "count" and row.goal.is_ratio:
        core = _core(row.name)
        return (
            f"「{shown(row.name)}」是数额或数量，指标值却是百分率{value}",
            f"按数额填写数值和单位；指增长幅度的，名称改为「{shown(core.removesuffix('增加额').removesuffix('额'))}同比增速」",
        )
    if sort == "share" and row.goal.unit not in pack.words["share_units"]:
        return f"「{shown(row.name)}」是比率，指标值{value}却带单位「{row.goal.unit}」", "比率按百分率填写；要考核绝对数的，改指标名称"
    return None


def _whole_year(row: Indicator, pack: Pack) -> tuple[str, str] | None:
    if row.kind is not Kind.TIMELINESS or row.goal.operator not in {None, "="} or YEAR.get(row.goal.unit) != row.goal.number:
        return None
    if _core(row.name).endswith(pack.words["lengths"]):
        return None
    return (
        f"时效指标「{shown(row.name)}」的指标值{shown(row.value)}是全年期间，不说明是否及时",
        "改为完成日期或办理天数，如「12月20日前」「报销办结平均天数 ≤5个工作日」",
    )


def _two_units(row: Indicator) -> tuple[str, str] | None:
    """Compare the unit inside the value with the unit of its own column: one a share and the other not cannot both hold."""
    column = (row.unit or "").strip()
    if not column or not row.value or row.goal.unit == column:
        return None
    inside = Goal.parse(row.value).unit
    if inside and (inside == "%") != (column in {"%", "‰"}):
        return f"「{shown(row.name)}」的指标值写{shown(row.value)}，单位栏却是{column}", "统一为一个单位，指标值栏只填数字"
    return None


@lru_cache(maxsize=16384)
def _core(name: str) -> str:
    """Return a name without the bracket at its end: 成交额(亿元) → 成交额."""
    for left in "（(":
        if name.endswith((")", "）")) and left in name:
            return name[: name.rindex(left)]
    return name


@lru_cache(maxsize=16384)
def _sort(name: str, pack: Pack) -> str:
    """Say what a name asks for: "count", "share" or ""."""
    core = _core(name)
    if core.endswith(pack.words["counting_names"]):
        return "" if core.endswith(("限额比", "差额")) else "count"
    if core.endswith(pack.words["share_names"]) and not core.endswith(pack.words["not_shares"]):
        return "share"
    return ""


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
