from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import has_output, is_running, proposal, subject
from jixiao.targets.facts import Kind, Project

ASKED = frozenset({"满意度指标", Kind.SATISFACTION})


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find projects that serve the public and do not ask it whether it is satisfied; wages and running costs serve the office."""
    if has_output(project) and project.classes.isdisjoint(ASKED) and not is_running(project, pack):
        yield Finding(
            "indicators",
            f"「{project.name or '本表'}」面向社会，但没有满意度指标",
            suggestion=f"增设满意度指标，如{proposal(subject(project, pack), Kind.SATISFACTION, pack)}",
        )


ENTRY = Rule(
    code="IS-07",
    title="缺少满意度指标",
    severity=Severity.WARN,
    basis=("B-88", "B-101"),
    since=date(2015, 1, 1),
    check=check,
    clean=(
        project(indicator("数量指标", "举办展会场次"), indicator("服务对象满意度指标", "参展企业满意度")),
        project(indicator("数量指标", "保障人数"), name="2022年度弥补人员工资"),
        project(indicator("数量指标", "保障人数"), category="人员类"),
    ),
    caught=(project(indicator("数量指标", "举办展会场次")),),
)
