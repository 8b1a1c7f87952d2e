from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, section
from jixiao.targets.facts import Filing


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find sections whose indicators leave out a kind of benefit the regime knows.

    34号 asks for economic, social, ecological and lasting effects. What is asked for here is the pack's list; a section that has
    no indicators at all is not incomplete but empty, which XD-01 and the form itself show.
    """
    plan = filing.department
    for number, part in enumerate(plan.sub_goals if plan else ()):
        labels = "".join(one.level2 for one in part.indicators)
        missing = [word for word in pack.words["expected_benefits"] if word not in labels]
        if labels and missing:
            yield Finding(
                f"department.sub_goals.{number}.indicators.0.text",
                f"分项「{part.name}」的指标缺少{'、'.join(missing)}",
                quote=part.name,
                suggestion="补齐所缺的效益指标；确不适用的，在审核时说明理由",
            )


ENTRY = Rule(
    code="XD-06",
    title="整体指标体系缺项",
    severity=Severity.WARN,
    basis=("B-34",),
    since=date(2018, 9, 1),
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(),
        filing(department=department(section("内贸"))),
        filing(
            department=department(
                section("内贸", 经济效益指标="零售额增长≥5%", 生态效益指标="绿色商场≥2家", 可持续影响指标="长效机制健全1项")
            )
        ),
    ),
    caught=(filing(department=department(section("内贸", 数量指标="展会≥5场", 经济效益指标="零售额增长≥5%"))),),
)
