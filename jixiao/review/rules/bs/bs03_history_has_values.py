from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import first_of, label
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find values said to rest on history without the figures of earlier years, in the basis or in a column of their own."""
    words = pack.words["history_bases"]
    for row in project.rows:
        if row.basis and not row.history and first_of(row.basis, words) and not any(char.isdigit() for char in row.basis):
            yield Finding(
                row.at("basis"),
                f"{label(row)}的依据是「{row.basis}」，但没有列出历史数值",
                quote=row.basis,
                suggestion="列出近三年的实际值，如「2019年93%、2020年94%、2021年95%」",
            )


ENTRY = Rule(
    code="BS-03",
    title="历史标准无历史值",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    check=check,
    clean=(
        project(indicator("服务对象满意度指标", "参展企业满意度", "≥95%", "历史经验：2020年94%、2021年95%")),
        project(indicator("服务对象满意度指标", "参展企业满意度", "≥95%", "历史经验", history="93%，94%，95%")),
    ),
    caught=(project(indicator("服务对象满意度指标", "参展企业满意度", "≥95%", "历史经验")),),
)
