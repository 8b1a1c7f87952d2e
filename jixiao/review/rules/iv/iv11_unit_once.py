from collections.abc import Iterator
from datetime import date

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import shown
from jixiao.targets.facts import Project


def check(project: Project, _pack: Pack) -> Iterator[Finding]:
    """Find units told twice: in brackets in the name, and again in the value or its column.

    The rulebook asks for a unit "both in level3 and in value"; a unit that is part of the name's own words (人数 … 7人) is no
    repetition, so only a bracket counts.
    """
    for row in project.rows:
        unit, name = row.goal.unit, row.name
        if not unit or not name.endswith((")", "）")):
            continue
        if name.endswith((f"({unit})", f"（{unit}）")):
            yield Finding(
                row.at("value"),
                f"「{shown(name)}」的名称里写了单位“{unit}”，指标值{shown(str(row.goal))}又写了一次",
                quote=row.value or "",
                suggestion=f"名称去掉单位，改为「{shown(name[: -len(unit) - 2])}」",
            )


ENTRY = Rule(
    code="IV-11",
    title="值中重复单位",
    severity=Severity.INFO,
    basis=("B-DES",),
    since=date(2015, 1, 1),
    confidence=Confidence.DESIGN,
    check=check,
    clean=(
        project(
            indicator("经济效益指标", "汽车成交额", "≥2亿元"),
            indicator("经济效益指标", "汽车成交额（亿元）", "≥2"),
            indicator("数量指标", "补发工资人数", "=7人"),
            indicator("数量指标", "举办展会（含线上）", "≥5场"),
        ),
    ),
    caught=(
        project(indicator("经济效益指标", "促成贸易成交额(亿元)", ">2亿元")),
        project(indicator("经济效益指标", "促成贸易成交额（亿元）", "2", unit="亿元")),
    ),
)
