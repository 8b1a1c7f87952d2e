from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import bare, first_of, label
from jixiao.targets.facts import Kind, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find indicators that have nothing to do with the project: green fillers, and what the pack lists for a kind of money.

    A shared stem, as the rulebook has it, would accuse most honest effects (市场价格 of a reserve); a list accuses only what is known.
    """
    subject = bare(project.name) + bare(project.annual_goal)
    green = first_of(subject, pack.words["green"])
    banned = [word for entry in pack.tables["unrelated"] if first_of(bare(project.name), entry["projects"]) for word in entry["names"]]
    for row in project.rows:
        filler = row.kind is Kind.ECOLOGICAL and not green and first_of(row.name, pack.words["green_fillers"])
        if filler or (banned and first_of(row.name, tuple(banned))):
            yield Finding(
                row.at("level3"),
                f"{label(row)}与「{project.name or '本项目'}」要做的事没有关系",
                quote=row.name,
                suggestion="删除本行；确有影响的，写明是什么影响、怎样衡量",
            )


ENTRY = Rule(
    code="RL-03",
    title="指标与目标无关",
    severity=Severity.WARN,
    basis=("B-88",),
    since=date(2015, 1, 1),
    hard=False,
    check=check,
    clean=(
        project(indicator("生态效益指标", "确保生态环保", "节能环保"), annual_goal="购置车辆符合节能环保要求"),
        project(indicator("生态效益指标", "单位展位用电下降率", "≥5%")),
        project(indicator("质量指标", "出勤率", "≥98%"), name="2022年度展会补贴资金"),
    ),
    caught=(
        project(indicator("生态效益指标", "确保生态环保", "节能")),
        project(indicator("质量指标", "在编在岗人员出勤率", "≥98%"), name="2022年度弥补人员工资"),
        project(indicator("社会效益指标", "解决社会就业问题", "明显"), name="2022年劳务派遣人员经费"),
    ),
)
