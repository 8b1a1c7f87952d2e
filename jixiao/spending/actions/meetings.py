"""A meeting on its way: called, opened with its quorum, opinions recorded in order, each topic decided, the minutes numbered and fixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.accounts.queries.lending import own_units
from jixiao.audit.actions import action
from jixiao.kernel.money import ZERO, Money
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.spending import facts
from jixiao.spending.models import Attendance, Matter, Meeting, Opinion, Topic
from jixiao.spending.models.meeting import HELD, KINDS, MAJOR, MINUTED, OUTCOMES, PLANNED
from jixiao.spending.queries import meetings as queries
from jixiao.spending.sums import meeting as sums

from .numbering import Series

KEEP = Permission.MEETING_KEEP
BEYOND = 32_767  # a place no agenda reaches


class Called(NamedTuple):
    """One person to be called: with the post they sit by, and whether they are the main leader."""

    user: User
    post: str
    leads: bool


class Said(NamedTuple):
    """What one person said."""

    user: User
    stance: str
    text: str


@action("meeting.call", KEEP, said="通知开会")
def call(
    unit: Unit,
    kind: str,
    on: date,
    place: str,
    called: Sequence[Called],
    *,
    quorum: int | None = None,
    matters: Sequence[Matter] = (),
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Meeting:
    """Call a meeting of a department: kind, day, place, who is called, how many must come, and what is on the agenda."""
    if queries.department_of(unit).pk != unit.pk:
        msg = f"会议由部门召开，{unit.short}是科室，请换到部门再办"
        raise Refused(msg)
    if kind not in KINDS:
        msg = "请选会议种类：局长办公会或党组会"
        raise Refused(msg)
    needed = _people(unit, called, quorum)
    meeting = Meeting.objects.create(unit=unit, year=on.year, kind=kind, on=on, place=place.strip(), quorum=needed, secretary=by, at=at)
    _seat(meeting, called)
    for matter in matters:
        _put(meeting, matter)
    return meeting


@action("meeting.arrange", KEEP, said="修改会议通知")
def arrange(
    meeting: Meeting,
    on: date,
    place: str,
    called: Sequence[Called],
    *,
    quorum: int | None = None,
    by: User,  # noqa: ARG001 - the door reads who
    at: datetime,  # noqa: ARG001
    key: str | None = None,  # noqa: ARG001
) -> Meeting:
    """Change the notice of a meeting that has not begun: day, place, who is called, how many must come."""
    heed(queries.refusal_to_arrange(meeting))
    meeting.quorum = _people(meeting.unit, called, quorum)
    meeting.on, meeting.year, meeting.place = on, on.year, place.strip()
    meeting.save(update_fields=["on", "year", "place", "quorum"])
    Attendance.objects.filter(meeting=meeting).delete()
    _seat(meeting, called)
    return meeting


@action("meeting.drop", KEEP, said="取消会议")
def drop(meeting: Meeting, *, by: User, at: datetime, key: str | None = None) -> None:  # noqa: ARG001
    """Call a meeting off that has not begun; what was on its agenda waits for another."""
    heed(queries.refusal_to_arrange(meeting))
    Topic.objects.filter(meeting=meeting).delete()
    Attendance.objects.filter(meeting=meeting).delete()
    meeting.delete()


@action("meeting.put", KEEP, said="列入议题")
def put(meeting: Meeting, matter: Matter, *, by: User, at: datetime, key: str | None = None) -> Topic:  # noqa: ARG001
    """Put a matter whose payments wait for a meeting on the agenda."""
    return _put(meeting, matter)


@action("meeting.propose", KEEP, said="列入其他议题")
def propose(
    meeting: Meeting,
    title: str,
    major: str,
    asked: Money = ZERO,
    *,
    by: User,  # noqa: ARG001
    at: datetime,  # noqa: ARG001
    key: str | None = None,  # noqa: ARG001
) -> Topic:
    """Put a topic on the agenda that no payment waits for: another decision of 三重一大, with an amount or without."""
    heed(queries.refusal_to_arrange(meeting))
    if not title.strip():
        msg = "议题没有写，请写明讨论什么"
        raise Refused(msg)
    if major not in MAJOR:
        msg = f"请选三重一大类别：{'、'.join(MAJOR)}"
        raise Refused(msg)
    if asked.fen < 0:
        msg = f"提请金额 {asked.grouped()} 元不能是负数"
        raise Refused(msg)
    return _topic(meeting, title.strip()[:200], major, asked)


@action("meeting.take_off", KEEP, said="撤下议题")
def take_off(meeting: Meeting, topic: Topic, *, by: User, at: datetime, key: str | None = None) -> Meeting:  # noqa: ARG001
    """Take a topic off the agenda of a meeting that has not begun; its matter waits for another."""
    heed(queries.refusal_to_arrange(meeting))
    Topic.objects.filter(pk=topic.pk, meeting=meeting, decided_at=None).delete()
    return meeting


@action("meeting.order", KEEP, said="调整议题次序")
def put_earlier(meeting: Meeting, topic: Topic, *, by: User, at: datetime, key: str | None = None) -> Meeting:  # noqa: ARG001
    """Change places with the topic before; until the meeting begins."""
    heed(queries.refusal_to_arrange(meeting))
    topic.refresh_from_db(fields=["position"])
    before = Topic.objects.filter(meeting=meeting, position__lt=topic.position).order_by("-position").first()
    heed(None if before else f"「{topic.title}」已经是第一项议题")
    if before:
        first, second = before.position, topic.position
        for pk, position in ((topic.pk, BEYOND), (before.pk, second), (topic.pk, first)):  # no two topics ever hold one place
            Topic.objects.filter(pk=pk, meeting=meeting, decided_at=None).update(position=position)
    return meeting


@action("meeting.start", KEEP, said="登记到会并开会")
def start(
    meeting: Meeting,
    present: Sequence[User],
    chair: User | None,
    *,
    by: User,  # noqa: ARG001
    at: datetime,
    key: str | None = None,  # noqa: ARG001
) -> Meeting:
    """Open a meeting with those who came, if they are enough; until the first opinion, who came may be put right the same way."""
    heed(queries.refusal_to_start(meeting, timezone.localdate(at)))
    came = {user.pk for user in present}
    seats = queries.attendance_of(meeting)
    for seat in seats:
        seat.present = seat.user_id in came
    heed(sums.refusal_of_attendance([queries.member_of(seat) for seat in seats], meeting.quorum))
    if chair is None or chair.pk not in {seat.user_id for seat in seats if seat.present}:
        msg = "主持人须是到会人员，请重新选主持人"
        raise Refused(msg)
    Attendance.objects.filter(meeting=meeting).update(present=False)
    Attendance.objects.filter(meeting=meeting, user__in=came).update(present=True)
    meeting.chair, meeting.state = chair, HELD
    meeting.save(update_fields=["chair", "state"])
    return meeting


@action("meeting.record", KEEP, said="记录意见")
def record(topic: Topic, opinions: Sequence[Said], *, by: User, at: datetime, key: str | None = None) -> Topic:  # noqa: ARG001
    """Record what people said on a topic, in the order they spoke; all of it, or nothing where one may not speak yet."""
    members = _sitting(topic, by)
    if not opinions:
        msg = f"「{topic.title}」没有选任何人的态度，请选同意、不同意或缓议"
        raise Refused(msg)
    voices = queries.voices_of(topic, members)
    for said in opinions:
        member = next((one for one in members if one.number == said.user.number), None)
        if member is None:
            msg = f"{said.user.name}不在应到人员之列，不能记录意见"
            raise Refused(msg)
        heed(_refusal_of_words(said) or sums.refusal_to_speak(member, members, voices))
        position = (Opinion.objects.filter(topic=topic).aggregate(last=Max("position"))["last"] or 0) + 1
        Opinion.objects.create(topic=topic, user=said.user, position=position, stance=said.stance, text=said.text.strip(), at=at)
        voices.append(facts.Voice(member, said.stance, said.text.strip()))
    return topic


@action("meeting.unsay", KEEP, said="撤下最后一条意见")
def unsay(topic: Topic, *, by: User, at: datetime, key: str | None = None) -> Topic:  # noqa: ARG001
    """Take the last opinion back that was recorded wrongly; only the last, so that the order of speaking stays true."""
    _sitting(topic, by)
    last = Opinion.objects.filter(topic=topic).order_by("position").last()
    if last is None:
        msg = f"「{topic.title}」还没有记录意见，没有可撤的"
        raise Refused(msg)
    last.delete()
    return topic


@action("meeting.decide", KEEP, said="记录会议决定")
def decide(
    topic: Topic,
    outcome: str,
    limit: Money = ZERO,
    note: str = "",
    *,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001
) -> Topic:
    """Record what was decided on a topic: once, for good; a consent says up to how much."""
    members = _sitting(topic, by)
    voices = queries.voices_of(topic, members)
    heed(sums.refusal_of_decision(outcome, limit, note, asked=Money(topic.asked), members=members, voices=voices))
    said = {"outcome": outcome, "limit": limit.fen, "note": note.strip(), "decided_at": at}
    if not Topic.objects.filter(pk=topic.pk, decided_at=None).update(**said):
        msg = f"「{topic.title}」刚才已经作出决定，没有重复记录"
        raise Refused(msg)
    topic.refresh_from_db()
    return topic


@action("meeting.finish", KEEP, said="会议纪要定稿")
def finish(meeting: Meeting, *, by: User, at: datetime, key: str | None = None) -> Meeting:  # noqa: ARG001
    """Make the minutes final: they get the next number of their kind and year, and nothing in them changes any more."""
    heed(queries.refusal_to_finish(meeting))
    number = Series(meeting.unit, meeting.year, meeting.kind).next()
    if not Meeting.objects.filter(pk=meeting.pk, state=HELD).update(state=MINUTED, number=number, final_at=at):
        msg = f"{meeting}刚才已经定稿，请刷新页面"
        raise Refused(msg)
    meeting.refresh_from_db()
    return meeting


def _people(unit: Unit, called: Sequence[Called], quorum: int | None) -> int:
    """Return how many must come; refuses people of another department, one person twice, and a quorum that is none."""
    home = set(own_units(unit.path))
    strangers = [one.user.name for one in called if one.user.unit_id not in home or not one.user.is_active]
    if strangers:
        msg = f"{'、'.join(strangers)}不是本部门在用的人员，不能列为参会人员"
        raise Refused(msg)
    members = [facts.Member(one.user.number, one.user.name, one.post, one.leads) for one in called]
    needed = sums.quorum_for(len(members)) if quorum is None else quorum
    heed(sums.refusal_of_members(members, needed))
    return needed


def _seat(meeting: Meeting, called: Sequence[Called]) -> None:
    for one in called:
        Attendance.objects.create(meeting=meeting, user=one.user, post=one.post.strip()[:60], leads=one.leads)


def _put(meeting: Meeting, matter: Matter) -> Topic:
    held = Matter.objects.select_for_update().get(pk=matter.pk)  # two agendas reach for one matter: the second sees the first
    heed(queries.refusal_to_put(meeting, held))
    waiting = queries.waiting_on(held)
    asked = waiting.asked if waiting else ZERO
    return _topic(meeting, held.name, MAJOR[3], asked, held)


def _topic(meeting: Meeting, title: str, major: str, asked: Money, matter: Matter | None = None) -> Topic:
    position = (Topic.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0) + 1
    return Topic.objects.create(meeting=meeting, matter=matter, position=position, title=title, major=major, asked=asked.fen)


def _sitting(topic: Topic, by: User) -> list[facts.Member]:
    """Hold the meeting of a topic and return who sits; refuses where nothing may be recorded."""
    topic.meeting = Meeting.objects.select_for_update().get(pk=topic.meeting_id)
    heed(queries.refusal_to_record(topic, by))
    return queries.members_of(topic.meeting)


def _refusal_of_words(said: Said) -> str | None:
    if said.stance not in OUTCOMES:
        return f"{said.user.name}的态度没有选，请选同意、不同意或缓议"
    if said.stance != sums.AGREED and not said.text.strip():
        return f"{said.user.name}表示「{said.stance}」，请写明意见，记入会议记录"
    return None


__all__ = [
    "PLANNED",
    "Called",
    "Said",
    "arrange",
    "call",
    "decide",
    "drop",
    "finish",
    "propose",
    "put",
    "record",
    "start",
    "take_off",
    "unsay",
]
