"""Questions of monitoring tasks: one project in a round, whose turn it is, why a move is not open, what was frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.accounts.queries import acting, refusal_to_act
from jixiao.kernel.lifecycle import Move
from jixiao.kernel.roles import Permission
from jixiao.monitoring import facts, states
from jixiao.monitoring.models import Answer, Round, Snapshot, Step, Task
from jixiao.organisations.queries import within

__all__ = ["Round", "Snapshot", "Task"]
MUST = {"MO-04", "MO-05"}  # rules a table must satisfy before it is sent up
PASS = {states.SECTION: "pass_section", states.FINANCE: "pass_finance", states.SENT: "accept"}


def tasks_for(user: User, on: date, one: Round, *, words: str = "", light: str = "", state: str = "") -> QuerySet[Task]:
    """Return the tables of a round a person may see, by search, light and state, in the order of the departments."""
    found = Task.objects.for_user(user, on).filter(round=one)
    for word in words.replace("\0", "").split():
        found = found.filter(Q(target__name__icontains=word) | Q(unit__short__icontains=word) | Q(filer__short__icontains=word))
    if light:
        found = found.filter(light=light)
    if state:
        found = found.filter(state=state)
    return found.select_related("target__author", "unit", "filer", "round")


def task_for(user: User, on: date, number: int) -> Task:
    """Return a table a person may see; one that is not filled yet, or another unit's, is not there."""
    found = (
        Task.objects.for_user(user, on)
        .filter(pk=number)
        .select_related("round__unit", "target__unit", "target__filer", "target__author", "unit", "filer", "filler")
        .first()
    )
    if found is None:
        raise Http404
    return found


def snapshot_of(task: Task, number: int | None = None) -> Snapshot | None:
    """Return the latest snapshot of a table, or the one with a number."""
    return Snapshot.objects.filter(task=task, number=task.number if number is None else number).select_related("by").first()


def snapshots_of(task: Task) -> list[Snapshot]:
    """Return every snapshot of a table, newest first, without their text."""
    return list(Snapshot.objects.filter(task=task).defer("text").select_related("by").order_by("-number"))


def answers_of(task: Task) -> dict[str, facts.Answer]:
    """Return what is said so far, by indicator."""
    return {row.place: row.facts() for row in Answer.objects.filter(task=task)}


def steps_of(task: Task) -> list[Step]:
    """Return the history of a table and its deviations."""
    return list(Step.objects.filter(task=task).select_related("by", "on_behalf", "deviation").order_by("pk"))


def sheet_now(task: Task, sheet: facts.Sheet, measures: tuple[facts.Measure, ...], on: date) -> facts.Sheet:
    """Return a table as it would be sent in now: the sheet that was frozen, with what is said of it by now."""
    if task.state not in states.OPEN:
        return replace(sheet, on=on)
    return replace(sheet, answers=tuple(answers_of(task).values()), measures=measures, due=task.round.due, sent=None, on=on)


def neighbours(user: User, on: date, task: Task) -> tuple[int | None, int | None, int, int]:
    """Return the tables before and after one in its round, its place and how many there are."""
    keys = list(Task.objects.for_user(user, on).filter(round=task.round_id).values_list("pk", flat=True))
    at = keys.index(task.pk)
    return (keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None, at + 1, len(keys))


def right_of_turn(task: Task) -> Permission:
    """Return the right of whoever's turn it is."""
    return states.TURN.get(task.state, Permission.MONITOR_FILL)


def refusal_to_fill(task: Task, by: User, on: date) -> str | None:
    """Return why a person may not write into a table now, or None."""
    if not by.may(Permission.MONITOR_FILL, task.unit, on):
        return by.why_not(Permission.MONITOR_FILL, task.unit, on) or f"须由{task.unit.short}的经办人填报，您没有这个岗位"
    if not task.number:
        return "这张监控表还在生成，请稍候再填"
    return states.LIFE.refusal(task.state, "fill")


def refusal_to_move(task: Task, move: str, *, by: User, on: date) -> str | None:
    """Return why a person may not make a move now, or None: the disabled button's title and the error are this one sentence."""
    right = states.RIGHT.get(move) or right_of_turn(task)
    if not by.may(right, task.unit, on):
        return by.why_not(right, task.unit, on) or f"您没有在{task.unit.short}办理「{states.LIFE.move(move).verb}」的岗位"
    if refusal := states.LIFE.refusal(task.state, move):
        return refusal
    if task.state == states.SENT and not by.may(Permission.MONITOR_ISSUE, task.round.unit, on):
        return f"这次监控由{task.round.unit.short}下达，须由{task.round.unit.short}接受或退回"
    if move in {"fill", "submit", "withdraw"}:
        return refusal_to_fill(task, by, on) if move == "fill" else None
    authors = [task.filler] if task.filler else []
    return refusal_to_act(by, right, task.unit, on, authors=authors)


def moves_for(task: Task, by: User, on: date) -> list[tuple[Move, str | None]]:
    """Return the moves open in a table's state that are this person's business, each with why not (None: go ahead)."""
    found = []
    for move in states.LIFE.from_state(task.state):
        right = states.RIGHT.get(move.name) or right_of_turn(task)
        if move.name != "fill" and by.may(right, task.unit, on):
            found.append((move, refusal_to_move(task, move.name, by=by, on=on)))
    return found


def acting_for(task: Task, move: str, by: User, on: date) -> User | None:
    """Return on whose behalf a person makes a move, or None in their own name; refuses where they may not."""
    right = states.RIGHT.get(move) or right_of_turn(task)
    deciding = move not in {"submit", "withdraw"}
    authors = [task.filler] if deciding and task.filler else []
    return acting(by, right, task.unit, on, authors=authors).on_behalf


def refusals_to_submit(found: Sequence[facts.Found]) -> list[str]:
    """Return everything that stands in the way of sending a table up, each a sentence, of what the rules find in it; none: go ahead.

    What is expected must be explained and answered first; anything else, even that the table is late, is only told.
    """
    return [one.message for one in found if one.code in MUST]


def waits_for(user: User, on: date) -> Q:
    """Return the condition that a table waits for this person: to fill, to review, to accept."""
    condition = Q(state__in=states.OPEN, target__author=user, number__gt=0)
    for state, right in states.TURN.items():
        if not (paths := user.paths(right, on)):
            continue
        reach = Q(state=state) & within(paths)
        if state == states.SENT:  # accepted by whoever issued the round
            reach &= within(paths, "round__unit__")
        condition |= reach
    return condition


def waiting(user: User, on: date, at_most: int = 200) -> list[Task]:
    """Return the tables that wait for a person, earliest due first."""
    found = Task.objects.filter(waits_for(user, on)).select_related("round", "target", "unit", "filer")
    return list(found.order_by("round__due", "pk")[:at_most])
