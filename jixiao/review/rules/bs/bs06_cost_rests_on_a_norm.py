from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import basis_parts, label
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find cost limits that rest on nothing but the approved budget: the budget cites itself."""
    for row in project.rows:
        if row.basis and row.kind.is_cost and all(part in pack.words["circular_bases"] for part in basis_parts(row.basis)):
            yield Finding(
                row.at("basis"),
                f"{label(row)}只以「{row.basis}」为依据，等于预算自己证明自己",
                quote=row.basis,
                suggestion="写明支出标准、定额、合同或询价结果",
            )


ENTRY = Rule(
    code="BS-06",
    title="成本值无支出标准依据",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(
        project(indicator("成本指标", "项目总成本", "≤50万元", "预算批复、政府采购标准")),
        project(indicator("数量指标", "展会场次", "≥5场", "预算批复")),
    ),
    caught=(project(indicator("成本指标", "项目总成本", "≤50万元", "预算批复")),),
)
