"""What a Word or Excel package may not bring along: macros, programs, controls, remote templates, DDE."""

from __future__ import annotations

import re

from lxml import etree

from jixiao.kernel.refusal import Refused
from jixiao.office import limits

from .words import W

PROGRAM = re.compile(r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|jar|lnk|cpl|sh)$", re.IGNORECASE)
MACRO = re.compile(r"vbaProject|vbaData|/macrosheets/|/dialogsheets/", re.IGNORECASE)
MACRO_TYPE = re.compile(rb"macroEnabled|ms-excel\.addin|vnd\.ms-office\.vbaProject|intlmacrosheet|ms-excel\.macrosheet", re.IGNORECASE)
CONTROL = re.compile(r"/activeX/", re.IGNORECASE)
EMBEDDED = re.compile(r"/embeddings/", re.IGNORECASE)
REMOTE = re.compile(r"^\s*(?:https?|ftp|mhtml|ms-\w+):|^\s*(?:file:)?(?://|\\\\)(?!/)", re.IGNORECASE)
FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/aFChunk", "/externalLinkPath/dde")
DDE = re.compile(r"^\s*(?:DDE|DDEAUTO)\b", re.IGNORECASE)
PACKED = b"\x01\0O\0l\0e\x001\x000\0N\0a\0t\0i\0v\0e\0"  # the stream in which an embedded file lies


def guard(package: limits.Package) -> None:
    """Refuse a package that holds anything that could run, or that would fetch something from elsewhere."""
    names = package.names
    types = package.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if any(MACRO.search(name) for name in names) or MACRO_TYPE.search(types):
        msg = "文件里带有宏，为安全起见不收，请另存为不含宏的 .docx 或 .xlsx 后再传"
        raise Refused(msg)
    if any(CONTROL.search("/" + name) for name in names):
        msg = "文件里带有 ActiveX 控件，为安全起见不收，请删去控件、另存后再传"
        raise Refused(msg)
    for name in names:
        if (
            PROGRAM.search(name)
            or (EMBEDDED.search("/" + name) and _is_program(package, name))
            or (not name.endswith((".xml", ".rels")) and package.head(name, 2) == b"MZ")
        ):
            msg = "文件里嵌有别的文件或程序，为安全起见不收，请删去嵌入的对象后再传"
            raise Refused(msg)
    for name in names:
        if name.endswith(".rels"):
            _guard_links(package.xml(name))
        elif "/externalLinks/" in name and b"ddeLink" in package.read(name):
            _refuse_dde()


def _is_program(package: limits.Package, name: str) -> bool:
    return PACKED in package.read(name) if name.lower().endswith(".bin") else False


def _guard_links(links: etree._Element) -> None:
    for link in links:
        outside = str(link.get("TargetMode", "")).lower() == "external"
        if outside and str(link.get("Type", "")).endswith(FETCHED) and REMOTE.search(str(link.get("Target", ""))):
            msg = "文件链接了外部的模板或对象，打开时会连到别处，为安全起见不收，请断开链接、另存后再传"
            raise Refused(msg)


def guard_fields(root: etree._Element) -> None:
    """Refuse a Word text whose fields start another program (DDE)."""
    for field in root.iter(W + "fldSimple"):
        if DDE.search(field.get(W + "instr", "")):
            _refuse_dde()
    codes: dict[etree._Element | None, str] = {}
    for code in root.iter(W + "instrText"):
        run = code.getparent()
        paragraph = None if run is None else run.getparent()
        codes[paragraph] = codes.get(paragraph, "") + (code.text or "")
    if any(DDE.search(text) for text in codes.values()):
        _refuse_dde()


def _refuse_dde() -> None:
    msg = "文件里有会启动其他程序的 DDE 链接，为安全起见不收，请删去后再传"
    raise Refused(msg)
