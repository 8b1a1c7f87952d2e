"""Hold a survey, print its tickets, and let each ticket's one answer in, without a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from jixiao.accounts.models import User
from jixiao.audit.actions import action
from jixiao.audit.facts import Actor, Console
from jixiao.evidence.models import Reply, Survey, Tallied, Ticket
from jixiao.evidence.queries import links as linking
from jixiao.evidence.queries import surveys as queries
from jixiao.evidence.sums import surveying
from jixiao.kernel.refusal import Refused, heed
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import department_of
from jixiao.targets.models import Target

from .links import link

RESPONDENT = Console(username="答卷人")  # whoever answers has no name
QUESTIONS, LONGEST, WORDS, TICKETS = 20, 100, 500, 2_000


@action("survey.hold", Permission.SURVEY_HOLD, said="发起满意度调查")
def hold(
    target: Target,
    place: str,
    said: dict[str, str],
    questions: Sequence[str],
    *,
    size: int | None,
    since: date,
    until: date,
    by: User,
    at: datetime,
    key: str | None = None,  # noqa: ARG001 - the door reads the key
) -> Survey:
    """Hold a survey of an indicator; its result fills the indicator from the first answer on."""
    asked = [one.strip() for one in questions if one.strip()]
    heed(
        queries.refusal_to_hold(target, place),
        None if said.get("title", "").strip() else "问卷标题没有填",
        None if said.get("about", "").strip() else "调查对象没有填，如：参展企业、承储企业",
        None if asked else "没有题目，至少写一题",
        f"题目有 {len(asked)} 题，最多 {QUESTIONS} 题" if len(asked) > QUESTIONS else None,
        next((f"第 {number} 题超过 {LONGEST} 个字，请缩短" for number, one in enumerate(asked, 1) if len(one) > LONGEST), None),
        None if said.get("way") in surveying.WAYS else "请选计算方法",
        "截止日期早于开始日期，请核对" if until < since else None,
        f"开始日期 {since:%Y-%m-%d} 不在 {target.year} 年度" if since.year != target.year else None,
        "对象总数应大于零" if size is not None and size <= 0 else None,
    )
    made = Survey.objects.create(
        unit=target.unit, filer=department_of(target.unit), year=target.year, target=target, place=place, title=said["title"].strip()[:100],
        about=said["about"].strip()[:100], frame=said.get("frame", "").strip()[:300], size=size, way=said["way"], questions=asked,
        since=since, until=until, by=by, at=at,
    )  # fmt: skip
    if linking.link_of(target, place) is None:
        link(target, place, queries.MEASURE, by=by, at=at)
    return made


@action("survey.print", Permission.SURVEY_HOLD, said="发放答卷凭证")
def print_tickets(survey: Survey, count: int, *, by: User, at: datetime, key: str | None = None) -> Survey:  # noqa: ARG001 - the door reads them
    """Make so many more tickets."""
    heed(
        "份数应大于零" if count <= 0 else None,
        f"一项调查最多 {TICKETS} 份，已发 {survey.sent} 份" if survey.sent + count > TICKETS else None,
        f"这项调查已于 {survey.until:%Y-%m-%d} 截止，不能再发" if timezone.localdate(at) > survey.until else None,
    )
    numbers = range(survey.sent + 1, survey.sent + count + 1)
    Ticket.objects.bulk_create(
        Ticket(survey=survey, number=number, digest=queries.digest_of(queries.token_of(survey, number))) for number in numbers
    )
    Survey.objects.filter(pk=survey.pk).update(sent=F("sent") + count)
    survey.refresh_from_db()
    return survey


@action("survey.extend", Permission.SURVEY_HOLD, said="改调查截止日期")
def extend(survey: Survey, until: date, *, by: User, at: datetime, key: str | None = None) -> Survey:  # noqa: ARG001 - the door reads them
    """Let a survey run until another day: later, or closed earlier."""
    heed("截止日期早于开始日期，请核对" if until < survey.since else None)
    Survey.objects.filter(pk=survey.pk).update(until=until)
    survey.until = until
    return survey


@action("survey.answer", None, hide=("ticket", "levels", "words"), said="提交答卷")
def answer(survey: Survey, ticket: Ticket, levels: Sequence[int | None], words: str = "", *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Let one answer in and void its ticket, both or neither; which ticket it came by is not kept."""
    on = timezone.localdate(at)
    if ticket.survey_id != survey.pk or len(levels) != len(survey.questions):
        msg = "问卷和凭证对不上，请重新扫码打开"
        raise Refused(msg)
    heed(
        queries.refusal_to_answer(ticket, on),
        None if all(level is None or 1 <= level <= surveying.MOST for level in levels) else "有一题的选项不对，请重新选",
        "还没有回答，请至少回答一题" if all(level is None for level in levels) else None,
        f"意见超过 {WORDS} 个字，请缩短" if len(words.strip()) > WORDS else None,
    )
    if not Ticket.objects.filter(pk=ticket.pk, used_on=None).update(used_on=on):
        raise Refused(queries.refusal_to_answer(Ticket.objects.select_related("survey").get(pk=ticket.pk), on) or "请重新扫码打开")
    tally = surveying.counted(levels, survey.way)
    Reply.objects.create(survey=survey, on=on, levels=list(levels), said=words.strip(), valid=bool(tally.valid))
    Tallied.objects.get_or_create(survey=survey, on=on)
    moved = {name: F(name) + getattr(tally, name) for name in surveying.FIELDS}
    Tallied.objects.filter(survey=survey, on=on).update(**moved)
