"""A route as people read it: each step with its people, why, and how far it has come; and the four sums of a quota as one bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jixiao.kernel.money import ZERO, Money
from jixiao.spending.facts import Quota, Signer

AFTER = ("出纳制单", "第二人复核", "国库支付", "回单入账", "归档")
NAMED = 2  # holders of a post named in a line; of more, how many there are


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may sign a step: name, where, and for whom where the post is lent."""

    name: str
    unit: str
    giver: str = ""

    def __str__(self) -> str:
        return f"{self.name}（代{self.giver}）" if self.giver else self.name


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a route. ``place`` is done, now or ahead; ``people`` who signed, or who may."""

    number: int
    word: str
    people: str
    unit: str
    why: str
    place: str = "ahead"
    meets: bool = False
    vacant: bool = False  # nobody holds the post
    at: datetime | None = None
    opinion: str = ""


def asker(name: str, unit: str, why: str, at: datetime | None = None) -> Line:
    """Return the first line: who asks."""
    return Line(1, "经办", name, unit, why, "done" if at else "now", at=at)


def planned(signers: Sequence[Signer], holders: Mapping[str, Sequence[Holder]], *, next_meeting: str = "") -> list[Line]:
    """Return the steps an amount will take, with whoever holds each post today."""
    found = []
    for number, signer in enumerate(signers, 2):
        if signer.permission is None:
            found.append(Line(number, signer.word, "集体讨论", next_meeting, signer.why, meets=True))
        else:
            who = holders.get(signer.step, ())
            found.append(Line(number, signer.word, named(who), unit_of(who), signer.why, vacant=not who))
    return found


def named(holders: Sequence[Holder]) -> str:
    """Name the holders of a post."""
    if not holders:
        return "没有人担任"
    said = "、".join(str(one) for one in holders[:NAMED])
    return said if len(holders) <= NAMED else f"{said}等 {len(holders)} 人"


def unit_of(holders: Sequence[Holder]) -> str:
    """Name the unit the holders belong to, where it is one."""
    units = {one.unit for one in holders}
    return units.pop() if len(units) == 1 else ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The sums of a quota around one payment, and the widths of its bar in per cent."""

    project: str
    total: Money
    paid: Money
    frozen: Money  # by others
    this: Money
    after: Money
    bar: tuple[tuple[str, str, str], ...]  # kind, where it starts, how wide

    @property
    def enough(self) -> bool:
        """Say whether the quota reaches."""
        return self.after >= ZERO


def standing(quota: Quota, this: Money, *, held: bool, over: bool = False) -> Standing:
    """Return the sums of a quota; ``held``: the payment is among what is frozen already; ``over``: it is paid or came to nothing."""
    frozen = quota.frozen - this if held else quota.frozen
    mine = ZERO if over else this
    after = quota.total - quota.paid - frozen - mine
    return Standing(quota.project, quota.total, quota.paid, frozen, mine, after, _bar(quota.total, quota.paid, frozen, mine))


def _bar(total: Money, *parts: Money) -> tuple[tuple[str, str, str], ...]:
    found, start = [], 0
    for kind, part in zip(("paid", "frozen", "this"), parts, strict=True):
        wide = min(part.fen, max(total.fen - start, 0))
        if wide > 0 and total.fen > 0:
            found.append((kind, f"{start * 1000 // total.fen / 10}%", f"{max(wide * 1000 // total.fen, 4) / 10}%"))
        start += part.fen
    return tuple(found)
