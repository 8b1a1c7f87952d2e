"""Units of measure: what may be converted into what (公斤 into 吨, 元 into 万元), exactly, and never across dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from .refusal import Refused

# dimension → unit → how many of the dimension's first unit it is
DIMENSIONS: dict[str, dict[str, Fraction | int]] = {
    "重量": {"吨": 1, "公斤": Fraction(1, 1000), "千克": Fraction(1, 1000), "斤": Fraction(1, 2000), "克": Fraction(1, 1_000_000), "t": 1, "kg": Fraction(1, 1000)},
    "人民币": {"元": 1, "角": Fraction(1, 10), "分": Fraction(1, 100), "人民币": 1, "元人民币": 1},
    "美元": {"美元": 1},
    "时间": {"小时": 1, "个小时": 1, "h": 1, "分钟": Fraction(1, 60), "天": 24, "日": 24, "周": 168},
    "工作日": {"工作日": 1, "个工作日": 1},
    "月数": {"个月": 1, "月": 1, "年": 12},
    "面积": {"平方米": 1, "㎡": 1, "亩": Fraction(2000, 3), "公顷": 10_000, "平方公里": 1_000_000},
    "体积": {"立方米": 1, "升": Fraction(1, 1000)},
    "里程": {"公里": 1, "千米": 1, "米": Fraction(1, 1000)},
    "比率": {"%": 1, "‰": Fraction(1, 10), "百分点": 1, "个百分点": 1, "倍": 100},
    "人": {"人": 1, "名": 1, "位": 1},
    "人次": {"人次": 1},
    "次数": {"次": 1, "场": 1, "场次": 1, "期": 1, "回": 1, "批次": 1, "批": 1, "轮": 1, "起": 1},
    "件数": {"件": 1, "篇": 1, "份": 1, "条": 1, "项": 1, "单": 1, "笔": 1},
    "个数": {"个": 1, "家": 1, "户": 1, "处": 1, "所": 1, "家次": 1, "种": 1, "类": 1},
    "台数": {"辆": 1, "台": 1, "套": 1, "部": 1},
}  # fmt: skip
PREFIXES = {"亿": 100_000_000, "千万": 10_000_000, "百万": 1_000_000, "万": 10_000, "千": 1000}
GROWING = {
    "人民币",
    "美元",
    "重量",
    "人",
    "人次",
    "个数",
    "次数",
    "件数",
    "台数",
    "面积",
    "里程",
    "体积",
}  # dimensions whose units take 万, 亿


@dataclass(frozen=True, slots=True)
class Measured:
    """What a unit is: its dimension, and how many of the dimension's first unit make one."""

    dimension: str
    factor: Fraction


@lru_cache(maxsize=512)
def unit_of(text: str) -> Measured | None:
    """Read a unit: 吨, 万元, 元/吨, 亿美元; None where it is not known."""
    bare = "".join(text.split()).replace("／", "/").replace("每", "/", 1) if text else ""
    above, slash, below = bare.partition("/")
    if slash:
        one, per = _plain(above), unit_of(below)
        if one is None or per is None:
            return None
        return Measured(f"{one.dimension}/{per.dimension}", one.factor / per.factor)
    return _plain(bare)


def _plain(text: str) -> Measured | None:
    for dimension, units in DIMENSIONS.items():
        if text in units:
            return Measured(dimension, Fraction(units[text]))
    for prefix, times in PREFIXES.items():
        if text.startswith(prefix) and len(text) > len(prefix):
            found = _plain(text.removeprefix(prefix))
            if found and found.dimension in GROWING:
                return Measured(found.dimension, found.factor * times)
    return None


def refusal_to_convert(source: str, target: str) -> str | None:
    """Return why a figure in one unit cannot be told in another, or None. A figure whose target names no unit keeps its own."""
    if not target or not source or source == target:
        return None
    one, other = unit_of(source), unit_of(target)
    if one is None or other is None:
        strange = source if one is None else target
        return f"单位「{strange}」不在换算表里，「{source}」不能换算成「{target}」，请把指标值的单位改成「{source}」"
    if one.dimension != other.dimension:
        return f"单位「{source}」（{one.dimension}）不能换算成「{target}」（{other.dimension}），不是同一类量，请换一个计量口径"
    return None


def convert(value: Fraction, source: str, target: str) -> Fraction:
    """Return a figure told in another unit, exactly; refuses across dimensions."""
    if reason := refusal_to_convert(source, target):
        raise Refused(reason)
    if not target or not source or source == target:
        return value
    one, other = unit_of(source), unit_of(target)
    assert one is not None  # noqa: S101 - the refusal has looked
    assert other is not None  # noqa: S101
    return value * one.factor / other.factor
