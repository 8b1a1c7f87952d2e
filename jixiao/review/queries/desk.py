"""The review desk: which targets pass through somebody's hands, how far each department is, and which comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, CharField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import within
from jixiao.review import book
from jixiao.review.models import Assessment, Tally
from jixiao.review.renderings.points import bounds
from jixiao.review.sums import stem
from jixiao.targets.queries import Step, Target
from jixiao.targets.states import (
    ADJUSTED,
    ADJUSTING,
    APPROVED,
    DEPARTMENT,
    FINANCE,
    FISCAL,
    FROZEN,
    PUBLISHED,
    REJECTED,
    RETURNED,
    SECTION,
    TURN,
)

STAGES = (SECTION, FINANCE, DEPARTMENT, FISCAL)
AFTER = (ADJUSTED, APPROVED, PUBLISHED, ADJUSTING, FROZEN)
RIGHTS = tuple(dict.fromkeys(TURN[stage] for stage in STAGES))
ORDER = ("filer__path", "kind", "position", "pk")
GRADES = ("优", "良", "中", "差")
STATES = (*STAGES, ADJUSTED, RETURNED, REJECTED, APPROVED, PUBLISHED, ADJUSTING, FROZEN)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants to go through: a year, and of it one department, state, grade or word; or only what waits for him."""

    year: int
    filer: int | None = None
    state: str = ""
    grade: str = ""
    words: str = ""
    mine: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """One department in the queue: how many of its targets passed here, how many wait, how many answer what was asked."""

    filer: int
    name: str
    total: int
    waiting: int
    found: int

    @property
    def done(self) -> int:
        """How many no longer wait for this person."""
        return self.total - self.waiting

    @property
    def progress(self) -> str:
        """Done and all: 8/9."""
        return f"{self.done}/{self.total}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One target in the queue."""

    number: int
    name: str
    state: str
    money: Money
    grade: str
    kept: bool  # the grade is a reviewer's, not the machine's
    waits: bool

    @property
    def short(self) -> str:
        """The name without the year before it, for a narrow list."""
        return stem(self.name) or self.name


def rights_of(user: User, on: date) -> list[Permission]:
    """Return the stages somebody handles anywhere, by their rights."""
    return [right for right in RIGHTS if user.paths(right, on)]


def turn(user: User, on: date) -> Q:
    """Return the condition that a target is at a stage this person handles, and not one they filed themselves."""
    condition = Q(pk__in=())
    for right in rights_of(user, on):
        condition |= Q(state__in=[state for state, wanted in TURN.items() if wanted == right]) & within(user.paths(right, on))
    return condition & ~Q(author=user)


def queue(user: User, on: date, year: int) -> QuerySet[Target]:
    """Return the targets of a year that are at or past a stage this person handles."""
    condition = Q(pk__in=())
    for right in rights_of(user, on):
        from_here = STAGES[RIGHTS.index(right) :]
        ended = Step.objects.filter(target=OuterRef("pk"), round=OuterRef("round"), source__in=from_here, state__in=[RETURNED, REJECTED])
        came = Q(state__in=[*from_here, *AFTER]) | (Q(state__in=[RETURNED, REJECTED]) & Q(Exists(ended)))
        condition |= within(user.paths(right, on)) & came
    return Target.objects.filter(condition, year=year)


def desk_target(user: User, on: date, number: int) -> Target:
    """Return a target for its reviewer; of a unit where a person reviews nothing, it is not there."""
    paths = sorted({path for right in rights_of(user, on) for path in user.paths(right, on)})
    found = Target.objects.filter(within(paths), pk=number).select_related("unit", "filer", "author", "filing").first()
    if found is None:
        raise Http404
    return found


def marked(asked: QuerySet[Target]) -> QuerySet[Any]:
    """Add to each target the grade a reviewer gave in this round, and the machine's points."""
    given = Assessment.objects.filter(target=OuterRef("pk"), round=OuterRef("round")).order_by("-pk").values("grade")[:1]
    return asked.annotate(given=Subquery(given), points=Subquery(Tally.objects.filter(target=OuterRef("pk")).values("score")[:1]))


def graded(asked: QuerySet[Target]) -> QuerySet[Any]:
    """Add to each target the grade it is asked by: the reviewer's in this round, else the one the machine's points come to."""
    steps = [When(points__gte=least, then=Value(grade)) for least, grade, _effect in bounds(book.load_pack())]
    machine = Case(*steps, default=Value(""), output_field=CharField())
    found: QuerySet[Any] = marked(asked).annotate(worth=Coalesce("given", machine))
    return found


