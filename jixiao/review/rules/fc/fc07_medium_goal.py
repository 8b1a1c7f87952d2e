from collections.abc import Iterator
from datetime import date

from jixiao.kernel.money import Money
from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import project
from jixiao.review.sums import multi_year
from jixiao.targets.facts import Project


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find projects that run over more than one year without a medium-term amount or goal."""
    if not project.term or not multi_year(project.term):
        return
    missing = [word for word, given in (("中期资金总额", project.medium_amount), ("中期目标", project.medium_goal)) if not given]
    if missing:
        yield Finding(
            "medium_goal",
            f"项目期「{project.term}」跨年度，但没有填写{'和'.join(missing)}",
            quote=project.term,
            suggestion=f"补填整个项目期的{'和'.join(missing)}",
        )


ENTRY = Rule(
    code="FC-07",
    title="跨年项目缺中期目标",
    severity=Severity.ERROR,
    basis=("B-88",),
    since=date(2015, 1, 1),
    check=check,
    clean=(
        project(term="2022年"),
        project(term="2022年1月-2022年12月"),
        project(term="3年", medium_goal="三年举办展会15次", medium_amount=Money.parse("150", "万元")),
    ),
    caught=(project(term="2022-2024年"), project(term="三年", medium_goal="三年举办展会15次")),
)
