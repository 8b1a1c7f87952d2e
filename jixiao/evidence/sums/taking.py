"""A workbook of entries (台账导入): its head found by the ledger's own words, its rows read, each fault at its cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from jixiao.evidence.facts import Column, Fault, Form, Ledger, Values
from jixiao.kernel.units import unit_of
from jixiao.office.facts import Document
from jixiao.office.rows import Columns, Head, head_of, lines_of

from .saying import mark_of, said, slot_of

MOST, PROJECT = 30_000, "project"
SUMMED = ("合计", "总计", "小计", "累计")
PREFIXES = ("", "千", "万", "百万", "亿")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that came in; with faults it says what was wrong."""

    number: int  # as Excel counts it
    on: date | None
    values: Values
    project: str
    mark: str = ""
    slot: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A list as read: where it stands, and its rows."""

    head: Head
    rows: tuple[Row, ...]


@lru_cache(maxsize=64)
def columns_of(ledger: Ledger) -> Columns:
    """Return the words a ledger's head may have: each column's own, with its unit, and with the same unit in thousands or so."""
    words = {column.key: column.head for column in ledger.columns} | {PROJECT: "项目"}
    others = {column.key: tuple(other_words(column)) for column in ledger.columns} | {PROJECT: ("项目名称", "所属项目", "预算项目")}
    taken: dict[str, str] = {}
    for key, word in words.items():
        taken.setdefault(word, key)
    for key, found in others.items():  # a word two columns claim stands for the first
        others[key] = tuple(word for word in dict.fromkeys(found) if taken.setdefault(word, key) == key and word != words[key])
    needed = tuple(column.key for column in ledger.columns if column.needed)
    return Columns(f"{ledger.word}台账", words, others, needed, MOST)


def other_words(column: Column) -> list[str]:
    """Return the words a column may also go by."""
    found = [column.word, *column.others]
    if column.form is Form.NUMBER and column.unit:
        units = {f"{prefix}{column.unit}" for prefix in PREFIXES} | {
            column.unit.removeprefix("万"),
            "公斤",
            "千克",
            "元",
            "万元",
            "亿元",
            "美元",
            "万美元",
        }
        base = unit_of(column.unit)
        fits = sorted(one for one in units if one and base and (other := unit_of(one)) and other.dimension == base.dimension)
        found += [f"{word}{left}{unit}{right}" for word in (column.word, *column.others) for unit in fits for left, right in ("（）", "()")]
    return found


def units_in(head: Head, ledger: Ledger) -> dict[str, str]:
    """Return the units the head of a list names where they are not the columns' own: 数量（公斤）."""
    found = {}
    for column in ledger.columns:
        match = re.search(r"[（(]([^（()）]+)[)）]$", head.written.get(column.key, ""))
        if match and match[1] != column.unit and unit_of(match[1]) and column.form is Form.NUMBER:
            found[column.key] = match[1]
    return found


def taken(document: Document, ledger: Ledger, year: int) -> Taken:
    """Read a workbook of entries for a year. Refuses a file that holds no such list; what is wrong in a row is said at the row."""
    columns = columns_of(ledger)
    head = head_of(document, columns)
    units = units_in(head, ledger)
    rows = [row_of(line.number, line.texts, ledger, year, units) for line in lines_of(document, head, columns) if not summed(line.texts)]
    return Taken(head, tuple(_apart(rows, ledger)))


def row_of(number: int, texts: Mapping[str, str], ledger: Ledger, year: int, units: Mapping[str, str]) -> Row:
    """Read one row."""
    read = said(ledger, texts, year, units)
    project = texts.get(PROJECT, "").strip()
    if read.faults:
        return Row(number, read.on, read.values, project, faults=read.faults)
    return Row(number, read.on, read.values, project, mark_of(ledger, read.values), slot_of(ledger, read.values))


def summed(texts: Mapping[str, str]) -> bool:
    """Say whether a row is the list's own total and no entry."""
    first = next(iter(texts.values()), "")
    return "".join(first.split()).rstrip("：:") in SUMMED


def _apart(rows: list[Row], ledger: Ledger) -> list[Row]:
    """Mark the second of two rows that say the same matter."""
    first: dict[str, int] = {}
    found = []
    for row in rows:
        above = first.setdefault(row.mark, row.number) if row.mark else row.number
        if above == row.number:
            found.append(row)
        else:
            same = "、".join(ledger.column(key).word for key in ledger.same)
            found.append(added(row, Fault(ledger.name, f"与第 {above} 行重复（{same}都相同），请核对后删去一行")))
    return found


def added(row: Row, *faults: Fault) -> Row:
    """Return a row with more found wrong in it."""
    return replace(row, faults=(*row.faults, *faults))
