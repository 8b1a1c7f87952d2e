"""A person's own workbook given back with its bad cells red and a list of the problems; everything else in it stays as it was."""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from jixiao.kernel.refusal import Refused
from jixiao.office import limits
from jixiao.office.facts import Document
from jixiao.office.rows import Head
from jixiao.office.writers import layout, listing

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
RED = "FFFFC7CE"
LIST, LIST_PART = "问题清单", "xl/worksheets/jixiao_problems.xml"
HEADS = ("工作表", "单元格", "问题")
LETTERS = 26


class Told(Protocol):
    """A problem: the sheet's name, row and column from 1, one sentence."""

    @property
    def sheet(self) -> str: ...  # noqa: D102
    @property
    def row(self) -> int: ...  # noqa: D102
    @property
    def column(self) -> int: ...  # noqa: D102
    @property
    def sentence(self) -> str: ...  # noqa: D102


class Fault(Protocol):
    """What is wrong in a row of a list: at which of its columns ("" for the row), in one sentence."""

    @property
    def column(self) -> str: ...  # noqa: D102
    @property
    def sentence(self) -> str: ...  # noqa: D102


class Faulty(Protocol):
    """A row of a list as it came in: as Excel counts it, and what is wrong in it."""

    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def faults(self) -> Sequence[Fault]: ...  # noqa: D102


class Problem(NamedTuple):
    """One problem at its cell, rows and columns from 1."""

    sheet: str
    row: int
    column: int
    sentence: str


def problems(document: Document, head: Head, rows: Sequence[Faulty]) -> Iterator[Problem]:
    """Yield every fault of a list at its cell; one of a whole row stands at the row's first column."""
    name, first = document.tables[head.table].name or "", min(head.places.values())
    for row in rows:
        for fault in row.faults:
            yield Problem(name, row.number, head.places.get(fault.column, first) + 1, fault.sentence)


def returned(data: bytes, document: Document, head: Head, rows: Sequence[Faulty]) -> bytes:
    """Return somebody's own workbook with the faults of its list marked; of a kind that cannot be marked, the list of faults."""
    found = list(problems(document, head, rows))
    try:
        return mark(data, found)
    except (Refused, KeyError):  # an .xls or .et: told beside it
        columns = [("工作表", 16), ("行", 8), ("问题", 90)]
        return listing.listing(LIST, columns, [(one.sheet, one.row, one.sentence) for one in found])


def mark(data: bytes, problems: Sequence[Told]) -> bytes:
    """Return a workbook with the cells of the problems red and a sheet 问题清单 at its end. Refuses what is no sound workbook."""
    package = limits.Package(data)
    parts = {name: package.read(name) for name in (info.filename for info in package.members) if not name.endswith("/")}
    book = limits.xml(parts["xl/workbook.xml"])
    links = limits.xml(parts["xl/_rels/workbook.xml.rels"])
    paths = _paths(book, links)
    styles = _Styles(limits.xml(parts["xl/styles.xml"]))
    for name in dict.fromkeys(one.sheet for one in problems):
        path = paths.get(name)
        if path in parts:
            sheet = limits.xml(parts[path])
            for one in problems:
                if one.sheet == name:
                    _redden(sheet, one.row, one.column, styles)
            parts[path] = _bytes(sheet)
    parts["xl/styles.xml"] = _bytes(styles.root)
    if LIST not in paths:
        types = limits.xml(parts["[Content_Types].xml"])
        _add_sheet(book, links, types)
        parts |= {"xl/workbook.xml": _bytes(book), "xl/_rels/workbook.xml.rels": _bytes(links), "[Content_Types].xml": _bytes(types)}
    parts[paths.get(LIST, LIST_PART)] = _list(problems, set(paths)).encode()
    return _packed(parts)


