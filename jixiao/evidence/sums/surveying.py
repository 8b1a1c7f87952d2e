"""Satisfaction out of answers: by mean or by share, with the range a sample leaves open. Levels are 1 to 5, results in per cent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

LEVELS = ("很不满意", "不满意", "一般", "满意", "很满意")  # 1 to 5
MOST, PLEASED = 5, 4
MEAN, SHARE = "平均分", "满意率"
WAYS = {MEAN: "各题得分之和 ÷（5 × 有效答题数）", SHARE: "（很满意＋满意）÷ 有效答题数"}  # RULEBOOK 3.13: which one is kept with the survey
LEAST = 30  # valid answers under which a result is flagged, unless all were asked (RULEBOOK 2.5)
SURE = 1.96  # standard deviations either side that hold 95 of 100 samples
BASIS = 10_000  # a person's own score is kept in hundredths of a per cent
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Tally:
    """What answers come to: how many were valid, how many were not, questions answered, their points, how many were 4 or 5.

    ``score`` and ``square`` are the sums of each person's score (in hundredths of a per cent) and of its square.
    """

    valid: int = 0
    void: int = 0
    items: int = 0
    points: int = 0
    pleased: int = 0
    score: int = 0
    square: int = 0

    def __add__(self, other: Tally) -> Tally:
        mine, theirs = (tuple(getattr(one, name) for name in FIELDS) for one in (self, other))
        return Tally(*(one + two for one, two in zip(mine, theirs, strict=True)))


FIELDS = ("valid", "void", "items", "points", "pleased", "score", "square")


def counted(levels: Sequence[int | None], way: str) -> Tally:
    """Return what one person's answers add; one who left more than half of the questions blank does not count."""
    said = [level for level in levels if level is not None]
    if 2 * len(said) < len(levels) or not said:
        return Tally(void=1)
    points, pleased = sum(said), sum(1 for level in said if level >= PLEASED)
    part = Fraction(points, MOST * len(said)) if way == MEAN else Fraction(pleased, len(said))
    score = int(part * BASIS + Fraction(1, 2))
    return Tally(1, 0, len(said), points, pleased, score, score * score)


def rate(tally: Tally, way: str) -> Fraction | None:
    """Return the satisfaction in per cent; None where nobody answered."""
    if not tally.items:
        return None
    return Fraction(HUNDRED * tally.points, MOST * tally.items) if way == MEAN else Fraction(HUNDRED * tally.pleased, tally.items)


def spread(tally: Tally, way: str, frame: int | None) -> tuple[Fraction, Fraction] | None:
    """Return between which per cents the satisfaction of all lies in 95 of 100 samples; None where it cannot be told from so few.

    By the spread of the persons' own scores, narrowed where a good part of all (``frame``) was asked; nothing is left open where all
    were.
    """
    value, n = rate(tally, way), tally.valid
    if value is None or n < 2:  # noqa: PLR2004 - of one answer nobody knows the spread
        return None
    apart = max(0, n * tally.square - tally.score * tally.score) / (n * (n - 1))
    left = max(0.0, (frame - n) / (frame - 1)) if frame and frame > 1 else 1.0
    half = Fraction(round(SURE * math.sqrt(apart / n * left) * HUNDRED), BASIS)
    return max(Fraction(0), value - half), min(Fraction(HUNDRED), value + half)


def weak(tally: Tally, frame: int | None) -> bool:
    """Say whether there are too few answers to rest on: under 30, and not all who could be asked."""
    return tally.valid < LEAST and not (frame and tally.valid >= frame)
