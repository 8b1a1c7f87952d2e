"""Excel files (.xlsx), read straight from their XML: the text of each cell as shown, a table to a sheet."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from jixiao.kernel.refusal import Refused
from jixiao.office import limits
from jixiao.office.facts import Document
from jixiao.office.readers import Reader
from jixiao.office.readers.parts import formats, macros, sheets

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_LINKS = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
BOOL = {"1": "TRUE", "0": "FALSE"}
HIDDEN = "（隐藏）"


def read(data: bytes) -> Document:
    """Read a workbook; a hidden sheet is read too and its name says so. Nothing is calculated or fetched."""
    package = limits.Package(data)
    macros.guard(package)
    names = package.names
    book = _Book(
        _strings(part(package, "xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else [],
        _styles(limits.xml(part(package, "xl/styles.xml"))) if "xl/styles.xml" in names else [],
        limits.xml(part(package, "xl/workbook.xml")),
    )
    tables = []
    for number, (name, path) in enumerate(_sheets(package, book.root), 1):
        sheet = sheets.Sheet(name, number)
        _Walk(book, sheet).read(part(package, path))
        if table := sheet.table():
            tables.append(table)
    limits.cells(sum(len(table.cells) for table in tables), limits.MAX_SHEET_CELLS)
    return Document(tuple(tables), "xlsx")


def part(package: limits.Package, name: str) -> bytes:
    """Return a member without DTD, the ISO strict spelling of names brought to the common one."""
    data = package.read(name)
    limits.no_dtd(data)
    return data.replace(STRICT, S[1:-1].encode()).replace(STRICT_LINKS, R[1:-1].encode())


@dataclass(slots=True)
class _Style:
    code: str
    boxed: bool


class _Book:
    """What all sheets share: texts, styles, the calendar."""

    def __init__(self, strings: list[str], styles: list[_Style], root: etree._Element) -> None:
        self.strings = strings
        self.styles = styles
        self.root = root
        properties = root.find(S + "workbookPr")
        self.since_1904 = properties is not None and properties.get("date1904") in {"1", "true"}


def _sheets(package: limits.Package, root: etree._Element) -> Iterator[tuple[str, str]]:
    links = limits.xml(part(package, "xl/_rels/workbook.xml.rels"))
    targets = {str(link.get("Id")): link for link in links}
    found = root.findall(f"{S}sheets/{S}sheet")
    limits.cells(len(found), limits.MAX_SHEETS)
    for sheet in found:
        link = targets.get(str(sheet.get(R + "id")))
        if link is None or not str(link.get("Type", "")).endswith("/worksheet"):
            continue  # a chart
        target = str(link.get("Target", ""))
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        name = str(sheet.get("name", ""))
        yield name + (HIDDEN if sheet.get("state", "visible") != "visible" else ""), path


def _events(data: bytes, *tags: str, starts: bool = False) -> Iterator[tuple[str, etree._Element]]:
    """Yield elements as they are read, so that a long sheet is never in memory as a whole."""
    events = ("start", "end") if starts else ("end",)
    walk = etree.iterparse(
        BytesIO(data),
        events=events,
        tag=[S + tag for tag in tags],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=limits.DEEP_XML,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in walk:
            yield str(event), element
            if event == "end":
                element.clear()
                while (before := element.getprevious()) is not None:
                    parent = before.getparent()
                    if parent is None:
                        break
                    parent.remove(before)
    except etree.XMLSyntaxError as error:
        limits.refuse_xml(error)


def _strings(data: bytes) -> list[str]:
    found = []
    for _, element in _events(data, "si"):
        found.append(_rich(element))
        limits.cells(len(found), limits.MAX_STRINGS)
    return found


def _rich(element: etree._Element) -> str:
    """Return a text made of runs, without its phonetic guide."""
    pieces = []
    for child in element:
        if child.tag == S + "t":
            pieces.append(child.text or "")
        elif child.tag == S + "r":
            pieces.extend(text.text or "" for text in child.iterchildren(S + "t"))
    return "".join(pieces).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _styles(root: etree._Element) -> list[_Style]:
    codes = {limits.number(form.get("numFmtId")): str(form.get("formatCode", "")) for form in root.iterfind(f"{S}numFmts/{S}numFmt")}
    borders = [any(side.get("style", "none") != "none" for side in border) for border in root.iterfind(f"{S}borders/{S}border")]
    found = []
    for form in root.iterfind(f"{S}cellXfs/{S}xf"):
        number, border = limits.number(form.get("numFmtId")), limits.number(form.get("borderId"))
        code = codes.get(number) or formats.BUILTIN.get(number, "")
        found.append(_Style(code, border < len(borders) and borders[border]))
    return found


class _Walk:
    """One sheet read cell by cell."""

    def __init__(self, book: _Book, sheet: sheets.Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._row = -1
        self._column = -1
        self._seen = 0

    def read(self, data: bytes) -> None:
        """Read the cells and merged ranges of a sheet."""
        for event, element in _events(data, "row", "c", "mergeCell", starts=True):
            if event == "start":
                if element.tag == S + "row":
                    self._row = limits.number(element.get("r"), self._row + 2) - 1
                    self._column = -1
            elif element.tag == S + "c":
                self._cell(element)
            elif element.tag == S + "mergeCell":
                self._sheet.merge(sheets.merge_of(str(element.get("ref", ""))))

    def _cell(self, element: etree._Element) -> None:
        self._seen += 1
        limits.cells(self._seen, limits.MAX_SHEET_SEEN)
        address = element.get("r")
        row, column = sheets.place(address) if address else (self._row, self._column + 1)
        self._column = column
        number = limits.number(element.get("s"))
        style = self._book.styles[number] if number < len(self._book.styles) else None
        text = self._text(element, style)
        if text:
            self._sheet.put(row, column, text)
        elif style and style.boxed:
            self._sheet.boxed.append((row, column))

    def _text(self, element: etree._Element, style: _Style | None) -> str:
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inline = element.find(S + "is")
            return "" if inline is None else _rich(inline)
        stored = element.find(S + "v")
        value = "" if stored is None else stored.text or ""
        if not value:
            formula = element.find(S + "f")
            if formula is not None and kind != "str" and (formula.text or formula.get("t") == "shared"):
                self._refuse_formula(element)
            return ""
        if kind == "s":
            at = limits.number(value, -1)
            return self._book.strings[at] if 0 <= at < len(self._book.strings) else ""
        if kind == "b":
            return BOOL.get(value, value)
        if kind == "n":
            return formats.shown(value, style.code if style else "", since_1904=self._book.since_1904)
        return value.replace("_x000D_", "").replace("\r\n", "\n")

    def _refuse_formula(self, element: etree._Element) -> None:
        where = element.get("r", "")
        msg = f"工作表「{self._sheet.name}」的 {where} 是公式，还没有算出结果，请用 Excel 或 WPS 打开、保存一次再传"
        raise Refused(msg)


ENTRY = Reader("xlsx", read)
