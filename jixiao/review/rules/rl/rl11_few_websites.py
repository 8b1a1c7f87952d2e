from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import bare, first_of, label
from jixiao.targets.facts import Kind, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find a department that means to run more websites than one, without a word on bringing them together.

    The guideline speaks of county departments (none of their own); one a municipal department is our reading of it.
    """
    excuse = bare(project.annual_goal) + "".join((row.explanation or "") + (row.basis or "") for row in project.rows)
    if first_of(excuse, pack.words["website_excused"]):
        return
    for row in project.of(Kind.QUANTITY):
        number = row.goal.number
        if number is not None and number > int(pack.numbers["websites"]) and first_of(row.name, pack.words["website_words"]):
            yield Finding(
                row.at("value"),
                f"{label(row)}写“{row.value}”，部门网站不是越多越好",
                quote=row.value or "",
                suggestion="写成“=N个”，并说明集约化安排；没有独立必要的并入市政府网站",
            )


ENTRY = Rule(
    code="RL-11",
    title="部门网站数量超限",
    severity=Severity.INFO,
    basis=("B-WEB",),
    since=date(2017, 5, 15),
    confidence=Confidence.MEDIUM,
    hard=False,
    check=check,
    clean=(
        project(indicator("数量指标", "网站运营数量", "=1个")),
        project(indicator("数量指标", "网站运营数量", "=2个", explanation="已纳入集约化平台")),
        project(indicator("数量指标", "展会场次", "≥2场")),
    ),
    caught=(project(indicator("数量指标", "网站运营数量", "≥2个")),),
)
