from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import basis_parts, first_of, label, names_a_document
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find bases of a kind that cannot set the value: a procurement norm for an assessment, an industry standard for publicity."""
    for row in project.rows:
        if not row.basis or names_a_document(row.basis):
            continue
        parts = basis_parts(row.basis)
        for unfit in pack.tables["unfit_bases"]:
            if unfit["basis"] in parts and first_of(row.name, unfit["names"]):
                yield Finding(
                    row.at("basis"),
                    f"「{unfit['basis']}」不能作为{label(row)}的依据",
                    quote=row.basis,
                    suggestion=unfit["better"],
                )
                break


ENTRY = Rule(
    code="BS-02",
    title="依据类别与指标不匹配",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    confidence=Confidence.MEDIUM,
    hard=False,
    check=check,
    clean=(
        project(indicator("质量指标", "车辆验收合格率", "=100%", "政府采购标准")),
        project(indicator("质量指标", "考核指标完成率", "=100%", "《年度考核办法》")),
    ),
    caught=(
        project(indicator("质量指标", "确保考核指标完成", "100%", "政府采购标准")),
        project(indicator("社会效益指标", "解决社会就业问题", "明显", "行业标准")),
    ),
)
