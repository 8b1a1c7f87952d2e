"""A scoring scheme as data: which part of a score counts how much, and how execution is scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jixiao.monitoring.facts import Reading

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One scheme of self-evaluation: points by level 1, steps or a line for execution, caps where execution is low.

    ``weights`` are the points of the parts, by how their level-1 names begin; where a table gives its own weights that add up to the
    same whole, those win. ``steps`` are (at least per cent, points); empty: in proportion. ``caps`` are (below per cent, at most points).
    """

    code: str
    title: str
    basis: str
    execution: int
    weights: tuple[tuple[str, int], ...]
    steps: tuple[tuple[int, int], ...] = ()
    caps: tuple[tuple[int, int], ...] = ()
    note: str = ""

    def executed(self, rate: Fraction) -> Fraction:
        """Return the points of an execution rate in per cent."""
        if not self.steps:
            return self.execution * min(HUNDRED, rate) / HUNDRED
        return Fraction(next((points for least, points in self.steps if rate >= least), 0))

    def parts(self, readings: Sequence[Reading]) -> list[tuple[str, Fraction, list[tuple[Reading, Fraction]]]]:
        """Return the parts of a project: word, full points, and each indicator with its points.

        Indicators of a part share its points by their own weights, or alike. A part without indicators gives its points to the others.
        """
        groups = [(word, Fraction(points), [one for one in readings if one.level1.startswith(word)]) for word, points in self.weights]
        known = [group for group in groups if group[2]]
        rest = [one for one in readings if not any(one.level1.startswith(word) for word, _points in self.weights)]
        if rest:
            known.append(("其他", Fraction(10), rest))
        whole = sum((points for _word, points, _rows in known), Fraction(0))
        if not whole:
            return []
        scale = (HUNDRED - self.execution) / whole
        return [(word, points * scale, _shared(rows, points * scale)) for word, points, rows in known]


def _shared(rows: Sequence[Reading], points: Fraction) -> list[tuple[Reading, Fraction]]:
    weights = [one.weight if one.weight is not None and one.weight > 0 else None for one in rows]
    if any(weight is None for weight in weights):
        return [(one, points / len(rows)) for one in rows]
    whole = sum((weight for weight in weights if weight is not None), Fraction(0))
    return [(one, points * (weight or 0) / whole) for one, weight in zip(rows, weights, strict=True)]
