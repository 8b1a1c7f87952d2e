import re
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Edit, Finding, Pack
from jixiao.review.samples import project
from jixiao.review.sums import bare, first_of
from jixiao.targets.facts import Project

YEAR = re.compile(r"^(20\d{2})(?=[\u4e00-\u9fff])")


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find names whose year lacks 年 or is not the budget year.

    The rulebook asks every name to begin with a year. Names in the budget system carry none, so a name without one is let pass;
    NM-04 reports a file that mixes both.
    """
    name = bare(project.name)
    match = YEAR.match(name)
    if match is None:
        return
    if not name[4:].startswith(pack.words["year_counters"]):
        whole = f"{match[1]}年{name[4:]}"
        yield Finding(
            "name",
            f"项目名称「{name}」的年度缺「年」字",
            quote=name,
            suggestion=f"改为「{whole}」",
            fix=(Edit("name", project.name, whole),),
        )
    elif name[4] == "年" and project.year and int(match[1]) != project.year and not first_of(name, pack.words["carry_over"]):
        yield Finding(
            "name",
            f"项目名称「{name}」的年度不是预算年度{project.year}年",
            quote=name,
            suggestion=f"核对年度，本年度项目写「{project.year}年{name[5:].removeprefix('度')}」",
        )


ENTRY = Rule(
    code="NM-03",
    title="项目名称年度不规范",
    severity=Severity.WARN,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    check=check,
    clean=(
        project(),
        project(name="展会补贴资金"),
        project(name="2022届毕业生就业补贴"),
        project(name="2021年度展会补贴结转资金"),
        project(name="2022-2024年展会补贴资金"),
    ),
    caught=(project(name="2022网络运行维护专项资金"), project(name="2021年度展会补贴资金")),
)
