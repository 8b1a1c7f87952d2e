import re
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import SATISFACTION, finder, proposal, shown, subject
from jixiao.targets.facts import Project

YEAR = re.compile(r"20\d\d")
UNITS = ("%", "个百分点", "百分点", "‰", "倍")


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find promised changes in per cent that do not say from what: no year, no 上年 or 同比, no values of past years.

    The rulebook names rising words only; a fall by 3% needs its baseline as much. A promise of half and more is a level
    (入学率提高到95%), and so are rates that are themselves levels (满意率, 合格率).
    """
    changes = finder(pack, "changes")
    for row in project.rows:
        goal = row.goal
        if goal.number is None or goal.unit not in UNITS or row.kind is SATISFACTION or row.history:
            continue
        if not changes(row.name + (row.value or "")) or finder(pack, "not_changes")(row.name):
            continue
        if goal.unit == "%" and goal.number >= int(pack.numbers["level_from_percent"]):
            continue
        told = f"{row.name}{row.value}{row.basis or ''}{row.explanation or ''}"
        if YEAR.search(told) or finder(pack, "baselines")(told):
            continue
        better = proposal(subject(project, pack), row.level2, pack, 1)
        yield Finding(
            row.at("value"),
            f"「{shown(row.name)}」的指标值{shown(row.value)}没有说明与哪一年、哪个数相比",
            quote=row.value or "",
            suggestion="写明基期和基期值，如“2021年为41亿元”，并注明数据来源" + (f"；或改用{better}" if better else ""),
        )


ENTRY = Rule(
    code="IV-09",
    title="增长类无基期值",
    severity=Severity.ERROR,
    basis=("B-101",),
    since=date(2021, 8, 18),
    hard=False,
    check=check,
    clean=(
        project(
            indicator("经济效益指标", "外贸进出口总值同比增速", "≥2%"),
            indicator("经济效益指标", "销售额增长率", "≥2%", explanation="以2021年销售额5000万元为基期"),
            indicator("经济效益指标", "销售额增长率", "≥2%", history="2019年4000万元、2020年4500万元"),
            indicator("社会效益指标", "提高入学率", "≥95%"),
            indicator("社会效益指标", "提高群众知晓率", "≥30%"),
            indicator("经济效益指标", "增加销售额", "≥200万元"),
            indicator("服务对象满意度指标", "提高参展企业满意度", "≥95%"),
        ),
    ),
    caught=(
        project(indicator("经济效益指标", "外贸进出口增加额", ">2%")),
        project(indicator("经济效益指标", "提高储存效率", ">2%")),
        project(indicator("生态效益指标", "能耗下降率", "≥3%")),
        project(indicator("经济效益指标", "农民收入增长", "≥5%")),
    ),
)
