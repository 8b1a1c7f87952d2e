"""Tables of monitoring."""

from __future__ import annotations

from .deviation import Deviation, Disposition, Pace
from .round import Answer, Round, Snapshot, Step, Task

__all__ = ["Answer", "Deviation", "Disposition", "Pace", "Round", "Snapshot", "Step", "Task"]
