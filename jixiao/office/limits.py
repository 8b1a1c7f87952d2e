"""Limits: how big, how deep and how wide a file may be, and the guards that see to it before any library opens it."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from typing import NoReturn

from lxml import etree

from jixiao.kernel.refusal import Refused

MEGABYTE = 2**20
MAX_FILE = 20 * MEGABYTE  # bytes as sent
MAX_UNPACKED = 120 * MEGABYTE  # bytes of all members of a zip together
MAX_PART = 48 * MEGABYTE  # bytes of one member that is read
MAX_RATIO = 150  # unpacked : packed, asked of members above RATIO_FROM
RATIO_FROM = 16 * MEGABYTE  # below that even the steepest does no harm: a form of a thousand empty rows packs very well
MAX_MEMBERS = 2_000
MAX_NAME = 512  # characters of a member's name
MAX_WORD_CELLS = 50_000  # cells of all tables of a text document
MAX_GRID = 63  # columns of a Word table: Word's own limit
MAX_NESTING = 8  # tables inside tables
MAX_SPAN_ROWS = 10_000  # rows one HTML cell may cover
MAX_SHEET_CELLS = 200_000  # cells with text of a workbook
MAX_SHEET_SEEN = 1_500_000  # cells looked at, blank ones included
MAX_SHEET_ROWS = 100_000  # the lowest row with text
MAX_SHEET_COLUMNS = 500  # the rightmost column with text
MAX_MERGE_AREA = 100_000  # grid places one merged range covers
MAX_MERGES = 20_000  # merged ranges of one sheet
MAX_SHEETS = 300
MAX_STRINGS = 500_000  # shared strings of a workbook
MAX_LINES = 100_000  # lines of a text file
MAX_PAGES = 300  # pages of a PDF
MAX_EDGES = 6_000  # lines drawn on one page of a PDF
MAX_CHARS = 60_000  # characters on one page of a PDF
DEEP_XML = False  # True lets libxml2 go deeper than 256 elements and lets one text pass 10 MB

OLE_MACROS = frozenset({"Macros", "VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR"})  # storages of an old file that hold macros
OLE_EMBEDDED = frozenset({"\x01Ole10Native"})  # a file packed into an old file

DAMAGED = (  # what unpacking a broken zip raises
    KeyError, ValueError, IndexError, OverflowError, EOFError, OSError, RuntimeError, struct.error, zlib.error, lzma.LZMAError, zipfile.BadZipFile,
)  # fmt: skip
OUT_OF_MEMORY = 2  # libxml2's own number for it
RESAVE = "请用 Word 或 WPS 重新打开、另存后再传"
DTD = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))
TRAVERSAL = re.compile(r"(^|[\\/])\.\.([\\/]|$)|^[\\/]|^[A-Za-z]:|[\x00-\x1f]")


def size(data: bytes) -> None:
    """Refuse a file that is empty or too big."""
    if not data:
        msg = "这个文件是空的（0 字节），请检查后重新选择文件"
        raise Refused(msg)
    if len(data) > MAX_FILE:
        msg = f"文件有 {len(data) / MEGABYTE:.0f} MB，超过 {MAX_FILE // MEGABYTE} MB 的上限，请删去图片或拆成几个文件后再传"
        raise Refused(msg)


def cells(count: int, most: int) -> None:
    """Refuse tables of more cells than ``most``."""
    if count > most:
        msg = f"表格超过 {most:,} 格，不像是绩效文件，请只保留需要的表后再传"
        raise Refused(msg)


def span(columns: int) -> None:
    """Refuse a Word cell or row wider than Word itself allows."""
    if columns > MAX_GRID:
        msg = f"表格宽 {columns:,} 列，超过 Word 的 {MAX_GRID} 列上限，文件可能已损坏或被改造，{RESAVE}"
        raise Refused(msg)


def nesting(depth: int) -> None:
    """Refuse tables nested too deep."""
    if depth > MAX_NESTING:
        msg = f"表格里面套表格超过 {MAX_NESTING} 层，请把里层的表移到外面后再传"
        raise Refused(msg)


def number(text: str | None, default: int = 0) -> int:
    """Read a count of a file; what is no count is the default, what is absurdly long is a billion."""
    if not text or not text.strip().lstrip("+-").isdecimal():
        return default
    text = text.strip()
    return int(text) if len(text) < len("1000000000") else 10**9


class Package:
    """A zip file whose members were checked by name, number, size and ratio before one is unpacked."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.members = self._zip.infolist()
        except DAMAGED as error:
            msg = f"文件不完整或已损坏，打不开，{RESAVE}"
            raise Refused(msg) from error
        self.names = {info.filename for info in self.members}
        self._check(len(data))

    def _check(self, packed: int) -> None:
        if len(self.members) > MAX_MEMBERS or len(self.names) != len(self.members):
            msg = f"压缩包里的文件过多或重名，不是正常的办公文件，{RESAVE}"
            raise Refused(msg)
        if any(len(name) > MAX_NAME or TRAVERSAL.search(name) for name in self.names):
            msg = f"文件内部含有越界的路径，可能是恶意构造的，已拒收，{RESAVE}"
            raise Refused(msg)
        if any(info.flag_bits & 1 for info in self.members):
            msg = "文件设有密码，系统打不开，请去掉密码后再传"
            raise Refused(msg)
        if sum(info.compress_size for info in self.members) > packed:
            msg = f"压缩包里的文件互相重叠，可能是恶意构造的，已拒收，{RESAVE}"
            raise Refused(msg)
        total = sum(info.file_size for info in self.members)
        steep = any(info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size) for info in self.members)
        if total > MAX_UNPACKED or steep:
            msg = f"文件解开后有 {total / MEGABYTE:.0f} MB，与文件大小不相称，可能是压缩炸弹，已拒收，请删去多余内容后再传"
            raise Refused(msg)

    def read(self, name: str) -> bytes:
        """Return a member's bytes; refuses a missing or damaged one, and one bigger than its header says."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(MAX_PART + 1)
        except DAMAGED as error:
            msg = f"文件不完整或已损坏（缺少或读不出「{name[:60]}」），{RESAVE}"
            raise Refused(msg) from error
        if len(data) > MAX_PART:
            msg = f"文件内容过大（「{name[:60]}」解开超过 {MAX_PART // MEGABYTE} MB），请删去多余内容后再传"
            raise Refused(msg)
        return data

    def head(self, name: str, count: int = 4) -> bytes:
        """Return the first bytes of a member, empty where it cannot be read."""
        try:
            with self._zip.open(name) as stream:
                return stream.read(count)
        except DAMAGED:
            return b""

    def xml(self, name: str) -> etree._Element:
        """Return a member parsed as XML."""
        return xml(self.read(name))


def no_dtd(data: bytes) -> None:
    """Refuse XML that declares a document type or entities."""
    if any(word in data for word in DTD):
        msg = f"文件里含有外部定义（DTD），可能是恶意构造的，已拒收，{RESAVE}"
        raise Refused(msg)


def refuse_xml(error: Exception) -> NoReturn:
    """Refuse XML that cannot be read; where the parser only ran out of memory, say that instead."""
    if getattr(error, "code", None) == OUT_OF_MEMORY or "memory" in str(error).lower():
        raise MemoryError from error
    msg = f"文件内部结构损坏或嵌套过深，读不出来，{RESAVE}"
    raise Refused(msg) from error


def xml(data: bytes) -> etree._Element:
    """Parse XML without DTD, entities or network; refuses what is damaged or nested too deep."""
    no_dtd(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=DEEP_XML, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        refuse_xml(error)
    if etree.ElementTree(root).docinfo.internalDTD is not None:
        no_dtd(DTD[0])
    return root
