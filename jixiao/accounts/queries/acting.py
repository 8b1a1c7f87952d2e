"""In what name somebody acts: by a post of his own, or for the one who lent it; and who is the same person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jixiao.accounts import sums
from jixiao.accounts.models import Delegation, User
from jixiao.audit.facts import Place
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission


@dataclass(frozen=True, slots=True)
class Acting:
    """In what name somebody acts: his own post, or on behalf of the one who lent it to him (代)."""

    on_behalf: User | None = None
    delegation: Delegation | None = None


def same_person(user: User, *others: User) -> bool:
    """Say whether somebody is one of some others: by person, so a second account makes no second person."""
    return any(other.number == user.number for other in others)


def acting(
    user: User, permission: Permission, unit: Place | None, on: date, *, fen: int | None = None, authors: Iterable[User] = ()
) -> Acting:
    """Return in what name a person does a thing in a unit on a day; their own post wins over a lent one.

    Refuses in a sentence where only a loan that lapsed would reach, where the amount of the matter goes beyond what was lent,
    and where the thing decides on what the person or the one he acts for filled in.
    """
    found, refusal = _found(user, permission, unit, on, fen=fen, authors=authors)
    if found is None:
        raise Refused(refusal)
    return found


def refusal_to_act(
    user: User, permission: Permission, unit: Place | None, on: date, *, fen: int | None = None, authors: Iterable[User] = ()
) -> str | None:
    """Return why a person may not do a thing, or None: the sentence ``acting`` would raise, for the disabled button."""
    found, refusal = _found(user, permission, unit, on, fen=fen, authors=authors)
    return None if found else refusal


def _found(
    user: User, permission: Permission, unit: Place | None, on: date, *, fen: int | None, authors: Iterable[User]
) -> tuple[Acting | None, str]:
    held = {each.facts(): each for each in user.held_on(on)}
    reaching = sums.reaching(held, permission, unit.path if unit else "")
    match = sums.match(user.number, reaching, permission, fen=fen, authors=[author.number for author in authors])
    if match.post is not None:
        by = held[match.post]
        return (Acting(by.giver, by) if isinstance(by, Delegation) else Acting()), ""
    return None, match.refusal or user.why_not(permission, unit, on) or f"您没有在本单位办理「{permission.word}」的岗位"
