"""What people write into a ledger, read into values, and values written out again. Pure: texts in, values and faults out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jixiao.evidence.facts import LARGEST, LONGEST_TEXT, Column, Fault, Form, Ledger, Value, Values
from jixiao.kernel.units import convert, refusal_to_convert
from jixiao.organisations.sums.sheet import day_in

NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
SHORT = 40  # signs of somebody's text shown again in a sentence


@dataclass(frozen=True, slots=True)
class Said:
    """What was written, read: values, and what is wrong."""

    values: Values
    faults: tuple[Fault, ...]
    on: date | None


def said(ledger: Ledger, texts: Mapping[str, str], year: int, units: Mapping[str, str] | None = None) -> Said:
    """Read what was written into the columns of a ledger. ``units`` names the unit a head gave where it is not the column's own."""
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for column in ledger.columns:
        value, sentence = value_of(column, texts.get(column.key, "").strip(), (units or {}).get(column.key, ""))
        values[column.key] = value
        if sentence:
            faults.append(Fault(column.key, sentence))
    on = _day(values.get(ledger.on))
    if on is not None and on.year != year:
        word = ledger.column(ledger.on).word
        faults.append(Fault(ledger.on, f"{word} {on:%Y-%m-%d} 不在 {year} 年度，请换到 {on.year} 年度登记"))
    if not faults and (sentence := ledger.fault(values)):
        faults.append(Fault("", sentence))
    return Said(values, tuple(faults), on)


def _day(value: Value | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def value_of(column: Column, text: str, unit: str = "") -> tuple[Value, str | None]:
    """Read one cell: its value, or None and what is wrong."""
    if not text:
        return None, f"{column.word}没有填" if column.needed else None
    match column.form:
        case Form.NUMBER:
            return _number(column, text, unit)
        case Form.DAY:
            day = day_in(text)
            return (day.isoformat(), None) if day else (None, f"{column.word}「{text[:SHORT]}」看不懂，请写成 2022-03-01")
        case Form.CHOICE:
            fault = f"{column.word}「{text[:SHORT]}」不在可选的范围内，请写{'、'.join(column.choices)}之一"
            return (text, None) if text in column.choices else (None, fault)
        case _:
            return (text, None) if len(text) <= LONGEST_TEXT else (None, f"{column.word}超过 {LONGEST_TEXT} 个字，请缩短")


def _number(column: Column, text: str, unit: str) -> tuple[Value, str | None]:
    bare = text.replace("，", ",").removesuffix(unit or column.unit).strip()
    if NUMBER.fullmatch(bare) is None:
        return None, f"{column.word}「{text[:SHORT]}」不是数，请只写数字，单位是{unit or column.unit or '一'}"
    exact = Fraction(Decimal(bare.replace(",", "")))
    if unit and (reason := refusal_to_convert(unit, column.unit)):
        return None, f"{column.word}：{reason}"
    whole = (convert(exact, unit, column.unit) if unit else exact) * 10**column.places
    if whole.denominator != 1:
        least = f"最多 {column.places} 位小数" if column.places else "须是整数"
        return None, f"{column.word}「{text[:SHORT]}」{least}（按{column.unit or '个'}）"
    if not 0 <= whole <= LARGEST:
        return None, f"{column.word}「{text[:SHORT]}」{'小于零，请核对' if whole < 0 else '超出可登记的范围'}"
    return int(whole), None


def shown(column: Column, value: Value | None) -> str:
    """Write a value for people: thousands separated, as many places as needed."""
    if value is None:
        return ""
    return places(value, column.places) if isinstance(value, int) else value


def places(value: int, digits: int) -> str:
    """Write a scaled whole number with separators and without idle zeros: 12500 with 3 places is 12.5."""
    if not digits:
        return f"{value:,}"
    text = f"{Decimal(value).scaleb(-digits):,.{digits}f}"
    return text.rstrip("0").rstrip(".")


def number(value: Fraction, digits: int = 2) -> str:
    """Write an exact number rounded half away from zero, with separators and without idle zeros: 1,034.5."""
    scaled = (abs(value.numerator) * 10**digits * 2 + value.denominator) // (2 * value.denominator)
    return ("-" if value < 0 and scaled else "") + places(scaled, digits)


def texts_of(ledger: Ledger, values: Values) -> dict[str, str]:
    """Return what an entry says, for a form or a table."""
    return {column.key: shown(column, values.get(column.key)) for column in ledger.columns}


def words_of(values: Values) -> str:
    """Return the texts of an entry in one, for searching."""
    return " ".join(value for value in values.values() if isinstance(value, str))


def mark_of(ledger: Ledger, values: Values) -> str:
    """Return the fingerprint of what makes an entry the same entry."""
    told = "|".join(f"{key}={_plain(values.get(key))}" for key in ledger.same)
    return hashlib.sha256(told.encode()).hexdigest()


def slot_of(ledger: Ledger, values: Values) -> str:
    """Return in which store an entry lies; "" where the ledger keeps no stock."""
    return "|".join(_plain(values.get(key)) for key in ledger.slot)[:200]


def _plain(value: Value | None) -> str:
    return "" if value is None else "".join(str(value).split())


def short_of(ledger: Ledger, slot: str, moves: Iterable[tuple[date, int]]) -> str | None:
    """Return where the balance of a store falls below zero, day by day, or None. ``moves`` are days and scaled amounts."""
    balance, days = 0, sorted(moves)
    for place, (day, amount) in enumerate(days):
        balance += amount
        last = place + 1 == len(days) or days[place + 1][0] != day
        if balance < 0 and last:
            atom = ledger.atom(ledger.stock)
            lacking = places(-balance, atom.places)
            where = slot.replace("|", "、")
            return f"「{where}」到 {day:%Y-%m-%d} 出库多于库存 {lacking} {atom.unit}，库存不能为负，请核对出库数量或补登入库"
    return None


def label_of(ledger: Ledger, values: Values) -> str:
    """Name an entry in a sentence."""
    found: Sequence[str] = [str(values.get(key)) for key in (ledger.name, ledger.on) if values.get(key)]
    return " ".join(found)
