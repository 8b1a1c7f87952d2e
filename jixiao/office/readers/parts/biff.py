"""The records of an old workbook (.xls, .et), looked through before any library lays out its sheets."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from jixiao.kernel.refusal import Refused
from jixiao.office import limits, sniff

from . import formats, sheets
from .ole import packed

DIMENSIONS, ROWS, COLUMNS = 0x200, 65_536, 256
SHORT = 10  # bytes of the record in the older spelling
BOF, EOF, FILEPASS, BOUNDSHEET, DATE1904, FORMAT, XF, MERGE = 0x809, 0x0A, 0x2F, 0x85, 0x22, 0x41E, 0xE0, 0xE5
SINGLE = frozenset({0x06, 0x203, 0x27E, 0xFD, 0x204, 0x205, 0xD6})  # formula, number, rk, shared text, text, bool, rich text
NUMBERS = frozenset({0x06, 0x203, 0x27E})
MULTIPLE_RK = 0xBD
MACRO_SHEET = frozenset({1, 6})  # Excel 4 macros, VBA module
BIFF8 = 0x600
WIDE = 1


@dataclass(slots=True)
class Survey:
    """What the records say: the calendar, and by sheet the shown number formats."""

    clean: bytes = b""  # the workbook's stream, packed anew
    since_1904: bool = False
    formats: list[dict[tuple[int, int], str]] = field(default_factory=list)


def survey(data: bytes) -> Survey:
    """Look through the records of a workbook; refuses passwords, macro sheets, far cells and giant merged ranges."""
    import olefile  # noqa: PLC0415 - only old files need it

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            name = "Workbook" if ole.exists("Workbook") else "Book"
            stream = sniff.stream_of(ole, name, len(data))
        found = _survey(stream)
    except (struct.error, IndexError, OSError) as error:
        msg = f"文件不完整或已损坏，打不开，{limits.RESAVE}"
        raise Refused(msg) from error
    found.clean = packed(name, stream)
    return found


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        yield code, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _survey(stream: bytes) -> Survey:
    found = Survey()
    codes: dict[int, str] = dict(formats.BUILTIN)
    styles: list[int] = []
    depth, cells, modern = 0, 0, True
    reach = (0, 0)
    here: dict[tuple[int, int], str] = {}
    for code, body in _records(stream):
        if code == BOF:
            depth += 1
            modern = struct.unpack_from("<H", body)[0] == BIFF8
            kind = struct.unpack_from("<H", body, 2)[0]
            if depth == 1 and kind == 0x10:  # noqa: PLR2004 - a worksheet
                here, reach = {}, (0, 0)
                found.formats.append(here)
        elif code == EOF:
            depth -= 1
        elif code in SINGLE or code == MULTIPLE_RK:
            row, last, count = _cell(code, body, here, codes, styles)
            reach, cells = (max(reach[0], row), max(reach[1], last)), cells + count
            limits.cells(cells, limits.MAX_SHEET_CELLS)
            _guard_area(*reach)
        elif code == MERGE:
            _merges(body)
        elif code == XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif code == FORMAT and modern:
            codes[struct.unpack_from("<H", body)[0]] = _text(body[2:])
        else:
            _setting(code, body, found)
    return found


def _setting(code: int, body: bytes, found: Survey) -> None:
    if code == FILEPASS:
        msg = "文件设有密码，系统打不开，请去掉密码后再传"
        raise Refused(msg)
    if code == BOUNDSHEET and body[5] in MACRO_SHEET:
        msg = "文件里带有宏，为安全起见不收，请另存为不含宏的 .xlsx 后再传"
        raise Refused(msg)
    if code == DIMENSIONS:
        _guard_dimensions(body)
    if code == DATE1904:
        found.since_1904 = body[:1] == b"\x01"


def _guard_dimensions(body: bytes) -> None:
    """Refuse a declared size no sheet has: the library makes room for it unseen."""
    first, last, left, right = struct.unpack_from("<IIHH" if len(body) > SHORT else "<4H", body)
    if not (first <= last <= ROWS and left <= right <= COLUMNS):
        msg = f"工作表声明的大小不合 Excel 的规矩，文件可能已损坏或被改造，{limits.RESAVE}"
        raise Refused(msg)


def _cell(code: int, body: bytes, here: dict[tuple[int, int], str], codes: dict[int, str], styles: list[int]) -> tuple[int, int, int]:
    """Note the number formats of a record's cells; return its row, its last column and how many cells it holds."""
    row, column = struct.unpack_from("<HH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if code == MULTIPLE_RK else column
    sheets.guard_place(row, last)
    if code not in NUMBERS and code != MULTIPLE_RK:
        return row, last, 1
    for at in range(column, last + 1):
        style = struct.unpack_from("<H", body, 4 + 6 * (at - column))[0]
        form = codes.get(styles[style], "") if style < len(styles) else ""
        if form and form != "General":
            here[row, at] = form
    return row, last, last - column + 1


def _guard_area(row: int, column: int) -> None:
    """Refuse a sheet the library would lay out as a plain of blanks: it keeps every place up to the last."""
    if (row + 1) * (column + 1) > limits.MAX_SHEET_SEEN:
        sheets.refuse_far(row, column)


def _merges(body: bytes) -> None:
    for at in range(struct.unpack_from("<H", body)[0]):
        top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * at)
        sheets.guard_merge((top, left, bottom, right))


def _text(body: bytes) -> str:
    length, flags = struct.unpack_from("<HB", body)
    if flags & WIDE:
        return body[3 : 3 + 2 * length].decode("utf-16-le", "replace")
    return body[3 : 3 + length].decode("latin-1")
