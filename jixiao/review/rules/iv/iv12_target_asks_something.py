import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jixiao.kernel.goal import plain
from jixiao.kernel.rule import Confidence, Rule, Severity
from jixiao.review.facts import Finding, Pack
from jixiao.review.samples import indicator, project
from jixiao.review.sums import NUMBER, any_of, shown
from jixiao.targets.facts import Indicator, Project

FIGURE = re.compile(r"(?<![\d.])((?!(?:19|20)\d\d年)\d[\d,]*(?:\.\d+)?)(?!\d)([^\d\s，,、；;。（(]*)")
LEAST = ("≥", ">")


def check(project: Project, pack: Pack) -> Iterator[Finding]:
    """Find targets below what the last three years reached on average, and targets the law itself meets (工作日8小时), an error.

    Only targets bounded from below are held against history: fewer people to pay is no lack of effort. The rulebook also names
    1辆 where one car is bought; to buy exactly what is funded is right, and it is not reported.
    """
    floors = _floors(pack)
    for row in project.rows:
        goal = row.goal
        if goal.number is None or goal.operator == "≤" or goal.kind is not NUMBER:
            continue
        if goal.unit in floors and (why := _floor(row, floors[goal.unit])):
            yield Finding(
                row.at("value"),
                f"「{shown(row.name)}」的指标值{shown(row.value)}没有挑战性，{why}",
                quote=row.value or "",
                suggestion="换成能反映工作量的指标，如「保障在编人数」「办结报销笔数」",
                severity=Severity.ERROR,
            )
        elif row.history and goal.operator in LEAST:
            past = _past(row.history, goal.unit)[-int(pack.numbers["history_years"]) :]
            if past and goal.number * len(past) < sum(past):
                mean = plain((sum(past, Decimal(0)) / len(past)).quantize(Decimal("0.01")))
                yield Finding(
                    row.at("value"),
                    f"「{shown(row.name)}」的目标{shown(row.value)}低于近{len(past)}年平均实际值{mean}{goal.unit}",
                    quote=row.value or "",
                    suggestion=f"提高到不低于{mean}{goal.unit}，或说明降低的理由",
                )


@lru_cache(maxsize=8)
def _floors(pack: Pack) -> dict[str, list[Any]]:
    """Return the pack's floors by the unit they are told in."""
    found: dict[str, list[Any]] = {}
    for floor in pack.tables["floors"]:
        for unit in floor["units"]:
            found.setdefault(unit, []).append(floor)
    return found


def _floor(row: Indicator, floors: list[Any]) -> str:
    """Say why a target asks for nothing beyond the law, "" when it does."""
    number = row.goal.number
    if number is None or row.goal.operator == "<":
        return ""
    return next((str(one["why"]) for one in floors if number <= Decimal(one["number"]) and any_of(one["words"]).search(row.name)), "")


@lru_cache(maxsize=8192)
def _past(history: str, unit: str) -> tuple[Decimal, ...]:
    """Return the values of past years in the unit of the goal, in the order written; years themselves are not values."""
    return tuple(Decimal(number.replace(",", "")) for number, told in FIGURE.findall(history) if told == unit)


ENTRY = Rule(
    code="IV-12",
    title="目标值偏低/无挑战性",
    severity=Severity.WARN,
    basis=("B-101",),
    since=date(2021, 8, 18),
    confidence=Confidence.MEDIUM,
    hard=False,
    check=check,
    clean=(
        project(
            indicator("数量指标", "举办展会场次", "≥5场", history="2019年5场、2020年4场、2021年5场"),
            indicator("数量指标", "举办展会场次", "≥5场", history="2018年20场、2019年5场、2020年5场、2021年5场"),
            indicator("数量指标", "补发工资人数", "=7人", history="2019年8人、2020年8人、2021年8人"),
            indicator("数量指标", "受益户数", "≥2万户", history="2019年19000户"),
            indicator("数量指标", "举办展会场次", "≥5场", history="新增项目，无历史值"),
            indicator("数量指标", "购置数量", "1辆"),
            indicator("社会效益指标", "展会影响力", "明显"),
            indicator("成本指标", "展会项目总成本", "≤50万元", history="2021年80万元"),
            indicator("质量指标", "窗口每日服务时间", "≥8小时"),
        ),
    ),
    caught=(
        project(indicator("数量指标", "工作日保障单位运转", "≥8小时")),
        project(indicator("数量指标", "举办展会场次", "≥4场", history="2019年5场、2020年4场、2021年5场")),
        project(indicator("质量指标", "布展合格率", "≥95%", history="2019年96%，2020年97%，2021年98%")),
    ),
)
