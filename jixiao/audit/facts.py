"""What the log knows: an entry, its canonical text and its digest. Pure, so that a verifier needs nothing but the rows."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import Protocol

from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission

GENESIS = "0" * 64
LONGEST, MOST = 2000, 200
BYTES = bytes | bytearray | memoryview
HIDDEN = frozenset({"password", "token", "secret"})  # arguments that are never written down, whatever the action

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


class Place(Protocol):
    """A unit, as the door sees it."""

    @property
    def path(self) -> str:
        """Where it stands in the tree: /1/3/."""


class Actor(Protocol):
    """Somebody who acts, as the door sees them."""

    @property
    def pk(self) -> int | None:
        """Their number; None for the machine's own console."""

    @property
    def username(self) -> str:
        """The name in the log."""

    def may(self, permission: Permission, unit: Place | None, on: date) -> bool:
        """Say whether they may do a thing in a unit on a day."""


@dataclass(frozen=True, slots=True)
class Console:
    """Whoever runs the command line on the machine itself: they hold its files, so no seat could bind them."""

    pk: int | None = None
    username: str = "命令行"

    def may(self, permission: Permission, unit: Place | None, on: date) -> bool:  # noqa: ARG002 - the shape of an actor
        """Say yes: every act is logged all the same."""
        return True


CONSOLE = Console()


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

    def digest(self, seq: int, before: str) -> str:
        """Return the SHA-256 of the entry at its place: hexadecimal, 64 signs."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        parts = (before, seq, at, self.actor, self.name, self.action, self.unit, self.subject, self.result, self.detail)
        return hashlib.sha256(canonical(list(parts)).encode()).hexdigest()


def canonical(value: Plain) -> str:
    """Write a value as the one JSON text it has: keys sorted, no spaces, Chinese as it stands."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
