"""What a file truly is, by its content and never by its name alone; and the text of a text file."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import Any, NoReturn

from jixiao.kernel.refusal import Refused

from . import limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
STRANGERS = (
    (b"MZ", "程序（exe）"),
    (b"\x7fELF", "程序"),
    (b"\xca\xfe\xba\xbe", "程序"),
    (b"#!", "脚本"),
    (b"\xff\xd8\xff", "图片（JPG）"),
    (b"\x89PNG", "图片（PNG）"),
    (b"GIF8", "图片（GIF）"),
    (b"BM", "图片（BMP）"),
    (b"II*\0", "图片（TIFF）"),
    (b"MM\0*", "图片（TIFF）"),
    (b"Rar!", "压缩包（RAR）"),
    (b"7z\xbc\xaf", "压缩包（7z）"),
    (b"\x1f\x8b", "压缩包（gz）"),
    (b"BZh", "压缩包（bz2）"),
    (b"ID3", "音频"),
    (b"\0asm", "程序"),
)
DO_IMAGE = "请放可以复制文字的 Word 或 Excel 原件"
DO_OTHER = "请放 Word、Excel、网页、PDF 或文本文件"
MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|div|p|style)[\s>]", re.IGNORECASE | re.DOTALL
)
WORD_2003 = ("http://schemas.microsoft.com/office/word/2003/wordml", "http://schemas.microsoft.com/office/2006/xmlPackage")
CHARSET = re.compile(rb"charset\s*=\s*[\"']?(gb2312|gbk|gb18030|big5)", re.IGNORECASE)
HEAD = 4096


def kind_of(data: bytes) -> str:
    """Return docx, doc, xlsx, xls, html, pdf or txt by content; refuses anything else, saying what it is."""
    if data.startswith(ZIP):
        return _zip_kind(data)
    if data.startswith(OLE):
        return _ole_kind(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "doc"
    _refuse_stranger(data)
    return _text_kind(data)


def _refuse_stranger(data: bytes) -> None:
    for magic, what in STRANGERS:
        if data.startswith(magic):
            msg = f"这个文件其实是{what}，不是办公文件，{DO_IMAGE if what.startswith('图片') else DO_OTHER}"
            raise Refused(msg)
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp":
        msg = f"这个文件其实是图片或音视频，不是办公文件，{DO_IMAGE}"
        raise Refused(msg)


def _zip_kind(data: bytes) -> str:
    package = limits.Package(data)
    names = package.names
    if "word/document.xml" in names or any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    for name, what in (
        ("xl/workbook.bin", "二进制工作簿（.xlsb），请另存为 .xlsx 后再传"),
        ("ppt/presentation.xml", "演示文稿（PPT），请改放 Word 或 Excel 文件"),
        ("OFD.xml", "版式文件（OFD），请改放 Word 原件，或另存为 PDF 后再传"),
        ("content.xml", "OpenDocument 文件，请另存为 .docx 或 .xlsx 后再传"),
    ):
        if name in names:
            msg = f"这个文件其实是{what}"
            raise Refused(msg)
    if "[Content_Types].xml" in names:
        msg = f"文件缺少正文，可能已损坏，{limits.RESAVE}"
        raise Refused(msg)
    msg = "这个文件其实是压缩包（ZIP），请解压后把里面的文件分别传上来"
    raise Refused(msg)


def _ole_kind(data: bytes) -> str:
    import olefile  # noqa: PLC0415 - only old files need it

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            paths = ["/".join(path) for path in ole.listdir(streams=True, storages=True)]
            fib = stream_of(ole, "WordDocument", len(data))[:12] if "WordDocument" in paths else b""
    except Exception as error:
        msg = f"文件不完整或已损坏，打不开，{limits.RESAVE}"
        raise Refused(msg) from error
    _guard_ole(paths, fib)
    if fib:
        return "doc"
    if "Workbook" in paths or "Book" in paths:
        return "xls"
    what = "演示文稿（PPT），请改放 Word 或 Excel 文件" if "PowerPoint Document" in paths else f"认不得的旧格式，{limits.RESAVE}"
    msg = f"这个文件其实是{what}"
    raise Refused(msg)


def stream_of(ole: Any, path: str, most: int) -> bytes:
    """Return a stream of an old file; OSError where it claims to be longer than the file, which a circle of sectors would feed for ever."""
    if ole.get_size(path) > most:
        raise OSError(path)
    data: bytes = ole.openstream(path).read()
    return data


def _guard_ole(paths: list[str], fib: bytes) -> None:
    locked = fib[10:12] and int.from_bytes(fib[10:12], "little") & 0x0100
    if locked or "EncryptedPackage" in paths:
        msg = "文件设有密码，系统打不开，请去掉密码后再传"
        raise Refused(msg)
    parts = {part for path in paths for part in path.split("/")}
    if parts & limits.OLE_MACROS:
        msg = "文件里带有宏，为安全起见不收，请另存为不含宏的 .docx 或 .xlsx 后再传"
        raise Refused(msg)
    if parts & limits.OLE_EMBEDDED:
        msg = "文件里嵌有别的文件或程序，为安全起见不收，请删去嵌入的对象后再传"
        raise Refused(msg)


def _text_kind(data: bytes) -> str:
    text = text_of(data)
    head = text[:HEAD]
    if MARKUP.match(head):
        return "html"
    if head.lstrip().startswith("<?xml") or head.lstrip().startswith("<pkg:"):
        if any(name in head for name in WORD_2003):
            return "doc"
        msg = "这个文件其实是 XML 数据，请用 Word 或 Excel 打开，另存为 .docx 或 .xlsx 后再传"
        raise Refused(msg)
    if re.match(r"(?:MIME-Version|From|Content-Type):", head, re.IGNORECASE) and "multipart/related" in head:
        msg = "这个文件其实是单个文件网页（MHT），请用 Word 打开，另存为 .docx 后再传"
        raise Refused(msg)
    return "txt"


def text_of(data: bytes) -> str:
    """Decode a text file: BOM, UTF-8, UTF-16 or GB18030. Refuses what is none of them rather than show wrong characters."""
    text = _decoded(data)
    for line, content in enumerate(text.split("\n"), 1):
        if "\ufffd" in content or "锟斤拷" in content:
            msg = f"第{line}行的文字已经损坏（乱码），请从原件重新另存为 UTF-8 文本，或直接放 Word 原件"
            raise Refused(msg)
    if any(unicodedata.category(char) == "Cc" and char not in "\t\n\r\f\v" for char in set(text)):
        msg = f"这个文件不是文本，也不是认得的办公文件，{DO_OTHER}"
        raise Refused(msg)
    return text


def _decoded(data: bytes) -> str:
    for bom, code in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(bom):
            return _strict(data, code)
    if b"\0" in data:
        even, odd = data[0::2].count(0), data[1::2].count(0)
        return _strict(data, "utf-16-le" if odd > even else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = CHARSET.search(data[:HEAD])
    if declared:
        return _strict(data, "big5" if declared[1].lower() == b"big5" else "gb18030")
    text = _strict(data, "gb18030")
    if not is_chinese(text):
        _unreadable()
    return text


def _strict(data: bytes, code: str) -> str:
    try:
        return data.decode(code)
    except UnicodeDecodeError:
        _unreadable()


def _unreadable() -> NoReturn:
    msg = "文字编码认不出来，也可能是改了名的其他文件，请另存为 UTF-8 文本，或直接放 Word、Excel 原件"
    raise Refused(msg)


def is_chinese(text: str) -> bool:
    """Say whether text looks like Chinese somebody wrote: a wrong encoding or font comes out as rare characters."""
    wide = [char for char in text if not char.isascii()]
    common = len("".join(wide).encode("gb2312", "ignore")) // 2
    return common * 10 >= len(wide) * 8
