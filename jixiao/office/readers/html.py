"""Web pages, and the ones Word and Excel save under the name .doc or .xls: text by block, tables with spans laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from jixiao.kernel.refusal import Refused
from jixiao.office import limits, sniff
from jixiao.office.facts import Block, Cell, Document, Paragraph, Table
from jixiao.office.readers import Reader

SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg"})
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "td",
        "th",
        "tr",
        "ul",
        "caption",
        "legend",
    ]
)
SECTIONS = frozenset({"thead", "tbody", "tfoot"})
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
SPACES = re.compile(r"[ \t\r\n\f]+")
HAN = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]")
HEADING = re.compile(r"h([1-6])")
DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
DEEPEST = 250  # elements inside elements; libxml2 itself stops at 256 and would cut the page there


def read(data: bytes) -> Document:
    """Read a web page; scripts, styles and what is hidden are left out."""
    text = DECLARED.sub("", sniff.text_of(data))
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=limits.DEEP_XML)
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        limits.refuse_xml(error)
    if any(entry.type_name == "ERR_INTERNAL_ERROR" or "depth" in entry.message for entry in parser.error_log):
        msg = f"网页的结构嵌套过深，读不完整，{limits.RESAVE}"
        raise Refused(msg)
    page = _Page()
    page.walk(root)
    page.close()
    return Document(tuple(page.blocks), "html")


class _Page:
    """The blocks of a page, or of one cell, as the walk finds them."""

    def __init__(self, depth: int = 0) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._level = 0
        self._depth = depth
        self._seen = 0

    def walk(self, element: etree._Element) -> None:
        """Add what stands in an element."""
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIPPED or HIDDEN.search(element.get("style", "")):
            return
        if tag == "table":
            self.close()
            self._table(element)
            return
        block = tag in BLOCKS
        if block:
            self.close()
            heading = HEADING.fullmatch(tag)
            self._level = int(heading[1]) if heading else self._level
        elif tag == "br":
            self._pieces.append("\0")
        self._pieces.append(element.text or "")
        for child in element:
            self.walk(child)
            self._pieces.append(child.tail or "")
        if block:
            self.close()
            self._level = 0

    def close(self) -> None:
        """End the paragraph being gathered."""
        text = flat("".join(self._pieces))
        self._pieces.clear()
        if text.strip():
            self.blocks.append(Paragraph(text, self._level))

    def _table(self, element: etree._Element) -> None:
        limits.nesting(self._depth + 1)
        table, inner = self._read_table(element)
        largest = max((len(block.cells) for block in inner if isinstance(block, Table)), default=0)
        if largest > len(table.cells):  # a frame around the page, not a table
            self.blocks.extend(inner)
            return
        if any(cell.text for cell in table.cells):
            self.blocks.append(table)
        self.blocks.extend(block for block in inner if isinstance(block, Table))

    def _read_table(self, element: etree._Element) -> tuple[Table, list[Block]]:
        caption = element.find("caption")
        if caption is not None:
            self.walk(caption)
        grid = _Grid()
        inner: list[Block] = []
        for row in _rows(element):
            grid.begin()
            for cell in row:
                if cell.tag in {"td", "th"} and not HIDDEN.search(cell.get("style", "")):
                    text = self._cell(cell, inner)
                    self._seen += 1
                    limits.cells(self._seen, limits.MAX_WORD_CELLS)
                    grid.add(text, limits.number(cell.get("colspan"), 1), limits.number(cell.get("rowspan"), 1))
        return Table(grid.cells()), inner

    def _cell(self, cell: etree._Element, inner: list[Block]) -> str:
        page = _Page(self._depth + 1)
        page.walk(cell)
        page.close()
        inner.extend(page.blocks)
        text = "\n".join(block.text for block in page.blocks if isinstance(block, Paragraph))
        return text or _kept_space(cell)


def flat(text: str) -> str:
    """Return text as a browser shows it: white space is one blank, none between Chinese characters; NUL breaks the line."""
    lines = [SPACES.sub(_blank, line).strip(" ") for line in text.split("\0")]
    return "\n".join(lines).strip("\n")


def _blank(match: re.Match[str]) -> str:
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    broken = "\n" in match[0] and HAN.match(before) and HAN.match(after)
    return "" if broken else " "


def _kept_space(cell: etree._Element) -> str:
    """Return the wide blank somebody typed into an empty cell, as text files keep it."""
    return "\u3000" if "\u3000" in "".join(str(text) for text in cell.itertext()) else ""


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if HIDDEN.search(child.get("style", "")):
            continue
        if child.tag == "tr":
            yield child
        elif child.tag in SECTIONS:
            yield from _rows(child)


class _Grid:
    """Cells laid out as a browser lays them: each in the first free place of its row."""

    def __init__(self) -> None:
        self._cells: list[Cell] = []
        self._until: dict[int, int] = {}  # column → the first row that is free there again
        self._row = -1
        self._column = 0

    def begin(self) -> None:
        """Begin a row."""
        self._row += 1
        self._column = 0

    def add(self, text: str, columns: int, rows: int) -> None:
        """Lay a cell; it stops short of a place another cell reaches into."""
        if columns > limits.MAX_SHEET_COLUMNS or rows > limits.MAX_SPAN_ROWS:
            msg = f"表格里有一格横跨 {columns:,} 列、{rows:,} 行，文件可能已损坏或被改造，{limits.RESAVE}"
            raise Refused(msg)
        while self._taken(self._column):
            self._column += 1
        at, wide = self._column, 1
        while wide < columns and not self._taken(at + wide):
            wide += 1
        limits.cells(at + wide, limits.MAX_WORD_CELLS)
        below = self._row + (rows if rows > 0 else limits.MAX_SPAN_ROWS)
        for column in range(at, at + wide):
            self._until[column] = below
        self._column = at + wide
        self._cells.append(Cell(self._row, at, text, below - self._row, wide))

    def _taken(self, column: int) -> bool:
        return self._until.get(column, 0) > self._row

    def cells(self) -> tuple[Cell, ...]:
        """Return the cells; none reaches below the last row."""
        height = self._row + 1
        return tuple(cell._replace(rows=min(cell.rows, height - cell.row)) for cell in self._cells)


ENTRY = Reader("html", read)
