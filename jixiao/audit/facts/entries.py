"""An entry, its canonical text, its digest, its place in the chain, and what is said of a broken one."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePath

from jixiao.kernel.money import Money

GENESIS = "0" * 64
SHA256, SM3 = "sha256", "sm3"  # both give 256 bits; an installation keeps the one it began with
LONGEST, MOST = 2000, 200
BYTES = bytes | bytearray | memoryview
ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))  # made once: json.dumps makes one a call
HIDDEN = frozenset({"password", "token", "secret"})  # arguments that are never written down, whatever the action

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event without its place in the chain."""

    at: datetime
    actor: int | None
    name: str
    action: str
    unit: str
    subject: str
    result: str
    detail: str

    def digest(self, seq: int, before: str, algorithm: str = SHA256) -> str:
        """Return the digest of the entry at its place: hexadecimal, 64 signs."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        parts = (before, seq, at, self.actor, self.name, self.action, self.unit, self.subject, self.result, self.detail)
        return hashed(canonical(list(parts)), algorithm)


@dataclass(frozen=True, slots=True)
class Link:
    """One event at its place in the chain, as it is stored."""

    seq: int
    entry: Entry
    before: str
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the log is not what was written: an event, or where ``line`` is given a line of the checkpoint file."""

    seq: int
    sentence: str
    line: int = 0

    def __str__(self) -> str:
        return f"检查点文件第 {self.line} 行：{self.sentence}" if self.line else f"第 {self.seq} 条：{self.sentence}"


def hashed(text: str, algorithm: str) -> str:
    """Return the digest of a text under one of the two algorithms."""
    return hashlib.new(algorithm, text.encode()).hexdigest()


def canonical(value: Plain) -> str:
    """Write a value as the one JSON text it has: keys sorted, no spaces, Chinese as it stands."""
    return ENCODER.encode(value)


def plain(value: object) -> Plain:
    """Return what the log keeps of an argument: plain values whole, bytes as their fingerprint, records as kind and number."""
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in list(value.items())[:MOST]}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | BYTES):
        return [plain(item) for item in list(value)[:MOST]]
    return written(value)


def written(value: object) -> str:
    """Write one value that is not a plain number or a collection."""
    match value:
        case bytes() | bytearray() | memoryview():
            return f"sha256:{hashlib.sha256(value).hexdigest()}"
        case date():
            return value.isoformat()
        case Money():
            return f"{value.yuan()}元"
        case str() | PurePath():
            text = str(value)
            return text if len(text) <= LONGEST else f"{text[:LONGEST]}…（共 {len(text)} 字）"
        case _:
            return named(value)


def named(value: object) -> str:
    """Name a record as documents.filing:12; anything else by the name of its class."""
    meta, number = getattr(value, "_meta", None), getattr(value, "pk", None)
    return f"{meta.label_lower}:{number}" if meta is not None else type(value).__name__
