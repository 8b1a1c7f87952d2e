"""Old Word files (.doc, .wps of WPS, .rtf) by the tools a server may have: antiword, else LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from lxml import etree

from jixiao.kernel.refusal import Refused
from jixiao.office import limits
from jixiao.office.facts import Block, Cell, Document, Paragraph, Table
from jixiao.office.readers import Reader, reader

ANTIWORD_SECONDS, OFFICE_SECONDS = 10, 45
ANTIWORD_MEMORY, OFFICE_MEMORY = 256, 3_000  # MB of address space
OUTPUT_MEGABYTES = 100
LIMITED = 'ulimit -S -v "$1"; ulimit -S -t "$2"; ulimit -S -f "$3"; ulimit -S -c 0; shift 3; exec "$@"'  # sh: memory, processor, file size
TOLERANCE = 2.5  # points by which edges of the same column may differ from row to row
OLE = b"\xd0\xcf\x11\xe0"
INSTALL = "这台服务器不能读 {kind}，请管理员安装 {tool}（apt install {tool}），或把文件另存为 .docx 后再传"
RISKY_RTF = re.compile(rb"\\fldinst[^}]{0,40}\bDDE|\\objupdate|\\\*\\template[^}]{0,40}(?:https?:|\\\\\\\\)|\\objdata\s*0105000002000000\s*08000000\s*5061636b616765", re.IGNORECASE)  # fmt: skip


def read(data: bytes) -> Document:
    """Read an old Word file; refuses where neither tool is installed, saying what to install."""
    binary = data.startswith(OLE)
    if RISKY_RTF.search(data) and not binary:
        msg = "文件里有会启动其他程序或连到别处的内容，为安全起见不收，请另存为 .docx 后再传"
        raise Refused(msg)
    document = _by_antiword(data) if binary and shutil.which("antiword") else None
    if document is None:
        if not shutil.which("soffice"):
            _refuse(binary=binary)
        document = reader("docx").read(_by_office(data, "doc" if binary else "rtf"))
    return replace(document, kind="doc")


def _refuse(*, binary: bool) -> None:
    if binary and shutil.which("antiword"):
        msg = "这个 .doc 读不出来，请用 Word 或 WPS 打开，另存为 .docx 后再传"
    else:
        msg = INSTALL.format(kind=".doc" if binary else "RTF 文件", tool="antiword" if binary else "libreoffice-writer")
    raise Refused(msg)


def _run(command: list[str], *, seconds: int, megabytes: int, folder: Path) -> bytes | None:
    """Run a tool with limits of its own, away from our environment; None where it failed or took too long."""
    limited = ["/bin/sh", "-c", LIMITED, "sh", str(megabytes * 1024), str(seconds), str(OUTPUT_MEGABYTES * 2048), *command]
    env = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
    }
    with subprocess.Popen(  # noqa: S603 - a fixed command; the file name is ours
        limited, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, cwd=folder, process_group=0
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            output = b""
        finally:
            _kill(process.pid)
    return output if process.returncode == 0 else None


def _kill(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _by_antiword(data: bytes) -> Document | None:
    """Read by antiword's DocBook; None where it cannot, and where LibreOffice would show list numbers antiword drops."""
    with tempfile.TemporaryDirectory(prefix="jixiao-") as name:
        folder = Path(name)
        (folder / "in.doc").write_bytes(data)
        command = ["antiword", "-m", "UTF-8.txt", "-x", "db", "in.doc"]
        output = _run(command, seconds=ANTIWORD_SECONDS, megabytes=ANTIWORD_MEMORY, folder=folder)
    if not output or (b"<orderedlist" in output and shutil.which("soffice")):
        return None
    try:
        root = limits.xml(re.sub(rb"<!DOCTYPE[^>]*>", b"", output, count=1))
    except Refused:
        return None
    return Document(tuple(_blocks(root, 0)), "doc")


def _by_office(data: bytes, ending: str) -> bytes:
    """Turn an old file into .docx by LibreOffice, with a profile of its own for this one time."""
    with tempfile.TemporaryDirectory(prefix="jixiao-") as name:
        folder = Path(name)
        (folder / f"in.{ending}").write_bytes(data)
        command = ["soffice", f"-env:UserInstallation={folder.as_uri()}/profile", "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), f"in.{ending}"]
        _run(command, seconds=OFFICE_SECONDS, megabytes=OFFICE_MEMORY, folder=folder)
        out = folder / "out" / "in.docx"
        if not out.is_file():
            msg = "这个文件转换不了，可能已损坏，请用 Word 或 WPS 打开，另存为 .docx 后再传"
            raise Refused(msg)
        return out.read_bytes()


def _blocks(element: etree._Element, level: int) -> Iterator[Block]:
    """Yield the blocks of antiword's DocBook: titles by depth, paragraphs, tables."""
    for child in element:
        tag = str(child.tag)
        if tag == "informaltable":
            yield _table(child)
        elif tag in {"title", "para"}:
            text = _text(child)
            if text.strip():
                yield Paragraph(text, level if tag == "title" else 0)
            yield from (_table(table) for table in child.iter("informaltable"))
        elif tag != "bookinfo":
            yield from _blocks(child, level + (tag == "chapter" or tag.startswith("sect")))


def _text(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        if child.tag != "informaltable":
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces).strip("\n").rstrip()


def _table(element: etree._Element) -> Table:
    """Lay rows of different column widths on one grid; antiword tells widths, not spans."""
    rows: list[tuple[list[float], list[str]]] = []
    for group in element.iter("tgroup"):
        edges = [0.0]
        for column in group.iter("colspec"):
            edges.append(edges[-1] + _points(str(column.get("colwidth", ""))))
        rows.extend((edges, [_text(entry) for entry in row.iter("entry")]) for row in group.iter("row"))
    lines = _lines(sorted({edge for edges, _ in rows for edge in edges}))
    cells = []
    for number, (edges, texts) in enumerate(rows):
        places = [_nearest(lines, edge) for edge in edges]
        for (left, right), text in zip(pairwise(places), texts, strict=False):
            cells.append(Cell(number, left, text, 1, max(1, right - left)))
    limits.cells(len(cells), limits.MAX_WORD_CELLS)
    return Table(tuple(cells))


def _points(width: str) -> float:
    match = re.fullmatch(r"([\d.]+)pt", width)
    return max(TOLERANCE * 2, float(match[1])) if match else TOLERANCE * 2


def _lines(edges: list[float]) -> list[float]:
    lines: list[float] = []
    for edge in edges:
        if not lines or edge - lines[-1] > TOLERANCE:
            lines.append(edge)
    return lines


def _nearest(lines: list[float], edge: float) -> int:
    return min(range(len(lines)), key=lambda number: abs(lines[number] - edge))


ENTRY = Reader("doc", read)
