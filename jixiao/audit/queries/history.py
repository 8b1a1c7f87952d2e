"""What was done to a record, and events as people read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import localtime

from jixiao.audit.facts import KINDS, Told, named, record, told, word
from jixiao.audit.models import Event, Events

PIECE = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """One event in the officials' words."""

    seq: int
    at: datetime
    username: str
    who: str
    word: str
    verb: str
    unit: str
    place: str  # the unit's name
    subject: str
    record: str  # the subject's word and number
    made: str  # what came of it
    denied: bool
    told: tuple[Told, ...]
    before: str
    digest: str
    detail: str

    @property
    def label(self) -> str:
        """The kind of record, for the address of its history."""
        return self.subject.partition(":")[0]

    @property
    def number(self) -> str:
        """The number of the record, for the address of its history."""
        return self.subject.partition(":")[2]


def shown(rows: Iterable[Event]) -> tuple[Shown, ...]:
    """Return events as people read them: a question for people, one for units, one a kind of record, however many there are."""
    events = list(rows)
    people, units = called({one.name for one in events}), places({one.unit for one in events})
    names = titles({one.subject for one in events})
    return tuple(
        Shown(
            seq=one.seq,
            at=one.at,
            username=one.name,
            who=people.get(one.name, one.name),
            word=word(one.action),
            verb=one.action,
            unit=one.unit,
            place=units.get(one.unit, one.unit),
            subject=one.subject,
            record=names.get(one.subject) or record(one.subject),
            made="" if one.result in {"denied", one.subject} else record(one.result),
            denied=one.result == "denied",
            told=told(one.detail, one.action),
            before=one.before,
            digest=one.digest,
            detail=one.detail,
        )
        for one in events
    )


def history_of(record: models.Model, limit: int = 50) -> tuple[Shown, ...]:
    """Return what was done to a record, newest first, for ``{% include "audit/_history.html" %}``.

    It asks for no permission: whoever may see the record may see its history, so fetch the record through the user first.
    """
    return record_history(named(record), Event.objects.all(), limit)


def record_history(name: str, among: Events, limit: int = 50) -> tuple[Shown, ...]:
    """Return the newest events that act on a record or made it."""
    on_it, made_it = (among.filter(**{field: name}).order_by("-seq")[:limit] for field in ("subject", "result"))
    found = {one.seq: one for one in (*on_it, *made_it)}
    return shown(sorted(found.values(), key=lambda one: -one.seq)[:limit])


def cells(numbers: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Yield events as rows of a table, some hundred at a time, so that nothing is kept waiting and memory stays flat."""
    for start in range(0, len(numbers), PIECE):
        for one in shown(Event.objects.filter(seq__in=numbers[start : start + PIECE]).order_by("seq")):
            at = localtime(one.at).strftime("%Y-%m-%d %H:%M:%S")
            said = "；".join(f"{line.name}：{f'{line.was} → ' if line.was else ''}{line.now}" for line in one.told)
            came = "被拒绝" if one.denied else one.made
            yield str(one.seq), at, one.username, one.who, one.word, one.verb, one.unit, one.place, one.record, came, said, one.digest


def called(usernames: Iterable[str]) -> dict[str, str]:
    """Return the names of people by user name; the log itself keeps user names only."""
    return dict(get_user_model().objects.filter(username__in=set(usernames)).values_list("username", "name"))


def titles(subjects: Iterable[str]) -> dict[str, str]:
    """Return what records with a name are called: 绩效目标 外贸发展资金; those that are gone or have none are left out."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for label, _, number in (subject.partition(":") for subject in subjects):
        if label in KINDS and number:
            kinds[label].append(number)
    found: dict[str, str] = {}
    for label, numbers in kinds.items():
        kind = apps.get_model(label)
        field = next((each.name for each in kind._meta.fields if each.name in {"name", "title"}), None)  # noqa: SLF001
        if field:
            with suppress(ValueError, ValidationError):  # a number that is none, in a row somebody has tampered with
                named_so = kind._base_manager.filter(pk__in=numbers).values_list("pk", field)  # noqa: SLF001 - only names
                found |= {f"{label}:{number}": f"{KINDS[label]} {name}" for number, name in named_so}
    return found


def places(paths: Iterable[str]) -> dict[str, str]:
    """Return the names of units by path; which table they stand in, the settings say."""
    units = apps.get_model(settings.LOG_PLACES)._base_manager  # noqa: SLF001 - past the scope of a person: these are only names
    return dict(units.filter(path__in=set(paths)).values_list("path", "name"))
