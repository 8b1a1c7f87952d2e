import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.targets.facts import Project

CLAUSES = re.compile(r"[，,；;]")
JOINED = re.compile(r"[、和及与并]")
SHORTEST = 3  # characters of a clause


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find indicator names with two contents: clauses set apart by a comma, or two verbs with their objects joined by 、 or 和."""
    for row in project.rows:
        parts = _contents(row.name, pack)
        if parts:
            yield Finding(
                row.at("level3"),
                f"指标名称「{row.name}」含{len(parts)}项内容",
                quote=row.name,
                suggestion=f"拆成{len(parts)}个指标，分别对应{'、'.join(f'「{part}」' for part in parts)}，各写指标值",
            )


@lru_cache(maxsize=16384)
def _contents(name: str, pack: Pack) -> tuple[str, ...]:
    """Return the contents of a name where there is more than one."""
    clauses = [part for part in CLAUSES.split(name) if len(part) >= SHORTEST]
    if len(clauses) > 1:
        return tuple(clauses)
    verbs = pack.words["predicates"]
    if not name.startswith(verbs):
        return ()
    parts = JOINED.split(name)
    with_verb = [part for part in parts if part.startswith(verbs) and len(part) > SHORTEST]
    return tuple(with_verb) if len(with_verb) > 1 else ()


ENTRY = Rule(
    code="NM-11",
    title="一个指标含两个内容",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    confidence=Confidence.MEDIUM,
    hard=False,
    check=check,
    clean=(
        project(
            indicator("服务对象满意度指标", "承储企业和消费者满意度"),
            indicator("数量指标", "组织或参加经贸洽谈活动场次"),
            indicator("数量指标", "建设和改造农贸市场数量"),
        ),
    ),
    caught=(
        project(indicator("社会效益指标", "保证市场供应，保证价格平稳")),
        project(indicator("社会效益指标", "提高产品质量和促进农民增收")),
    ),
)
