"""What a document looks like before it is read: which labels and headings occur in it."""

from __future__ import annotations

from jixiao.office.facts import Document, Table

from .words import BRACKETS, bare


def labels(document: Document) -> frozenset[str]:
    """Return the short texts of a document (cells and headings), without white space, brackets and closing colons."""
    found: set[str] = set()
    for block in document.blocks:
        texts = [cell.text for cell in block.cells] if isinstance(block, Table) else [block.text]
        for text in texts:
            shown = bare(text)
            if len(shown) <= 30:  # noqa: PLR2004 - longer is no label
                found.add(BRACKETS.sub("", shown).rstrip(":："))
    return frozenset(found)
