import re
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, project
from jixiao.targets.facts import Filing

YEAR = re.compile(r"20\d{2}\s*年?")


def check(filing: Filing, _pack: Pack) -> Iterator[Finding]:
    """Find goals without any figure: of a project (年度目标), and of the department as a whole (总体绩效目标). A year is no figure."""
    plan = filing.department
    if plan and plan.overall_goal and not _figure(plan.overall_goal):
        yield Finding(
            "department.overall_goal",
            "总体绩效目标没有一个数值，说不清要达到什么程度",
            quote=plan.overall_goal[:30],
            suggestion="写入全年主要数值，如社会消费品零售总额、外贸进出口、利用外资的目标",
        )
    for one in filing.projects:
        if one.annual_goal and not _figure(one.annual_goal):
            yield Finding(
                f"projects.{one.no}.annual_goal",
                f"「{one.name or '本表'}」的年度目标没有一个数值",
                quote=one.annual_goal[:30],
                suggestion="把表中的数量、时限和效果写进目标，如“储备冻肉≥250吨，12月底前完成入储”",
            )


def _figure(text: str) -> bool:
    return any(char.isdigit() for char in YEAR.sub("", text))


ENTRY = Rule(
    code="RL-01",
    title="年度目标无量化要素",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    scope=Scope.FILING,
    check=check,
    clean=(filing(project(annual_goal="举办展会5次")), filing(project(annual_goal=None)), filing()),
    caught=(
        filing(project(annual_goal="保障网络正常运转")),
        filing(project(annual_goal="2022年保障网络正常运转")),
        filing(department=department(overall="促进商务发展")),
    ),
)
