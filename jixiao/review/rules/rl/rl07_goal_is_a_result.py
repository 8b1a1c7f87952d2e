from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import project
from jixiao.review.sums import first_of
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find goals that describe duties or procedures (合理安排资金, 遵循制度) rather than what will have come of the money."""
    word = first_of(project.annual_goal or "", pack.words["procedures"])
    if word:
        yield Finding(
            "annual_goal",
            f"年度目标写“{word}”，是职责或管理要求，不是结果",
            quote=word,
            suggestion="写这笔钱办成什么：保障多少人、办结多少件、达到什么水平",
        )


ENTRY = Rule(
    code="RL-07",
    title="目标写成职责或措施",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    hard=False,
    check=check,
    clean=(project(annual_goal="举办展会5次，签约1亿元"), project(annual_goal=None)),
    caught=(project(annual_goal="合理安排资金支出计划，遵循财务制度"), project(annual_goal="确保单位正常运转，确保职工工资")),
)
