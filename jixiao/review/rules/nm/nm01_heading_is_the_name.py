import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Edit, Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import YEAR_HEAD, any_of, bare, pairs, plain_name, stem
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find tables whose heading speaks of another project than their name, or of another year; a year on one side only is milder.

    A heading that only names the form (部门预算项目绩效目标表) speaks of no project and is let pass.
    """
    name, heading = bare(project.name), project.title_name
    if not name or not heading or _core(name) == _core(heading) or _is_generic(heading, bare(project.department), pack):
        return
    if stem(_core(name)) != stem(_core(heading)):
        yield _another_project(project, name, heading)
    elif _year(name) and _year(heading) and _year(name) != _year(heading):
        yield Finding(
            "table_title",
            f"表标题写「{heading}」，项目名称写「{name}」，年度不同",
            quote=heading,
            suggestion="核对年度，使表标题与项目名称一致",
        )
    else:
        yield _another_year_style(project, name, heading)


def _another_project(project: Project, name: str, heading: str) -> Finding:
    """Take the name for the slip where the table's own words speak of the heading and never of the name."""
    text = bare(project.annual_goal) + "，" + "，".join([row.name for row in project.indicators])
    ours, theirs = pairs(name) - pairs(heading), pairs(heading) - pairs(name)
    sure = any(pair in text for pair in theirs) and not any(pair in text for pair in ours)
    return Finding(
        "name",
        f"项目名称「{name}」与表标题「{heading}」不是同一个项目",
        quote=name,
        suggestion=f"项目名称改为「{heading}」" if sure else f"核对后把项目名称和表标题统一为「{heading}」或「{name}」",
        fix=(Edit("name", project.name, heading),) if sure else (),
    )


def _another_year_style(project: Project, name: str, heading: str) -> Finding:
    """Let the heading follow the name, with 年 put in where the name lacks it."""
    whole = re.sub(r"^(20\d{2})(?!年)(?=[\u4e00-\u9fff])", r"\1年", name) if _year(name) else heading
    edits = [
        Edit(column, text, bare(text).replace(heading, whole, 1))
        for column, text in (("table_title", project.table_title), ("heading", project.heading))
        if text and heading in bare(text)
    ]
    return Finding(
        "table_title",
        f"表标题「{heading}」与项目名称「{name}」的年度写法不一致",
        quote=heading,
        suggestion=f"表标题改为「{whole}绩效目标表」",
        fix=tuple(edits) if _year(name) and not _year(heading) else (),
        severity=Severity.WARN,
    )


@lru_cache(maxsize=16384)
def _core(name: str) -> str:
    """Return a name without marks and the word 项目 at its end, which a heading may drop: (第一批) and （第一批） are one."""
    return plain_name(name).removesuffix("项目")


def _year(name: str) -> str:
    match = YEAR_HEAD.match(name)
    return match[1] if match else ""


@lru_cache(maxsize=4096)
def _is_generic(heading: str, department: str, pack: Pack) -> bool:
    rest = stem(heading)
    if department:
        rest = rest.replace(department, "")
    rest = any_of(pack.words["generic_heading"]).sub("", rest)
    rest = re.sub(r"[\d（）()、.—\-\[\]【】]", "", rest)
    return not rest or rest.endswith(pack.words["organisation_endings"])


ENTRY = Rule(
    code="NM-01",
    title="表标题与项目名称不一致",
    severity=Severity.ERROR,
    basis=("B-88",),
    since=date(2015, 1, 1),
    check=check,
    clean=(
        project(name="2022年度展会补贴资金", table_title="2022年度展会补贴资金绩效目标表"),
        project(table_title="某某市商务局部门预算项目绩效目标表"),
        project(table_title="商务委部门预算项目绩效目标表", department="商务委"),
        project(table_title="项目支出绩效目标申报表"),
        project(name="旅游厕所（二期）建设项目", table_title="旅游厕所(二期)建设项目绩效目标表"),
        project(table_title=None),
    ),
    caught=(
        project(
            indicator("数量指标", "蔬菜储备数量"),
            name="2022年冻肉储备资金",
            table_title="2022年蔬菜储备资金绩效目标表",
            annual_goal="保证储备蔬菜数量",
        ),
        project(name="2022年度购置商务车经费", table_title="购置商务车经费绩效目标表"),
        project(name="2022年度展会补贴资金", table_title="2021年度展会补贴资金绩效目标表"),
    ),
)
