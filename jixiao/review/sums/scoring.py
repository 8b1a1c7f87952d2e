"""The review form filled by the machine, and graded: what the findings leave of each line's points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from jixiao.review.facts import Mark, Pack, ReviewForm, ReviewLine

Line = tuple[str, str, int, Sequence[str]]


def prefilled(marks: Iterable[Mark], pack: Pack) -> ReviewForm:
    """Return the form as the findings alone would fill it: each rule takes off by its severity, a rule found often up to three times.

    A rule counts in the first line that names its code whole, else in the first that names its family. Points never fall below 0.
    """
    lines: Sequence[Line] = pack.tables["review_lines"]
    homes: dict[int, list[Mark]] = {}
    for mark in marks:
        home = home_of(mark.rule.code, lines)
        if home is not None:
            homes.setdefault(home, []).append(mark)
    filled = tuple(_line(line, homes.get(number, []), pack) for number, line in enumerate(lines))
    return graded(ReviewForm(filled, 0, "", ""), pack)


def home_of(code: str, lines: Sequence[Line]) -> int | None:
    """Return which line a rule speaks to, None when it speaks to none."""
    named = next((number for number, line in enumerate(lines) if code in line[3]), None)
    family = code.partition("-")[0]
    return named if named is not None else next((number for number, line in enumerate(lines) if family in line[3]), None)


def graded(form: ReviewForm, pack: Pack) -> ReviewForm:
    """Return the form with its total and grade from the points given (优 from 90, 良 from 80, 中 from 60)."""
    total = sum(line.given for line in form.lines)
    _least, grade, effect = next(one for one in pack.tables["review_grades"] if total >= one[0])
    return replace(form, total=total, grade=grade, effect=effect)


def overridden(form: ReviewForm, scores: Sequence[tuple[int, str]], pack: Pack) -> ReviewForm:
    """Return the form with the points a reviewer gives, each with his reason; a line he leaves as it was keeps no reason."""
    pairs = zip(form.lines, scores, strict=True)
    lines = tuple(replace(line, given=given, note=note if given != line.machine else "") for line, (given, note) in pairs)
    return graded(replace(form, lines=lines), pack)


def _line(line: Line, marks: Sequence[Mark], pack: Pack) -> ReviewLine:
    part, item, points, _codes = line
    often = Counter(mark.rule.code for mark in marks)
    worst: dict[str, Mark] = {}
    for mark in marks:
        if mark.rule.code not in worst or mark.severity > worst[mark.rule.code].severity:
            worst[mark.rule.code] = mark
    most = int(pack.numbers["review_cut_repeat"])
    reasons, left = [], points
    for code, mark in worst.items():
        cut = int(pack.numbers[f"review_cut_{mark.severity.code}"]) * min(often[code], most)
        if cut:
            reasons.append(f"{mark.rule.title}{f'（{often[code]} 处）' if often[code] > 1 else ''} −{cut}")
            left -= cut
    given = max(left, 0)
    return ReviewLine(part, item, points, given, given, tuple(reasons))
