import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Edit, Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.targets.facts import Indicator, Project

BRACKET = re.compile(r"[（(]([^（()）]{1,8})[）)]$")


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find indicator names that carry a unit in brackets, an operator or a counted number, which belong in the value.

    Times are let pass (30分钟响应率 defines itself by one). The unit is taken out where the value carries the same.
    """
    for row in project.rows:
        if part := _foreign(row.name, pack):
            bracket = BRACKET.search(row.name)
            yield Finding(
                row.at("level3"),
                f"指标名称「{row.name}」带有「{part}」",
                quote=part,
                suggestion=_advice(row, part),
                fix=(Edit(row.at("level3"), row.level3, row.name[: bracket.start()]),) if bracket and row.goal.unit == bracket[1] else (),
            )


def _advice(row: Indicator, part: str) -> str:
    bracket = BRACKET.search(row.name)
    if bracket:
        return f"名称改为「{row.name[: bracket.start()]}」，单位「{bracket[1]}」写在指标值里"
    return f"名称不写数值，把「{part}」写在指标值里"


@lru_cache(maxsize=16384)
def _foreign(name: str, pack: Pack) -> str:
    """Return the part of a name that belongs in the value."""
    bracket = BRACKET.search(name)
    if bracket and bracket[1] in pack.words["name_units"]:
        return bracket[0]
    match = _counted(pack).search(name)
    return match[0] if match else ""


@lru_cache(maxsize=8)
def _counted(pack: Pack) -> re.Pattern[str]:
    units = "|".join(map(re.escape, sorted(pack.words["name_units"], key=len, reverse=True)))
    return re.compile(
        rf"[≥≤＞＜><]=?\s*\d[\d.]*(?:{units})?|(?<![\d.A-Za-z第])(?!20\d\d年)\d+(?:\.\d+)?(?:{units})(?!以上|以下|以内|[一-九]?级)"
    )


ENTRY = Rule(
    code="NM-09",
    title="指标名称带单位或带目标值",
    severity=Severity.INFO,
    basis=("B-101",),
    since=date(2021, 8, 18),
    confidence=Confidence.MEDIUM,
    check=check,
    clean=(
        project(
            indicator("数量指标", "12345热线接听数量", "≥5次"),
            indicator("数量指标", "65岁以上老年人补贴人数", "≥5人"),
            indicator("时效指标", "30分钟响应率", "≥95%"),
            indicator("数量指标", "运维信息系统（网站）数量", "=2个"),
            indicator("数量指标", "2022年新建3A级厕所数量", "≥5座"),
        ),
    ),
    caught=(
        project(indicator("经济效益指标", "促成贸易成交额(亿元)", ">2亿元")),
        project(indicator("数量指标", "培训200人", "完成")),
        project(indicator("服务对象满意度指标", "群众满意度≥95%", "95%")),
        project(indicator("经济效益指标", "成交额（万元）", "≥2亿元")),
    ),
)
