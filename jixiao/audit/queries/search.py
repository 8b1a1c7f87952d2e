"""Looking in the log: a page at a time by number, as quick in the last million rows as in the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from jixiao.audit.facts import CONSOLE, MACHINE, WORDS, Reader, Wanted, word
from jixiao.audit.models import Event, Events, Head, beneath
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission

from .history import Shown, record_history, shown

SIZE, MOST = 50, 100_000  # rows of a page, of an export
HISTORY = 200  # events of one record
VERIFY = "audit.verify"
WINDOW = 50_000  # rows read in order of their number before an index on something else is asked
BROAD = 100_000  # events in somebody's units from which on the index on units is passed over
SLACK = 10_000  # events by which time and number may disagree: a request takes its time when it comes, its number when it is done
MACHINES = {CONSOLE.username, MACHINE.username}
PLACES = 500  # units to choose from


@dataclass(frozen=True, slots=True)
class Page:
    """A page of events, newest first, with the numbers that lead to its neighbours."""

    rows: tuple[Shown, ...]
    older: int | None
    newer: int | None


def may_read(user: Reader, on: date, permission: Permission = Permission.LOG_READ) -> bool:
    """Say whether somebody reads the log anywhere on a day."""
    return bool(user.paths(permission, on))


def event_for(user: Reader, on: date, seq: int) -> Shown | None:
    """Return one event somebody may see."""
    return next(iter(shown(Event.objects.for_user(user, on).filter(seq=seq))), None)


def record_history_for(user: Reader, on: date, name: str) -> tuple[Shown, ...]:
    """Return what was done to a record, as far as somebody may see it."""
    return record_history(name, Event.objects.for_user(user, on), HISTORY)


def last_verification(user: Reader, on: date) -> Shown | None:
    """Return the newest walk of the chain somebody may see."""
    rows = Event.objects.for_user(user, on).filter(action=VERIFY).exclude(result="denied").order_by("-seq")[:1]
    return next(iter(shown(rows)), None)


def acts() -> list[str]:
    """Return the words of all acts, to choose from."""
    return sorted({word(verb) for verb in WORDS if not verb.startswith("test.")}, key=lambda text: text.encode("gb18030"))


def grounds(user: Reader, on: date) -> list[tuple[str, str]]:
    """Return the units whose log somebody reads, path and name, in the order of the tree."""
    paths, everywhere = user.paths(Permission.LOG_READ, on), user.paths(Permission.LOG_ALL, on)
    units = apps.get_model(settings.LOG_PLACES)._base_manager.order_by("path")  # noqa: SLF001 - only names, scoped here
    within = units if everywhere else units.filter(beneath(paths, "path"))
    return list(within.values_list("path", "name")[:PLACES])


def page(user: Reader, on: date, wanted: Wanted, *, before: int | None = None, after: int | None = None) -> Page:
    """Return a page of what somebody may see: before a number, or after one, or the newest."""
    rising = after is not None
    found = _found(user, on, wanted, before=before, after=after)
    if rising and not found:
        return page(user, on, wanted)
    rows = list(reversed(found[:SIZE])) if rising else found[:SIZE]
    more = len(found) > SIZE
    older = rows[-1].seq if rows and (more or rising) else None
    newer = rows[0].seq if rows and (more if rising else before is not None) else None
    return Page(shown(rows), older, newer)


def chosen(user: Reader, on: date, wanted: Wanted) -> list[int]:
    """Return the numbers of all that is filtered, oldest first, for an export; refuses more than can be taken at once."""
    rows = Event.objects.for_user(user, on, Permission.LOG_EXPORT).filter(_condition(wanted))
    numbers = list(rows.order_by("seq").values_list("seq", flat=True)[: MOST + 1])
    if len(numbers) > MOST:
        msg = f"符合条件的日志超过 {MOST:,} 条，一次导不出来；请缩短日期或加上其他条件后再导出，全部日志请系统管理员用 jixiao audit export 导出"
        raise Refused(msg)
    return numbers


def _found(user: Reader, on: date, wanted: Wanted, *, before: int | None, after: int | None) -> list[Event]:
    """Return one row more than a page: first from a window of numbers, then, where that holds too few, through the indexes.

    Where much matches, the window is full at once; where little does, an index finds it and there is little to sort.
    """
    order = "seq" if after is not None else "-seq"
    edge = Q(seq__gt=after) if after is not None else Q(seq__lt=before) if before is not None else Q()
    near = _window(wanted, before=before, after=after)
    dense = _unindexed().for_user(user, on, field="spot").filter(edge & near & _condition(wanted, "spot", "moment"))
    found = list(dense.order_by(order)[: SIZE + 1])
    if len(found) > SIZE:
        return found
    unit = _unit_field(user, on, wanted)
    sparse = _unindexed().for_user(user, on, field=unit).filter(edge & _condition(wanted, unit))
    return list(sparse.order_by(order)[: SIZE + 1])


def _unit_field(user: Reader, on: date, wanted: Wanted) -> str:
    """Return by which name to ask for the unit: its index helps where few events lie in the units, else it is in the way."""
    within = Event.objects.for_user(user, on).filter(beneath([wanted.unit]) if wanted.unit else Q())
    return "spot" if within.order_by()[BROAD : BROAD + 1].exists() else "unit"


def _unindexed() -> Events:
    """Return the events with unit and time under other names, so that the database walks along their numbers."""
    return Event.objects.annotate(spot=Coalesce("unit", "unit"), moment=Coalesce("at", "at"))


def _window(wanted: Wanted, *, before: int | None, after: int | None) -> Q:
    """Return the numbers to look at first."""
    if after is not None:
        return Q(seq__lte=after + WINDOW)
    head = Head.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    top = min(before or head + 1, head + 1)
    if wanted.until:
        last = (
            Event.objects.filter(at__lt=_midnight(wanted.until + timedelta(days=1))).order_by("-at").values_list("seq", flat=True).first()
        )
        top = min(top, (last or 0) + SLACK)
    return Q(seq__gte=top - WINDOW, seq__lt=top)


def _condition(wanted: Wanted, unit: str = "unit", at: str = "at") -> Q:
    condition = Q()
    if wanted.since:
        condition &= Q(**{f"{at}__gte": _midnight(wanted.since)})
    if wanted.until:
        condition &= Q(**{f"{at}__lt": _midnight(wanted.until + timedelta(days=1))})
    if wanted.person:
        condition &= _person(wanted.person)
    if wanted.act:
        condition &= Q(action__in=[verb for verb in WORDS if word(verb) == wanted.act])
    if wanted.unit:
        condition &= beneath([wanted.unit], unit)
    if wanted.record:
        condition &= Q(subject=wanted.record) | Q(result=wanted.record)
    elif wanted.kind:
        condition &= Q(subject__gte=f"{wanted.kind}:", subject__lt=f"{wanted.kind};")
    if wanted.result:
        condition &= Q(result="denied") if wanted.result == "denied" else ~Q(result="denied")
    return condition


def _person(text: str) -> Q:
    """Return the events of somebody, by user name or by name."""
    if text in MACHINES:
        return Q(actor=None, name=text)
    people = get_user_model().objects.filter(Q(username=text) | Q(name=text))
    return Q(actor__in=list(people.values_list("pk", flat=True)[:SIZE]))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))  # in the office's own time zone
