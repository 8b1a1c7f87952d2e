import re
from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import first_of, label
from jixiao.targets.facts import Project

NUMBER = re.compile(r"(?:GB|NY|SB|WB|QB|JT|HJ|YC|DB\d{2}|T)(?:/[TZ])?[\s—-]*\d|号")


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find bases that speak of an industry standard without its number (GB, GB/T, NY/T, SB/T …)."""
    words = pack.words["industry_bases"]
    for row in project.rows:
        if row.basis and (word := first_of(row.basis, words)) and not NUMBER.search(row.basis):
            yield Finding(
                row.at("basis"),
                f"{label(row)}的依据写「{word}」，没有标准编号",
                quote=row.basis,
                suggestion="写明标准编号和名称，如「GB/T ×××××—××××」；没有标准的，换成能查到的依据",
            )


ENTRY = Rule(
    code="BS-04",
    title="引用行业标准无标准号",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(
        project(indicator("质量指标", "肉品合格率", "=100%", "行业标准（GB/T 9959.1）")),
        project(indicator("质量指标", "肉品合格率", "=100%", "检验报告")),
    ),
    caught=(project(indicator("质量指标", "肉品合格率", "=100%", "行业规范")),),
)
