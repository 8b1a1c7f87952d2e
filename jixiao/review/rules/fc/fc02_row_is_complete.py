from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import label
from jixiao.targets.facts import WORDS, Project


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find indicator rows without a name, a value or a basis; the basis is asked for only where the form has a column for it.

    A row left blank or filled with 不涉及 is reported here too: as long as it stands, its mandatory cells are empty.
    """
    asked = ("level3", "value", "basis") if "basis" in project.columns else ("level3", "value")
    for row in project.indicators:
        if row.level3 and row.value and (row.basis or len(asked) == 2):  # noqa: PLR2004 - two cells asked for: no basis
            continue
        missing = [column for column in asked if not getattr(row, column)]
        words = "、".join(WORDS[column] for column in missing)
        yield Finding(
            row.at("" if row.is_blank else missing[0]),
            f"{label(row)}的{words}没有填写",
            suggestion="补填所缺内容；确无该项指标的，删除整行",
        )


ENTRY = Rule(
    code="FC-02",
    title="指标四要素缺失",
    severity=Severity.BLOCK,
    basis=("B-88", "B-101"),
    since=date(2015, 1, 1),
    check=check,
    clean=(
        project(indicator("数量指标", "举办展会场次", "≥5场", "年度展会计划")),
        project(indicator("数量指标", "举办展会场次", "≥5场"), columns=("level1", "level2", "level3", "value")),
    ),
    caught=(
        project(indicator("数量指标", "举办展会场次", "≥5场")),
        project(indicator("经济效益指标", "不涉及")),
        project(indicator("质量指标", None, "≥5场", "年度展会计划")),
    ),
)
