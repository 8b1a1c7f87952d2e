"""Invented offices: people with a second account, posts, and loans of posts they try to make, fair or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from jixiao.accounts import sums
from jixiao.accounts.facts import Loan, Post
from jixiao.kernel.roles import ADMINISTRATORS, DECIDING, Permission, Role

TODAY = date(2022, 3, 1)
UNITS = ("/1/", "/1/3/", "/1/3/4/", "/1/30/")
BUSINESS = [role for role in Role if role not in ADMINISTRATORS]


@dataclass
class Office:
    """Accounts and whose they are, the posts each holds, and who filed a table in which unit."""

    person: dict[int, int] = field(default_factory=dict)
    held: dict[int, list[Post]] = field(default_factory=dict)
    authors: frozenset[int] = frozenset()
    place: str = "/1/3/4/"
    fen: int = 0

    def whole(self, person: int) -> list[Post]:
        """Return what a person holds under all their accounts."""
        return [post for account, owner in self.person.items() if owner == person for post in self.held[account]]


def an_office(random: Random) -> Office:
    """Make an office; loans go through the one refusal there is."""
    office = Office(place=random.choice(UNITS), fen=random.choice((0, 10**6, 10**8, 10**10)))
    people = range(random.randint(2, 5))
    for person in people:
        for _again in range(random.choice((1, 1, 2))):
            account = len(office.person)
            office.person[account] = person
            office.held[account] = [
                Post(random.choice(BUSINESS), random.choice(UNITS), date(2020, 1, 1), random.choice((None, date(2022, 12, 31))))
                for _ in range(random.randint(0, 2))
            ]
    for _try in range(random.randint(0, 12)):
        lend(office, random)
    office.authors = frozenset(random.sample([*people], random.randint(1, 2)))
    return office


def lend(office: Office, random: Random) -> None:
    """Try to lend some post, one's own or one that was lent, to anybody."""
    giver, taker = random.choice([*office.person]), random.choice([*office.person])
    if not office.held[giver]:
        return
    post = random.choice(office.held[giver])
    since = TODAY + timedelta(days=random.randint(-2, 2))
    until = since + timedelta(days=random.choice((-1, 0, 10, 200, 364, 365)))
    ceiling = random.choice((None, None, 0, 10**6, 10**9))
    loan = Loan(post, office.person[giver], office.person[taker], since, until, ceiling)
    if sums.refusal_to_lend(loan, TODAY, taken=office.whole(loan.taker)) is None:
        office.held[taker].append(Post(post.role, post.path, since, until, loan.giver, f"{loan.giver}某", ceiling))


def approvals(office: Office, *, by_account: bool = False) -> Iterator[tuple[int, Permission, Post]]:
    """Let every account try every decision on the table; yield those that went through and the post they rest on."""
    for account, person in office.person.items():
        today = [post for post in office.held[account] if post.held(TODAY)]
        for permission in sorted(DECIDING):
            reaching = sums.reaching(today, permission, office.place)
            me = account + 1000 if by_account else person
            found = sums.match(me, reaching, permission, fen=office.fen, authors=office.authors)
            if found.post is not None:
                yield person, permission, found.post
