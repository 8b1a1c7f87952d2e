"""One page for one meeting: attendance, agenda, opinions, decisions, the final button; a refusal stands beside what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused
from jixiao.spending.actions import meetings as actions
from jixiao.spending.forms import meetings as forms
from jixiao.spending.queries import meetings as queries
from jixiao.spending.sums import meeting as sums

from .meetings import payment_at, today


@dataclass(frozen=True, slots=True)
class Block:
    """One topic on the page of its meeting."""

    topic: Any
    payments: list[tuple[Any, str, str | None]]  # with the address of each, and why the decision does not carry it
    opinions: list[tuple[Any, Any]]  # what was said, with the seat of who said it
    turns: list[forms.Turn]
    counted: dict[str, int]
    refusal: str | None  # why nothing may be recorded
    to_decide: str | None  # why it may not be decided yet
    typed: Mapping[str, str]
    error: str
    here: bool  # opened on the page


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused on which topic, and what was typed there."""

    topic: int = 0
    sentence: str = ""
    typed: Mapping[str, str] | None = None


@require_GET
def meeting(request: Request, pk: int) -> HttpResponse:
    """Show one meeting: attendance, agenda, opinions, decisions, the final button."""
    return page(request, pk)


def page(request: Request, pk: int, *, error: str = "", at: int = 0, typed: Mapping[str, str] | None = None) -> HttpResponse:
    """Show a meeting; what was refused stands where it was typed, and what was typed is kept."""
    on = today(request)
    one = queries.meeting_for(request.user, on, pk)
    seats, topics = queries.attendance_of(one), queries.topics_of(one)
    keeps = queries.refusal_to_keep(request.user, one.unit, on)
    waits = queries.payments_of(topics)
    first = next((topic.pk for topic in topics if topic.decided_at is None), 0)
    refused = Refusal(at, error, typed) if at else Refusal()
    blocks = [block(request, topic, seats, waits[topic.pk], refused, here=topic.pk == (at or first)) for topic in topics]
    planned = one.state == queries.PLANNED
    context = {
        "meeting": one,
        "seats": seats,
        "came": [seat for seat in seats if seat.present],
        "absent": [seat for seat in seats if not seat.present],
        "picked": came_typed(seats, typed if not at else None, planned=planned),
        "presides": presides(one, seats, typed if not at else None),
        "blocks": blocks,
        "error": "" if at else error,
        "planned": planned,
        "held": one.state == queries.HELD,
        "keeps": keeps,
        "waiting": queries.agenda_for(request.user, on, one.unit) if planned and not keeps else [],
        "majors": queries.MAJOR,
        "typed": typed if typed and not at else {},
        "to_start": keeps or queries.refusal_to_start(one, on),
        "to_finish": keeps or queries.refusal_to_finish(one),
        "paper": paper_at(pk),
    }
    return render(request, "spending/meeting.html", context, status=409 if error else 200)


def block(request: Request, topic: Any, seats: list[Any], waits: list[Any], refused: Refusal, *, here: bool) -> Block:
    """Return what the page shows of a topic."""
    members = [queries.member_of(seat) for seat in seats]
    voices = queries.voices_of(topic, members)
    by_person = {seat.user.number: seat for seat in seats}
    left = [by_person[member.number] for member in sums.silent(members, voices)]
    opinions = [(opinion, by_person.get(opinion.user.number)) for opinion in sorted(topic.opinions.all(), key=lambda each: each.position)]
    typed = (refused.typed or {}) if refused.topic == topic.pk else {}
    names = "、".join(seat.user.name for seat in left)
    return Block(
        topic=topic,
        payments=[(payment, payment_at(payment.pk), not_carried(payment, topic)) for payment in waits],
        opinions=opinions,
        turns=forms.turns(left, None if "outcome" in typed else typed, len(opinions)),
        counted=sums.tally(voices),
        refusal=queries.refusal_to_record(topic, request.user),
        to_decide=f"还有{names}没有发言，逐人记录意见后才能作决定" if left else None,
        typed=typed,
        error=refused.sentence if refused.topic == topic.pk else "",
        here=here,
    )


def not_carried(payment: Any, topic: Any) -> str | None:
    """Return why a payment that waits may not go by what final minutes agreed to, or None."""
    agreed = topic.outcome == sums.AGREED and topic.meeting.state == queries.MINUTED and payment.topic_id is None
    return queries.refusal_to_bind(payment, topic) if agreed else None


def came_typed(seats: list[Any], typed: Mapping[str, str] | None, *, planned: bool) -> set[int]:
    """Return who is ticked as present: as typed, as recorded, and before the meeting everybody."""
    if typed is not None and "chair" in typed:
        return {person.pk for person in forms.present_in(typed, seats)[0]}
    return {seat.user_id for seat in seats if seat.present or planned}


def presides(one: Any, seats: list[Any], typed: Mapping[str, str] | None) -> int:
    """Return who is chosen to preside: as typed, as recorded, else the main leader."""
    if typed is not None and (chosen := forms.present_in(typed, seats)[1]):
        return int(chosen.pk)
    return one.chair_id or next((seat.user_id for seat in seats if seat.leads), 0)


