"""The form a respondent fills on a phone: no sign-in, one answer a ticket, nothing kept that says who."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jixiao.accounts.context import Request
from jixiao.accounts.queries import client_address
from jixiao.evidence.actions import surveys as actions
from jixiao.evidence.forms.surveys import levels_in
from jixiao.evidence.queries import surveys as queries
from jixiao.evidence.sums import surveying
from jixiao.evidence.sums.pressing import Press
from jixiao.kernel.refusal import Refused

WRONG, POSTED = Press(20, 60), Press(60, 60)  # of one address in a minute: tokens nobody made, and answers sent
CALM = "操作太频繁，请一分钟后再试"
UNKNOWN = "没有这张问卷，二维码可能没有扫全，请重新扫一次"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: Request, token: str) -> HttpResponse:
    """Show the questions of a ticket, and let its one answer in."""
    where = client_address(request)
    ticket = queries.ticket_by(token)
    if ticket is None:
        if WRONG.too_often(where, request.at):
            return said(request, CALM, 429)
        return said(request, UNKNOWN, 404)
    survey = ticket.survey
    refusal = queries.refusal_to_answer(ticket, timezone.localdate(request.at))
    if refusal:
        return said(request, refusal, 422 if request.method == "POST" else 200)
    levels: list[int | None] = [None] * len(survey.questions)
    words, error = "", ""
    if request.method == "POST":
        if POSTED.too_often(where, request.at):
            return said(request, CALM, 429)
        levels, words = levels_in(request.POST, len(survey.questions)), request.POST.get("words", "")
        try:
            actions.answer(survey, ticket, levels, words, by=actions.RESPONDENT, at=request.at)
        except Refused as refused:
            error = refused.sentence
        else:
            return said(request, "已提交，谢谢您的参与", 200, done=True)
    context = {
        "survey": survey,
        "questions": list(zip(survey.questions, levels, strict=True)),
        "levels": list(reversed(list(enumerate(surveying.LEVELS, 1)))),
        "words": words,
        "error": error,
    }
    return render(request, "evidence/answer.html", context, status=422 if error else 200)


def said(request: Request, sentence: str, status: int, *, done: bool = False) -> HttpResponse:
    """Say one thing to whoever stands there with a phone."""
    return render(request, "evidence/answered.html", {"sentence": sentence, "done": done}, status=status)


PATHS: list[URLPattern] = [path("wenjuan/<slug:token>/", answer, name="answer")]
