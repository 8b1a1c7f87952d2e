from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, indicator, project, section
from jixiao.review.sums import COSTS, QUANTITY, SATISFACTION, proposal, shown, subject
from jixiao.targets.facts import Filing, Project

COUNTED = (QUANTITY, *COSTS, SATISFACTION)
LABELS = ("数量", "成本", "满意度")


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find quantity, cost and satisfaction indicators whose value holds no figure, in the tables and in the department plan.

    The rulebook names 数量 and 成本 only, but its own list of the seed's faults counts 满意度 too: all three are counted things.
    A blank value is FC-02.
    """
    for one in filing.projects:
        yield from _in_table(one, pack)
    plan = filing.department
    for number, part in enumerate(plan.sub_goals if plan else ()):
        for place, sentence in enumerate(part.indicators):
            if sentence.level2.startswith(LABELS) and sentence.text and not any(char.isdigit() for char in sentence.text):
                yield Finding(
                    f"department.sub_goals.{number}.indicators.{place}.text",
                    f"分项「{part.name}」的{sentence.level2}“{shown(sentence.text)}”没有数值",
                    quote=sentence.text,
                    suggestion="写明数量和单位，如“举办经贸洽谈活动≥5场”“公用经费控制率≤100%”“参展企业满意度≥95%”",
                )


def _in_table(project: Project, pack: Pack) -> Iterator[Finding]:
    for row in project.rows:
        if row.kind in COUNTED and row.value and not row.goal.has_digit:
            better = proposal(subject(project, pack), row.level2, pack)
            yield Finding(
                f"projects.{project.no}.{row.at('value')}",
                f"{row.level2}「{row.name}」的指标值「{shown(row.value)}」没有数值，无法核对",
                quote=row.value,
                suggestion=f"填写数值和单位，如{better}" if better else "填写数值和单位",
            )


ENTRY = Rule(
    code="IV-01",
    title="定量指标未量化",
    severity=Severity.ERROR,
    basis=("B-88", "B-101"),
    since=date(2015, 1, 1),
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(
            project(
                indicator("数量指标", "举办展会场次", "≥5场"),
                indicator("数量指标", "举办展会场次", "五场"),
                indicator("数量指标", "举办展会场次"),
                indicator("社会效益指标", "展会影响力", "明显"),
            )
        ),
        filing(department=department(section("内贸", 数量指标="举办展会≥5场", 质量指标="保证完成质量"))),
    ),
    caught=(
        filing(project(indicator("数量指标", "举办展会场次", "若干"))),
        filing(project(indicator("成本指标", "展会项目总成本", "节约"))),
        filing(project(indicator("服务对象满意度指标", "参展企业满意度", "满意"))),
        filing(department=department(section("内贸", 成本指标="确保节约开支", 满意度指标="达到服务对象满意"))),
    ),
)
