"""A rule: its law, its dates, its check and its proof in one record."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


class Severity(enum.IntEnum):
    """How hard a finding bites, mildest first so that the worst is the largest."""

    INFO = 1
    WARN = 2
    ERROR = 3
    BLOCK = 4

    @property
    def word(self) -> str:
        """The official word: 阻断, 错误, 警告, 提示."""
        return _WORDS[self]

    @property
    def code(self) -> str:
        """The word of the files and the command line: block, error, warn, info."""
        return _CODES[self]

    @classmethod
    def of(cls, word: str) -> Severity:
        """Return the severity written ``block``, ``error``, ``warn`` or ``info``; ValueError for anything else."""
        for severity, code in _CODES.items():
            if code == word:
                return severity
        raise ValueError(word)


_WORDS = {Severity.BLOCK: "阻断", Severity.ERROR: "错误", Severity.WARN: "警告", Severity.INFO: "提示"}
_CODES = {Severity.BLOCK: "block", Severity.ERROR: "error", Severity.WARN: "warn", Severity.INFO: "info"}


class Confidence(enum.StrEnum):
    """How sure we are that the cited text supports the rule."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    DESIGN = "design"  # no legal text: a product default


class Scope(enum.StrEnum):
    """What a rule is given to look at."""

    PROJECT = "project"  # one project target table
    FILING = "filing"  # the whole document: department plan and all tables
    MARKS = "marks"  # what the other rules found; runs after them, its findings are below the filing


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a shelf.

    ``check(subject, pack)`` yields findings; ``clean`` and ``caught`` hold subjects that must give none and some.
    ``basis`` holds keys of the pack's list of laws. A rule is in force from ``since`` to ``until`` inclusive.
    """

    code: str
    title: str
    severity: Severity
    basis: tuple[str, ...]
    since: date
    check: Callable[[Any, Any], Iterable[Any]]
    scope: Scope = Scope.PROJECT
    until: date | None = None
    confidence: Confidence = Confidence.HIGH
    hard: bool = True  # deterministic; False is a heuristic a reviewer may overrule
    clean: tuple[Any, ...] = ()
    caught: tuple[Any, ...] = ()

    def in_force(self, on: date) -> bool:
        """Say whether the rule applies on a day."""
        return self.since <= on and (self.until is None or on <= self.until)