def address(row: int, column: int) -> str:
    """Return the name of a cell, counted from 1: B5."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, LETTERS)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _paths(book: etree._Element, links: etree._Element) -> dict[str, str]:
    targets = {str(link.get("Id")): str(link.get("Target", "")) for link in links}
    found = {}
    for sheet in book.iterfind(f"{{{S}}}sheets/{{{S}}}sheet"):
        target = targets.get(str(sheet.get(f"{{{R}}}id")), "")
        found[str(sheet.get("name", ""))] = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        )
    return found


class _Styles:
    """The formats of a workbook; a red twin of each is made once."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        fills = root.find(f"{{{S}}}fills")
        forms = root.find(f"{{{S}}}cellXfs")
        if fills is None or forms is None or not len(forms):
            limits.refuse_xml(ValueError("no formats"))
        self.forms = forms
        pattern = etree.SubElement(etree.SubElement(fills, f"{{{S}}}fill"), f"{{{S}}}patternFill", patternType="solid")
        etree.SubElement(pattern, f"{{{S}}}fgColor", rgb=RED)
        self.fill = len(fills) - 1
        fills.set("count", str(len(fills)))
        self.twins: dict[int, int] = {}

    def red(self, form: int) -> int:
        """Return the number of a format's red twin."""
        if form not in self.twins:
            twin = copy.deepcopy(self.forms[form if form < len(self.forms) else 0])
            twin.set("fillId", str(self.fill))
            twin.set("applyFill", "1")
            self.forms.append(twin)
            self.twins[form] = len(self.forms) - 1
            self.forms.set("count", str(len(self.forms)))
        return self.twins[form]


def _redden(sheet: etree._Element, row: int, column: int, styles: _Styles) -> None:
    data = sheet.find(f"{{{S}}}sheetData")
    if data is None:
        return
    line = next((one for one in data if one.get("r") == str(row)), None)
    wanted = address(row, column)
    cell = None if line is None else next((one for one in line if one.get("r") == wanted), None)
    if cell is not None:
        cell.set("s", str(styles.red(limits.number(cell.get("s")))))


def _add_sheet(book: etree._Element, links: etree._Element, types: etree._Element) -> None:
    sheets = book.find(f"{{{S}}}sheets")
    if sheets is None:
        limits.refuse_xml(ValueError("no sheets"))
    number = 1 + max((limits.number(sheet.get("sheetId")) for sheet in sheets), default=0)
    sheet = etree.SubElement(sheets, f"{{{S}}}sheet", name=LIST, sheetId=str(number))
    sheet.set(f"{{{R}}}id", "rIdJixiao")
    etree.SubElement(
        links, f"{{{PACKAGE}/relationships}}Relationship", Id="rIdJixiao", Type=f"{R}/worksheet", Target=LIST_PART.removeprefix("xl/")
    )
    etree.SubElement(types, f"{{{PACKAGE}/content-types}}Override", PartName=f"/{LIST_PART}", ContentType=WORKSHEET)


def _list(problems: Sequence[Told], names: set[str]) -> str:
    rows = [HEADS, *[(one.sheet, address(one.row, one.column), one.sentence) for one in problems]]
    lines = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{address(number, at)}" t="inlineStr"><is><t xml:space="preserve">{escape(layout.clean(text))}</t></is></c>'
            for at, text in enumerate(row, 1)
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    targets = [(number, one) for number, one in enumerate(problems, 2) if one.sheet in names]
    jumps = "".join(
        f'<hyperlink ref="B{number}" location={quoteattr(_place(one))} display="{address(one.row, one.column)}"/>'
        for number, one in targets
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{S}"><cols><col min="1" max="1" width="18" customWidth="1"/>'
        '<col min="2" max="2" width="10" customWidth="1"/><col min="3" max="3" width="110" customWidth="1"/></cols>'
        f"<sheetData>{lines}</sheetData>{f'<hyperlinks>{jumps}</hyperlinks>' if jumps else ''}</worksheet>"
    )


def _place(one: Told) -> str:
    quoted = one.sheet.replace("'", "''")
    return f"'{quoted}'!{address(one.row, one.column)}"


def _bytes(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, layout.EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()
