from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, section
from jixiao.targets.facts import Filing


def check(filing: Filing, _pack: Pack) -> Iterator[Finding]:
    """Find a department plan whose section indicators hold no number at all: it can be neither watched nor scored."""
    plan = filing.department
    sentences = [one for part in plan.sub_goals for one in part.indicators] if plan else []
    if plan and sentences and not any(char.isdigit() for one in sentences for char in one.text):
        first = next(number for number, part in enumerate(plan.sub_goals) if part.indicators)
        yield Finding(
            f"department.sub_goals.{first}.indicators.0.text",
            f"部门整体的{len(sentences)}条分项指标都没有数值，无法监控，也无法评分",
            quote=sentences[0].text,
            suggestion="每个分项至少写明一条带数值的三级指标，如“举办经贸洽谈活动≥5场”",
        )


ENTRY = Rule(
    code="XD-01",
    title="部门整体指标全部定性",
    severity=Severity.ERROR,
    basis=("B-34", "B-88"),
    since=date(2018, 9, 1),
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(),
        filing(department=department(section("促进内贸", "办展会|举办展会", 数量指标="举办展会≥5场"))),
        filing(department=department(section("促进内贸", "办展会|举办展会"))),
    ),
    caught=(filing(department=department(section("促进内贸", "办展会|举办展会", 数量指标="按计划完成；"))),),
)
