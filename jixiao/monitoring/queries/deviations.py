"""Questions of deviations: which there are, what was decided, whether it took effect, and why a move is not open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.accounts.queries import acting, refusal_to_act
from jixiao.kernel.lifecycle import Move
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission
from jixiao.monitoring import facts, states
from jixiao.monitoring.models import Deviation, Disposition, Task
from jixiao.monitoring.sums import timing
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import within
from jixiao.spending.models import Quota
from jixiao.spending.queries import holds
from jixiao.spending.queries.quotas import AGREED, WAITING
from jixiao.targets.models import Revision, Target

__all__ = ["Deviation", "Disposition", "Task"]
CHANGING = {facts.CUT, facts.TRANSFER}


def deviations_for(user: User, on: date, unit: Unit, year: int, *, state: str = "", words: str = "") -> QuerySet[Deviation]:
    """Return the deviations of a unit and those below it that a person may see, newest first; 办理中 are all that are not closed."""
    found = Deviation.objects.for_user(user, on).filter(within([unit.path]), year=year)
    if state == "办理中":
        found = found.exclude(state=states.CLOSED)
    elif state in states.COURSE.states:
        found = found.filter(state=state)
    for word in words.replace("\0", "").split():
        found = found.filter(Q(target__name__icontains=word) | Q(said__icontains=word) | Q(unit__short__icontains=word))
    return found.select_related("task__round", "target__author", "unit", "filer").order_by("-pk")


def deviation_for(user: User, on: date, number: int) -> Deviation:
    """Return a deviation a person may see, or not found."""
    asked = Deviation.objects.for_user(user, on).select_related(
        "task__round__unit", "target__unit", "target__author", "unit", "filer", "author", "checker", "approver", "closed_by", "proof"
    )
    found = asked.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def open_of(target: Target | int) -> Deviation | None:
    """Return the open deviation of a project, or None."""
    return next(iter(open_among([target]).values()), None)


def open_among(targets: Iterable[Target | int]) -> dict[int, Deviation]:
    """Return the open deviation of each of some projects, in one question."""
    found = Deviation.objects.filter(target__in=list(targets)).exclude(state=states.CLOSED).select_related("author")
    return {row.target_id: row for row in found}


def deviation_of(task: Task) -> Deviation | None:
    """Return the deviation a table shows: the open one of its project, else the last it has had."""
    return open_of(task.target_id) or Deviation.objects.filter(task=task).order_by("-pk").first()


def measures_of(deviation: Deviation | None) -> list[Disposition]:
    """Return what is to be done about a deviation, as answered last."""
    if deviation is None:
        return []
    found = Disposition.objects.filter(deviation=deviation, gone_at=None)
    return list(found.select_related("hold__by", "hold__lifted_by", "change").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a disposition came to: whether it is in effect, in one sentence, and what is to be done where it is not."""

    row: Disposition
    done: bool
    sentence: str
    act: str = ""  # cut, transfer, adjust: what the page offers


def effects_of(deviation: Deviation) -> list[Effect]:
    """Return what each disposition of an approved deviation came to."""
    return [effect_of(deviation, row) for row in measures_of(deviation)]


def effect_of(deviation: Deviation, row: Disposition) -> Effect:
    """Return what one disposition came to."""
    if deviation.approved_at is None:
        return Effect(row, done=False, sentence="批准后生效")
    match row.kind:
        case facts.SUSPEND | facts.STOP:
            return _held(row)
        case facts.CUT | facts.TRANSFER:
            return _changed(row)
        case facts.ADJUST:
            return _adjusted(deviation, row)
        case _:
            return Effect(row, done=True, sentence="按新的时间表执行，下次监控再看")


def _held(row: Disposition) -> Effect:
    held = row.hold
    if held is None:
        return Effect(row, done=False, sentence="没有生效，请联系系统管理员")
    if held.lifted_at and held.lifted_by:
        return Effect(row, done=True, sentence=f"已于 {held.lifted_at:%Y-%m-%d} 由{held.lifted_by.name}恢复支付：{held.lifted_for}")
    return Effect(row, done=True, sentence=f"自 {held.at:%Y-%m-%d} 起{held.kind}，本项目不能再支付", act="lift")


def _changed(row: Disposition) -> Effect:
    change, word = row.change, "调减" if row.kind == facts.CUT else "调剂"
    if change is None:
        return Effect(row, done=False, sentence=f"还没有提出指标{word}，请财务提出", act="change")
    if change.state == AGREED:
        return Effect(row, done=True, sentence=f"指标已{word} {Money(abs(change.fen)).grouped()} 元")
    if change.state == WAITING:
        return Effect(row, done=False, sentence=f"指标{word} {Money(abs(change.fen)).grouped()} 元已提出，待批准")
    return Effect(row, done=False, sentence=f"指标{word}没有批准，请重新提出", act="change")


def _adjusted(deviation: Deviation, row: Disposition) -> Effect:
    since: datetime = deviation.approved_at or deviation.at
    last = Revision.objects.filter(target=deviation.target_id, at__gte=since).order_by("-pk").first()
    if last is None:
        return Effect(row, done=False, sentence="还没有申请目标调整，请经办人在目标里申请", act="adjust")
    if last.outcome == "批复":
        return Effect(row, done=True, sentence=f"目标调整已批复（{last.closed_at:%Y-%m-%d}）")
    word = "正在办理" if not last.outcome else "已撤销，请重新申请"
    return Effect(row, done=False, sentence=f"目标调整{word}", act="" if not last.outcome else "adjust")


