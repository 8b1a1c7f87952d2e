from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, section
from jixiao.review.sums import plain_name
from jixiao.targets.facts import Filing


def check(filing: Filing, _pack: Pack) -> Iterator[Finding]:
    """Find indicator sentences that stand word for word in two sections or more; one finding a section, at the first of them."""
    plan = filing.department
    if plan is None:
        return
    sections: dict[str, set[int]] = {}
    for number, part in enumerate(plan.sub_goals):
        for one in part.indicators:
            sections.setdefault(plain_name(one.text), set()).add(number)
    for number, part in enumerate(plan.sub_goals):
        copied = [row for row, one in enumerate(part.indicators) if one.text and len(sections[plain_name(one.text)]) > 1]
        if copied:
            labels = "、".join(part.indicators[row].level2 for row in copied)
            yield Finding(
                f"department.sub_goals.{number}.indicators.{copied[0]}.text",
                f"分项「{part.name}」的{labels}与其他分项一字不差",
                quote=part.indicators[copied[0]].text,
                suggestion="按各分项的实际工作分别填写，写出各自的数量、质量和时限",
            )


ENTRY = Rule(
    code="XD-04",
    title="分项指标文本雷同",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(),
        filing(department=department(section("内贸", 质量指标="展会签约率≥30%"), section("外贸", 质量指标="企业履约率≥90%"))),
    ),
    caught=(filing(department=department(section("内贸", 质量指标="保证完成质量；"), section("外贸", 质量指标="保证完成质量。"))),),
)
