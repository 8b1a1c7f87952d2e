"""Questions to the log: is the chain whole, and what was done to a record."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import GENESIS, Entry
from .models import Event, Head

FIELDS = ("at", "actor", "name", "action", "unit", "subject", "result", "detail")


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the log is not what was written."""

    seq: int
    sentence: str

    def __str__(self) -> str:
        return f"第 {self.seq} 条：{self.sentence}"


def verify() -> Break | None:
    """Read the whole chain and return its first broken link, or None when every event is as it was written."""
    before, expected = GENESIS, 1
    for row in Event.objects.order_by("seq").iterator(2000):
        if row.seq != expected:
            return Break(expected, f"缺失，下一条是第 {row.seq} 条")
        if row.before != before:
            return Break(row.seq, "与前一条接不上")
        if entry(row).digest(row.seq, before) != row.digest:
            return Break(row.seq, "内容被改动")
        before, expected = row.digest, expected + 1
    return tail(expected - 1, before)


def tail(seq: int, digest: str) -> Break | None:
    """Compare the end of the chain with its head: a cut tail leaves no other trace."""
    head = Head.objects.filter(pk=1).first()
    if (head.seq, head.digest) == (seq, digest) if head else seq == 0:
        return None
    return Break(seq + 1, f"末尾与日志头不符（日志头记到第 {head.seq if head else 0} 条）")


def entry(row: Event) -> Entry:
    """Return the entry a row holds."""
    return Entry(**{field: getattr(row, field) for field in FIELDS})


def count() -> int:
    """Return how many events there are."""
    return Event.objects.count()