def wanted(asked: Asked, user: User, on: date) -> Q:
    """Return the condition of what was asked; a grade needs ``graded``."""
    condition = turn(user, on) if asked.mine else Q()
    if asked.filer:
        condition &= Q(filer=asked.filer)
    if asked.state:
        condition &= Q(state=asked.state)
    if asked.grade:
        condition &= Q(worth=asked.grade)
    for word in asked.words.replace("\0", "").split():
        condition &= Q(name__icontains=word) | Q(code__startswith=word)
    return condition


def found_by(asked: Asked, user: User, on: date) -> QuerySet[Target]:
    """Return what was asked, in the order one goes through it: department by department, as filed."""
    everything = Target.objects.filter(year=asked.year) if asked.mine else queue(user, on, asked.year)  # what waits is in the queue
    everything = graded(everything) if asked.grade else everything
    return everything.filter(wanted(asked, user, on)).order_by(*ORDER)


def groups(asked: Asked, user: User, on: date) -> list[Group]:
    """Return the departments of the queue with their counts, in one question however many targets there are."""
    everything = queue(user, on, asked.year)
    everything = graded(everything) if asked.grade else everything
    rows = everything.order_by().values("filer", "filer__short", "filer__path").order_by("filer__path")
    counted = rows.annotate(total=Count("pk"), waiting=Count("pk", filter=turn(user, on)))
    if asked == Asked(asked.year):  # what waits was asked for, and nothing else: counted already
        return [Group(row["filer"], row["filer__short"], row["total"], row["waiting"], row["waiting"]) for row in counted]
    counted = counted.annotate(found=Count("pk", filter=wanted(asked, user, on) or ~Q(pk__in=())))
    return [Group(row["filer"], row["filer__short"], row["total"], row["waiting"], row["found"]) for row in counted]


def members(asked: Asked, user: User, on: date, filer: int) -> list[Entry]:
    """Return the targets of one department in the queue: what was asked, of those the person may see here."""
    everything = marked(queue(user, on, asked.year).filter(filer=filer))
    everything = graded(everything) if asked.grade else everything
    chosen = everything.filter(wanted(Asked(asked.year, None, asked.state, asked.grade, asked.words, mine=False), user, on))
    waits = ExpressionWrapper(turn(user, on), output_field=BooleanField())
    rows = chosen.annotate(waits=waits).order_by(*ORDER).values_list("pk", "name", "state", "fen", "given", "points", "waits")
    steps = bounds(book.load_pack())
    return [
        Entry(number, name, state, Money(fen), given or _grade(points, steps), bool(given), bool(waits))
        for number, name, state, fen, given, points, waits in rows
    ]


def _grade(points: int | None, steps: Sequence[tuple[int, str, str]]) -> str:
    return "" if points is None else next((grade for least, grade, _effect in steps if points >= least), "")


def neighbours(asked: Asked, user: User, on: date, target: Target, beside: Sequence[Entry] = ()) -> tuple[int | None, int | None]:
    """Return the numbers of the targets before and after one, among what was asked: short questions, no list.

    ``beside`` is what stands in the queue of its department, where that is known already: only at its ends there is something to ask.
    """
    known = beside if asked.filer in {None, target.filer_id} else ()
    numbers = [one.number for one in known if one.waits or not asked.mine or one.number == target.pk]
    at = numbers.index(target.pk) if target.pk in numbers else None
    before = numbers[at - 1] if at else None
    after = numbers[at + 1] if at is not None and at + 1 < len(numbers) else None
    if before is None:
        before = found_by(asked, user, on).filter(_past(target, "lt")).reverse().values_list("pk", flat=True).first()
    if after is None:
        after = found_by(asked, user, on).filter(_past(target, "gt")).values_list("pk", flat=True).first()
    return before, after


def onward(asked: Asked, user: User, on: date, target: Target) -> int | None:
    """Return which target comes next when one is done: the next that waits, else the first; None when all is done."""
    found = found_by(asked, user, on).exclude(pk=target.pk)
    after: int | None = found.filter(_past(target, "gt")).values_list("pk", flat=True).first()
    return after if after is not None else first(asked, user, on, without=target.pk)


def first(asked: Asked, user: User, on: date, *, without: int = 0) -> int | None:
    """Return the first target of what was asked."""
    number: int | None = found_by(asked, user, on).exclude(pk=without).values_list("pk", flat=True).first()
    return number


def _past(target: Target, side: str) -> Q:
    """Return the condition that a target stands before (lt) or after (gt) one, in the order of the queue."""
    path, kind, position, number = target.filer.path, target.kind, target.position, target.pk
    same = Q(filer__path=path)
    return (
        Q(**{f"filer__path__{side}": path})
        | same & Q(**{f"kind__{side}": kind})
        | same & Q(kind=kind) & Q(**{f"position__{side}": position})
        | same & Q(kind=kind, position=position) & Q(**{f"pk__{side}": number})
    )