def paper_at(number: int) -> str:
    """Return the address of the minutes as a paper, "" while there is none."""
    try:
        return reverse("documents:minutes", args=[number, "docx"])
    except NoReverseMatch:
        return ""


def done(request: Request, pk: int, act: Callable[[], object], said: str, *, at: int = 0) -> HttpResponse:
    """Do an act of a meeting and show it again; a refusal stands beside what was typed."""
    try:
        act()
    except Denied:
        raise
    except Refused as refusal:
        return page(request, pk, error=refusal.sentence, at=at, typed=request.POST)
    messages.success(request, said)
    return redirect(reverse("spending:meeting", args=[pk]) + (f"#topic-{at}" if at else ""))


@require_POST
def start(request: Request, pk: int) -> HttpResponse:
    """Open a meeting with those who came (登记到会并开会)."""
    one = queries.meeting_for(request.user, today(request), pk)
    came, chair = forms.present_in(request.POST, queries.attendance_of(one))
    return done(request, pk, lambda: actions.start(one, came, chair, **by(request)), f"会议已召开，到会 {len(came)} 人")


@require_POST
def add(request: Request, pk: int) -> HttpResponse:
    """Put a matter that waits, or another topic, on the agenda (列入议题)."""
    on = today(request)
    one = queries.meeting_for(request.user, on, pk)

    def act() -> None:
        if number := request.POST.get("matter", ""):
            waiting = queries.agenda_for(request.user, on, one.unit)
            matter = next((each.matter for each in waiting if str(each.matter.pk) == number), None)
            if matter is None:
                msg = "这件事现在不在待上会之列（可能刚列入别的会议），请刷新页面"
                raise Refused(msg)
            actions.put(one, matter, **by(request))
        else:
            actions.propose(one, *forms.topic_in(request.POST), **by(request))

    return done(request, pk, act, "已列入议题")


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Call a meeting off that has not begun (取消会议)."""
    one = queries.meeting_for(request.user, today(request), pk)
    said = f"{one}已取消，议题退回待上会"
    try:
        actions.drop(one, **by(request))
    except Denied:
        raise
    except Refused as refusal:
        return page(request, pk, error=refusal.sentence)
    messages.success(request, said)
    return redirect("spending:meetings")


@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    """Make the minutes final (定稿)."""
    one = queries.meeting_for(request.user, today(request), pk)
    return done(request, pk, lambda: actions.finish(one, **by(request)), "会议纪要已定稿、编号，不能再改")


@require_POST
def take_off(request: Request, pk: int) -> HttpResponse:
    """Take a topic off the agenda (撤下议题)."""
    topic = queries.topic_for(request.user, today(request), pk)
    return done(request, topic.meeting_id, lambda: actions.take_off(topic.meeting, topic, **by(request)), f"「{topic.title}」已撤下")


@require_POST
def earlier(request: Request, pk: int) -> HttpResponse:
    """Put a topic one place earlier (上移)."""
    topic = queries.topic_for(request.user, today(request), pk)
    return done(request, topic.meeting_id, lambda: actions.put_earlier(topic.meeting, topic, **by(request)), f"「{topic.title}」已上移")


@require_POST
def record(request: Request, pk: int) -> HttpResponse:
    """Record what people said (记录意见)."""
    topic = queries.topic_for(request.user, today(request), pk)
    seats = queries.attendance_of(topic.meeting)
    act = lambda: actions.record(topic, forms.opinions_in(request.POST, seats), **by(request))  # noqa: E731 - handed on
    return done(request, topic.meeting_id, act, "意见已记录", at=pk)


@require_POST
def unsay(request: Request, pk: int) -> HttpResponse:
    """Take the last opinion back (撤下最后一条意见)."""
    topic = queries.topic_for(request.user, today(request), pk)
    return done(request, topic.meeting_id, lambda: actions.unsay(topic, **by(request)), "最后一条意见已撤下", at=pk)


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Record what was decided (记录决定)."""
    topic = queries.topic_for(request.user, today(request), pk)
    act = lambda: actions.decide(topic, *forms.decision_in(request.POST), **by(request))  # noqa: E731 - handed on
    return done(request, topic.meeting_id, act, f"「{topic.title}」的决定已记录", at=pk)


def by(request: Request) -> dict[str, Any]:
    """Return who does it, when, and under which key."""
    return {"by": request.user, "at": request.at, "key": forms.key_in(request.POST)}


PATHS: list[URLPattern] = [
    path("spending/meetings/<int:pk>/", meeting, name="meeting"),
    path("spending/meetings/<int:pk>/start/", start, name="meeting_start"),
    path("spending/meetings/<int:pk>/add/", add, name="meeting_add"),
    path("spending/meetings/<int:pk>/drop/", drop, name="meeting_drop"),
    path("spending/meetings/<int:pk>/finish/", finish, name="meeting_finish"),
    path("spending/topics/<int:pk>/take-off/", take_off, name="meeting_take_off"),
    path("spending/topics/<int:pk>/earlier/", earlier, name="meeting_earlier"),
    path("spending/topics/<int:pk>/record/", record, name="meeting_record"),
    path("spending/topics/<int:pk>/unsay/", unsay, name="meeting_unsay"),
    path("spending/topics/<int:pk>/decide/", decide, name="meeting_decide"),
]
