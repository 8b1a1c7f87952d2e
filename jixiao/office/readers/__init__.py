"""Readers: one format a file, each with its ``ENTRY``; loaded by kind, so that a Word file never pays for the PDF library."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from jixiao.office.facts import Document


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is read: its kind and bytes → document; ``read`` raises Refused for what it will not read."""

    kind: str
    read: Callable[[bytes], Document]


def reader(kind: str) -> Reader:
    """Return the reader of a kind; loads its module, and with it its library, only now."""
    entry: Reader = importlib.import_module(f"{__name__}.{kind}").ENTRY
    return entry
