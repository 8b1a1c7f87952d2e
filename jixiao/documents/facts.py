"""What reading a file gives: the facts, and the doubts a person must settle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from jixiao.kernel.place import NOWHERE, Spot
from jixiao.office.facts import Document
from jixiao.review.facts import ReviewForm
from jixiao.targets.facts import Adjustment, Difference, Filing, Project


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the reader is not sure of, or did not understand: where it stands and what to look at.

    ``where`` is in words (表3 第5行 · 指标值); ``path`` names the fact it is about, when there is one.
    """

    where: str
    message: str
    path: str | None = None
    spot: Spot = NOWHERE


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read: by which layout, into which facts, with which doubts."""

    layout: str
    filing: Filing
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One form in use. ``recognises`` scores a document from 0 (not mine) to 100; ``write`` is the way back into blocks.

    Reading what ``write`` made gives the same facts: the round trip is tested for every layout.
    """

    code: str
    title: str
    recognises: Callable[[Document], int]
    read: Callable[[Document], Reading]
    write: Callable[[Filing], Document] | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A project with its review form, for the 审核表."""

    project: Project
    review: ReviewForm


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A project as it will stand, with its adjustment, for the 调整表; ``opinions`` are (who, text, on), the newest last."""

    project: Project
    adjustment: Adjustment
    opinions: tuple[tuple[str, str, str], ...] = ()
    number: int | None = None  # of the version it makes


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of one target, for the 对照表: what each is called (第1版（2022-01-05 批复）), and where they differ."""

    title: str
    old: str
    new: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell of a workbook filled offline: sheet by name, row and column from 1 as Excel counts them, one sentence."""

    sheet: str
    row: int
    column: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Source:
    """Which target a sheet of a workbook was made from, and in which version; a sheet for a new project has neither."""

    target: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Offline:
    """What a workbook to fill offline is made of, and what it says when it comes back: the facts, and where each comes from.

    ``sources`` stand beside the projects of the filing, ``whole`` beside its department plan; ``regime`` is R2015 or R2021.
    """

    unit: str
    unit_code: str
    year: int
    regime: str
    filing: Filing
    sources: tuple[Source, ...] = ()
    whole: Source | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a workbook that comes back is held against: the unit and year it is taken in for, the versions now, names already taken."""

    unit: str
    unit_code: str
    year: int
    versions: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))  # target → its version now
    names: frozenset[str] = frozenset()  # of the unit's other projects of the year
    codes: frozenset[str] = frozenset()
