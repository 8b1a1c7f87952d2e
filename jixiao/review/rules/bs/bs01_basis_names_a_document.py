from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import basis_parts, label, names_a_document
from jixiao.targets.facts import Project


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find bases that name a kind of document (年度工作计划, 历史经验) without its title, number or date and without data."""
    for row in project.rows:
        if row.basis and not row.history and (found := _vague(row.basis, pack)):
            yield Finding(
                row.at("basis"),
                f"{label(row)}的依据只写「{found}」，没有文件名称、文号或数据",
                quote=row.basis,
                suggestion="写明文件标题、文号和日期，行业类写标准编号，历史类写近三年数值",
            )


@lru_cache(maxsize=16384)
def _vague(basis: str, pack: Pack) -> str:
    if names_a_document(basis):
        return ""
    return "、".join(part for part in basis_parts(basis) if part in pack.words["vague_bases"])


ENTRY = Rule(
    code="BS-01",
    title="指标值确定依据空泛",
    severity=Severity.WARN,
    basis=("B-88", "B-101"),
    since=date(2015, 1, 1),
    check=check,
    clean=(
        project(indicator("数量指标", "展会场次", "≥5场", "《2022年展会计划》（示商发〔2021〕1号）")),
        project(indicator("数量指标", "展会场次", "≥5场", "历史经验", history="2019年4场，2020年5场，2021年5场")),
        project(indicator("数量指标", "展会场次", "≥5场", "采购合同")),
    ),
    caught=(
        project(indicator("数量指标", "展会场次", "≥5场", "年度工作计划")),
        project(indicator("时效指标", "按期举办率", "100%", "年度工作计划、采购合同")),
    ),
)
