"""PDF files: tables by their drawn lines, text between them by line, page breaks undone. A person always compares the result."""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pdfplumber

from jixiao.kernel.refusal import Refused
from jixiao.office import limits, sniff
from jixiao.office.facts import Block, Document, Paragraph
from jixiao.office.readers import Reader
from jixiao.office.readers.parts.breaks import Box, Part, columns, nearest
from jixiao.office.readers.parts.pages import Char, Line, cell_text, full, glue, lines_of

PAGE_NUMBER = re.compile(r"[-—–\s·.]*第?\s*\d{1,4}\s*页?\s*(?:[/，,、共]\s*共?\s*\d{1,4}\s*页?)?[-—–\s·.]*")
HEAD, FOOT = 0.1, 0.88  # shares of the page's height above and below which page numbers and running heads stand
MARGIN = 3.0  # points within which lines end at the same margin
WIDE = 0.6  # share of the page's width a line must pass to show where the margin is
LOW = 0.5  # a table that ends above this share of the page does not go on overleaf
STREAM = re.compile(rb"(?<!end)stream\r?\n")
STEP = 8 * limits.MEGABYTE  # unpacked at a time
UNMAPPED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff]")
Item = Line | Part


def read(data: bytes) -> Document:
    """Read a PDF; refuses passwords, scanned pages and fonts whose characters cannot be told."""
    _guard_streams(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            _guard_length(len(pdf.pages))
            pages = [_Page(page) for page in pdf.pages]
    except (Refused, MemoryError):
        raise
    except Exception as error:
        if "Password" in f"{error!r}{error.__cause__!r}{error.__context__!r}":
            msg = "PDF 设有密码，系统打不开，请去掉密码后再传"
        else:
            msg = "PDF 不完整或已损坏，打不开，请重新导出后再传，最好直接放 Word 原件"
        raise Refused(msg) from error
    _guard_text(pages)
    _drop_running_heads(pages)
    return Document(tuple(_blocks(pages)), "pdf")


def _guard_streams(data: bytes) -> None:
    """Refuse a PDF whose packed streams together unpack to too much."""
    total = 0
    for match in STREAM.finditer(data):
        unpacking = zlib.decompressobj()
        packed = data[match.end() : data.find(b"endstream", match.end())]
        try:
            while packed and not unpacking.eof and total <= limits.MAX_UNPACKED:
                total += len(unpacking.decompress(packed, STEP))
                packed = unpacking.unconsumed_tail
        except zlib.error:
            continue
    if total > limits.MAX_UNPACKED:
        msg = f"PDF 里的内容解开后超过 {limits.MAX_UNPACKED // limits.MEGABYTE} MB，可能是压缩炸弹，已拒收，请改放 Word 原件"
        raise Refused(msg)


def _guard_length(pages: int) -> None:
    if pages > limits.MAX_PAGES:
        msg = f"PDF 有 {pages} 页，超过 {limits.MAX_PAGES} 页的上限，请只保留需要的部分后再传"
        raise Refused(msg)


def _guard_text(pages: list[_Page]) -> None:
    scanned = [page.number for page in pages if page.scanned]
    if scanned and len(scanned) >= sum(not page.blank for page in pages):
        msg = "整份是扫描图片，里面没有文字可读，请改放盖章前的 Word 原件"
        raise Refused(msg)
    if scanned:
        msg = f"第{scanned[0]}页是扫描图片，里面没有文字可读，请改放盖章前的 Word 原件"
        raise Refused(msg)
    if all(page.blank for page in pages):
        msg = "PDF 里没有文字，请改放 Word 原件"
        raise Refused(msg)
    unmapped, total = sum(page.unmapped for page in pages), sum(page.count for page in pages)
    if unmapped * 20 > total or not sniff.is_chinese("".join(page.text for page in pages)):
        msg = "PDF 里的文字取不出来（字体没有文字对照），请改放 Word 原件"
        raise Refused(msg)


class _Page:
    """One page: its tables and the lines between them, from top to bottom."""

    def __init__(self, page: Any) -> None:
        self.number: int = page.page_number
        self.height, self.width = float(page.height), float(page.width)
        chars: list[Char] = [char for char in page.chars if char["upright"]]
        self.count = len(chars)
        if self.count > limits.MAX_CHARS or len(page.edges) > limits.MAX_EDGES:
            msg = f"PDF 第{self.number}页的内容过密，不像是绩效文件，请改放 Word 原件"
            raise Refused(msg)
        self.unmapped = sum(bool(UNMAPPED.search(char["text"])) for char in chars)
        self.text = "".join(char["text"] for char in chars)
        printed = any(not char["text"].isspace() for char in chars)
        self.scanned = not printed and bool(page.images)
        self.blank = not printed and not page.images
        self.items: list[Item] = self._read(page, chars) if printed else []
        page.close()

    def _read(self, page: Any, chars: list[Char]) -> list[Item]:
        parts: list[tuple[float, Item]] = []
        for table in page.find_tables():
            if len(table.cells) > 1:
                inside = [char for char in chars if _within(char, table.bbox)]
                chars = [char for char in chars if not _within(char, table.bbox)]
                parts.append((table.bbox[1], self._part(table, inside)))
        lines: list[tuple[float, Item]] = [(line.top, line) for line in lines_of(chars) if not self._is_furniture(line)]
        return [item for _, item in sorted(parts + lines, key=lambda pair: pair[0])]

    def _part(self, table: Any, chars: list[Char]) -> Part:
        edges = sorted({edge for cell in table.cells for edge in (cell[0], cell[2])})
        heights = columns([edge for cell in table.cells for edge in (cell[1], cell[3])])
        boxes = []
        for x0, top, x1, bottom in table.cells:
            row, below = nearest(heights, top), nearest(heights, bottom)
            lines = lines_of(char for char in chars if _within(char, (x0, top, x1, bottom)))
            boxes.append(Box(row, max(1, below - row), x0, x1, cell_text(lines, x1 - x0), lines[-1] if lines else None))
        boxes.sort(key=lambda box: (box.row, box.x0))
        return Part(boxes, self.number, table.bbox[3] / self.height, edges)

    def _is_furniture(self, line: Line) -> bool:
        outside = line.bottom < self.height * HEAD or line.top > self.height * FOOT
        return outside and PAGE_NUMBER.fullmatch(line.text) is not None


def _within(char: Char, box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _drop_running_heads(pages: list[_Page]) -> None:
    """Drop the line that stands at the head or foot of most pages."""

    def outside(page: _Page) -> list[Line]:
        lines = [item for item in page.items if isinstance(item, Line)]
        return [line for line in lines if line.bottom < page.height * HEAD or line.top > page.height * FOOT]

    counted = Counter(re.sub(r"\d+", "#", line.text) for page in pages for line in outside(page))
    running = {text for text, count in counted.items() if count >= 3 and count * 2 > len(pages)}  # noqa: PLR2004 - twice may be chance
    for page in pages:
        gone = [line for line in outside(page) if re.sub(r"\d+", "#", line.text) in running]
        page.items = [item for item in page.items if not any(item is line for line in gone)]


def _blocks(pages: list[_Page]) -> Iterator[Block]:
    """Yield the blocks of all pages: lines gathered into paragraphs, parts into tables."""
    gather = _Gather(pages)
    for page in pages:
        for place, item in enumerate(page.items):
            yield from gather.add(item, page.number, first=place == 0)
    yield from gather.close()


class _Gather:
    """What is still open while the pages pass: a paragraph that may go on in the next line, a table that may overleaf."""

    def __init__(self, pages: list[_Page]) -> None:
        lines = [item for page in pages for item in page.items if isinstance(item, Line)]
        ends = Counter(round(line.x1 / MARGIN) for line in lines)
        self._left = min((line.x0 for line in lines), default=0.0)
        right = max(ends, key=lambda end: (ends[end], end)) * MARGIN if lines else 0.0
        width = max((page.width for page in pages), default=0.0)
        self._right = right if right > width * WIDE else width - self._left  # short lines alone show no margin
        self._part: Part | None = None
        self._last: Line | None = None
        self._words, self._page = "", 0

    def add(self, item: Item, page: int, *, first: bool) -> Iterator[Block]:
        """Take the next item of a page; yield what it ended."""
        if isinstance(item, Part):
            if self._part and first and self._part.bottom > LOW and self._part.goes_on_in(item):
                self._part.join(item)
                return
            yield from self.close()
            self._part = item
        elif self._last and _continues(self._last, item, self._left, self._right, new_page=first):
            self._words, self._last = glue(self._words, item.text), item
        else:
            yield from self.close()
            self._words, self._page, self._last = item.text, page, item

    def close(self) -> Iterator[Block]:
        """Yield what is open."""
        if self._part:
            yield self._part.table()
        if self._words:
            yield Paragraph(self._words, page=self._page)
        self._part, self._last, self._words = None, None, ""


def _continues(before: Line, line: Line, left: float, right: float, *, new_page: bool) -> bool:
    """Say whether a line goes on with the paragraph of the line before."""
    if abs(before.size - line.size) > 1 or line.x0 > left + line.size:
        return False
    if not new_page and not 0 <= line.top - before.top <= 2.6 * line.height:
        return False
    return full(before, line.text, right - before.x0)


ENTRY = Reader("pdf", read)
