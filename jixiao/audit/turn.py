"""Whose turn it is to write: on SQLite one at a time, so they stand in line instead of knocking again and again.

SQLite itself lets whoever knocks at the right moment in; with many writers some wait for seconds while others go in twice. A lock
the kernel hands on keeps them in line. PostgreSQL needs none of it.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

_held = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Hold the line while a transaction is open; whoever holds it already, or writes on another engine, goes straight in."""
    if connection.vendor != "sqlite" or connection.in_atomic_block or getattr(_held, "line", False):
        yield  # what follows a commit (a checkpoint) is still the same turn
        return
    name = str(connection.settings_dict["NAME"])
    if name == ":memory:" or "mode=memory" in name:  # a test's own: it is no file, so no other process stands in line
        yield
        return
    path = Path(f"{name}-turn")
    with path.open("ab") as line:
        fcntl.flock(line, fcntl.LOCK_EX)  # let go when the file is closed, whatever happens
        _held.line = True
        try:
            yield
        finally:
            _held.line = False
