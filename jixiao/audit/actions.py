"""The door: every write goes through it. Permission, lock, transaction, one effect a key, and an event in the chain.

    @action("finding.waive", Permission.FINDING_WAIVE, said="豁免问题")
    def waive(finding: Finding, reason: str, *, by: Actor, at: datetime, key: str | None = None) -> Finding: ...

The first argument says where the act takes place: a record with ``.unit``, or a unit itself. An action named with permission
None is one anybody signed in may do to what is theirs; it checks that itself. A key, when given, makes the act idempotent: the
first call has the effect, a later one with the same key by the same person returns the first result and does nothing; the same
key for another record is refused. Actions inside an open door share its transaction; each writes its own event at the end.
An act that no post allows is refused and written down all the same.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar, cast

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone

from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission

from . import book, facts
from .facts import GENESIS, HIDDEN, MACHINE, Actor, Checkpoint, Entry, Ground, Link, canonical, named, plain
from .models import Effect, Event, Head
from .sums import CHECKPOINT
from .turn import turn

P = ParamSpec("P")
R = TypeVar("R")
KEY_LENGTH = 64
LOGGER = logging.getLogger("jixiao.audit")
_waiting: ContextVar[list[Entry] | None] = ContextVar("events waiting for the end of the open door", default=None)


class Denied(Refused):
    """The person holds no post that may do this here; the attempt is written down."""

    def __init__(self, sentence: str, entry: Entry | None = None) -> None:
        super().__init__(sentence)
        self.entry = entry


Right = Permission | Callable[[Any], Permission] | None


def action(verb: str, permission: Right, *, hide: tuple[str, ...] = (), said: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function the intention behind the door; ``hide`` names arguments that are not written down.

    ``said`` is the officials' word for the act, shown in the log and in every record's history.
    Where the right depends on the record (whose turn it is), ``permission`` is a function of it.
    """
    facts.said(verb, said)

    def decorate(intention: Callable[P, R]) -> Callable[P, R]:
        shape = inspect.signature(intention)

        @functools.wraps(intention)
        def door(*args: P.args, **kwargs: P.kwargs) -> R:
            call = Call(verb, permission, shape.bind(*args, **kwargs), HIDDEN | set(hide))
            return cast("R", call.through(lambda: intention(*args, **kwargs)))

        door.__dict__.update(permission=permission, shape=shape)  # for the walk over every act × role
        return door

    return decorate


