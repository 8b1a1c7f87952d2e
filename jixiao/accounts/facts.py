"""What the room knows: a post somebody holds, in person or lent to them, and a loan of a post that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jixiao.kernel.roles import Role

LONGEST_NAME, LONGEST_USERNAME, LONGEST_TITLE = 60, 60, 60
LONGEST_REASON, LONGEST_DOCUMENT = 200, 80


@dataclass(frozen=True, slots=True)
class Post:
    """A post held for a time (岗位); ``giver`` is the number of the person who lent it, None where it is one's own."""

    role: Role
    path: str  # of the unit: the post reaches all below
    since: date
    until: date | None = None
    giver: int | None = None
    name: str = ""  # of the giver
    ceiling: int | None = None  # in 分, of one matter

    def held(self, on: date) -> bool:
        """Say whether it is held on a day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def meets(self, since: date, until: date | None) -> bool:
        """Say whether it has a day in common with a time."""
        return (until is None or self.since <= until) and (self.until is None or since <= self.until)


@dataclass(frozen=True, slots=True)
class Loan:
    """A post somebody would lend (委托): by and to persons, not accounts."""

    post: Post
    giver: int
    taker: int
    since: date
    until: date
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """In what capacity an act would be done: the post it rests on, or why not; neither where no post reaches so far."""

    post: Post | None = None
    refusal: str = ""
