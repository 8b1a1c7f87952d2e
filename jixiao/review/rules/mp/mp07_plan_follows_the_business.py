from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from jixiao.kernel.period import MONTHS, FiscalYear
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import project
from jixiao.review.sums import any_of, bare, finder, percents
from jixiao.targets.facts import PlanPoint, Project

ANY_YEAR = FiscalYear(2022)


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find plans that spend a seasonal project's money out of season, and plans that pay for a purchase in full by March.

    Money planned for a period is spread evenly over its months; more than 40% outside the season is too much. The seasons and
    the month are the pack's.
    """
    if not project.plan:
        return
    name = bare(project.name) + project.title_name
    season = next((one for one in pack.tables["seasons"] if any_of(one["words"]).search(name)), None)
    if season is not None:
        outside = _outside(project, season["months"])
        if outside is not None and outside > int(pack.numbers["outside_season_percent"]):
            yield Finding(
                "plan.0.percent",
                f"{season['title']}以外安排了约{outside:.0f}%的资金，与业务周期不符",
                quote=" / ".join((point.percent or "空").strip() for point in project.plan),
                suggestion=f"按储备阶段和验收付款填写，如春节前后和{season['months'][0]}月以后各付一部分，中间各期保持不变",
            )
        return
    if finder(pack, "purchases")(name) and not finder(pack, "not_purchases")(name):
        month = _month(project.plan[0])
        if month is not None and month <= int(pack.numbers["purchase_first_month"]) and percents(project)[0] == 100:  # noqa: PLR2004
            yield Finding(
                "plan.0.percent",
                f"{project.plan[0].by}前就支付100%，来不及办完审批、采购、签约和验收",
                quote=project.plan[0].percent or "",
                suggestion="按采购进度安排，如6月底前完成采购、9月底前验收付款",
            )


def _month(point: PlanPoint) -> int | None:
    day = ANY_YEAR.by(point.by)
    return day.month if day else None


def _outside(project: Project, season: tuple[int, ...]) -> Decimal | None:
    """Return the percent planned for months out of season; None where the plan cannot be read."""
    outside, before, last = Decimal(0), Decimal(0), 0
    for point, share in zip(project.plan, percents(project), strict=True):
        month = _month(point)
        if month is None or not last < month <= MONTHS:
            return None
        gone = share if share is not None else before
        months = range(last + 1, month + 1)
        out = sum(1 for one in months if one not in season)
        outside += (gone - before) * out / len(months)
        before, last = gone, month
    return outside


ENTRY = Rule(
    code="MP-07",
    title="计划与业务周期矛盾",
    severity=Severity.WARN,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        project(name="2022年度冻肉储备补贴资金"),
        project(name="2022年度蔬菜储备补贴资金", plan=("60%", "60%", "60%", "100%")),
        project(name="2022年度购置公务用车经费", plan=("0%", "0%", "90%", "100%")),
        project(name="2022年度政府购买服务经费", plan=("100%", "100%", "100%", "100%")),
        project(name="2022年度蔬菜储备补贴资金", plan=()),
    ),
    caught=(
        project(name="2022年度蔬菜储备补贴资金"),
        project(name="2022年度购置商务车经费", plan=("100%", None, None, None)),
    ),
)
