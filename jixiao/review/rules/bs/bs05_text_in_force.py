from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import bare
from jixiao.targets.facts import Project

BRACKETS = str.maketrans("[]【】()（）", "〔〕〔〕〔〕〔〕")


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find cited documents that no longer apply, by the pack's list of repealed numbers."""
    repealed = pack.tables["repealed"]
    cells = [(row.at("basis"), row.basis) for row in project.rows if row.basis and "号" in row.basis]
    if project.annual_goal and "号" in project.annual_goal:
        cells.append(("annual_goal", project.annual_goal))
    for path, text in cells:
        written = bare(text).translate(BRACKETS)
        for number, newer in repealed.items():
            if number in written:
                yield Finding(path, f"引用的{number}已经失效", quote=number, suggestion=f"改引现行的{newer}")


ENTRY = Rule(
    code="BS-05",
    title="引用文件已失效",
    severity=Severity.WARN,
    basis=("B-DES",),
    since=date(2020, 2, 25),
    confidence=Confidence.DESIGN,
    check=check,
    clean=(project(indicator("质量指标", "评价结果等级", "优", "财预〔2020〕10号")),),
    caught=(
        project(indicator("质量指标", "评价结果等级", "优", "财预[2011]285号")),
        project(annual_goal="按财预〔2009〕76号开展评价1次"),
    ),
)
