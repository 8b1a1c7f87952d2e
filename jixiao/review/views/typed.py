"""What stands in the fields of the desk: what was typed and refused, else what was kept, else what the machine proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from jixiao.review.facts import Pack, ReviewForm
from jixiao.review.forms import number
from jixiao.review.queries import Remark
from jixiao.review.sums import overridden
from jixiao.targets.queries import Target


@dataclass(frozen=True, slots=True)
class Said:
    """One row's fields."""

    grade: str = ""
    text: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """Every field of the desk."""

    rows: Mapping[str, Said] = field(default_factory=dict)
    scores: tuple[tuple[str, str], ...] = ()  # as typed
    opinion: str = ""
    document: str = ""
    since: str = ""
    budget: str = ""

    def row(self, path: str) -> Said:
        """Return the fields of a row."""
        return self.rows.get(path, Said())

    def over(self, form: ReviewForm, machine: ReviewForm, pack: Pack) -> ReviewForm:
        """Return the form with what was typed in it; points that are no numbers leave the machine's."""
        if len(self.scores) != len(machine.lines):
            return form
        scores = []
        for line, (given, note) in zip(machine.lines, self.scores, strict=True):
            read = number(given.strip(), 1000)
            scores.append((line.machine if read is None else min(read, line.points), note))
        return overridden(machine, scores, pack)


def typed_from(said: QueryDict) -> Typed:
    """Return the fields as they were sent."""
    paths = [name.partition(":")[2] for name in said if name.startswith("text:")]
    count = len([name for name in said if name.startswith("given:")])
    return Typed(
        rows={path: Said(said.get(f"grade:{path}", ""), said.get(f"text:{path}", "")) for path in paths},
        scores=tuple((said.get(f"given:{place}", ""), said.get(f"note:{place}", "")) for place in range(count)),
        opinion=said.get("opinion", ""),
        document=said.get("document", ""),
        since=said.get("since", ""),
        budget=said.get("budget", ""),
    )


def typed_of(mine: Mapping[str, Remark], form: ReviewForm, target: Target, on: date, document: str) -> Typed:
    """Return the fields as they were kept; where nothing was, what is likely."""
    return Typed(
        rows={path: Said(remark.grade, remark.words, kept=True) for path, remark in mine.items()},
        opinion=form.opinion,
        document=document,
        since=f"{on:%Y-%m-%d}",
        budget=target.amount.wan(),
    )
