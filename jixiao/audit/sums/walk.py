"""Walking the chain: each event against its digest, the one before, and the signed checkpoints."""

from __future__ import annotations

import json

from jixiao.audit.facts import GENESIS, SHA256, Break, Checkpoint, Link, Trail

CHECKPOINT = "audit.checkpoint"  # the act that writes a checkpoint names it in the log, so that one taken out of the file is missed


class Walk:
    """A walk along the chain in order; ``trail`` is what the checkpoint file says, None where it is not asked."""

    def __init__(self, algorithm: str = SHA256, trail: Trail | None = None, since: Checkpoint | None = None) -> None:
        self.algorithm, self.trail = algorithm, trail
        self.seq, self.digest = (since.seq, since.digest) if since else (0, GENESIS)
        kept = trail.kept if trail else ()
        self.due = {one.seq: (line, one) for line, one in enumerate(kept, 1) if one.seq > self.seq}
        self.files = {one.fingerprint for one in kept}
        self.good = self.seq  # the last event a checkpoint agrees with
        self.missed: Break | None = None

    def step(self, link: Link) -> Break | None:
        """Go one event on; return what is wrong with it."""
        expected = self.seq + 1
        if link.seq > expected:
            return Break(expected, f"缺失，下一条是第 {link.seq} 条")
        if link.seq < expected:
            return Break(expected, f"序号不对，此处记成第 {link.seq} 条")
        if link.before != self.digest:
            return Break(link.seq, "与前一条接不上")
        if link.entry.digest(link.seq, link.before, self.algorithm) != link.digest:
            return Break(link.seq, "内容被改动")
        self.seq, self.digest = link.seq, link.digest
        if link.entry.action == CHECKPOINT and link.entry.result != "denied":
            self.remember(link)
        return self.agree(link)

    def agree(self, link: Link) -> Break | None:
        """Compare an event with the checkpoint made of it: a chain written anew hangs together, but not with what was signed."""
        line, checkpoint = self.due.pop(link.seq, (0, None))
        if checkpoint is None:
            return None
        if checkpoint.digest != link.digest or checkpoint.algorithm != self.algorithm:
            where = f"这一条起、至第 {link.seq} 条的日志被整体改写过" if link.seq > self.good + 1 else "这一条被改写过"
            return Break(self.good + 1, f"{where}：与检查点文件第 {line} 行（{checkpoint.at[:19]} 世界时）签下的摘要不符")
        self.good = link.seq
        return None

    def remember(self, link: Link) -> None:
        """Note the first checkpoint the log tells of that the file does not hold."""
        if self.trail is None or self.missed or self.trail.broken:
            return
        if json.loads(link.entry.detail).get("checkpoint") not in self.files:
            self.missed = Break(link.seq, "这一条记下的检查点在检查点文件里没有：文件被删改过，或 JIXIAO_CHECKPOINTS 指到了别处")

    def end(self, seq: int | None = None, digest: str = "") -> Break | None:
        """Say what is wrong after the last event: compared with the head where it is given, and with later checkpoints."""
        if self.due:
            last = max(self.due)
            return Break(self.seq + 1, f"缺失：检查点文件第 {self.due[last][0]} 行记到第 {last} 条，日志只到第 {self.seq} 条")
        if seq is not None and seq < self.seq:
            return Break(seq + 1, f"多出的：日志头只记到第 {seq} 条")
        if seq is not None and (seq, digest) != (self.seq, self.digest):
            return Break(self.seq + 1, f"末尾与日志头不符（日志头记到第 {seq} 条）")
        return (self.trail.broken if self.trail else None) or self.missed
