from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import first_of
from jixiao.targets.facts import Kind, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find what the goal promises and no indicator speaks of, by the pack's list of promises; one finding a goal.

    A promise of economic effect also counts as measured by any row of 经济效益指标.
    """
    goal = project.annual_goal
    if not goal or not project.rows:
        return
    names = "".join(row.name for row in project.rows)
    missing = []
    for element in pack.tables["elements"]:
        word = first_of(goal, element["promise"])
        if word and not first_of(names, element["shown"]) and not (word == "经济效益" and project.of(Kind.ECONOMIC)):
            missing.append(word)
    if missing:
        yield Finding(
            "annual_goal",
            f"年度目标提到“{'”“'.join(missing)}”，没有对应的指标",
            quote=missing[0],
            suggestion="为每项目标设一条带数值的指标，或从目标中删去",
        )


ENTRY = Rule(
    code="RL-02",
    title="目标要素无对应指标",
    severity=Severity.ERROR,
    basis=("B-88",),
    since=date(2015, 1, 1),
    hard=False,
    check=check,
    clean=(
        project(indicator("数量指标", "参展汽车数量", "≥50台"), annual_goal="参展汽车50台"),
        project(indicator("经济效益指标", "带动企业增收", "≥5万元"), annual_goal="提高经济效益"),
        project(annual_goal="参展汽车50台"),
    ),
    caught=(
        project(indicator("数量指标", "促销活动次数", "≥2次"), annual_goal="完成参展汽车数量要求"),
        project(indicator("数量指标", "网站数量", "≥2个"), annual_goal="宣传商务信息，提高经济效益"),
    ),
)
