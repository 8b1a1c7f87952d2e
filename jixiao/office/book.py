"""The office's own book: any file into blocks, blocks into a file."""

from __future__ import annotations

from jixiao.kernel.refusal import Refused

from . import limits, readers, sniff
from .facts import Document


def read(data: bytes, name: str = "") -> Document:
    """Read a file into blocks by what it truly is; the name only serves the sentence of a refusal.

    Runs in this process: for files from outside use ``confine``. Raises Refused, always in one sentence.
    """
    limits.size(data)
    kind = sniff.kind_of(data)
    try:
        return readers.reader(kind).read(data)
    except (MemoryError, RecursionError) as error:
        msg = f"「{name or '这个文件'}」过大或结构过深，系统读不了，请删去多余内容后再传"
        raise Refused(msg) from error
