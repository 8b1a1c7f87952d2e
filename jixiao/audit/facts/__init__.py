"""What the log knows: actors, entries and their digests, checkpoints, the officials' words. Pure: a verifier needs nothing else."""

from __future__ import annotations

from .actors import CONSOLE, MACHINE, Actor, Console, Ground, Place, Reader
from .checkpoints import Checkpoint, Trail, parsed
from .entries import GENESIS, HIDDEN, SHA256, SM3, Break, Entry, Link, Plain, canonical, hashed, named, plain
from .wanted import Wanted
from .words import KINDS, WORDS, Told, record, said, told, word

__all__ = [
    "CONSOLE",
    "GENESIS",
    "HIDDEN",
    "KINDS",
    "MACHINE",
    "SHA256",
    "SM3",
    "WORDS",
    "Actor",
    "Break",
    "Checkpoint",
    "Console",
    "Entry",
    "Ground",
    "Link",
    "Place",
    "Plain",
    "Reader",
    "Told",
    "Trail",
    "Wanted",
    "canonical",
    "hashed",
    "named",
    "parsed",
    "plain",
    "record",
    "said",
    "told",
    "word",
]
