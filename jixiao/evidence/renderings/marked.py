"""Somebody's own workbook with its faults marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jixiao.evidence.sums.taking import Row, Taken
from jixiao.kernel.refusal import Refused
from jixiao.office.facts import Document
from jixiao.office.writers import listing, marking


class Problem(NamedTuple):
    """One problem at its cell, rows and columns from 1."""

    sheet: str
    row: int
    column: int
    sentence: str


def problems(document: Document, read: Taken, rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield every fault at its cell; one of a whole row stands at the row's first column."""
    table = document.tables[read.head.table]
    first = min(read.head.places.values())
    for row in rows:
        for fault in row.faults:
            yield Problem(table.name or "", row.number, read.head.places.get(fault.column, first) + 1, fault.sentence)


def marked(data: bytes, document: Document, read: Taken, rows: Sequence[Row]) -> bytes:
    """Return somebody's own workbook with its faults marked; of a kind that cannot be marked, the list of faults."""
    found = list(problems(document, read, rows))
    try:
        return marking.mark(data, found)
    except (Refused, KeyError):  # an .xls or .et: told beside it
        columns = [("工作表", 16), ("行", 8), ("问题", 90)]
        return listing.listing("问题清单", columns, [(one.sheet, one.row, one.sentence) for one in found])
