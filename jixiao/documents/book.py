"""The shelf of layouts, run over documents: any file's blocks into facts, facts into a form."""

from __future__ import annotations

from functools import cache

from jixiao.documents import layouts
from jixiao.documents.facts import Layout, Reading
from jixiao.documents.sums.printing import printed
from jixiao.kernel.refusal import Refused
from jixiao.kernel.shelf import entries
from jixiao.office.facts import Document
from jixiao.targets.facts import Filing

__all__ = ["layout", "printed", "recognise", "shelf", "write"]


@cache
def shelf() -> tuple[Layout, ...]:
    """Return every layout."""
    return tuple(entries(layouts).values())


def layout(code: str) -> Layout:
    """Return a layout by its code; refuses an unknown one."""
    for one in shelf():
        if one.code == code:
            return one
    msg = f"没有代码为「{code}」的表式"
    raise Refused(msg)


def recognise(document: Document) -> Reading:
    """Read a document by the layout that claims it most. Never refuses: what was not understood is among the doubts."""
    best = max(shelf(), key=lambda one: one.recognises(document))
    return best.read(document)


def write(filing: Filing, code: str) -> Document:
    """Write a filing in a form; refuses a form that can only be read."""
    chosen = layout(code)
    if chosen.write is None:
        writable = "、".join(one.title for one in shelf() if one.write is not None)
        msg = f"表式「{chosen.title}」只能读入，不能写出，请改用：{writable}"
        raise Refused(msg)
    return chosen.write(filing)
