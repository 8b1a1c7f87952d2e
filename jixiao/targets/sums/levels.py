"""The first and second levels of the indicator regimes, and a goal as the three cells in which it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jixiao.kernel.goal import OPERATORS, Goal, GoalKind
from jixiao.targets.facts import Indicator

OUTPUT, BENEFIT, SATISFACTION, COST = "产出指标", "效益指标", "满意度指标", "成本指标"
_BENEFITS = ("经济效益指标", "社会效益指标", "生态效益指标")
LEVELS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "R2015": MappingProxyType(
            {
                OUTPUT: ("数量指标", "质量指标", "时效指标", "成本指标"),
                BENEFIT: (*_BENEFITS, "可持续影响指标"),
                SATISFACTION: ("服务对象满意度指标",),
            }
        ),
        "R2021": MappingProxyType(
            {
                COST: ("经济成本指标", "社会成本指标", "生态环境成本指标"),
                OUTPUT: ("数量指标", "质量指标", "时效指标"),
                BENEFIT: _BENEFITS,
                SATISFACTION: ("服务对象满意度指标",),
            }
        ),
    }
)
WHOLE = 100
EXECUTION = 10  # 预算执行率, kept apart in the self-evaluation form since 财预〔2020〕10号
FIRST_APART = 2020
VERBS = ("达到", "提高", "提升", "增长", "增加", "下降", "降低", "减少")
THREE = (GoalKind.NUMBER,)
Parts = tuple[str, str, str]


def levels(regime: str) -> Mapping[str, tuple[str, ...]]:
    """Return the second levels below each first level under a regime."""
    return LEVELS.get(regime, LEVELS["R2015"])


def level1_of(level2: str | None, regime: str) -> str | None:
    """Return the first level a second level stands under, or None for a label outside the regime."""
    return next((first for first, below in levels(regime).items() if level2 in below), None)


def due(year: int) -> int:
    """Return what the weights of a table add up to in points: 90 where 预算执行率 keeps 10 for itself, else 100."""
    return WHOLE - EXECUTION if year >= FIRST_APART else WHOLE


def goal_parts(row: Indicator) -> Parts:
    """Return a row's goal as operator, number or words, and unit: what three cells of the editor show."""
    if row.operator or row.unit:
        return row.operator or "", row.value or "", row.unit or ""
    text = (row.value or "").strip()
    goal = row.goal
    if goal.kind not in THREE or goal.note or text.startswith(VERBS):
        return "", text, ""
    return goal.operator or "", goal.shown_number or "", goal.unit


def joined(parts: Parts) -> str | None:
    """Return the three cells as the one of the official form: ≥5场."""
    return "".join(parts) or None


def parted(parts: Parts) -> Parts:
    """Return three cells tidied: what was typed whole into the middle one (≥5场) is taken apart."""
    operator, value, unit = parts
    if operator or unit or not value:
        return parts
    if value[0] not in OPERATORS + "<>" and not value.startswith(("不低于", "不少于", "不高于", "不超过")):
        return parts
    goal = Goal.parse(value)
    return goal_parts(Indicator(value=value)) if goal.kind in THREE else parts
