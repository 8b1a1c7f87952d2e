"""Questions about meetings: who may call one and be called, why a step is not open, the minutes, the register of major matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from jixiao.accounts.models import Seat, User
from jixiao.accounts.queries.lending import own_units
from jixiao.kernel.money import Money
from jixiao.kernel.roles import Permission, Role
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import department_of
from jixiao.spending import facts
from jixiao.spending.models import Attendance, Matter, Meeting, Opinion, Payment, Topic
from jixiao.spending.models.meeting import HELD, KINDS, MAJOR, MINUTED, OUTCOMES, PLANNED
from jixiao.spending.states import MEETING
from jixiao.spending.sums import meeting as sums

from .agenda import Settled, Waiting, agenda_for, decision_for, refusal_to_bind, settled_for, waiting_on

__all__ = [
    "HELD", "KINDS", "MAJOR", "MINUTED", "OUTCOMES", "PLANNED", "Candidate", "Settled", "Waiting", "agenda_for", "decision_for",
    "department_of", "refusal_to_bind", "settled_for", "waiting_on",
]  # fmt: skip
SITTING = (Role.VICE_LEADER, Role.FINANCE_HEAD, Role.CHIEF)  # whose posts are called to a meeting as a rule
READ = Permission.SPENDING_READ
NOBODY = "须由办公会秘书办理，您在本部门没有这个岗位"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person who may be called: with the post they hold, and whether they are called as a rule."""

    user: User
    post: str
    usual: bool
    leads: bool


def meeting_for(user: User, on: date, number: int, permission: Permission = Permission.SPENDING_READ) -> Meeting:
    """Return a meeting; another department's is not there."""
    found = Meeting.objects.for_user(user, on, permission).filter(pk=number).select_related("unit", "chair", "secretary").first()
    if found is None:
        raise Http404
    return found


def topic_for(user: User, on: date, number: int) -> Topic:
    """Return a topic; another department's is not there."""
    found = Topic.objects.for_user(user, on).filter(pk=number).select_related("meeting__unit", "matter").first()
    if found is None:
        raise Http404
    return found


def meetings_for(user: User, on: date, unit: Unit, year: int) -> list[Meeting]:
    """Return the meetings of a department's year: those to come and under way first, the next one at the top; then the minutes, newest first."""
    asked = Q(year=year) | ~Q(state=MINUTED)  # what is to come is shown in every year
    found = Meeting.objects.for_user(user, on).filter(asked, unit=department_of(unit)).select_related("chair", "secretary")
    counted = found.annotate(
        called=Count("attendance", distinct=True),
        came=Count("attendance", filter=Q(attendance__present=True), distinct=True),
        topics_in_all=Count("topics", distinct=True),
        agreed=Count("topics", filter=Q(topics__outcome="同意"), distinct=True),
    )
    rows = list(counted.order_by("on", "pk"))
    return [row for row in rows if row.state != MINUTED] + [row for row in reversed(rows) if row.state == MINUTED]


def years_of(user: User, on: date, unit: Unit) -> set[int]:
    """Return the years a department met in."""
    return set(Meeting.objects.for_user(user, on).filter(unit=department_of(unit)).order_by().values_list("year", flat=True).distinct())


def candidates(department: Unit, on: date) -> list[Candidate]:
    """Return who may be called to a department's meeting: the leaders first, the main leader at the end of them, then everybody else."""
    posts: dict[int, list[str]] = {}
    for seat in Seat.objects.filter(Q(until=None) | Q(until__gte=on), unit=department, role__in=SITTING, since__lte=on):
        posts.setdefault(seat.user_id, []).append(seat.role)
    people = User.objects.filter(unit__in=own_units(department.path), is_active=True).select_related("unit").order_by("name", "pk")
    made = [_candidate(user, posts.get(user.pk, [])) for user in people]
    return sorted(made, key=lambda one: (not one.usual, one.leads))


