from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, section
from jixiao.review.sums import plain_name
from jixiao.targets.facts import Filing


def check(filing: Filing, _pack: Pack) -> Iterator[Finding]:
    """Find indicator sentences that stand word for word in two sections or more; one finding a sentence, where it stands first."""
    plan = filing.department
    seen: dict[str, list[tuple[int, int]]] = {}
    for number, part in enumerate(plan.sub_goals if plan else ()):
        for row, one in enumerate(part.indicators):
            seen.setdefault(plain_name(one.text), []).append((number, row))
    for spots in seen.values():
        sections = {number for number, _row in spots}
        if plan and len(sections) > 1:
            number, row = spots[0]
            sentence = plan.sub_goals[number].indicators[row]
            yield Finding(
                f"department.sub_goals.{number}.indicators.{row}.text",
                f"{sentence.level2}“{sentence.text}”在{len(sections)}个分项中一字不差",
                quote=sentence.text,
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
