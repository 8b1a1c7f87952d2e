"""Is the chain whole, and how is the log kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from jixiao.audit import book
from jixiao.audit.facts import GENESIS, Break, Checkpoint, Entry, Link, Trail
from jixiao.audit.models import Event, Head
from jixiao.audit.sums import Walk, signed
from jixiao.kernel.refusal import Refused

LONGEST = 300_000  # events walked while somebody waits
BATCH = 2000  # rows at a time, each batch read whole: an open cursor would keep SQLite's writers waiting
ENTRY = ("at", "actor", "name", "action", "unit", "subject", "result", "detail")
TRIGGERS = {
    "sqlite": {"audit_no_update", "audit_no_delete", "audit_no_replace", "head_no_way_back", "head_no_delete", "head_no_replace"},
    "postgresql": {"audit_no_change", "audit_no_truncate", "head_no_change", "head_no_truncate"},
}


@dataclass(frozen=True, slots=True)
class Health:
    """How the log is kept: its length, the newest checkpoint, and what an administrator should see to."""

    seq: int
    last: Checkpoint | None
    warnings: tuple[str, ...]

    @property
    def behind(self) -> int:
        """How many events came after the newest checkpoint."""
        return self.seq - (self.last.seq if self.last else 0)


def verify(trail: Trail | None = None, since: Checkpoint | None = None) -> Break | None:
    """Read the chain and return its first broken link, or None when every event is as it was written.

    With a trail the signed checkpoints are compared too. ``since`` begins at one of them, instead of at the first event.
    """
    start = _head()
    walk = Walk(start.algorithm, trail, since)
    if since and (Event.objects.filter(seq=since.seq).values_list("digest", flat=True).first() != since.digest):
        return Break(since.seq, "与签下的检查点不符，请从头核对")
    while True:
        head = _head()  # before the rows: what is written meanwhile is looked at in the next round
        for link in links(after=walk.seq or None):
            if broken := walk.step(link):
                return broken
        now = _head()
        if walk.seq < head.seq or walk.seq >= now.seq:
            return walk.end(now.seq, now.digest)


def links(after: int | None = None, until: int | None = None) -> Iterator[Link]:
    """Yield the events in order, without keeping the database busy between batches."""
    while True:
        rows = Event.objects.order_by("seq").values_list("seq", *ENTRY, "before", "digest")
        rows = rows if after is None else rows.filter(seq__gt=after)
        batch = list((rows if until is None else rows.filter(seq__lte=until))[:BATCH])
        yield from map(_link, batch)
        if len(batch) < BATCH:
            return
        after = batch[-1][0]


def _link(row: tuple[Any, ...]) -> Link:
    seq, *said, before, digest = row
    return Link(seq, Entry(**dict(zip(ENTRY, said, strict=True))), before, digest)


def entry(row: Event) -> Entry:
    """Return the entry a row holds."""
    return row.facts().entry


def count() -> int:
    """Return how many events there are."""
    return Event.objects.count()


def algorithm() -> str:
    """Return what the log is chained with."""
    return _head().algorithm


def trail(checkpoints: Path | None = None, keys: Path | None = None) -> Trail:
    """Read the checkpoint file of this installation, or another copy of it with the public key an auditor holds."""
    return book.trail(checkpoints or settings.CHECKPOINTS, book.public_keys(keys or settings.CHECKPOINT_KEY.with_suffix(".pub")))


@dataclass(frozen=True, slots=True)
class Walked:
    """What came of walking the chain: from where, how far, and the sentence that says it."""

    since: int
    upto: int
    sentence: str


def walked(*, whole: bool) -> Walked:
    """Walk the chain from the newest checkpoint, or from its first event against all checkpoints; refuses a whole that is too long."""
    began, length, last = time.monotonic(), _head().seq, newest()
    if whole and length > LONGEST:
        msg = f"日志已有 {length:,} 条，从头核对要较久，请系统管理员在服务器上运行 jixiao audit verify"
        raise Refused(msg)
    since = None if whole else last
    broken = verify(trail() if whole else None, since)
    first, taken = (since.seq if since else 0) + 1, f"用时 {time.monotonic() - began:.2f} 秒"
    if broken:
        return Walked(first, length, f"日志在{broken}（{taken}）")
    return Walked(
        first, length, f"第 {first} 条至第 {length} 条核对无误，{taken}" if first <= length else f"检查点之后没有新的日志，{taken}"
    )


def newest() -> Checkpoint | None:
    """Return the newest checkpoint of the file, if our key signed it."""
    last = book.last(settings.CHECKPOINTS)
    publics = book.public_keys(settings.CHECKPOINT_KEY.with_suffix(".pub"))
    return last if last and last.key in publics and signed(publics[last.key], last) else None


def health() -> Health:
    """Say how the log is kept; cheap enough for a page."""
    head, last = _head(), newest()
    behind = head.seq - (last.seq if last else 0)
    warnings = []
    if behind >= 2 * settings.CHECKPOINT_EVERY:
        warnings.append(f"已有 {behind} 条日志没有签检查点，检查点文件可能写不进去或被改动，请查看运行日志，并运行 jixiao audit checkpoint")
    if missing := sorted(TRIGGERS[connection.vendor] - _triggers()):
        warnings.append(f"数据库里防止改动日志的触发器缺 {len(missing)} 个（{'、'.join(missing)}），可能有人动过，请查明后从头核对")
    return Health(head.seq, last, tuple(warnings))


def _head() -> Head:
    """Return the end of the chain as it is noted; of an empty log, its beginning."""
    return Head.objects.filter(pk=1).first() or Head(seq=0, digest=GENESIS, algorithm=settings.DIGEST)


def _triggers() -> set[str]:
    ask = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(ask[connection.vendor])
        return {str(name) for (name,) in cursor.fetchall()}
