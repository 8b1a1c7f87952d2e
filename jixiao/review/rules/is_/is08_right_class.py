import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import any_of, first_of, proposal, subject
from jixiao.targets.facts import Kind, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find indicators filed under a class they do not belong to, by words, endings and units the pack lists.

    Paying wages on time is an output of a wage project and is let pass; paying bills on time is not an output of any.
    """
    for row in project.rows:
        where, why = _misplaced(row.name, row.kind, row.goal.unit, pack)
        if where:
            better = proposal(subject(project, pack), row.kind, pack, limit=1)
            yield Finding(
                row.at("level3"),
                f"「{row.name}」放在{row.kind}下，{why}，应属{where}",
                quote=row.name,
                suggestion=f"移到{where}" if where.endswith("指标") else f"删除该项，{row.kind}改设{better}",
            )


@lru_cache(maxsize=16384)
def _misplaced(name: str, kind: Kind, unit: str, pack: Pack) -> tuple[str, str]:
    """Return where an indicator belongs instead, and why; empty words where it is well placed."""
    entries, telling, units = _by_kind(pack).get(kind, NONE)
    if telling.search(name) or unit in units:
        for entry in entries:
            endings = entry.get("endings", ())
            hit = first_of(name, entry.get("words", ())) or (endings and name.endswith(endings)) or unit in entry.get("units", ())
            if hit and not first_of(name, entry.get("unless", ())):
                return entry["belongs"], entry["why"]
    return "", ""


# The entries of a class, one pattern that finds any word of theirs, and all their units.
Entries = tuple[tuple[Mapping[str, Any], ...], re.Pattern[str], frozenset[str]]
NONE: Entries = ((), any_of(()), frozenset())


@lru_cache(maxsize=8)
def _by_kind(pack: Pack) -> dict[str, Entries]:
    found: dict[str, Entries] = {}
    for kind in (one.value for one in Kind if one.value):
        entries = tuple(entry for entry in pack.tables["misplaced"] if kind in entry["in"])
        words = tuple(word for entry in entries for word in (*entry.get("words", ()), *entry.get("endings", ())))
        found[kind] = entries, any_of(words), frozenset(unit for entry in entries for unit in entry.get("units", ()))
    return found


ENTRY = Rule(
    code="IS-08",
    title="二级指标归类错误",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    hard=False,
    check=check,
    clean=(
        project(
            indicator("时效指标", "按时支付工资", "及时"),
            indicator("时效指标", "补贴资金拨付及时率", "≥95%"),
            indicator("质量指标", "网络安全事件次数", "=0次"),
            indicator("数量指标", "展会举办天数", "≥5天"),
            indicator("社会效益指标", "带动就业人数", "≥50人"),
            indicator("自定义", "出勤率", level1="产出指标"),
        ),
    ),
    caught=(
        project(indicator("时效指标", "按时间进度完成支付", "及时")),
        project(indicator("经济效益指标", "提高储存效率", ">2%")),
        project(indicator("社会效益指标", "促进全市经济发展", "明显")),
        project(indicator("质量指标", "在编在岗人员出勤率", "≥98%")),
        project(indicator("数量指标", "工作日保障单位运转", "≥8小时")),
        project(indicator("质量指标", "参训人数", "≥8人")),
    ),
)
