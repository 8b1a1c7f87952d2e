"""Questions of surveys: which there are, what they have come to, what an indicator takes from them, and whether a ticket is good."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from jixiao.accounts.models import User
from jixiao.evidence.models import Link, Reply, Survey, Tallied, Ticket
from jixiao.evidence.sums import surveying
from jixiao.evidence.sums.surveying import FIELDS, Tally
from jixiao.kernel.goal import GoalKind
from jixiao.kernel.roles import Permission
from jixiao.organisations.models import Unit
from jixiao.organisations.queries import within
from jixiao.targets.facts import Indicator, Kind
from jixiao.targets.models import Target

from . import links

__all__ = ["Survey"]
HOLD = Permission.SURVEY_HOLD
TOKEN = 26  # signs of a token: 130 bits
SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"  # none of which is taken for another
MEASURE = "survey"


def surveys_for(user: User, on: date, unit: Unit, year: int) -> QuerySet[Survey]:
    """Return the surveys of a unit and those below it that a person may see, newest first."""
    return Survey.objects.for_user(user, on).filter(within([unit.path]), year=year).select_related("target", "unit", "by").order_by("-pk")


def survey_for(user: User, on: date, number: int, permission: Permission = Permission.FILING_READ) -> Survey:
    """Return a survey a person may see, or not found."""
    found = Survey.objects.for_user(user, on, permission).select_related("target", "unit", "filer", "by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def of_indicator(target: Target, place: str) -> QuerySet[Survey]:
    """Return the surveys of an indicator, newest first."""
    return Survey.objects.filter(target=target, place=place).order_by("-pk")


@dataclass(frozen=True, slots=True)
class Result:
    """What a survey has come to."""

    tally: Tally
    rate: Fraction | None
    low: Fraction | None
    high: Fraction | None
    weak: bool


def result_of(survey: Survey, tally: Tally) -> Result:
    """Return what some answers of a survey come to."""
    between = surveying.spread(tally, survey.way, survey.size)
    low, high = between or (None, None)
    return Result(tally, surveying.rate(tally, survey.way), low, high, surveying.weak(tally, survey.size))


def tallies(surveys: Iterable[Survey], on: date | None = None) -> dict[int, Tally]:
    """Return what answers came to by a day, from the sums kept by day, in one question."""
    wanted = [one.pk for one in surveys]
    found = Tallied.objects.filter(survey__in=wanted).filter(Q(on__lte=on) if on else Q()).order_by()
    rows = found.values_list("survey").annotate(*(Sum(name) for name in FIELDS))
    said = {row[0]: Tally(*(int(one or 0) for one in row[1:])) for row in rows}
    return {pk: said.get(pk, Tally()) for pk in wanted}


def results_by_place(targets: Iterable[int], on: date) -> dict[tuple[int, str], tuple[Survey, Result]]:
    """Return the latest survey of each indicator that had an answer by a day, with what it came to by then."""
    rows = list(Survey.objects.filter(target__in=list(targets), since__lte=on).order_by("since", "pk"))
    said = tallies(rows, on)
    found = {}
    for row in rows:
        if said[row.pk].valid:
            found[row.target_id, row.place] = (row, result_of(row, said[row.pk]))
    return found


def by_question(survey: Survey) -> list[tuple[str, list[int], int]]:
    """Return how each question was answered: how many of each level from 1 to 5, and how many left it blank; valid answers only."""
    counts = [[0] * (surveying.MOST + 1) for _question in survey.questions]
    for levels in Reply.objects.filter(survey=survey, valid=True).values_list("levels", flat=True).iterator():
        for row, level in zip(counts, levels, strict=True):
            row[level or 0] += 1
    return [(question, row[1:], row[0]) for question, row in zip(survey.questions, counts, strict=True)]


def words_of(survey: Survey, at_most: int = 50) -> list[str]:
    """Return what people wrote, newest first."""
    return list(Reply.objects.filter(survey=survey).exclude(said="").order_by("-pk").values_list("said", flat=True)[:at_most])


def token_of(survey: Survey, number: int) -> str:
    """Return the token of a ticket: derived, so that it can be printed again and is kept nowhere."""
    raw = hmac.new(settings.SECRET_KEY.encode(), f"survey {survey.pk} {number}".encode(), hashlib.sha256).digest()
    whole, signs = int.from_bytes(raw, "big"), []
    for _place in range(TOKEN):
        whole, rest = divmod(whole, len(SIGNS))
        signs.append(SIGNS[rest])
    return "".join(signs)


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def ticket_by(token: str) -> Ticket | None:
    """Return the ticket of a token, used or not."""
    if len(token) != TOKEN or not token.isascii():
        return None
    return Ticket.objects.filter(digest=digest_of(token)).select_related("survey__unit", "survey__filer", "survey__target").first()


def refusal_to_answer(ticket: Ticket, on: date) -> str | None:
    """Return why a ticket lets no answer in, or None."""
    survey = ticket.survey
    if ticket.used_on is not None:
        return "这张问卷已经交过了，每张只能交一次。谢谢您的参与"
    if on < survey.since:
        return f"这项调查从 {survey.since:%Y-%m-%d} 开始，请到时再填"
    if on > survey.until:
        return f"这项调查已于 {survey.until:%Y-%m-%d} 截止，谢谢您的关心"
    return None


def tickets_of(survey: Survey) -> list[tuple[Ticket, str]]:
    """Return the tickets of a survey with their tokens, those not used first printed; one whose token is another's by now is left out."""
    found = [(ticket, token_of(survey, ticket.number)) for ticket in Ticket.objects.filter(survey=survey, used_on=None)]
    return [(ticket, token) for ticket, token in found if ticket.digest == digest_of(token)]


def used_of(survey: Survey) -> tuple[int, int]:
    """Return how many tickets there are and how many were used."""
    said = Ticket.objects.filter(survey=survey).aggregate(n=Count("pk"), used=Count("pk", filter=Q(used_on__isnull=False)))
    return said["n"], said["used"]


def indicators_for(target: Target) -> list[tuple[str, Indicator]]:
    """Return the indicators of a target a survey can fill: what is told in per cent, satisfaction first."""
    found = [
        (place, row)
        for place, row in links.indicators_of(target)
        if row.goal.unit == "%" and row.goal.kind in {GoalKind.NUMBER, GoalKind.RANGE}
    ]
    return sorted(found, key=lambda one: one[1].kind is not Kind.SATISFACTION)


def refusal_to_hold(target: Target, place: str) -> str | None:
    """Return why an indicator can have no survey, or None."""
    if place not in dict(indicators_for(target)):
        return "这项指标不是百分数，不能用满意度调查的结果；请选满意度一类的指标"
    linked = Link.objects.filter(target=target, place=place, gone_at=None).first()
    if linked is not None and linked.measure != MEASURE:
        return "这项指标已经关联了别的取数口径，一项指标只能有一个；请先解除再发起调查"
    return None
