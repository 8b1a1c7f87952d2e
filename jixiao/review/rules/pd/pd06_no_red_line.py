from collections.abc import Iterator
from datetime import date

from jixiao.kernel.place import Place
from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Mark, Pack


def check(marks: tuple[Mark, ...], pack: Pack) -> Iterator[Finding]:
    """Find tables that hold an error of the red-line set, once a table.

    The rulebook's text also names every open block; but a block stops the filing by itself, and the rulebook's own list of the
    seed's faults counts only the red lines. So only the set in the pack counts, each at 错误 or harder.
    """
    held: dict[int, list[str]] = {}
    for mark in marks:
        if mark.project is not None and mark.severity >= Severity.ERROR and mark.rule.code in pack.words["red_lines"]:
            titles = held.setdefault(mark.project, [])
            if mark.rule.title not in titles:
                titles.append(mark.rule.title)
    for project, titles in held.items():
        yield Finding(
            f"projects.{project}.name",
            f"本表有红线错误（{'、'.join(titles)}），不得公开",
            suggestion="先改正所列错误，本条随之消除",
        )


def _mark(code: str, severity: Severity) -> Mark:
    rule = Rule(code=code, title="项目名称重复", severity=severity, basis=(), since=date(2015, 1, 1), check=check)
    return Mark(rule, severity, Place("projects.1.name"), 1, "", "", "", ())


ENTRY = Rule(
    code="PD-06",
    title="公开表存在红线错误",
    severity=Severity.BLOCK,
    basis=("B-143",),
    since=date(2016, 1, 1),
    scope=Scope.MARKS,
    confidence=Confidence.DESIGN,
    check=check,
    clean=((), (_mark("NM-01", Severity.WARN),), (_mark("FC-02", Severity.BLOCK),)),
    caught=((_mark("NM-02", Severity.BLOCK), _mark("NM-02", Severity.BLOCK)), (_mark("MP-01", Severity.ERROR),)),
)
