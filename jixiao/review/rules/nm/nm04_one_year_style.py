from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from jixiao.kernel.rule import Confidence, Rule, Scope, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import filing, project
from jixiao.review.sums import YEAR_HEAD, bare, table_no
from jixiao.targets.facts import Filing

SHOWN = 6


def check(filing: Filing, _pack: Pack) -> Iterator[Finding]:
    """Find a file whose project names write the year in more than one way: 2022年度, 2022年, 2022; one finding a file.

    Names without any year count as a way of their own only where most names carry one.
    """
    styles: dict[str, list[int]] = defaultdict(list)
    for table in filing.projects:
        if name := bare(table.name):
            styles[_style(name)].append(table_no(filing, table))
    if len(styles.get("", ())) * 2 > sum(map(len, styles.values())):
        del styles[""]
    if len(styles) > 1:
        ways = "、".join(f"{_told(style)}（{_tables(numbers)}）" for style, numbers in sorted(styles.items(), reverse=True))
        best = max(("××××年度", "××××年"), key=lambda style: len(styles.get(style, ())))
        yield Finding(
            "part_title" if filing.part_title else "projects",
            f"项目名称的年度写法不统一，有{ways}",
            suggestion=f"统一写成「{best}」加项目内容",
        )


@lru_cache(maxsize=16384)
def _style(name: str) -> str:
    match = YEAR_HEAD.match(name)
    return "" if match is None else f"××××{match[0][4:]}"


def _told(style: str) -> str:
    return f"「{style}」" if style else "不写年度"


def _tables(numbers: list[int]) -> str:
    return "、".join(f"表{no}" for no in numbers[:SHOWN]) + (f"等{len(numbers)}张" if len(numbers) > SHOWN else "")


ENTRY = Rule(
    code="NM-04",
    title="年度写法不统一",
    severity=Severity.INFO,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    scope=Scope.FILING,
    check=check,
    clean=(
        filing(project(name="2022年度甲项目"), project(name="2022年度乙项目"), project(name=None)),
        filing(project(name="甲项目"), project(name="乙项目"), project(name="2022年丙项目")),
        filing(),
    ),
    caught=(
        filing(project(name="2022年度甲项目"), project(name="2022年乙项目"), part_title="第二部分"),
        filing(project(name="2022甲项目"), project(name="2022年乙项目")),
        filing(project(name="2022年甲项目"), project(name="2022年乙项目"), project(name="丙项目")),
        filing(*(project(name=f"2022年{no}项目") for no in range(7)), project(name="2022年度项目")),
    ),
)
