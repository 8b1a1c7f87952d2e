from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Edit, Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.targets.facts import Project, is_placeholder


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find rows that only fill the form: named 不涉及 or 无, or with 不涉及 for a value; an indicator that does not apply is dropped.

    A value 无 is let pass: as the target of an accident or a complaint it means none.
    """
    for row in project.indicators:
        if row.name and is_placeholder(row.name):
            yield Finding(
                row.at("level3"),
                f"{row.level2 or '指标'}用「{row.name}」占位",
                quote=row.name,
                suggestion="不设该项指标，删除整行",
                fix=(Edit(row.at(), row.level3, None),),
            )
        elif row.value and row.name and row.value.strip() in pack.words["placeholder_values"]:
            yield Finding(
                row.at("value"),
                f"「{row.name}」的指标值用「{row.value.strip()}」占位",
                quote=row.value,
                suggestion="填写目标值；不设该项指标的，删除整行",
            )


ENTRY = Rule(
    code="FC-04",
    title="用“不涉及”占位",
    severity=Severity.ERROR,
    basis=("B-88", "B-101"),
    since=date(2015, 1, 1),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(
        project(indicator("数量指标", "举办展会场次", "≥5场"), indicator("质量指标", "重大安全事故", "无"), indicator("质量指标", None)),
    ),
    caught=(project(indicator("经济效益指标", "不涉及")), project(indicator("质量指标", "展会合格率", "不涉及"))),
)
