"""Blocks: what a file of any kind is made of once its format is forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Cell(NamedTuple):
    """One cell of a table, its text as written; lines inside it joined by a newline.

    ``row`` and ``column`` count from 0 on the table's grid; ``rows`` and ``columns`` are how far it reaches (merged cells).
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    line: int | None = None  # line of a text file, from 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells in reading order. Every grid place is covered by one cell at most; a gap is an absent cell.

    ``widths``, ``labels`` and ``head`` say how it is to be written and are no part of what it says: two tables with equal cells are equal.
    """

    cells: tuple[Cell, ...]
    name: str | None = None  # the sheet's name in a workbook
    page: int | None = None  # page of a PDF or number of the sheet, from 1
    widths: tuple[int, ...] = field(default=(), compare=False)  # shares of the columns; by the longest text where empty
    labels: frozenset[tuple[int, int]] = field(default=frozenset(), compare=False)  # places of the form's own words
    head: tuple[int, int] | None = field(default=None, compare=False)  # first row and number of rows to print again on each page

    @property
    def height(self) -> int:
        """Number of grid rows."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """Number of grid columns."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text. ``level`` is 0 for body text and 1… for a heading the file itself marks as one.

    ``look`` and ``fresh`` say how it is to be written: title, centre, caption (at the right), note, plain (without indent), cover (a page of
    its own, without number), contents (where the list of headings stands); ``fresh`` begins a new page.
    """

    text: str
    level: int = 0
    line: int | None = None
    page: int | None = None
    look: str = field(default="", compare=False)
    fresh: bool = field(default=False, compare=False)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in reading order. ``kind`` is the true format: docx, doc, xlsx, xls, html, pdf, txt."""

    blocks: tuple[Block, ...]
    kind: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in reading order; the n-th (from 1) is what a person calls 表n."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True, slots=True)
class Letter:
    """An official letter (公文, GB/T 9704-2012). ``body`` lines that begin 一、 or （一） are headings; ``organ`` is the red head's name."""

    title: str
    to: str = ""  # 主送机关
    body: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()  # 附件说明
    signer: str = ""  # 发文机关署名
    on: str = ""  # 成文日期: 2022年1月5日
    organ: str = ""  # 发文机关标志; none prints a letter without red head
    number: str = ""  # 发文字号: 示商财〔2022〕5号
    approver: str = ""  # 签发人, of letters to a superior
    copies: str = ""  # 抄送
    printer: str = ""  # 印发机关
    printed: str = ""  # 印发日期
    notes: str = ""  # 附注
    secrecy: str = ""  # 密级和保密期限
    urgency: str = ""  # 紧急程度


def encode(document: Document) -> dict[str, Any]:
    """Return a document as plain JSON values; ``decode`` gives an equal document back."""
    return {"kind": document.kind, "blocks": [_encode_block(block) for block in document.blocks]}


def decode(data: dict[str, Any]) -> Document:
    """Build the document ``encode`` described; ValueError for anything of another shape, since the sender is not trusted."""
    try:
        return Document(tuple(_decode_block(block) for block in data["blocks"]), _text(data["kind"]))
    except (KeyError, TypeError, IndexError) as error:
        msg = f"not an encoded document: {error!r}"
        raise ValueError(msg) from error


def _encode_block(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        return {"name": block.name, "page": block.page, "cells": [list(cell) for cell in block.cells]}
    return {"text": block.text, "level": block.level, "line": block.line, "page": block.page}


def _decode_block(block: dict[str, Any]) -> Block:
    if "cells" in block:
        name = None if block["name"] is None else _text(block["name"])
        return Table(tuple(_decode_cell(cell) for cell in block["cells"]), name, _count(block["page"]))
    return Paragraph(_text(block["text"]), _count(block["level"]) or 0, _count(block["line"]), _count(block["page"]))


def _decode_cell(cell: list[Any]) -> Cell:
    row, column, text, rows, columns, line = cell
    whole = (_count(row), _count(column), _count(rows), _count(columns))
    if None in whole:
        raise ValueError(cell)
    return Cell(whole[0] or 0, whole[1] or 0, _text(text), whole[2] or 1, whole[3] or 1, _count(line))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _count(value: Any) -> int | None:
    if value is not None and (type(value) is not int or value < 0):
        raise TypeError(value)
    return value
