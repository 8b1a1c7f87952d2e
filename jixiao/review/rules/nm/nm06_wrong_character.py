import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import chain

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Edit, Finding, Pack
from jixiao.review.samples import department, filing, indicator, project
from jixiao.review.sums import any_of, goals, paragraphs
from jixiao.targets.facts import Filing, Project


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find wrong or missing characters the pack knows in their context, and verbs that do not go with their object (a hint).

    Where the context is certain the fix replaces the word. Clauses without a verb are left to NM-07.
    """
    wrong = any_of(tuple(pack.tables["confusions"]))
    for path, text in chain(goals(filing), paragraphs(filing)):
        if finding := _wrong(path, text, pack):
            yield finding
    for table in filing.projects:
        if wrong.search("\n".join([table.name or "", *(row.level3 or "" for row in table.indicators)])):
            yield from filter(None, (_wrong(path, text, pack) for path, text in _cells(table)))


def _wrong(path: str, text: str, pack: Pack) -> Finding | None:
    confusions = pack.tables["confusions"]
    wrong = list(dict.fromkeys(any_of(tuple(confusions)).findall(text)))
    problems = [f"「{word}」疑为「{confusions[word]}」" for word in wrong]
    advice = [f"「{word}」改为「{confusions[word]}」" for word in wrong]
    new = text
    for word in wrong:
        new = new.replace(word, confusions[word])
    for pattern, right in _mismatches(pack):
        if match := pattern.search(text):
            problems.append(f"「{match[0]}」动宾不搭配")
            advice.append(f"改为「{right}」")
    if not problems:
        return None
    return Finding(
        path,
        "，".join(problems),
        quote=wrong[0] if wrong else "",
        suggestion="，".join(advice),
        fix=(Edit(path, text, new),) if wrong else (),
        severity=None if wrong else Severity.INFO,
    )


@lru_cache(maxsize=8)
def _mismatches(pack: Pack) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"{entry['verb']}[^，。；、：]{{0,10}}{entry['object']}(?=[，。；]|$)"), entry["right"])
        for entry in pack.tables["mismatches"]
    )


def _cells(table: Project) -> Iterator[tuple[str, str]]:
    if table.name:
        yield f"projects.{table.no}.name", table.name
    for row in table.indicators:
        if row.level3:
            yield f"projects.{table.no}.{row.at('level3')}", row.level3


ENTRY = Rule(
    code="NM-06",
    title="疑似错别字/漏字",
    severity=Severity.WARN,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    hard=False,
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(project(annual_goal="组织各类商务活动，实施大众早餐工程"), department=department(overall="拟订并实施国内贸易发展规划。")),
    ),
    caught=(
        filing(project(annual_goal="积极参加、组织种类商务活动")),
        filing(project(indicator("数量指标", "建立台帐数量", "≥5本"), indicator("质量指标", None), name=None, table_title=None)),
        filing(project(name="2022年度台帐整理经费")),
        filing(department=department(overall="拟订全市外经济合作政策，加强全市国内贸易发展规划，推进农村市场体系建设。")),
        filing(department=department(overall="加强全市国内贸易发展规划。")),
    ),
)
