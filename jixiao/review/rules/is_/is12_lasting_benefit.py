from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import any_of, bare, is_lasting, proposal, subject
from jixiao.targets.facts import Kind, Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find purchases, buildings and large repairs with no indicator on the years of use that follow."""
    if not is_lasting(bare(project.name), pack):
        return
    lasting = any_of(pack.words["lasting_indicators"])
    if any(row.kind is Kind.SUSTAINABLE or lasting.search(row.name) for row in project.rows):
        return
    yield Finding(
        "indicators",
        f"「{project.name}」没有反映使用期效益的指标",
        quote=project.name or "",
        suggestion=f"增设使用年限、利用率等指标，如{proposal(subject(project, pack), Kind.SUSTAINABLE, pack)}",
    )


ENTRY = Rule(
    code="IS-12",
    title="购置类未设使用期效益",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    hard=False,
    check=check,
    clean=(
        project(indicator("数量指标", "举办展会场次")),
        project(indicator("可持续影响指标", "计划使用年限", "≥8年"), name="2022年度购置商务车经费"),
        project(indicator("社会效益指标", "设备利用率", "≥90%"), name="检测设备购置"),
        project(indicator("数量指标", "购置数量", "≥9件"), name="办公用品购置"),
    ),
    caught=(project(indicator("数量指标", "购置公务用车数量", "=1辆"), name="2022年度购置商务车经费"),),
)
