import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import department, filing, section
from jixiao.review.sums import pairs, shown
from jixiao.targets.facts import Department, Filing

END = re.compile(r"[，,；;。.、\s]+")
YEAR = re.compile(r"20\d\d")


class Clause(NamedTuple):
    """A clause of a task: where the task stands, in which section, and what it says."""

    path: str
    section: str
    text: str


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find clauses that two tasks share: word for word, or with most of their characters; told once at each of the tasks.

    The rulebook asks for a clause of 12 characters in two sections; its own list also counts 组织企业走出去 told in three tasks.
    So a clause counts as told again where it shares 6 in 10 of its pairs of characters, five at least, with another task's.
    The name of a project a task refers to (2022年度…) is no clause.
    """
    clauses = [one for one in _clauses(filing.department) if len(pairs(one.text)) >= int(pack.numbers["shared_pairs_least"])]
    told: dict[str, Finding] = {}
    for one, other in _alike(clauses, pack):
        for here, there in ((one, other), (other, one)):
            if here.path not in told:
                told[here.path] = _finding(here, there)
    yield from told.values()


def _clauses(plan: Department | None) -> Iterator[Clause]:
    for number, part in enumerate(plan.sub_goals if plan else ()):
        for row, task in enumerate(part.tasks):
            for text in END.split(task.text):
                if not YEAR.search(text):
                    yield Clause(f"department.sub_goals.{number}.tasks.{row}.text", part.name, text)


def _alike(clauses: list[Clause], pack: Pack) -> Iterator[tuple[Clause, Clause]]:
    """Yield the pairs of clauses of two tasks that are alike, found through the pairs of characters they share."""
    share, least = int(pack.numbers["shared_pairs_percent"]), int(pack.numbers["shared_pairs_least"])
    where: dict[str, list[int]] = {}
    for number, one in enumerate(clauses):
        mine = pairs(one.text)
        shared = Counter(earlier for pair in mine for earlier in where.get(pair, ()))
        for earlier, count in shared.items():
            other = clauses[earlier]
            if count >= least and count * 100 >= share * min(len(mine), len(pairs(other.text))) and other.path != one.path:
                yield one, other
        for pair in mine:
            where.setdefault(pair, []).append(number)


def _finding(here: Clause, there: Clause) -> Finding:
    if here.text == there.text:
        message = f"“{shown(here.text)}”在分项「{here.section}」和「{there.section}」中各写了一次"
    else:
        message = f"“{shown(here.text)}”与分项「{there.section}」的“{shown(there.text)}”说的是同一项工作"
    return Finding(here.path, message, quote=here.text, suggestion="同一项工作只写在一个任务里，其余任务写各自不同的内容")


ENTRY = Rule(
    code="XD-05",
    title="分项目标内容重复",
    severity=Severity.INFO,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    scope=Scope.FILING,
    confidence=Confidence.DESIGN,
    check=check,
    clean=(
        filing(),
        filing(department=department(section("内贸", "甲|完善体系，办展会"), section("外贸", "乙|完善体系，促出口"))),
        filing(department=department(section("内贸", "甲|2022年度展会补贴资金", "乙|2022年度展会补贴资金"))),
        filing(department=department(section("内贸", "甲|组织企业参加商贸洽谈活动", "乙|引导企业参加展会"))),
    ),
    caught=(
        filing(
            department=department(section("内贸", "甲|完善开发区建设发展管理体系，办展会"), section("外贸", "完善开发区建设发展管理体系。"))
        ),
        filing(department=department(section("外贸", "甲|组织我市企业走出去", "乙|推介全市企业走出去", "丙|引导全市企业走出去"))),
    ),
)
