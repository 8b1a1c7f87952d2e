"""Attachments (附件): what a file truly is, by its content; only kinds that are evidence and cannot run are taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePath

from jixiao.kernel.refusal import Refused
from jixiao.office import limits, sniff
from jixiao.office.readers.parts.macros import guard

TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "xml": "application/xml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
ENDINGS = {"jpeg": "jpg"}  # other endings of the same kind
TAKEN = "PDF、OFD、XML、Word（.docx）、Excel（.xlsx）、JPG、PNG"
LONGEST_NAME = 200
JPG, PNG, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
XML = (b"<?xml", b"\xef\xbb\xbf<?xml", b"<EInvoice")


@dataclass(frozen=True, slots=True)
class File:
    """A file looked at and found fit to keep. Told apart by its fingerprint, never by its bytes."""

    name: str
    kind: str
    sha256: str
    size: int
    data: bytes = field(repr=False, compare=False)


def file_of(name: str, data: bytes) -> File:
    """Look at a file; refuses one that is empty, too big, or not of a kind that is kept. The ending follows the content."""
    limits.size(data)
    kind = kind_of(data)
    bare = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()).strip()
    ending = PurePath(bare).suffix.lstrip(".").lower()
    if ENDINGS.get(ending, ending) != kind:
        bare = f"{bare or '未命名文件'}.{kind}"
    return File(bare[-LONGEST_NAME:], kind, sha256(data).hexdigest(), len(data), data)


def kind_of(data: bytes) -> str:
    """Return pdf, ofd, xml, docx, xlsx, jpg or png by content; refuses anything else, saying what it is."""
    for start, kind in ((PDF, "pdf"), (JPG, "jpg"), (PNG, "png")):
        if data.startswith(start):
            return kind
    if data.startswith(XML):
        limits.xml(data)
        return "xml"
    if data.startswith(sniff.ZIP):
        package = limits.Package(data)
        guard(package)
        if "OFD.xml" in package.names:
            return "ofd"
    try:
        kind = sniff.kind_of(data)
    except Refused as refusal:
        msg = f"{refusal.sentence.partition('，')[0]}；附件只收 {TAKEN}"
        raise Refused(msg) from refusal
    if kind not in TYPES or kind == "pdf":  # a PDF begins with its mark: what hides one further in is something else
        msg = f"这个文件不是可以作附件的格式；附件只收 {TAKEN}，旧格式请另存后再传"
        raise Refused(msg)
    return kind
