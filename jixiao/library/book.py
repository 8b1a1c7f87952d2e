"""The shelf loaded: every indicator seeded here, found by code, by name, and by what is being typed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from .facts import Band, Basis, Direction, Entry, Evidence, Formula
from .facts.places import KEYS
from .sums import Index

SHELF = Path(__file__).parent / "entries"
DIRECTIONS = {
    "≥": Direction.POSITIVE,
    ">": Direction.POSITIVE,
    "=": Direction.POSITIVE,
    "≤": Direction.NEGATIVE,
    "<": Direction.NEGATIVE,
    "介于": Direction.INTERVAL,
    "定性": Direction.QUALITATIVE,
}
SATISFIED = Formula("评价为“很满意”“满意”的有效问卷数", "有效问卷总数")
# What an indicator of a class usually has, where neither it nor its group says otherwise.
USUAL: Mapping[str, dict[str, Any]] = {
    "数量指标": {"unit": "个"},
    "质量指标": {"unit": "%"},
    "时效指标": {"unit": "%"},
    "经济成本指标": {"op": "≤", "unit": "万元", "evidence": ["原始凭证：合同、发票和支付凭证"]},
    "社会成本指标": {"op": "≤", "unit": "件", "evidence": ["工作资料：投诉受理和办理台账"]},
    "生态环境成本指标": {"op": "≤", "unit": "%", "evidence": ["工作资料：环境监测或现场检查记录"]},
    "经济效益指标": {"unit": "万元"},
    "社会效益指标": {"unit": "%"},
    "生态效益指标": {"unit": "%"},
    "可持续影响指标": {"unit": "年"},
    "服务对象满意度指标": {
        "unit": "%",
        "method": "问卷调查法",
        "source": "问卷调查报告",
        "evidence": ["正式资料：满意度调查报告，附问卷样张、样本量和回收份数"],
        "basis": ["计划标准：年度工作计划确定的满意度目标", "历史标准：近三年同类调查的结果"],
        "usual": "≥90%，样本不少于 30 份或全部调查",
    },
}
COMMON: dict[str, Any] = {"op": "≥", "method": "情况统计法", "source": "部门业务记录", "evidence": ["工作资料：工作台账和总结"]}


@lru_cache(maxsize=1)
def shelf() -> tuple[Entry, ...]:
    """Return every seeded indicator in the order of their files."""
    return tuple(read(SHELF).values())


def read(folder: Path) -> dict[str, Entry]:
    """Read the indicators of a folder of files by code; LookupError names a code that stands twice."""
    found: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        group = data.pop("group")
        for code, said in data.items():
            if code in found:
                raise LookupError(code)
            found[code] = _entry(code, said, group)
    return found


@lru_cache(maxsize=1)
def by_code() -> Mapping[str, Entry]:
    """Return the seeded indicators by code."""
    return {entry.code: entry for entry in shelf()}


@lru_cache(maxsize=1)
def by_name() -> Mapping[str, Entry]:
    """Return the seeded indicators by name."""
    return {entry.name: entry for entry in shelf()}


@lru_cache(maxsize=1)
def index() -> Index:
    """Return the seed's index."""
    return Index(shelf())


def _entry(code: str, said: dict[str, Any], group: dict[str, Any]) -> Entry:
    kind = said.get("class", "")
    known = COMMON | USUAL.get(kind, {}) | {key: value for key, value in group.items() if not isinstance(value, dict)}
    known |= group.get(kind, {}) | said
    places = tuple(known.get("places", ())) or (KEYS[kind],)
    operator = known["op"]
    formula = Formula(*known["over"]) if "over" in known else SATISFIED if kind == "服务对象满意度指标" else None
    return Entry(
        code=code,
        name=known["name"],
        places=places,
        unit="" if operator == "定性" else known.get("unit", ""),
        operator=operator,
        direction=Direction(known["direction"]) if "direction" in known else DIRECTIONS[operator],
        formula=formula,
        explanation=known.get("means", ""),
        bases=tuple(Basis(*_pair(text)) for text in known.get("basis", ())),
        method=known["method"],
        source=known["source"],
        evidence=tuple(Evidence(*_pair(text)) for text in known["evidence"]),
        sectors=tuple(known["sectors"]),
        words=tuple(_words(group, said)),
        grading=tuple(Band(*_pair(text)) for text in known.get("bands", ())),
        usual=known.get("usual", ""),
        asked=known.get("asked", ""),
        due=known.get("due", ""),
        base=known.get("base", ""),
        heir=known.get("heir", "benefit.social" if kind == "可持续影响指标" else ""),
        origin=tuple(known.get("origin", ("系统自拟",))),
        since=known.get("since", date(2022, 1, 1)),
        until=known.get("until"),
    )


def _pair(text: str) -> tuple[str, str]:
    head, _, tail = text.partition("：")
    return head, tail


def _words(group: Mapping[str, Any], said: Mapping[str, Any]) -> Iterable[str]:
    """Return the key words: the group's too, unless the indicator belongs to another sector than its group."""
    return dict.fromkeys([*(() if "sectors" in said else group.get("words", ())), *said.get("words", ())])
