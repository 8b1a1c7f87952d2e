"""What became of an indicator in earlier years, and what that says of a new value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Past:
    """One year of an indicator (历年值): what was promised and what was done, as written; "" where it is not known."""

    year: int
    target: str = ""
    actual: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """Why a value looks too easy: a sentence, and the years it rests on."""

    kind: str  # 低于上年实绩, 低于近年平均, 连年大幅超额
    sentence: str
    years: tuple[int, ...]
