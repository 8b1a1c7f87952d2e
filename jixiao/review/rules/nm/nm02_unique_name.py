from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import filing, project
from jixiao.review.sums import bare, table_no
from jixiao.targets.facts import Filing, Project

SHOWN = 3  # how many of the other tables a message names


def check(filing: Filing, _pack: Pack) -> Iterator[Finding]:
    """Find tables of one unit and year that share a project name; where codes tell them apart it is only a warning."""
    groups: dict[tuple[str, str, int | None], list[Project]] = defaultdict(list)
    for table in filing.projects:
        if name := bare(table.name):
            groups[name, bare(table.unit or table.department), table.year].append(table)
    for (name, _, _), group in groups.items():
        if len(group) > 1:
            codes = {table.code for table in group if table.code}
            for table in group:
                yield Finding(
                    f"projects.{table.no}.name",
                    f"「{name}」与{_others(filing, table, group)}同名",
                    quote=name,
                    suggestion="每个项目用不同的名称，并填写项目代码",
                    severity=Severity.WARN if len(codes) == len(group) else None,
                )


def _others(filing: Filing, table: Project, group: list[Project]) -> str:
    others = [other for other in group[: SHOWN + 1] if other is not table][:SHOWN]
    words = "、".join(f"表{table_no(filing, other)}" for other in others)
    return f"{words}等{len(group) - 1}张表" if len(group) - 1 > SHOWN else words


ENTRY = Rule(
    code="NM-02",
    title="项目名称重复",
    severity=Severity.BLOCK,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(project(name="甲项目"), project(name="乙项目")),
        filing(project(name="甲项目", unit="一院"), project(name="甲项目", unit="二院")),
        filing(project(name=None), project(name=None)),
    ),
    caught=(
        filing(project(name="2022年冻肉储备补贴专项资金"), project(name="2022年冻肉储备补贴专项资金")),
        filing(project(name="甲项目", code="1"), project(name="甲项目", code="2")),
        filing(*(project(name="甲项目") for _ in range(6))),
    ),
)
