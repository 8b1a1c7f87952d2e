from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import filing, project
from jixiao.review.sums import first_of, is_running
from jixiao.targets.facts import Filing


def check(filing: Filing, pack: Pack) -> Iterator[Finding]:
    """Find a part titled 专项资金 that holds wages, running costs or purchases for the office."""
    word = first_of(filing.part_title or "", pack.words["special_titles"])
    others = [project.name for project in filing.projects if project.name and is_running(project, pack)] if word else []
    if others:
        shown = "」「".join(others[:3])
        yield Finding(
            "part_title",
            f"标题写“{filing.part_title}”，其中「{shown}」{'等' if len(others) > 3 else ''}{len(others)}个项目不属于{word}",  # noqa: PLR2004
            quote=filing.part_title or "",
            suggestion="标题改为“预算项目绩效目标”",
        )


ENTRY = Rule(
    code="XD-07",
    title="文件标题与内容不符",
    severity=Severity.WARN,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(project(name="2022年度弥补人员工资"), part_title="预算项目绩效目标"),
        filing(project(), part_title="专项资金绩效目标"),
        filing(project(name="2022年度弥补人员工资")),
    ),
    caught=(filing(project(name="2022年度弥补人员工资"), part_title="专项资金绩效目标"),),
)
