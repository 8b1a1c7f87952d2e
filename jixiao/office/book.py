"""The office's own book: any file into blocks, blocks into a file."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace

from jixiao.kernel.refusal import Refused

from . import limits, readers, sniff
from .facts import Block, Document, Letter, Table

WRITES = ("docx", "xlsx", "pdf")
LETTERS = ("docx", "pdf")
# What nobody sees but every comparison trips over: zero-width signs, direction marks, control characters.
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]")


def read(data: bytes, name: str = "") -> Document:
    """Read a file into blocks by what it truly is; the name only serves the sentence of a refusal.

    Runs in this process: for files from outside use ``confine``. Raises Refused, always in one sentence.
    """
    limits.size(data)
    kind = sniff.kind_of(data)
    try:
        document = readers.reader(kind).read(data)
    except (MemoryError, RecursionError) as error:
        msg = f"「{name or '这个文件'}」过大或结构过深，系统读不了，请删去多余内容后再传"
        raise Refused(msg) from error
    return replace(document, blocks=tuple(_seen(block) for block in document.blocks))


def write(document: Document, kind: str, *, repeat: int = 0) -> bytes:
    """Write blocks as a file of a kind, docx, xlsx or pdf; ``repeat`` table rows are printed again on every page.

    The same blocks give the same bytes. Raises LookupError for a kind nobody writes.
    """
    if kind not in WRITES:
        raise LookupError(kind)
    data: bytes = importlib.import_module(f"{__package__}.writers.{kind}").write(document, repeat=repeat)
    return data


def letter(said: Letter, kind: str) -> bytes:
    """Write an official letter (GB/T 9704-2012) as docx or pdf. Raises LookupError for another kind."""
    if kind not in LETTERS:
        raise LookupError(kind)
    data: bytes = importlib.import_module(f"{__package__}.writers.{kind}").letter(said)
    return data


def _seen(block: Block) -> Block:
    """Return a block without the characters nobody sees; as it is where it has none."""
    if isinstance(block, Table):
        if not any(UNSEEN.search(cell.text) for cell in block.cells):
            return block
        return replace(block, cells=tuple(cell._replace(text=UNSEEN.sub("", cell.text)) for cell in block.cells))
    return replace(block, text=UNSEEN.sub("", block.text)) if UNSEEN.search(block.text) else block
