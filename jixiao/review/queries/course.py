"""Where a target stands in its life: its versions, who has it since when, how long there is, and what this person may do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jixiao.accounts.models import Seat, User
from jixiao.kernel.lifecycle import Move
from jixiao.kernel.roles import Role
from jixiao.organisations.facts import paths_above
from jixiao.organisations.queries import season_for
from jixiao.targets.facts import Due
from jixiao.targets.queries import Revision, Step, Target, Version, revision_of, steps_of, versions_of
from jixiao.targets.states import ADJUSTED, ADJUSTING, OPEN, TURN
from jixiao.targets.sums import differences, due

from .life import moves_for


@dataclass(frozen=True, slots=True)
class Course:
    """A target's life so far and what comes next."""

    versions: Sequence[Version]
    steps: Sequence[Step]
    revision: Revision | None
    changed: int  # cells that differ from the approved version
    holders: Sequence[str]
    due: Due | None
    moves: Sequence[tuple[Move, str | None]]

    @property
    def last(self) -> Step | None:
        """The last move."""
        return self.steps[-1] if self.steps else None

    @property
    def approvals(self) -> Sequence[tuple[Version, int]]:
        """The approved versions with the number each is compared to."""
        return [(version, version.number - 1) for version in self.versions]


def course_of(target: Target, user: User, on: date) -> Course:
    """Return where a target stands and what a person may do with it; as many questions however long its life."""
    versions = versions_of(target)
    changed = len(differences(versions[-1].facts(), target.facts())) if versions else 0
    return Course(
        versions=versions,
        steps=steps_of(target),
        revision=revision_of(target) if target.state in {ADJUSTING, ADJUSTED} else None,
        changed=changed,
        holders=holders(target, on),
        due=due(target.state, season_for(target.filer, target.year).days, on),
        moves=moves_for(target, user, on),
    )


def holders(target: Target, on: date) -> list[str]:
    """Return the names of those who have a target now: its author, or whoever reviews at its stage, the nearest unit first."""
    if target.state in OPEN:
        return [target.author.name]
    if target.state not in TURN:
        return []
    roles = [role.value for role in Role if TURN[target.state] in role.permissions]
    held = Seat.objects.filter(
        Q(until=None) | Q(until__gte=on), role__in=roles, unit__path__in=paths_above(target.unit.path), since__lte=on, user__is_active=True
    )
    seats = list(held.exclude(user=target.author_id).select_related("user", "unit").order_by("-unit__path", "pk")[:6])
    near = seats[0].unit_id if seats else None
    return list(dict.fromkeys(seat.user.name for seat in seats if seat.unit_id == near))
