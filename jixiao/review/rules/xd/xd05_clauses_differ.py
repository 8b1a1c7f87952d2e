import re
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, section
from jixiao.targets.facts import Filing

END = re.compile(r"[，,；;。.、\s]+")


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find a clause of some length that stands in the tasks of two sections; marked where it comes again."""
    plan = filing.department
    least = int(pack.numbers["clause_length"])
    seen: dict[str, int] = {}
    for number, part in enumerate(plan.sub_goals if plan else ()):
        for row, task in enumerate(part.tasks):
            for clause in END.split(task.text):
                if len(clause) < least:
                    continue
                first = seen.setdefault(clause, number)
                if plan and first != number:
                    yield Finding(
                        f"department.sub_goals.{number}.tasks.{row}.text",
                        f"“{clause}”已写在分项「{plan.sub_goals[first].name}」中",
                        quote=clause,
                        suggestion="同一项任务只写在一个分项里",
                    )


ENTRY = Rule(
    code="XD-05",
    title="分项目标内容重复",
    severity=Severity.INFO,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    scope=Scope.FILING,
    check=check,
    clean=(filing(), filing(department=department(section("内贸", "甲|完善体系，办展会"), section("外贸", "乙|完善体系，促出口")))),
    caught=(
        filing(
            department=department(section("内贸", "甲|完善开发区建设发展管理体系，办展会"), section("外贸", "完善开发区建设发展管理体系。"))
        ),
    ),
)
