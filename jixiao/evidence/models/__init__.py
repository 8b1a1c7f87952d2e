"""Tables of evidence."""

from __future__ import annotations

from .entry import Batch, Closing, Entry, Sum
from .file import File, Proof
from .link import Link, Stated

__all__ = ["Batch", "Closing", "Entry", "File", "Link", "Proof", "Stated", "Sum"]
