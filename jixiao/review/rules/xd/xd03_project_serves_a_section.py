from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, project, section
from jixiao.review.sums import linked, stem
from jixiao.targets.facts import Filing


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find projects that no section of the department plan speaks of, by name or by subject."""
    plan = filing.department
    if plan is None or not plan.sub_goals:
        return
    whole = "".join(part.name + task.name + task.text for part in plan.sub_goals for task in part.tasks)
    named = {name for part in plan.sub_goals for task in part.tasks for name in task.projects}
    for one in filing.projects:
        if one.name and one.name not in named and stem(one.name) not in whole and not linked(whole, one.name, pack):
            yield Finding(
                f"projects.{one.no}.name",
                f"「{one.name}」没有对应的分项绩效目标",
                quote=one.name,
                suggestion="在部门整体目标的相应分项中写明本项目，或说明它支撑哪项职责",
            )


ENTRY = Rule(
    code="XD-03",
    title="项目无上级分项目标",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(project()),
        filing(project(), department=department(section("促进内贸", "办展会|组织企业参加展会"))),
        filing(project(name="2022年度购置商务车经费"), department=department(section("运转", "保障|购置商务车经费30万元"))),
    ),
    caught=(filing(project(name="2022年度购置商务车经费"), department=department(section("促进内贸", "办展会|参加展会"))),),
)
