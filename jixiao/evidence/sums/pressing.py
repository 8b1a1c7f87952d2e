"""How often somebody knocks: so many times in so many seconds, by a key. Kept in the process; a restart forgets."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

KEPT = 10_000  # keys remembered; the one seen longest ago goes first


class Press:
    """A limit of ``most`` knocks in ``seconds`` for each key."""

    def __init__(self, most: int, seconds: int) -> None:
        self.most, self.span = most, timedelta(seconds=seconds)
        self.seen: OrderedDict[str, deque[datetime]] = OrderedDict()

    def too_often(self, key: str, at: datetime) -> bool:
        """Count a knock; say whether it is one too many."""
        knocks = self.seen.setdefault(key, deque())
        self.seen.move_to_end(key)
        while knocks and at - knocks[0] >= self.span:
            knocks.popleft()
        if len(self.seen) > KEPT:
            self.seen.popitem(last=False)
        if len(knocks) >= self.most:
            return True
        knocks.append(at)
        return False
