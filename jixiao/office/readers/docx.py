"""Word files (.docx), read straight from their XML: what the person sees, merged cells as they reach, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from jixiao.kernel.refusal import Refused
from jixiao.office import limits
from jixiao.office.facts import Block, Cell, Document, Paragraph, Table
from jixiao.office.readers import Reader
from jixiao.office.readers.parts import macros
from jixiao.office.readers.parts.numbering import Numbering
from jixiao.office.readers.parts.words import DRAWN, MC, TRANSPARENT, M, W, branch, drawn_paragraphs, text_of

REACH = frozenset({W + "gridSpan", W + "vMerge", W + "hMerge"})
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT_MATH = b"http://purl.oclc.org/ooxml/officeDocument/math"


def read(data: bytes) -> Document:
    """Read a .docx; refuses macros, remote templates, DDE and anything past the limits."""
    package = limits.Package(data)
    macros.guard(package)
    root = part(package, main_part(package))
    body = root.find(W + "body")
    if body is None:
        msg = f"文件缺少正文，可能已损坏，{limits.RESAVE}"
        raise Refused(msg)
    macros.guard_fields(root)
    names = package.names
    styles = part(package, "word/styles.xml") if "word/styles.xml" in names else None
    numbers = part(package, "word/numbering.xml") if "word/numbering.xml" in names else None
    return Document(tuple(_Body(body, Numbering(numbers, styles)).blocks(body)), "docx")


def main_part(package: limits.Package) -> str:
    """Return the name of the member that holds the text."""
    if "_rels/.rels" in package.names:
        for link in package.xml("_rels/.rels"):
            if str(link.get("Type", "")).endswith("/officeDocument"):
                target = str(link.get("Target", "")).lstrip("/")
                if target in package.names:
                    return target
    return "word/document.xml"


def part(package: limits.Package, name: str) -> etree._Element:
    """Return a member as XML, the ISO strict spelling of names brought to the common one."""
    data = package.read(name)
    if STRICT in data:
        data = data.replace(STRICT, W[1:-1].encode()).replace(STRICT_MATH, M[1:-1].encode())
    return limits.xml(data)


class _Body:
    """One walk over a document, counting numbers and cells as it goes."""

    def __init__(self, body: etree._Element, numbering: Numbering) -> None:
        self._numbering = numbering
        self._tracked = next(body.iter(W + "del"), None) is not None
        self._drawn = next(body.iter(*DRAWN), None) is not None
        self._cells = 0
        self._carried = ""  # text of a paragraph whose end was deleted in a tracked change

    def blocks(self, container: etree._Element, depth: int = 0) -> Iterator[Block]:
        """Yield the blocks of a body, in order."""
        for child in container:
            tag = child.tag
            if tag == W + "p":
                yield from self._paragraph(child, depth)
            elif tag == W + "tbl":
                yield from self._table(child, depth + 1)
            elif tag in TRANSPARENT:
                yield from self.blocks(child, depth)
            elif tag == MC + "AlternateContent":
                yield from self.blocks(branch(child), depth)

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Block]:
        text = self._text(element)
        if text.strip():
            yield Paragraph(text, self._numbering.level(element))
        for box in self._boxes_of(element):
            limits.nesting(depth + 1)
            yield from self.blocks(box, depth + 1)

    def _text(self, element: etree._Element, *, bare: bool = False) -> str:
        """Return a paragraph's text with its automatic number; "" where its end was deleted and the next goes on with it."""
        text = self._carried + text_of(element)
        self._carried = ""
        if self._end_deleted(element):
            self._carried = text
            return ""
        if text.strip() or bare:
            return self._numbering.label(element) + text
        return text

    def _end_deleted(self, paragraph: etree._Element) -> bool:
        return self._tracked and paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None

    def _boxes_of(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        return drawn_paragraphs(paragraph) if self._drawn else iter(())

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        limits.nesting(depth)
        grid = _Grid()
        inner: list[Block] = []
        for row in _rows(table):
            grid.begin(row)
            for cell in _cells(row):
                self._cells += 1
                limits.cells(self._cells, limits.MAX_WORD_CELLS)
                grid.add(cell, self._cell_text(cell, depth, inner))
        cells = grid.cells()
        largest = max((len(block.cells) for block in inner if isinstance(block, Table)), default=0)
        if largest > len(cells):  # a frame around tables, not a table
            yield from (Paragraph(cell.text) for cell in cells if cell.text.strip())
        elif any(cell.text.strip() for cell in cells) or not inner:
            yield Table(cells)
        yield from inner

    def _cell_text(self, cell: etree._Element, depth: int, inner: list[Block]) -> str:
        """Return the lines of a cell; tables inside it are put into ``inner``."""
        texts: list[str] = []
        stack = list(reversed(cell))
        while stack:
            child = stack.pop()
            if child.tag == W + "p":
                text = self._text(child, bare=True)
                if not self._end_deleted(child):
                    texts.append(text)
                self._boxes(child, depth, texts, inner)
            elif child.tag == W + "tbl":
                inner.extend(self._table(child, depth + 1))
            elif child.tag in TRANSPARENT:
                stack.extend(reversed(child))
            elif child.tag == MC + "AlternateContent":
                stack.extend(reversed(branch(child)))
        if self._carried:
            texts.append(self._carried)
            self._carried = ""
        return "\n".join(_without_empty_end(texts, cell))

    def _boxes(self, paragraph: etree._Element, depth: int, texts: list[str], inner: list[Block]) -> None:
        for box in self._boxes_of(paragraph):
            limits.nesting(depth + 1)
            for block in self.blocks(box, depth + 1):
                if isinstance(block, Paragraph):
                    texts.append(block.text)
                else:
                    inner.append(block)


def _without_empty_end(texts: list[str], cell: etree._Element) -> list[str]:
    """Drop the empty paragraph Word demands after a table inside a cell."""
    if len(cell) > 1 and texts and not texts[-1] and cell[-2].tag == W + "tbl":
        return texts[:-1]
    return texts


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == W + "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in TRANSPARENT:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in TRANSPARENT:
            yield from _cells(child)


@dataclass(slots=True)
class _Laid:
    """A cell on the grid, still growing."""

    row: int
    column: int
    columns: int
    text: str
    rows: int = 1


class _Grid:
    """The cells of one table, laid on its grid; a vertically merged cell grows as its continuations come."""

    def __init__(self) -> None:
        self._found: list[_Laid] = []
        self._open: dict[int, _Laid] = {}  # column → the cell a continuation there belongs to
        self._row = -1
        self._column = 0

    def begin(self, row: etree._Element) -> None:
        """Begin a row, behind the grid columns it leaves out."""
        self._row += 1
        before = row.find(f"{W}trPr/{W}gridBefore")
        self._column = limits.number(before.get(W + "val")) if before is not None else 0
        limits.span(self._column)

    def add(self, cell: etree._Element, text: str) -> None:
        """Add a cell, or let the one above reach down into it."""
        marks = _marks(cell)
        columns = max(1, limits.number(marks.get("gridSpan"), 1))
        at = self._column
        self._column += columns
        limits.span(self._column)
        above = self._open.get(at)
        last = self._found[-1] if self._found else None
        if marks.get("hMerge") == "continue" and last and last.row == self._row and last.column + last.columns == at:
            last.columns += columns
        elif marks.get("vMerge") == "continue" and above and above.row + above.rows == self._row and above.columns == columns:
            above.rows += 1
        else:
            laid = _Laid(self._row, at, columns, text)
            self._found.append(laid)
            self._open.pop(at, None)
            if "vMerge" in marks:
                self._open[at] = laid

    def cells(self) -> tuple[Cell, ...]:
        """Return the cells in reading order."""
        return tuple(Cell(laid.row, laid.column, laid.text, laid.rows, laid.columns) for laid in self._found)


def _marks(cell: etree._Element) -> dict[str, str]:
    """Return how a cell reaches: gridSpan, vMerge and hMerge, where they stand."""
    if len(cell) == 0 or cell[0].tag != W + "tcPr":
        return {}
    return {str(mark.tag).removeprefix(W): mark.get(W + "val", "continue") for mark in cell[0] if mark.tag in REACH}


ENTRY = Reader("docx", read)
