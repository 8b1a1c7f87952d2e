"""Builders of files for the tests: small honest ones, and every hostile one, made here rather than kept."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from jixiao.office.facts import Cell, Document, Paragraph, Table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
SEED = Path(__file__).resolve().parents[3].parent / "shared" / "seed" / "2022-targets.txt"


def seed() -> bytes:
    """Return the published document the tests read, or skip where it is not at hand."""
    if not SEED.is_file():
        pytest.skip("the seed document does not lie beside the repository (../shared/seed/2022-targets.txt)")
    return SEED.read_bytes()


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(body: str, **extra: str | bytes) -> bytes:
    """Return a .docx of a body; ``extra`` members are named with __ for / and _DOT_ for a point, or passed through ``docx_with``."""
    return docx_with(body, {name.replace("__", "/").replace("_DOT_", "."): text for name, text in extra.items()})


def docx_with(body: str, members: Mapping[str, str | bytes]) -> bytes:
    base: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{P}"><Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    return zipped({**base, **members})


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}<w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def xlsx(
    sheet: str, *, styles: str = "", strings: Sequence[str] = (), state: str = "", members: Mapping[str, str | bytes] | None = None
) -> bytes:
    """Return an .xlsx of one sheet; ``sheet`` is what stands inside its worksheet element."""
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    base: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="表" sheetId="1" {state} r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{P}"><Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{sheet}</worksheet>',
    }
    if strings:
        base["xl/sharedStrings.xml"] = f'<sst xmlns="{S}">{shared}</sst>'
    if styles:
        base["xl/styles.xml"] = f'<styleSheet xmlns="{S}">{styles}</styleSheet>'
    return zipped({**base, **(members or {})})


def cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def ole(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE2 file of streams at its root; each is padded to at least 4,096 bytes, so that no mini stream is needed."""
    sector = 512
    entries, chains, body = [], [], b""
    next_sector = 0
    for name, content in streams.items():
        size = max(4096, len(content))
        count = -(-size // sector)
        chains.append((next_sector, count))
        body += content.ljust(count * sector, b"\0")
        entries.append((name, 2, next_sector, size))
        next_sector += count
    directory_sectors = -(-(len(entries) + 1) * 128 // sector)
    directory_at = next_sector
    chains.append((directory_at, directory_sectors))
    fat_at = directory_at + directory_sectors
    fat = [0xFFFFFFFF] * (-(-(fat_at + 1) // 128) * 128)
    for start, count in chains:
        for at in range(start, start + count):
            fat[at] = at + 1 if at + 1 < start + count else 0xFFFFFFFE
    fat_sectors = len(fat) // 128
    for at in range(fat_at, fat_at + fat_sectors):
        fat[at] = 0xFFFFFFFD
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1 if entries else 0xFFFFFFFF)
    for number, (name, kind, start, size) in enumerate(entries, 1):
        right = number + 1 if number < len(entries) else 0xFFFFFFFF
        directory += _entry(name, kind, start, size, right=right)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += b"".join(struct.pack("<I", fat_at + at if at < fat_sectors else 0xFFFFFFFF) for at in range(109))
    return header + body + directory.ljust(directory_sectors * sector, b"\0") + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, 0xFFFFFFFF, right, child)
    return head + b"\0" * 36 + struct.pack("<IQ", start, size)


def record(code: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def xls(*cells: bytes, globals_: bytes = b"", after: bytes = b"") -> bytes:
    """Return an .xls of one sheet of cell records; style 1 shows a percentage, style 2 a date."""
    formats = b"".join(record(0xE0, struct.pack("<HH", 0, code) + b"\0" * 16) for code in (0, 9, 14))
    name = "表".encode("utf-16-le")
    bound = struct.pack("<IBBBB", 0, 0, 0, len(name) // 2, 1) + name
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + globals_ + formats
    at = len(head) + len(record(0x85, bound)) + len(record(0x0A))
    head += record(0x85, struct.pack("<I", at) + bound[4:]) + record(0x0A)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(cells) + after + record(0x0A)
    return ole({"Workbook": head + sheet})


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def label(row: int, column: int, text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(raw) // 2, 1) + raw)


class Pdf:
    """A PDF drawn by hand: text in a Chinese font every reader knows, lines, pages."""

    def __init__(self) -> None:
        self._pages: list[list[str]] = []

    def page(self) -> Pdf:
        self._pages.append([])
        return self

    def text(self, x: float, y: float, text: str, size: float = 10) -> Pdf:
        """Write a line whose upper left corner is at x, y from the page's upper left corner."""
        self._pages[-1].append(f"BT /F1 {size} Tf {x} {842 - y - size:.1f} Td <{text.encode('utf-16-be').hex()}> Tj ET")
        return self

    def table(self, xs: Sequence[float], ys: Sequence[float], texts: Sequence[Sequence[str]], size: float = 10) -> Pdf:
        """Draw a grid with a text of one or more lines in each cell."""
        for y in ys:
            self._pages[-1].append(f"{xs[0]} {842 - y} m {xs[-1]} {842 - y} l S")
        for x in xs:
            self._pages[-1].append(f"{x} {842 - ys[0]} m {x} {842 - ys[-1]} l S")
        for row, y in zip(texts, ys, strict=False):
            for content, x in zip(row, xs, strict=False):
                for line, words in enumerate(content.split("\n")):
                    self.text(x + 5.4, y + 3 + line * size * 1.2, words, size)
        return self

    def image(self) -> Pdf:
        self._pages[-1].append("q 500 0 0 700 40 60 cm /Im1 Do Q")
        return self

    def bytes(self) -> bytes:
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Count {len(self._pages)}/Kids[{' '.join(f'{6 + 2 * at} 0 R' for at in range(len(self._pages)))}]>>".encode(),
            b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
            (
                b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/FontDescriptor"
                b"<</Type/FontDescriptor/FontName/STSong-Light/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]/Flags 6/ItalicAngle 0/CapHeight 880/StemV 80>>>>"
            ),
            b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>\nstream\n\x80\nendstream",
        ]
        for at, commands in enumerate(self._pages):
            content = "\n".join(commands).encode()
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {7 + 2 * at} 0 R"
                "/Resources<</Font<</F1 3 0 R>>/XObject<</Im1 5 0 R>>>>>>".encode()
            )
            objects.append(f"<</Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream")
        out, places = b"%PDF-1.4\n", []
        for at, content in enumerate(objects, 1):
            places.append(len(out))
            out += f"{at} 0 obj\n".encode() + content + b"\nendobj\n"
        table = b"".join(f"{place:010} 00000 n \n".encode() for place in places)
        tail = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF".encode()
        return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + table + tail


def texts(table: Table) -> list[list[str]]:
    """Return a table's texts, row by row."""
    rows: list[list[str]] = [[] for _ in range(table.height)]
    for one in table.cells:
        rows[one.row].append(one.text)
    return rows


def told(document: Document) -> list[str]:
    """Return the texts of the paragraphs."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def filled(document: Document) -> list[list[tuple[int, str]]]:
    """Return row and text of each cell that holds one, line ends left out: what any format must keep."""
    return [[(one.row, one.text.replace("\n", "")) for one in table.cells if one.text.strip()] for table in document.tables]


def spans(table: Table) -> list[Cell]:
    return [one for one in table.cells if one.rows * one.columns > 1]