def _candidate(user: User, roles: Sequence[str]) -> Candidate:
    held = [role for role in SITTING if role in roles]
    return Candidate(user, user.title or (held[-1].word if held else ""), bool(held), Role.CHIEF in held)


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Return who was called, in the order they were named, the main leader last."""
    return list(Attendance.objects.filter(meeting=meeting).select_related("user").order_by("leads", "pk"))


def member_of(seat: Attendance) -> facts.Member:
    """Return one seat as facts."""
    return facts.Member(seat.user.number, seat.user.name, seat.post, seat.leads, seat.present)


def members_of(meeting: Meeting) -> list[facts.Member]:
    """Return who was called, as facts."""
    return [member_of(seat) for seat in attendance_of(meeting)]


def topics_of(meeting: Meeting) -> list[Topic]:
    """Return the agenda in order."""
    return list(
        Topic.objects.filter(meeting=meeting).select_related("meeting", "matter").prefetch_related("opinions__user").order_by("position")
    )


def voices_of(topic: Topic, members: Iterable[facts.Member]) -> list[facts.Voice]:
    """Return what was said on a topic in the order of speaking."""
    known = {member.number: member for member in members}
    return [
        facts.Voice(known[opinion.user.number], opinion.stance, opinion.text)
        for opinion in sorted(topic.opinions.all(), key=lambda opinion: opinion.position)
        if opinion.user.number in known
    ]


def payments_of(topics: Iterable[Topic]) -> dict[int, list[Payment]]:
    """Return the payments that wait on each matter of an agenda, or were approved by the topic, by topic."""
    asked = {topic.pk: topic for topic in topics}
    matters = {topic.matter_id for topic in asked.values() if topic.matter_id}
    rows = Payment.objects.filter(Q(matter__in=matters, state=MEETING) | Q(topic__in=asked), reverses=None)
    found = list(rows.select_related("unit", "payee", "author").order_by("pk"))
    return {
        number: [row for row in found if row.topic_id == number or (row.topic_id is None and row.matter_id == topic.matter_id)]
        for number, topic in asked.items()
    }


def refusal_to_keep(user: User, unit: Unit, on: date) -> str | None:
    """Return why a person may not call or record a department's meetings, or None."""
    return None if user.may(Permission.MEETING_KEEP, department_of(unit), on) else NOBODY


def refusal_to_arrange(meeting: Meeting) -> str | None:
    """Return why the notice of a meeting (date, people, agenda) may not be changed any more, or None."""
    if meeting.state == PLANNED:
        return None
    return f"{meeting}已经召开，日期、参会人员和议题不能再改；三重一大事项不得临时动议，新的事项请列入下次会议"


def refusal_to_start(meeting: Meeting, on: date) -> str | None:
    """Return why a meeting may not be opened, or who came be put right, or None."""
    if meeting.state == MINUTED:
        return f"{meeting}的纪要已经定稿，不能再改"
    if meeting.on > on:
        return f"会议定于 {meeting.on:%Y-%m-%d}，还没有到日期；提前召开请先改日期"
    if not meeting.topics.exists():
        return "还没有议题，请先列入要讨论的事项"
    if Opinion.objects.filter(topic__meeting=meeting).exists():
        return "已经记录了意见，到会情况不能再改；确有差错请先撤下各议题的意见"
    return None


def refusal_to_put(meeting: Meeting, matter: Matter) -> str | None:
    """Return why a matter may not be put on an agenda, or None."""
    if refusal := refusal_to_arrange(meeting):
        return refusal
    if matter.unit_id != meeting.unit_id:
        return f"「{matter.name}」是别的部门的事项，不能列入本部门的会议"
    there = Topic.objects.filter(matter=matter).exclude(meeting__state=MINUTED).select_related("meeting").first()
    if there is not None:
        return f"「{matter.name}」已列入{there.meeting}的议题，一件事不能同时上两个会"
    if waiting_on(matter) is None:
        return f"「{matter.name}」现在没有等待集体讨论的支出，不用上会"
    return None


