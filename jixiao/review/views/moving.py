"""Moves of a target's life from its own page: one form a move, a refusal keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request, way_on
from jixiao.audit.actions import Denied
from jixiao.kernel.lifecycle import Move
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.review import actions, forms, queries
from jixiao.targets.queries import Target, target_for
from jixiao.targets.states import TURN

Said = dict[str, Any]
Run = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of move: what it asks, how it is made, and what is said where it cannot be undone."""

    form: type[forms.Keyed]
    run: Run
    done: str
    warning: str = ""
    quick: bool = False  # made at once, without words


def _opinion(act: Run) -> Run:
    return lambda target, said, **who: act(target, said["opinion"], **who)


def _plain(act: Run) -> Run:
    return lambda target, _said, **who: act(target, **who)


def _reason(act: Run) -> Run:
    return lambda target, said, **who: act(target, said["reason"], **who)


def _approve(target: Target, said: Said, **who: Any) -> object:
    more = {"budget": said["budget"], "since": said["since"], "opinion": said["opinion"]}
    return actions.approve(target, said["document"], **more, **who)


def _approve_adjust(target: Target, said: Said, **who: Any) -> object:
    return actions.approve_adjust(target, said["document"], since=said["since"], opinion=said["opinion"], **who)


def _adjust(target: Target, said: Said, **who: Any) -> object:
    return actions.request_adjust(target, cause=said["cause"], basis=said["basis"], reason=said["reason"], **who)


FINAL = "办理后不能撤销，请核对后再确认。"
ACTS: Mapping[str, Act] = {
    "submit": Act(forms.Keyed, _plain(actions.submit), "已送审", quick=True),
    "withdraw": Act(forms.ReasonForm, _reason(actions.withdraw_target), "已撤回"),
    "pass_on": Act(forms.OpinionForm, _opinion(actions.pass_on), "已通过"),
    "send_back": Act(forms.ReturnForm, _opinion(actions.send_back), "已退回"),
    "reject": Act(forms.RejectForm, _opinion(actions.reject), "已办理不予安排", FINAL),
    "approve": Act(forms.ApproveForm, _approve, "已批复", f"批复后内容锁定为 V1，只能按程序调整。{FINAL}"),
    "publish": Act(forms.Keyed, _plain(actions.publish), "已记为公开", "公开后须由本单位另行申请调整。"),
    "request_adjust": Act(forms.AdjustForm, _adjust, "已进入调整，请修改后调整送审"),
    "cancel_adjust": Act(
        forms.ReasonForm, _reason(actions.cancel_adjust), "已撤销调整，恢复批复版", "撤销后，这次调整改过的内容不再保留。"
    ),
    "send_adjust": Act(forms.Keyed, _plain(actions.send_adjust), "调整已送审", quick=True),
    "return_adjust": Act(forms.ReturnAdjustForm, _opinion(actions.return_adjust), "已退回调整"),
    "approve_adjust": Act(forms.ApproveAdjustForm, _approve_adjust, "调整已批复", f"批复后成为新的一版。{FINAL}"),
    "close_year": Act(forms.Keyed, _plain(actions.close_year), "已冻结", FINAL),
}
NAMES = {"resubmit": "submit", "pass_section": "pass_on", "pass_finance": "pass_on", "pass_department": "pass_on"}
SECONDARY = frozenset({"withdraw", "send_back", "reject", "cancel_adjust", "return_adjust", "request_adjust", "close_year"})


@dataclass(frozen=True, slots=True)
class Button:
    """One move as the page offers it."""

    name: str
    verb: str
    href: str
    form: forms.Keyed
    refusal: str | None
    act: Act
    open: bool = False  # its form was just refused, so it stays open with what was typed
    first: bool = False

    @property
    def asks(self) -> bool:
        """Say whether a form opens before the move is made."""
        return not self.act.quick or self.open


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


@require_GET
def life(request: Request, pk: int) -> HttpResponse:
    """Show where a target stands and what may be done with it: a fragment for its page, or a page of its own."""
    return page(request, target_for(request.user, today(request), pk))


@require_POST
def move(request: Request, pk: int, name: str) -> HttpResponse:
    """Make a move; refused, say why and keep what was typed."""
    target, act = target_for(request.user, today(request), pk), ACTS[name]
    form = act.form(request.POST)
    try:
        said = forms.asked(form)
        act.run(target, said, by=request.user, at=request.at, key=said["key"])
    except Denied:
        raise
    except Refused as refusal:
        return page(request, target, status=409, refused=(name, form, str(refusal)))
    messages.success(request, f"「{target.name}」{act.done}")
    return redirect(way_on(request, reverse("targets:sheet", args=[pk])))


def page(request: Request, target: Target, *, status: int = 200, refused: tuple[str, forms.Keyed, str] | None = None) -> HttpResponse:
    """Show the panel, whole or as a fragment."""
    target = target_for(request.user, today(request), target.pk) if refused else target  # what was refused may have left traces in it
    course = queries.course_of(target, request.user, today(request))
    offered = buttons(target, course.moves, request.at, refused)
    context = {
        "target": target,
        "course": course,
        "buttons": offered,
        "whys": whys(offered),
        "refused": refused[2] if refused else "",
        "reviews": target.state in TURN and request.user.may(TURN[target.state], target.unit, today(request)),
        "fills": request.user.may(Permission.TARGET_FILL, target.unit, today(request)),
        "place": reverse("review:life", args=[target.pk]),
    }
    return render(request, "review/_life.html" if request.htmx else "review/life.html", context, status=status)


def buttons(
    target: Target, moves: Sequence[tuple[Move, str | None]], at: datetime, refused: tuple[str, forms.Keyed, str] | None = None
) -> list[Button]:
    """Return the moves with their forms; one that was just refused keeps what was typed."""
    offered = []
    for each, refusal in moves:
        name = NAMES.get(each.name, each.name)
        act = ACTS[name]
        mine = refused is not None and refused[0] == name
        form = refused[1] if refused and mine else act.form(initial=_initial(target, at))
        href = reverse(f"review:{name}", args=[target.pk])
        offered.append(Button(name, each.verb, href, form, refusal, act, open=mine, first=name not in SECONDARY))
    return sorted(offered, key=lambda button: button.first)  # the primary act is the last on the right


def whys(offered: Sequence[Button]) -> list[tuple[str, str, str]]:
    """Return each reason once, with the verbs it stands against and the name of the first."""
    said: dict[str, list[Button]] = {}
    for button in offered:
        if button.refusal:
            said.setdefault(button.refusal, []).append(button)
    return [(same[0].name, "、".join(button.verb for button in same), refusal) for refusal, same in said.items()]


def _initial(target: Target, at: datetime) -> Said:
    return {"since": timezone.localdate(at), "budget": target.amount.wan()}
