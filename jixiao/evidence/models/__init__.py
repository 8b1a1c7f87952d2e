"""Tables of evidence."""

from __future__ import annotations

from .entry import Batch, Closing, Entry, Sum
from .file import File, Proof
from .link import Link, Stated
from .survey import Reply, Survey, Tallied, Ticket

__all__ = ["Batch", "Closing", "Entry", "File", "Link", "Proof", "Reply", "Stated", "Sum", "Survey", "Tallied", "Ticket"]
