from collections.abc import Iterator
from datetime import date

from jixiao.kernel.money import Money, total
from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import project
from jixiao.targets.facts import Project


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find amounts not split into 财政拨款, 上年结转 and 其他资金, and splits that do not add up, which is an error of arithmetic.

    A line that begins with 其中 divides the line above it and is not counted again.
    """
    if project.amount is None:
        return
    if not project.funding:
        yield Finding(
            "amount",
            f"「{project.name or '本表'}」的申请额度{project.amount}没有拆分资金来源",
            quote=project.amount_text or "",
            suggestion="按财政拨款、上年结转、其他资金分别填列，合计等于申请额度",
        )
        return
    parts = total([money for label, money in project.funding if not label.startswith("其中")])
    if parts != project.amount:
        yield Finding(
            "funding",
            f"资金来源合计{parts}，与申请额度{project.amount}不等",
            quote=project.amount_text or "",
            suggestion=f"核对各项来源，使合计等于{project.amount}",
            severity=Severity.ERROR,
        )


ENTRY = Rule(
    code="FC-06",
    title="缺少资金来源拆分",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    check=check,
    clean=(
        project(wan=None),
        project(funding=(("财政拨款", Money.parse("40", "万元")), ("上年结转", Money.parse("10", "万元")))),
        project(funding=(("财政拨款", Money.parse("50", "万元")), ("其中：省级", Money.parse("10", "万元")))),
    ),
    caught=(project(), project(funding=(("财政拨款", Money.parse("40", "万元")),))),
)
