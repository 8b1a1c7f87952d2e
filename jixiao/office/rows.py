"""A list in somebody's workbook: where its head stands by the words in it, and what each line under it says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jixiao.kernel.refusal import Refused

from .facts import Document, Table

HEAD_WITHIN = 10  # rows from the top among which the head is looked for
EXAMPLE = "示例"  # a sheet of this name beside others is no list
MARKS = re.compile(r"[\s*＊]|[（(]必填[）)]")


@dataclass(frozen=True, slots=True)
class Columns:
    """What a list's head may say: column → its word, column → other words for it, and the columns it cannot do without."""

    what: str  # what the list is called in sentences
    words: Mapping[str, str]
    others: Mapping[str, Sequence[str]]
    needed: Sequence[str]
    most: int  # lines taken in at once

    def known(self) -> dict[str, str]:
        """Return every word of the head and the column it stands for."""
        return {word: column for column, own in self.words.items() for word in (own, *self.others.get(column, ()))}


@dataclass(frozen=True, slots=True)
class Head:
    """Where the list stands: which table of the file, which of its rows is the head, which column holds what, by which word."""

    table: int
    row: int
    places: Mapping[str, int]
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list, as written; ``number`` is the row as Excel counts it."""

    number: int
    texts: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return what stands in a column, without the blanks around it."""
        return self.texts.get(column, "").strip()


def head_of(document: Document, columns: Columns) -> Head:
    """Find the list in a file; refuses one that holds none, or whose head names a column twice."""
    known = columns.known()
    for number, table in enumerate(document.tables):
        if EXAMPLE in (table.name or "") and len(document.tables) > 1:
            continue
        for row in range(min(HEAD_WITHIN, table.height)):
            places, written = _places(table, row, known, columns.words)
            if all(column in places for column in columns.needed):
                return Head(number, row, places, written)
    needed = "、".join(f"「{columns.words[column]}」" for column in columns.needed)
    msg = f"文件里没有找到{columns.what}，表头要有{needed}这{len(columns.needed)}列，请用导入模板填写"
    raise Refused(msg)


def _places(table: Table, row: int, known: Mapping[str, str], words: Mapping[str, str]) -> tuple[dict[str, int], dict[str, str]]:
    places: dict[str, int] = {}
    written: dict[str, str] = {}
    for cell in table.cells:
        word = MARKS.sub("", cell.text)
        column = known.get(word) if cell.row == row else None
        if column in places:
            msg = f"表头里「{words[column]}」出现了两次，请删去一列再导入"
            raise Refused(msg)
        if column:
            places[column], written[column] = cell.column, word
    return places, written


def lines_of(document: Document, head: Head, columns: Columns) -> list[Line]:
    """Return the lines under the head that say something; a merged cell speaks for every row it covers."""
    places = {place: column for column, place in head.places.items()}
    texts: dict[int, dict[str, str]] = {}
    for cell in document.tables[head.table].cells:
        column = places.get(cell.column)
        if column and cell.row > head.row and cell.text.strip():
            for row in range(cell.row, cell.row + cell.rows):
                texts.setdefault(row, {})[column] = cell.text.strip()
    if not texts:
        msg = f"{columns.what}的表头下面没有内容，请填好再导入"
        raise Refused(msg)
    if len(texts) > columns.most:
        msg = f"{columns.what}有 {len(texts):,} 行，一次最多导入 {columns.most:,} 行，请分几份导入"
        raise Refused(msg)
    return [Line(row + 1, texts[row]) for row in sorted(texts)]
