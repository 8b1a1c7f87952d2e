"""What reading a file gives: the facts, and the doubts a person must settle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
