"""Where an indicator stands: the classes of the 2015/2020 and the 2021 regime, and the frameworks of common indicators."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Levels = tuple[str, str]

# key → name here, and its two levels in each regime; None where a regime has no such class.
CLASSES: Mapping[str, tuple[str, Levels | None, Levels | None]] = MappingProxyType(
    {
        "output.quantity": ("数量指标", ("产出指标", "数量指标"), ("产出指标", "数量指标")),
        "output.quality": ("质量指标", ("产出指标", "质量指标"), ("产出指标", "质量指标")),
        "output.timeliness": ("时效指标", ("产出指标", "时效指标"), ("产出指标", "时效指标")),
        "cost.economic": ("经济成本指标", ("产出指标", "成本指标"), ("成本指标", "经济成本指标")),
        "cost.social": ("社会成本指标", None, ("成本指标", "社会成本指标")),
        "cost.environment": ("生态环境成本指标", None, ("成本指标", "生态环境成本指标")),
        "benefit.economic": ("经济效益指标", ("效益指标", "经济效益指标"), ("效益指标", "经济效益指标")),
        "benefit.social": ("社会效益指标", ("效益指标", "社会效益指标"), ("效益指标", "社会效益指标")),
        "benefit.ecological": ("生态效益指标", ("效益指标", "生态效益指标"), ("效益指标", "生态效益指标")),
        "benefit.sustainable": ("可持续影响指标", ("效益指标", "可持续影响指标"), None),
        "satisfaction.client": ("服务对象满意度指标", ("满意度指标", "服务对象满意度指标"), ("满意度指标", "服务对象满意度指标")),
    }
)

# Frameworks of common indicators (共性指标): their first and second levels.
FRAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "PROJECT53": {
            "投入": ("项目立项", "资金落实"),
            "过程": ("业务管理", "财务管理"),
            "产出": ("项目产出",),
            "效果": ("项目效益",),
        },
        "DEPT53": {
            "投入": ("目标设定", "预算配置"),
            "过程": ("预算执行", "预算管理", "资产管理"),
            "产出": ("职责履行",),
            "效果": ("履职效益",),
        },
        "EVAL10": {
            "决策": ("项目立项", "绩效目标", "资金投入"),
            "过程": ("资金管理", "组织实施"),
            "产出": ("产出数量", "产出质量", "产出时效", "产出成本"),
            "效益": ("项目效益",),
        },
    }
)

REGIMES: Mapping[str, str] = MappingProxyType(
    {
        "R2015": "2015/2020 口径",
        "R2021": "2021 口径",
        "PROJECT53": "项目支出共性指标（财预〔2013〕53号）",
        "DEPT53": "部门整体共性指标（财预〔2013〕53号）",
        "EVAL10": "项目支出评价参考框架（财预〔2020〕10号）",
    }
)

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "数量": "数量指标",
        "质量": "质量指标",
        "时效": "时效指标",
        "成本": "成本指标",
        "经济效益": "经济效益指标",
        "社会效益": "社会效益指标",
        "生态效益": "生态效益指标",
        "环境效益指标": "生态效益指标",
        "可持续影响": "可持续影响指标",
        "满意度": "服务对象满意度指标",
        "满意度指标": "服务对象满意度指标",
        "服务对象满意度": "服务对象满意度指标",
        "社会公众或服务对象满意度指标": "服务对象满意度指标",
    }
)

KEYS: Mapping[str, str] = MappingProxyType({name: key for key, (name, _old, _new) in CLASSES.items()} | {"成本指标": "cost.economic"})


def level_two(text: str) -> str:
    """Return the standard name of a second level, however it is written; what is unknown stays as it is."""
    bare = "".join(text.split())
    return ALIASES.get(bare, bare)


def levels_of(place: str, regime: str) -> Levels | None:
    """Return the two levels of a place in a regime: output.quantity, or DEPT53/预算执行; None where it has none there."""
    frame, slash, second = place.partition("/")
    if slash:
        firsts = FRAMES.get(frame, {}) if frame == regime else {}
        return next(((first, second) for first, seconds in firsts.items() if second in seconds), None)
    _name, old, new = CLASSES.get(place, ("", None, None))
    return {"R2015": old, "R2021": new}.get(regime)
