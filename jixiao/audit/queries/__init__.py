"""Questions to the log: is the chain whole, what was done to a record, what somebody may see of it."""

from __future__ import annotations

from .chain import BATCH, Health, Walked, algorithm, count, entry, health, links, newest, trail, verify, walked
from .history import Shown, called, cells, history_of, places, record_history, shown
from .search import (
    MOST,
    Page,
    acts,
    chosen,
    event_for,
    grounds,
    last_verification,
    may_read,
    page,
    record_history_for,
)

__all__ = [
    "BATCH", "MOST", "Health", "Page", "Shown", "Walked", "acts", "algorithm", "called", "cells", "chosen", "count", "entry",
    "event_for", "grounds", "health", "history_of", "last_verification", "links", "may_read", "newest", "page", "places",
    "record_history", "record_history_for", "shown", "trail", "verify", "walked",
]  # fmt: skip