class Call:
    """One act on its way through the door."""

    def __init__(self, verb: str, permission: Right, bound: inspect.BoundArguments, hidden: frozenset[str]) -> None:
        self.verb, self.arguments, self.hidden = verb, bound.arguments, hidden
        self.by: Actor = self.arguments["by"]
        self.at: datetime = self.arguments["at"]
        self.key: str | None = self.arguments.get("key")
        self.subject: object = next(iter(self.arguments.values()))
        self.place = getattr(self.subject, "unit", self.subject)
        self.permission = permission if permission is None or isinstance(permission, Permission) else permission(self.subject)

    def through(self, intention: Callable[[], object]) -> object:
        """Check, lock, act once and write it down, all or nothing."""
        if timezone.is_naive(self.at):
            msg = "an act happens at a moment with a time zone"
            raise ValueError(msg)
        if _waiting.get() is not None:
            return self.inside(intention)
        token = _waiting.set([])
        try:
            with turn(), transaction.atomic():
                result = self.inside(intention, savepoint=False)  # what fails undoes the whole
                append(_waiting.get() or [])
        except Denied as denied:
            if denied.entry:
                append([denied.entry])
            raise
        else:
            return result
        finally:
            _waiting.reset(token)

    def inside(self, intention: Callable[[], object], *, savepoint: bool = True) -> object:
        """Act inside the open door; what fails here leaves neither rows nor events, even if the caller goes on."""
        waiting = cast("list[Entry]", _waiting.get())
        mark = len(waiting)
        try:
            with transaction.atomic(savepoint=savepoint):
                if done := self.done():  # before the right is asked: the act itself may have ended the turn of whoever repeats it
                    return self.replay(done)
                self.check()
                self.lock()
                fresh, result = self.once(intention)
        except BaseException:
            del waiting[mark:]
            raise
        if fresh:
            waiting.append(self.entry(result))
        return result

    def check(self) -> None:
        """Refuse an act no post of theirs allows."""
        if self.permission is not None and not self.by.may(self.permission, self.place, timezone.localdate(self.at)):
            msg = self.why_not() or f"您没有在本单位办理此事的岗位（{self.permission.word}），需要时请安全保密员调整岗位"
            raise Denied(msg, replace(self.entry(None), result="denied"))

    def why_not(self) -> str:
        """Return what the person's own records say of why not: a lent post that lapsed."""
        told: Callable[..., str] | None = getattr(self.by, "why_not", None)
        return told(self.permission, self.place, timezone.localdate(self.at)) if told else ""

    def lock(self) -> None:
        """Hold the record and read it again: on PostgreSQL the row, on SQLite the open IMMEDIATE transaction is the lock."""
        if not isinstance(self.subject, models.Model) or self.subject.pk is None:
            return
        kind = self.subject.__class__  # of a lazy request.user, the user
        try:
            self.subject.refresh_from_db(from_queryset=kind._base_manager.select_for_update(no_key=True, of=("self",)))  # noqa: SLF001
        except ObjectDoesNotExist:
            msg = "这条记录已经不在了，请刷新页面"
            raise Refused(msg) from None

    def done(self) -> Effect | None:
        """Return the effect this very submission has had, by the same person under the same key."""
        if self.key is None:
            return None
        return Effect.objects.filter(action=self.verb, key=self.key, actor=self.by.pk or 0).first()

    def once(self, intention: Callable[[], object]) -> tuple[bool, object]:
        """Act, unless the key says it was done: then return what came of it the first time."""
        if self.key is None:
            return True, intention()
        if not 0 < len(self.key) <= KEY_LENGTH:
            msg = "提交编号无效，请刷新页面后再办理"
            raise Refused(msg)
        same = {"action": self.verb, "key": self.key, "actor": self.by.pk or 0}
        try:
            with transaction.atomic():
                effect = Effect.objects.create(**same, subject=self.asked(), result="", at=self.at)
        except IntegrityError:
            return False, self.replay(Effect.objects.get(**same))
        result = intention()
        effect.result = self.told(result)
        effect.save(update_fields=["result"])
        return True, result

    def asked(self) -> str:
        """Name the record and a digest of what was asked: the same key with other words is another act, not the same one again."""
        said = [f"{name}={told_apart(value)}" for name, value in list(self.arguments.items())[1:] if name not in {"by", "at", "key"}]
        return f"{named(self.subject)}#{hashlib.sha256('|'.join(said).encode()).hexdigest()[:16]}"

    def replay(self, effect: Effect) -> object:
        """Return the record the first call made."""
        if effect.subject != self.asked():
            msg = "这次提交的编号已用在另一件事上（这张表单提交过，这次的内容不同），没有办理；请刷新页面后重新填写"
            raise Refused(msg)
        if not effect.result:
            return None
        label, _, number = effect.result.partition(":")
        return apps.get_model(label)._base_manager.get(pk=number)  # noqa: SLF001

    def told(self, result: object) -> str:
        """Name the result where it is a record; a keyed act must return one, or nothing, to be replayed."""
        if isinstance(result, models.Model):
            return named(result)
        if self.key is not None and result is not None:
            msg = f"{self.verb} takes a key, so it must return a record or None"
            raise TypeError(msg)
        return ""

    def entry(self, result: object) -> Entry:
        """Write down the act."""
        kept = {name: value for name, value in list(self.arguments.items())[1:] if name not in {"by", "at", "key"}}
        detail: dict[str, Any] = {name: "（不记录）" if name in self.hidden else plain(value) for name, value in kept.items()}
        return Entry(
            at=self.at,
            actor=self.by.pk,
            name=self.by.username,
            action=self.verb,
            unit=getattr(self.place, "path", ""),
            subject=named(self.subject) if isinstance(self.subject, models.Model) else "",
            result=self.told(result),
            detail=canonical(detail),
        )


