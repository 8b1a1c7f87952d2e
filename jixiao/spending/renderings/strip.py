"""The strip of bands over a route (金额档): equal fields, a pointer where the amount lies, and on which side a boundary falls."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from jixiao.kernel.money import Money
from jixiao.spending.facts import Policy

WORDS = {"meeting": "集体讨论", "chief": "请示 + 主要领导", "vice": "请示 + 两位领导", "finance": "财务负责人签"}


@dataclass(frozen=True, slots=True)
class Field:
    """One band: between which amounts, and who ends it."""

    code: str
    span: str
    word: str
    here: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole strip: ``place`` is where the pointer stands, in per cent of its width."""

    fields: tuple[Field, ...]
    place: str
    amount: Money
    sentence: str


def strip(policy: Policy, whole: Money, band: str, *, strict: bool) -> Strip:
    """Draw the bands of a policy with the amount of the whole matter in its band."""
    codes = [one.code for one in policy.bands]
    at = codes.index(band)
    low = policy.bands[at].floor.fen
    high = policy.bands[at + 1].floor.fen if at + 1 < len(codes) else low * 10
    share = min(max((whole.fen - low) / (high - low), 0.06), 0.94) if high > low else 0.5
    return Strip(
        tuple(
            Field(one.code, span, word_of(one.steps), one.code == band)
            for one, span in zip(policy.bands, spans(policy, strict=strict), strict=True)
        ),
        f"{math.floor((at + share) / len(codes) * 1000) / 10}%",
        whole,
        boundary(policy, strict=strict),
    )


def spans(policy: Policy, *, strict: bool) -> list[str]:
    """Write between which amounts each band lies; 以下 and 以上 include the number, 不足 and 超过 do not."""
    floors = [short(band.floor) for band in policy.bands[1:]]
    if not floors:
        return ["任何金额"]
    first, last = ("不足 {}", "{} 及以上") if strict else ("{} 及以下", "超过 {}")
    return [first.format(floors[0]), *(f"{low} – {high}" for low, high in pairwise(floors)), last.format(floors[-1])]


def boundary(policy: Policy, *, strict: bool) -> str:
    """Say to which band the boundary amounts themselves belong."""
    floors = "、".join(short(band.floor) for band in policy.bands[1:])
    return f"正好 {floors} 元按较{'严' if strict else '宽'}一档" if floors else "所有金额走同一流程"


def word_of(steps: tuple[str, ...]) -> str:
    """Say in three words who decides in a band: its hardest step."""
    if "vice" in steps and "meeting" not in steps:
        return WORDS["vice"] if "chief" in steps else "请示 + 分管领导"
    return next((word for step, word in WORDS.items() if step in steps), "科室负责人签")


def short(amount: Money) -> str:
    """Write a round amount without its 分: 20,000."""
    return amount.grouped().removesuffix(".00")