def refusal_to_explain(deviation: Deviation, by: User, on: date) -> str | None:
    """Return why a person may not answer a deviation now, or None."""
    if not by.may(Permission.MONITOR_FILL, deviation.unit, on):
        return by.why_not(Permission.MONITOR_FILL, deviation.unit, on) or f"须由{deviation.unit.short}的经办人说明，您没有这个岗位"
    return states.COURSE.refusal(deviation.state, "explain")


def hands_of(deviation: Deviation, move: str) -> list[User]:
    """Return who may not make a move: whoever explained does not check, whoever checked does not approve, nor closes."""
    named = {
        "check": (deviation.author,),
        "approve": (deviation.author, deviation.checker),
        "turn_back": (deviation.author,),
        "close": (deviation.author, deviation.approver),
    }.get(move, ())
    return [one for one in named if one is not None]


def right_of(deviation: Deviation, move: str) -> Permission:
    """Return the right a move needs."""
    return states.COURSE_RIGHT.get(move) or states.COURSE_TURN.get(deviation.state, Permission.MONITOR_FINANCE)


def right_of_turn(deviation: Deviation) -> Permission:
    """Return the right of whoever's turn it is."""
    return states.COURSE_TURN.get(deviation.state, Permission.MONITOR_FINANCE)


def refusal_to_move(deviation: Deviation, move: str, *, by: User, on: date) -> str | None:
    """Return why a person may not make a move, or None."""
    right = right_of(deviation, move)
    if not by.may(right, deviation.unit, on):
        return by.why_not(right, deviation.unit, on) or f"您没有在{deviation.unit.short}办理「{states.COURSE.move(move).verb}」的岗位"
    if refusal := states.COURSE.refusal(deviation.state, move):
        return refusal
    if move == "explain":
        return None
    if refusal := refusal_to_act(by, right, deviation.unit, on, authors=hands_of(deviation, move)):
        return refusal
    return refusal_to_close(deviation) if move == "close" else None


def refusal_to_close(deviation: Deviation) -> str | None:
    """Return why a deviation may not be closed: what was decided must have taken effect."""
    open_ones = [one for one in effects_of(deviation) if not one.done]
    return f"「{open_ones[0].row.kind}」{open_ones[0].sentence}，落实后才能关闭" if open_ones else None


def moves_for(deviation: Deviation, by: User, on: date) -> list[tuple[Move, str | None]]:
    """Return the moves that are this person's business, each with why not."""
    mine = [
        move
        for move in states.COURSE.from_state(deviation.state)
        if move.name != "explain" and by.may(right_of(deviation, move.name), deviation.unit, on)
    ]
    return [(move, refusal_to_move(deviation, move.name, by=by, on=on)) for move in mine]


def acting_for(deviation: Deviation, move: str, by: User, on: date) -> User | None:
    """Return on whose behalf a person makes a move; refuses where they may not."""
    return acting(by, right_of(deviation, move), deviation.unit, on, authors=hands_of(deviation, move)).on_behalf


def refusal_to_lift(deviation: Deviation, by: User, on: date) -> str | None:
    """Return why a person may not let a project pay again, or None."""
    held = holds.hold_of(deviation.target_id)
    if held is None:
        return "本项目没有暂停支付"
    if not by.may(Permission.MONITOR_DISPOSE, deviation.unit, on):
        return by.why_not(Permission.MONITOR_DISPOSE, deviation.unit, on) or "恢复支付须由分管领导或主要领导批准"
    return holds.refusal_to_lift(held, by)


def quotas_of(deviation: Deviation) -> list[Quota]:
    """Return the quotas of the project."""
    return list(Quota.objects.filter(target=deviation.target_id).order_by("pk"))


def others_of(deviation: Deviation) -> list[Quota]:
    """Return the quotas of the department's other projects of the year: where money may be moved to."""
    found = Quota.objects.filter(unit=deviation.filer_id, year=deviation.year).exclude(target=deviation.target_id)
    return list(found.order_by("project", "pk"))


@dataclass(frozen=True, slots=True)
class Late:
    """A deviation nobody has answered in time."""

    row: Deviation
    days: int
    told: str
    level: int


def late_in(found: QuerySet[Deviation], on: date, at_most: int = 200) -> list[Late]:
    """Return deviations past their day that are not in effect yet, longest first."""
    rows = found.filter(due__lt=on, state__in=[states.FOUND, states.CHECKING, states.DECIDING]).order_by("due", "pk")[:at_most]
    return [Late(row, (on - row.due).days, timing.escalated(row.due, on), timing.level(row.due, on)) for row in rows]


def waits_for(user: User, on: date) -> Q:
    """Return the condition that a deviation waits for this person: to explain, to check, to approve, to close."""
    condition = Q(state=states.FOUND, target__author=user)
    for state, right in states.COURSE_TURN.items():
        if paths := user.paths(right, on):
            condition |= Q(state=state) & within(paths)
    return condition


def waiting(user: User, on: date, at_most: int = 200) -> list[Deviation]:
    """Return the deviations that wait for a person, earliest due first."""
    found = Deviation.objects.filter(waits_for(user, on)).select_related("task__round", "target", "unit", "filer")
    return list(found.order_by("due", "pk")[:at_most])
