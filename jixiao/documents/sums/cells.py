"""Cells of an indicator row: the name freed of its slot number and marks, the operator, the places where a form left a slot open."""

from __future__ import annotations

import re
from functools import lru_cache

from jixiao.kernel.goal import fold, operator_of

from .words import bare

SLOT = re.compile(r"^(?:指标|目标)\s*[\d一二三四五六七八九十]+\s*[:：、.．]?\s*")
MARKS = re.compile(r"^[★☆*＊※\s]+|[★☆*＊※\s]+$")
FILLING = re.compile(r"\s*[（(](?:必填|选填|必选|可选)[)）]")
OPEN = re.compile(r"\s*[（(][≥≤=><≧≦﹥﹤＞＜＝\s]*[*＊×xX_]{1,}[^（()）]*[)）]")
DOTS = re.compile(r"^[.…。·⋯]+$")
OPEN_VALUE = re.compile(
    r"^[≥≤=><]*[*＊×_]*(?:%|‰|个|家|户|项|件|份|台|辆|套|次|场|期|批|篇|条|处|人|人次|名|吨|公斤|元|万元|亿元|天|年|月|亩|公里|米|平方米)?$"
)
LONGEST = 400  # a longer name is a text; nothing in it is taken for a mark of the form
POINTS = re.compile(r"[（(](\d{1,3}(?:\.\d+)?)分[)）]$")
DIRECTIONS = re.compile(r"^(?:正向|反向|负向|逆向|区间|适度)(?:指标)?$")
TYPES = re.compile(r"^(?:定性|定量|定性指标|定量指标|文字描述|其他)$")
EXECUTION = frozenset({"预算执行", "预算执行率", "预算执行指标", "预算执行率指标", "资金执行率"})


@lru_cache(maxsize=4096)
def name_of(text: str) -> str | None:
    """Return the name of an indicator without 指标1:, ★, (必填) and open placeholders; None where nothing is left."""
    name = "".join(line.strip() for line in text.splitlines())
    if 0 < len(name) < LONGEST and (name[0] in "指目★☆*＊※ " or name[-1] in "★☆*＊※)） "):
        name = MARKS.sub("", SLOT.sub("", MARKS.sub("", name)))
        name = MARKS.sub("", OPEN.sub("", FILLING.sub("", name)))
    name = name.strip()
    return None if not bare(name) or DOTS.match(name) else name


def is_slot(text: str, value: str | None) -> bool:
    """Say whether a row is an unfilled slot of the form: 指标2: or ……, with no value or only its unit."""
    if not bare(text) or name_of(text) is not None:
        return False
    return value is None or OPEN_VALUE.match(bare(fold(value))) is not None


def nature_of(text: str) -> tuple[str, str | None]:
    """Say what a cell of 指标性质 or 指标方向 holds: ("operator", "≥"), ("direction", None), ("type", None) or ("unknown", None)."""
    word = bare(text)
    if sign := operator_of(word):
        return "operator", sign
    if DIRECTIONS.match(word):
        return "direction", None
    return ("type", None) if TYPES.match(word) else ("unknown", None)
