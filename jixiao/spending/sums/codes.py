"""Classes of expenditure (支出分类科目) as data of the pack: functional (7 digits) and economic (5 digits) with their names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from jixiao.kernel.money import Money
from jixiao.spending.facts import SOURCES

FUNCTION, ECONOMIC = 7, 5  # digits of an item


class Line(NamedTuple):
    """One line an approved amount is split into (指标): function, economic class, source, and how much."""

    function: str
    economic: str
    source: str
    amount: Money


@lru_cache(maxsize=2)
def _names(kind: str) -> Mapping[str, str]:
    """Read a file of classes: every class and every item by its full number."""
    told = tomllib.loads((resources.files("jixiao.spending") / "packs" / f"{kind}.toml").read_text("utf-8"))
    names = {}
    for above, block in told.items():
        for item, name in block.items():
            names[above if item == "name" else above + item] = name
    return names


def functions() -> dict[str, str]:
    """Return the functional items, number and name, by number."""
    return {code: name for code, name in sorted(_names("functions").items()) if len(code) == FUNCTION}


def economics() -> dict[str, str]:
    """Return the economic items, number and name, by number."""
    return {code: name for code, name in sorted(_names("economic").items()) if len(code) == ECONOMIC}


def name_of(code: str) -> str:
    """Return the name of a class or item, functional or economic; "" for one that is not in the pack."""
    return _names("economic").get(code) or _names("functions").get(code) or ""


def refusal_of_function(code: str) -> str | None:
    """Return why a functional class will not do, or None."""
    if code in functions():
        return None
    if name_of(code) and len(code) < FUNCTION:
        return f"功能分类「{code} {name_of(code)}」只到款级，请填到 7 位的项级科目"
    return f"功能分类「{code}」不在科目表里，请填 7 位的项级科目，如 2160299"


def refusal_of_economic(code: str) -> str | None:
    """Return why an economic class will not do, or None."""
    if code in economics():
        return None
    if name_of(code) and len(code) < ECONOMIC:
        return f"经济分类「{code} {name_of(code)}」只到类级，请填到 5 位的款级科目"
    return f"经济分类「{code}」不在科目表里，请填 5 位的款级科目，如 30227"


def refusal_of_source(source: str) -> str | None:
    """Return why a source of money will not do, or None."""
    return None if source in SOURCES else f"资金来源「{source}」不认识，请写{'、'.join(SOURCES)}之一"


def refusal_of_line(line: Line) -> str | None:
    """Return why a line may not become a quota, or None."""
    said = refusal_of_function(line.function) or refusal_of_economic(line.economic) or refusal_of_source(line.source)
    if said is None and line.amount.fen <= 0:
        return f"{line.economic} 的金额是 {line.amount.grouped()} 元，应大于零"
    return said


def refusal_of_split(lines: list[Line], approved: Money) -> str | None:
    """Return why an approved amount may not be split so, or None: every line known, none twice, the sum exact."""
    if not lines:
        return "还没有填指标明细，请至少填一行"
    seen: dict[tuple[str, str, str], int] = {}
    for number, line in enumerate(lines, 1):
        if refusal := refusal_of_line(line):
            return f"第 {number} 行：{refusal}"
        same = (line.function, line.economic, line.source)
        if same in seen:
            return f"第 {number} 行与第 {seen[same]} 行的功能分类、经济分类、资金来源都相同，请合成一行"
        seen[same] = number
    total = Money(sum(line.amount.fen for line in lines))
    if total == approved:
        return None
    word, gap = ("多", total - approved) if total > approved else ("少", approved - total)
    return f"各行合计 {total.grouped()} 元，比批复的 {approved.grouped()} 元{word} {gap.grouped()} 元，须正好相等"
