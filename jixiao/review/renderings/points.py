"""The review form on a page: lines by part, the total on the band of grades, how far the next grade is, what each button asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from jixiao.review.facts import Pack, ReviewForm, ReviewLine

WIDE = 300  # of the drawn band, for a hundred points
Bound = tuple[int, str, str]  # from how many points, which grade, what follows


@dataclass(frozen=True, slots=True)
class Heading:
    """One part of the form (完整性 …), its points and lines; each line with its number in the whole form."""

    part: str
    points: int
    given: int
    lines: tuple[tuple[int, ReviewLine], ...]


@dataclass(frozen=True, slots=True)
class Band:
    """One grade's stretch of the band."""

    grade: str
    at: int
    width: int
    here: bool

    @property
    def middle(self) -> int:
        """Where its word stands."""
        return self.at + self.width // 2


def headings(form: ReviewForm) -> list[Heading]:
    """Return the lines of a form by part, in order."""
    numbered = list(enumerate(form.lines))
    found = []
    for part, group in groupby(numbered, lambda pair: pair[1].part):
        lines = tuple(group)
        found.append(Heading(part, sum(line.points for _n, line in lines), sum(line.given for _n, line in lines), lines))
    return found


def bounds(pack: Pack) -> Sequence[Bound]:
    """Return the grades of a pack, best first."""
    found: Sequence[Bound] = pack.tables["review_grades"]
    return found


def bands(form: ReviewForm, pack: Pack) -> list[Band]:
    """Return the band of grades to scale, lowest first."""
    top, result = 100, []
    for least, grade, _effect in bounds(pack):
        result.append(Band(grade, least * WIDE // 100, (top - least) * WIDE // 100, grade == form.grade))
        top = least
    return result[::-1]


def tick(form: ReviewForm) -> int:
    """Return where the total stands on the band."""
    return min(form.total * WIDE // 100, WIDE - 2)  # inside the drawing


def distance(form: ReviewForm, pack: Pack) -> str:
    """Say how far the next grade is."""
    above = [(least, grade) for least, grade, _effect in bounds(pack) if least > form.total]
    return f"再得 {above[-1][0] - form.total} 分可为{above[-1][1]}" if above else ""