def refusal_to_record(topic: Topic, by: User) -> str | None:
    """Return why opinions and the decision on a topic may not be recorded by a person now, or None."""
    if topic.decided_at is not None:
        return f"「{topic.title}」已经作出决定，不能再改"
    if topic.meeting.state != HELD:
        return f"{topic.meeting}现在是「{topic.meeting.state}」，会议召开后才能记录意见和决定"
    asked = Payment.objects.filter(matter=topic.matter_id, state=MEETING).select_related("author") if topic.matter_id else ()
    if any(payment.author.number == by.number for payment in asked):
        return f"「{topic.title}」的支出由您经办，须由另一位办公会秘书记录"
    return None


def refusal_to_finish(meeting: Meeting) -> str | None:
    """Return why minutes may not be made final, or None."""
    if meeting.state != HELD:
        return f"{meeting}现在是「{meeting.state}」，{'不能重复定稿' if meeting.state == MINUTED else '会议召开后才能定稿'}"
    left = list(meeting.topics.filter(decided_at=None).order_by("position").values_list("title", flat=True))
    if left:
        return f"还有 {len(left)} 个议题没有决定（先看「{left[0]}」），全部决定后才能定稿"
    return None


def minutes_of(meeting: Meeting) -> facts.Minutes:
    """Return the minutes as facts, from which the paper is written."""
    members = members_of(meeting)
    return facts.Minutes(
        unit=meeting.unit.name,
        code=meeting.code,
        kind=meeting.kind,
        on=meeting.on,
        place=meeting.place,
        chair=meeting.chair.name if meeting.chair else "",
        secretary=meeting.secretary.name,
        quorum=meeting.quorum,
        present=tuple(member for member in members if member.present),
        absent=tuple(member for member in members if not member.present),
        topics=tuple(resolution_of(topic, members) for topic in topics_of(meeting)),
        final=timezone.localdate(meeting.final_at) if meeting.final_at else None,
    )


def resolution_of(topic: Topic, members: Iterable[facts.Member]) -> facts.Resolution:
    """Return one topic as facts."""
    return facts.Resolution(
        topic.position,
        topic.title,
        topic.major,
        Money(topic.asked),
        tuple(voices_of(topic, members)),
        topic.outcome,
        Money(topic.limit),
        topic.note,
    )


def decisions_of(department: Unit, year: int) -> dict[int, facts.Decision]:
    """Return the consents of a department's year in final minutes, as the supervision rules see them."""
    found = Topic.objects.filter(
        meeting__unit=department, meeting__year=year, meeting__state=MINUTED, outcome=sums.AGREED, matter__isnull=False
    )
    return {
        topic.pk: facts.Decision(
            topic.pk, topic.matter_id or 0, topic.meeting.code, topic.meeting.on, Money(topic.limit), Money(topic.used)
        )
        for topic in found.select_related("meeting")
    }


def major_for(user: User, on: date, unit: Unit, year: int, *, words: str = "", major: str = "", outcome: str = "") -> QuerySet[Topic]:
    """Return the register of major matters (三重一大) of a department's year: searched, of a class, by what was decided; newest first."""
    found = Topic.objects.for_user(user, on).filter(meeting__unit=department_of(unit), meeting__year=year)
    if major in MAJOR:
        found = found.filter(major=major)
    if outcome in OUTCOMES:
        found = found.filter(outcome=outcome)
    for word in words.replace("\0", "").split():
        found = found.filter(Q(title__icontains=word) | Q(note__icontains=word) | Q(meeting__place__icontains=word))
    stances = {
        name: Count("opinions", filter=Q(opinions__stance=stance)) for name, stance in zip(("yes", "no", "later"), OUTCOMES, strict=True)
    }
    return (
        found.select_related("meeting", "matter")
        .annotate(**stances, left=F("limit") - F("used"))
        .order_by("-meeting__on", "-meeting__pk", "position")
    )
