import re
from collections.abc import Iterator
from datetime import date
from itertools import starmap

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, project, section
from jixiao.review.sums import linked
from jixiao.targets.facts import Filing, SubGoal

MONEY = re.compile(r"\d[\d,.]*\s*(?:万|亿)?元")


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find sections that name no amount, and tasks that neither name one nor are served by a project of the document.

    The rulebook asks for a linked project or an amount. In a document a link is what the text shows: an amount (200万元), or a
    subject that a project's name shares (the pack's links).
    """
    plan = filing.department
    if plan is None:
        return
    names = tuple(project.name or "" for project in filing.projects)
    for number, part in enumerate(plan.sub_goals):
        if not part.tasks or any(task.amount or MONEY.search(task.text) for task in part.tasks):
            continue
        top = f"department.sub_goals.{number}"
        yield Finding(
            f"{top}.name",
            f"分项「{part.name}」的{len(part.tasks)}项任务都没有写明资金，看不出与哪些项目对应",
            quote=part.name,
            suggestion="在每项任务后注明对应的项目和金额，如“（商务活动及外贸发展专项经费200万元）”",
        )
        yield from starmap(Finding, _unserved(part, top, names, pack))


def _unserved(part: SubGoal, top: str, names: tuple[str, ...], pack: Pack) -> Iterator[tuple[str, str, str, str]]:
    for number, task in enumerate(part.tasks):
        if task.name and not task.amount and not task.projects and not any(linked(task.name + task.text, name, pack) for name in names):
            yield (
                f"{top}.tasks.{number}.text",
                f"任务「{task.name}」在本文的项目中没有对应的资金安排",
                task.name,
                "写明资金来源和对应项目；本年不安排资金的，移出年度目标",
            )


ENTRY = Rule(
    code="XD-02",
    title="分项目标无预算对应",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    scope=Scope.FILING,
    check=check,
    clean=(filing(), filing(department=department(section("促进内贸", "办展会|举办展会（2022年度展会补贴资金50万元）")))),
    caught=(
        filing(project(), department=department(section("促进内贸", "办展会|组织企业参加展会"))),
        filing(project(), department=department(section("促进内贸", "建园区|支持电商园区建设"))),
    ),
)
