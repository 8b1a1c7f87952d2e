"""An entry as plain data and back: what a table keeps of an indicator a unit has added."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from jixiao.kernel.refusal import Refused
from jixiao.library.facts import Band, Basis, Direction, Entry, Evidence, Formula

PAIRS: dict[str, Any] = {"bases": Basis, "evidence": Evidence, "grading": Band}
LISTS = frozenset({"places", "sectors", "words", "origin"})
BLANK = Entry(code="", name="", places=())
LONGEST_TEXT, MOST = 500, 40
WORDS = {
    "name": "指标名称",
    "unit": "计量单位",
    "formula": "计算公式",
    "explanation": "指标解释",
    "bases": "指标值确定依据",
    "evidence": "佐证资料",
    "grading": "分档标准",
    "words": "项目关键词",
}


def dump(entry: Entry) -> dict[str, Any]:
    """Return an entry as plain data; what is as usual is left out."""
    said: dict[str, Any] = {}
    for field in fields(Entry):
        value = getattr(entry, field.name)
        if value == getattr(BLANK, field.name) and field.name not in {"code", "name", "places"}:
            continue
        said[field.name] = _plain(field.name, value)
    return said


def _plain(name: str, value: Any) -> Any:
    if name in PAIRS:
        return [[getattr(one, field.name) for field in fields(one)] for one in value]
    if isinstance(value, Formula):
        return [value.numerator, value.denominator]
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if name in LISTS else str(value)


def load(said: object) -> Entry:
    """Read an entry from plain data; refuses what is none: a field unknown or of another shape, a text that is too long."""
    known = {field.name for field in fields(Entry)}
    if not isinstance(said, dict) or not {"code", "name", "places"} <= set(said) <= known:
        msg = "指标的内容不完整，请重新填写"
        raise Refused(msg)
    return Entry(**{name: _read(name, value) for name, value in said.items()})


def _read(name: str, value: object) -> Any:
    if name in PAIRS:
        return tuple(PAIRS[name](*_texts(name, pair, 2)) for pair in _list(name, value))
    if name in LISTS:
        return tuple(_texts(name, value))
    if name == "formula":
        return Formula(*_texts(name, value, 2))
    text = _text(name, value)
    try:
        if name == "direction":
            return Direction(text)
        return date.fromisoformat(text) if name in {"since", "until"} else text
    except ValueError:
        raise Refused(_wrong(name)) from None


def _list(name: str, value: object) -> list[object]:
    if not isinstance(value, list) or len(value) > MOST:
        raise Refused(_wrong(name))
    return value


def _texts(name: str, value: object, count: int | None = None) -> list[str]:
    found = [_text(name, one) for one in _list(name, value)]
    if count is not None and len(found) != count:
        raise Refused(_wrong(name))
    return found


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Refused(_wrong(name))
    return value


def _wrong(name: str) -> str:
    return f"{WORDS.get(name, '指标的内容')}写得不对或太长，每条不超过 {LONGEST_TEXT} 个字，请重新填写"
