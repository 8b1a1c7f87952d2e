from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find tables with too few or too many indicators; the quantity a spending direction is RL-09's and RL-02's."""
    count, fewest, most = len(project.rows), int(pack.numbers["fewest_indicators"]), int(pack.numbers["most_indicators"])
    if not fewest <= count <= most:
        yield Finding(
            "indicators",
            f"「{project.name or '本表'}」有{count}项指标，{'少' if count < fewest else '多'}于常见的{fewest}至{most}项",
            suggestion="按资金的主要支出方向增设指标" if count < fewest else "保留能反映核心任务的指标，合并次要的",
        )


ENTRY = Rule(
    code="IS-11",
    title="指标过少或过多",
    severity=Severity.INFO,
    basis=("B-101",),
    since=date(2021, 8, 18),
    confidence=Confidence.LOW,
    check=check,
    clean=(project(*(indicator("数量指标", f"第{no}类展会场次") for no in range(5))),),
    caught=(project(indicator("数量指标", "展会场次")), project(*(indicator("数量指标", f"第{no}类展会场次") for no in range(16)))),
)
