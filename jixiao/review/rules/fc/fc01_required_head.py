from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import filing, project
from jixiao.targets.facts import WORDS, Filing, Project


def check(filing: Filing, _pack: Pack) -> Iterator[Finding]:
    """Find tables whose head lacks the project's name, person in charge, amount or annual goal.

    The ministry's form of 2015 names no person, only the unit: the person is asked for where the form has a place for one, known by
    the cell itself or by another table of the file, or where neither person nor unit answers for the project.
    """
    asks_person = any(table.lead or table.phone for table in filing.projects)
    for table in filing.projects:
        for column in _missing(table, asks_person=asks_person or f"projects.{table.no}.lead" in filing.spots):
            subject = f"「{table.name}」" if table.name else "本表"
            yield Finding(
                f"projects.{table.no}.{column}",
                f"{subject}的{WORDS[column]}没有填写",
                suggestion=f"补填{WORDS[column]}",
            )


def _missing(project: Project, *, asks_person: bool) -> Iterator[str]:
    if not (project.name or "").strip():
        yield "name"
    if not (project.lead or "").strip() and (asks_person or not (project.unit or project.department)):
        yield "lead"
    if project.amount is None and not (project.amount_text or "").strip():
        yield "amount"
    if not (project.annual_goal or "").strip():
        yield "annual_goal"


ENTRY = Rule(
    code="FC-01",
    title="必填表头缺失",
    severity=Severity.BLOCK,
    basis=("B-88",),
    since=date(2015, 1, 1),
    scope=Scope.FILING,
    check=check,
    clean=(filing(project()), filing(project(lead=None, phone=None, unit="某某市商务局"))),
    caught=(
        filing(project(name=None, table_title="表")),
        filing(project(), project(lead=None, phone=None, unit="某某市商务局")),
        filing(project(wan=None)),
        filing(project(annual_goal=" ")),
    ),
)
