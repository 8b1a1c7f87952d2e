"""Text files: the three ways a table survives in plain text, and the paragraphs between."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jixiao.kernel.refusal import Refused
from jixiao.office import limits, sniff
from jixiao.office.facts import Block, Cell, Document, Paragraph, Table
from jixiao.office.readers import Reader
from jixiao.office.readers.parts import bars, lines

Row = list[tuple[str, int]]  # each cell's text and line
Found = tuple[list[Block], int]  # blocks, and how many lines they took


def read(data: bytes) -> Document:
    """Read a text file; every paragraph and cell carries the line it begins on."""
    text = sniff.text_of(data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    texts = text.split("\n")
    if len(texts) > limits.MAX_LINES:
        msg = f"文本有 {len(texts):,} 行，超过 {limits.MAX_LINES:,} 行的上限，不像是绩效文件，请只保留需要的部分后再传"
        raise Refused(msg)
    document = Document(tuple(_blocks(texts)), "txt")
    limits.cells(sum(len(table.cells) for table in document.tables), limits.MAX_WORD_CELLS)
    return document


def _blocks(texts: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(texts):
        for shape in SHAPES:
            if found := shape(texts, at):
                blocks, taken = found
                yield from blocks
                at += taken
                break
        else:
            if texts[at].strip():
                yield Paragraph(texts[at], line=at + 1)
            at += 1


def _tab_rows(texts: list[str], at: int) -> Found | None:
    """Read rows as Word writes them: a cell to a line that begins with TAB, a blank line between rows."""
    if not lines.opens_cell(texts[at]):
        return None
    rows, end = lines.word_rows(texts, at)
    if max(len(row) for row in rows) == 1:
        return [Paragraph(text.strip(), line=line) for row in rows for text, line in row if text.strip()], end - at
    return [_table(rows)], end - at


def _tab_lines(texts: list[str], at: int) -> Found | None:
    """Read rows as a spreadsheet copies them: a row to a line, cells between TABs."""
    if "\t" not in texts[at].strip("\n"):
        return None
    rows, end = lines.tab_rows(texts, at)
    if lines.is_list(rows):
        return None
    return [_table(rows)], end - at


def _pipe_rows(texts: list[str], at: int) -> Found | None:
    """Read rows whose cells stand between upright bars."""
    found = bars.rows_at(texts, at)
    if found is None:
        return None
    rows, end = found
    return [_table(rows)], end - at


def _bar_lines(texts: list[str], at: int) -> Found | None:
    """Read one cell a line, closed by a bar: paragraphs without the bar, an empty one where the cell was empty."""
    text = texts[at].rstrip()
    if not text.endswith(("|", "｜")):
        return None
    return [Paragraph(text[:-1].strip(), line=at + 1)], 1


def _table(rows: list[Row]) -> Table:
    return Table(tuple(Cell(number, column, text, line=line) for number, row in enumerate(rows) for column, (text, line) in enumerate(row)))


SHAPES: tuple[Callable[[list[str], int], Found | None], ...] = (_tab_rows, _tab_lines, _pipe_rows, _bar_lines)
ENTRY = Reader("txt", read)
