"""The library as a workbook to hand round, and an indicator as the cells of a target's row."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.office.writers.listing import listing

from .facts import SECTORS, Entry

HEADS = (
    "编号", "指标名称", "一级（2015/2020）", "二级（2015/2020）", "一级（2021）", "二级（2021）", "计量单位", "方向", "比较符", "计算公式",
    "指标解释", "常用值", "确定依据", "取值方式", "数据来源", "佐证资料", "调查对象、起算日、基期", "分档标准", "适用行业", "关键词",
    "出处", "归属", "状态", "使用次数",
)  # fmt: skip
WIDTHS = (10, 26, 12, 16, 12, 16, 9, 7, 7, 36, 40, 16, 40, 12, 16, 36, 26, 36, 14, 24, 18, 14, 8, 8)
FREE = "该口径没有"


def xlsx(rows: Iterable[tuple[Entry, str, str, int]]) -> bytes:
    """Return a workbook of indicators with their owner, state and uses."""
    columns = list(zip(HEADS, WIDTHS, strict=True))
    return listing("指标库", columns, ((*cells(entry, owner, state), uses) for entry, owner, state, uses in rows), hold=2)


def cells(entry: Entry, owner: str, state: str) -> tuple[str, ...]:
    """Return the text cells of an indicator, in the order of the heads."""
    old, new = entry.at("R2015") or (FREE, FREE), entry.at("R2021") or (FREE, FREE)
    asides = (("调查对象", entry.asked), ("起算", entry.due), ("基期", entry.base))
    return (
        entry.code,
        entry.name,
        *old,
        *new,
        entry.unit,
        entry.direction.value,
        entry.operator,
        entry.reckoned,
        entry.explanation,
        entry.usual,
        _lines(entry.bases),
        entry.method,
        entry.source,
        _lines(entry.evidence),
        "\n".join(f"{word}：{text}" for word, text in asides if text),
        _lines(entry.grading),
        "、".join(SECTORS[one] for one in entry.sectors if one in SECTORS),
        "、".join(entry.words),
        "、".join(entry.origin),
        owner,
        state,
    )


def _lines(parts: Iterable[object]) -> str:
    return "\n".join(str(part) for part in parts)


def row(entry: Entry, regime: str) -> dict[str, str]:
    """Return an indicator as the cells of a target's row, by the names of the target's own fields; ``usual`` is a hint, no value."""
    level1, level2 = entry.at(regime) or ("", "")
    means = [entry.explanation, f"计算公式：{entry.reckoned}" if entry.reckoned else "", f"调查对象：{entry.asked}" if entry.asked else ""]
    means += [f"起算：{entry.due}" if entry.due else "", f"基期：{entry.base}" if entry.base else ""]
    return {
        "code": entry.code,
        "level1": level1,
        "level2": level2,
        "level3": entry.name,
        "operator": entry.operator,
        "unit": entry.unit,
        "basis": str(entry.bases[0]) if entry.bases else "",
        "explanation": "；".join(part for part in means if part),
        "grading": "；".join(str(band) for band in entry.grading),
        "source": entry.source,
        "evidence": "；".join(str(one) for one in entry.evidence),
        "method": entry.method,
        "formula": entry.reckoned,
        "usual": entry.usual,
        "direction": entry.direction.value,
    }
