"""Old beside new: which words of a text change, with long stretches that stay left out."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

SHORT, NEAR = 24, 10  # a text so short is shown whole; what stays around a change
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of a text, changed or not."""

    text: str
    changed: bool


def difference(old: str, new: str) -> tuple[tuple[Bit, ...], tuple[Bit, ...]]:
    """Return both texts in stretches; texts that are short or have little in common change as a whole."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(old), len(new)) <= SHORT or matcher.ratio() < ALIKE:
        return _whole(old), _whole(new)
    left: list[Bit] = []
    right: list[Bit] = []
    codes = matcher.get_opcodes()
    for place, (kind, a, b, c, d) in enumerate(codes):
        if kind == "equal":
            kept = _near(old[a:b], first=place == 0, last=place == len(codes) - 1)
            left.append(Bit(kept, changed=False))
            right.append(Bit(kept, changed=False))
            continue
        if a != b:
            left.append(Bit(old[a:b], changed=True))
        if c != d:
            right.append(Bit(new[c:d], changed=True))
    return tuple(left), tuple(right)


def _whole(text: str) -> tuple[Bit, ...]:
    return (Bit(text, changed=True),) if text else ()


def _near(text: str, *, first: bool, last: bool) -> str:
    """Return what stays, its middle left out where it is long."""
    head, tail = ("" if first else text[:NEAR]), ("" if last else text[-NEAR:])
    return text if len(text) <= len(head) + len(tail) + 2 else f"{head}…{tail}"
