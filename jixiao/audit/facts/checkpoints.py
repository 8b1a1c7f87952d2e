"""A checkpoint: what the end of the chain was at a moment, signed, and kept where whoever edits the database does not reach."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from .entries import Break, canonical, hashed


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """One line of the checkpoint file. Everything but the signature is signed; the line before is bound by its digest."""

    seq: int  # of the last event covered
    digest: str  # of that event
    count: int  # events up to there, counted
    at: str  # UTC, ISO 8601
    before: str  # digest of the line before, or 64 zeros
    algorithm: str
    key: str  # which key signed
    signature: str = ""  # Ed25519, hexadecimal

    @property
    def signed(self) -> str:
        """The text the signature covers."""
        return canonical({name: value for name, value in asdict(self).items() if name != "signature"})

    @property
    def line(self) -> str:
        """The line of the file, without its end."""
        return canonical(asdict(self))

    @property
    def fingerprint(self) -> str:
        """The digest of the whole line, signature included."""
        return hashed(self.line, self.algorithm)


KINDS = {field.name: int if field.type == "int" else str for field in fields(Checkpoint)}


@dataclass(frozen=True, slots=True)
class Trail:
    """What a checkpoint file holds: its good checkpoints up to the first bad line, and what is wrong there."""

    kept: tuple[Checkpoint, ...] = ()
    broken: Break | None = None

    @property
    def last(self) -> Checkpoint | None:
        """The newest good checkpoint."""
        return self.kept[-1] if self.kept else None


def parsed(line: str) -> Checkpoint:
    """Read a line of the file; ValueError where it is not exactly what a checkpoint is written as."""
    said = json.loads(line)
    if not isinstance(said, dict) or {name: type(value) for name, value in said.items()} != KINDS:
        msg = "not the fields of a checkpoint"
        raise ValueError(msg)
    checkpoint = Checkpoint(**said)
    if checkpoint.line != line:
        msg = "not the one text a checkpoint has"
        raise ValueError(msg)
    return checkpoint
