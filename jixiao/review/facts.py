"""What a review says: findings, each with its cell, its reason and, where the fix is certain, the corrected facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from jixiao.kernel.money import Money
from jixiao.kernel.place import Place
from jixiao.kernel.rule import Rule, Severity


class Edit(NamedTuple):
    """One change of one fact. ``path`` is below the project for a project rule, below the filing for a filing rule.

    ``new`` None empties the cell; a path that names a whole indicator row ("indicators.6") with ``new`` None removes the row.
    """

    path: str
    old: str | None
    new: str | None


class Finding(NamedTuple):
    """What a rule found. ``at`` is a path below the subject the rule was given ("indicators.4.value", "name").

    ``severity`` overrides the rule's own where the rulebook grades by case (NM-01: warn or error).
    """

    at: str
    message: str
    quote: str = ""
    suggestion: str = ""
    fix: tuple[Edit, ...] = ()
    severity: Severity | None = None


class Mark(NamedTuple):
    """A finding at home in its filing: the rule that made it, how hard it bites, and its resolved place.

    ``project`` is the index of the project it belongs to, None for the department plan and the document as a whole.
    """

    rule: Rule
    severity: Severity
    place: Place
    project: int | None
    message: str
    quote: str
    suggestion: str
    fix: tuple[Edit, ...]  # paths from the top of the filing

    @property
    def key(self) -> str:
        """A name that stays the same when the file is checked again: rule and path."""
        return f"{self.rule.code}@{self.place.path}"


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One line of the review form (绩效目标审核表, 财预〔2015〕88号): its points, what the findings leave of them, what the reviewer gives."""

    part: str  # 完整性, 相关性, 适当性, 可行性
    item: str  # 规范完整性, …
    points: int
    machine: int
    given: int
    reasons: tuple[str, ...] = ()  # why the machine took points off
    note: str = ""  # why the reviewer gives another number


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """A review form filled: lines, total of 100, grade 优良中差 and what follows from it."""

    lines: tuple[ReviewLine, ...]
    total: int
    grade: str
    effect: str
    reviewer: str = ""
    on: date | None = None
    opinion: str = ""
    kind: str = "一般"  # 一般 or 重点 project


@dataclass(frozen=True, slots=True)
class Note:
    """What a reviewer says of one row: a grade, words, or neither, which takes back what was said."""

    path: str
    where: str
    grade: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything a reviewer sends from the desk at once: remarks, points, opinion, and what is to become of the target.

    ``move`` is save, pass, send_back or reject; ``scores`` are points and reason of each line of the review form, None where the stage
    has none; ``document``, ``since`` and ``budget`` go with an approval.
    """

    move: str
    version: int
    notes: tuple[Note, ...] = ()
    scores: tuple[tuple[int, str], ...] | None = None
    opinion: str = ""
    document: str = ""
    since: date | None = None
    budget: Money | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """A rule pack: the words, numbers and laws the rules work with; data, one folder a jurisdiction and year.

    A pack is equal only to itself, so that rules may cache what they make of it (``lru_cache`` on the pack).

    ``words`` maps a list's name to its words, ``numbers`` a threshold's name to its value, ``laws`` a key (B-88) to its title and
    number, ``tables`` anything with more structure. ``regime`` is the indicator taxonomy in force: R2015 or R2021.
    """

    code: str
    title: str
    regime: str
    words: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int | str]
    laws: Mapping[str, str]
    tables: Mapping[str, Any]