def told_apart(value: object) -> str:
    """Write a value so that two different ones read differently, in every process alike: records by name, collections by their members."""
    match value:
        case models.Model():
            return named(value)
        case Mapping():
            return f"{{{','.join(sorted(f'{told_apart(name)}:{told_apart(item)}' for name, item in value.items()))}}}"
        case set() | frozenset():
            return f"{{{','.join(sorted(map(told_apart, value)))}}}"
        case list() | tuple():
            return f"[{','.join(map(told_apart, value))}]"
        case _:
            return repr(value)


def append(entries: list[Entry]) -> None:
    """Write events at the end of the chain, in the transaction of what they tell; refuses the whole when that fails.

    The head's lock is the last one taken, so two doors never wait for each other in a ring.
    """
    if not entries:
        return
    try:
        with transaction.atomic(savepoint=False):
            head = Head.objects.select_for_update().filter(pk=1).first() or begun()
            began = head.seq
            for entry in entries:
                before, head.seq = head.digest, head.seq + 1
                head.digest = entry.digest(head.seq, before, head.algorithm)
                write(Link(head.seq, entry, before, head.digest))
            head.save(update_fields=["seq", "digest"])
    except DatabaseError as error:
        msg = "日志写不进去，这次办理没有生效；请联系系统管理员"
        raise Refused(msg) from error
    step: int = settings.CHECKPOINT_EVERY
    if began // step != head.seq // step and entries[-1].action != CHECKPOINT:
        transaction.on_commit(functools.partial(keep, entries[-1].at))


def begun() -> Head:
    """Return the head of a chain that has no event yet."""
    Head.objects.get_or_create(pk=1, defaults={"digest": GENESIS, "algorithm": settings.DIGEST})
    return Head.objects.select_for_update().get(pk=1)


def write(link: Link) -> None:
    """Write one event down."""
    entry = link.entry
    Event.objects.create(
        seq=link.seq,
        at=entry.at,
        actor=entry.actor,
        name=entry.name,
        action=entry.action,
        unit=entry.unit,
        subject=entry.subject,
        result=entry.result,
        detail=entry.detail,
        before=link.before,
        digest=link.digest,
    )


def keep(at: datetime) -> None:
    """Sign a checkpoint after an act is done; where that fails the act stands, the run log says so, and the log page too."""
    token = _waiting.set(None)  # the door that has just closed is still on the stack
    try:
        checkpoint(by=MACHINE, at=at)
    except (OSError, Refused, DatabaseError):
        LOGGER.exception("no checkpoint could be written to %s", settings.CHECKPOINTS)
    finally:
        _waiting.reset(token)


def checkpoint(*, by: Actor, at: datetime) -> Checkpoint | None:
    """Sign the end of the chain into the file outside the database, and tell the log; None where nothing is new."""
    head = Head.objects.filter(pk=1).first()
    if head is None or head.seq == 0:
        return None
    since = book.last(settings.CHECKPOINTS)
    if since and head.seq - since.seq <= 1 and Event.objects.filter(seq=head.seq, action=CHECKPOINT).exists():
        return None  # nothing has happened but the last checkpoint itself
    counted = (since.count if since else 0) + Event.objects.filter(seq__gt=since.seq if since else 0, seq__lte=head.seq).count()
    stamp = at.astimezone(UTC).isoformat(timespec="microseconds")
    fresh = Checkpoint(seq=head.seq, digest=head.digest, count=counted, at=stamp, before="", algorithm=head.algorithm, key="")
    made = book.add(settings.CHECKPOINTS, book.private_key(settings.CHECKPOINT_KEY), fresh)
    if made:
        note_checkpoint(Ground(""), seq=made.seq, checkpoint=made.fingerprint, key_id=made.key, by=by, at=at)
    return made


@action(CHECKPOINT, Permission.LOG_EXPORT, said="签检查点")
def note_checkpoint(ground: Ground, *, seq: int, checkpoint: str, key_id: str, by: Actor, at: datetime) -> None:
    """Write down that the end of the chain was signed, so that a checkpoint taken out of the file is missed."""


@action("audit.verify", Permission.LOG_READ, said="核对日志")
def note_verification(ground: Ground, *, since: int, upto: int, outcome: str, by: Actor, at: datetime) -> None:
    """Write down that somebody had the chain walked, and what came of it."""


@action("audit.export", Permission.LOG_EXPORT, said="导出日志")
def note_export(ground: Ground, *, kind: str, filters: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Write down that somebody took a part of the log out."""
