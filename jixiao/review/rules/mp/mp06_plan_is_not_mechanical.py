from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import filing, project
from jixiao.review.sums import bare, first_of, percents
from jixiao.targets.facts import Filing, Project

QUARTERS, WHOLE = 4, 100


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find plans that spend the same each period: in most tables of a document, or in a table of an event, reserve or purchase.

    The share of tables is asked only of documents of some size: one wage table may well be even. Where most tables are even,
    each is named, wages too: the pattern shows that nobody planned, and the person at the table must say why it fits.
    """
    even = [one for one in filing.projects if one.plan and is_even(one)]
    many = len(filing.projects) >= int(pack.numbers["even_least_tables"])
    most = many and len(even) * 100 >= len(filing.projects) * int(pack.numbers["even_share_percent"])
    words = pack.words["event_projects"] + pack.words["reserve_projects"] + pack.words["purchases"]
    for one in even:
        name = bare(one.name)
        odd = first_of(name, words) and not first_of(name, pack.words["not_purchases"])
        if not most and not odd:
            continue
        shares = "/".join((point.percent or "").strip() for point in one.plan)
        why = f"与其余{len(even) - 1}个项目一样" if most and len(even) > 1 else "与业务安排无关"
        yield Finding(
            f"projects.{one.no}.plan.0.percent",
            f"「{one.name or '本表'}」的资金支出计划{shares}是平均分摊，{why}",
            quote=shares,
            suggestion="按业务日程填写累计比例，如活动举办、储备验收、采购付款的时点；确需按月均衡支出的，在说明中写明依据",
        )


def is_even(project: Project) -> bool:
    """Say whether a cumulative plan of at least four points rises by the same step each time up to 100%."""
    shares = percents(project)
    count = len(shares)
    return count >= QUARTERS and all(share is not None and share * count == WHOLE * step for step, share in enumerate(shares, 1))


UNEVEN = ("10%", "40%", "70%", "100%")
ENTRY = Rule(
    code="MP-06",
    title="机械平均分摊计划",
    severity=Severity.WARN,
    basis=("B-88", "B-DES"),
    since=date(2015, 1, 1),
    scope=Scope.FILING,
    confidence=Confidence.DESIGN,
    hard=False,
    check=check,
    clean=(
        filing(project(name="2022年度弥补人员工资")),
        filing(project(name="2022年度弥补人员工资"), project(plan=UNEVEN), project(plan=UNEVEN)),
        filing(project(plan=())),
    ),
    caught=(
        filing(project(name="2022年度展会补贴资金")),
        filing(project(name="2022年度蔬菜储备补贴资金")),
        filing(project(name="甲"), project(name="乙"), project(plan=UNEVEN)),
    ),
)
