"""Deviations: the list, one of them with its course, its answer, its measures and what they came to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.kernel.refusal import Refused
from jixiao.monitoring import facts, forms, states
from jixiao.monitoring.actions import deviations as actions
from jixiao.monitoring.queries import deviations as queries
from jixiao.monitoring.queries import tasks as asking
from jixiao.spending.forms.payments import Keyed, Said, asked, number
from jixiao.spending.queries.holds import hold_of

from .ground import data_of, done, today
from .tasks import course_of

PAGE = 30
OPEN = "办理中"


@require_GET
def listing(request: Request) -> HttpResponse:
    """Show the deviations of the year."""
    on = today(request)
    state, words = request.GET.get("state", OPEN), request.GET.get("q", "").strip()
    found = queries.deviations_for(request.user, on, request.standing.unit, request.standing.year, state=state, words=words)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "state": state,
        "words": words,
        "states": (OPEN, *states.COURSE.states, "全部"),
        "query": f"&q={words}&state={state}",
        "today": on,
    }
    return render(request, "monitoring/deviations.html", context)


@require_GET
def show(request: Request, pk: int) -> HttpResponse:
    """Show one deviation."""
    return page_of(request, queries.deviation_for(request.user, today(request), pk))


def page_of(request: Request, one: queries.Deviation, *, status: int = 200, **typed: Any) -> HttpResponse:
    """Show a deviation; what was typed and refused stays."""
    on = today(request)
    effects = queries.effects_of(one)
    before = {each.row.kind: {"how": each.row.said, "due": each.row.due, "amount": each.row.fen} for each in effects}
    context: dict[str, Any] = {
        "one": one,
        "course": course_of(one),
        "effects": effects,
        "kinds": [(number, kind, about, before.get(kind)) for number, (kind, about) in enumerate(facts.MEASURES.items())],
        "changing": queries.CHANGING,
        "causes": facts.CAUSES,
        "chosen": one.causes,
        "said": one.said,
        "explain": queries.refusal_to_explain(one, request.user, on),
        "moves": queries.moves_for(one, request.user, on),
        "lift": queries.refusal_to_lift(one, request.user, on),
        "held": hold_of(one.target_id),
        "steps": [step for step in asking.steps_of(one.task) if step.deviation_id == one.pk],
        "quotas": queries.quotas_of(one),
        "others": queries.others_of(one),
        "form": forms.ChangeForm(),
        "late": (on - one.due).days if one.state in {states.FOUND, states.CHECKING, states.DECIDING} else 0,
    }
    return render(request, "monitoring/deviation.html", context | typed, status=status)


@require_POST
def explain(request: Request, pk: int) -> HttpResponse:
    """Say why and what is to be done."""
    one = queries.deviation_for(request.user, today(request), pk)
    causes, said = request.POST.getlist("causes"), request.POST.get("said", "")
    measures = forms.measures_in(request.POST)
    try:
        key = asked(Keyed(request.POST))["key"]
        actions.explain(one, causes, said, measures, by=request.user, at=request.at, key=key)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        kinds = [
            (
                at,
                kind,
                about,
                {"how": measures[kind]["said"], "due": measures[kind]["due"], "typed": measures[kind]["amount"]}
                if kind in measures
                else None,
            )
            for at, (kind, about) in enumerate(facts.MEASURES.items())
        ]
        return page_of(request, one, status=422, error=refusal.sentence, kinds=kinds, chosen=causes, said=said)
    messages.success(request, "已送财务审核")
    return redirect("monitoring:deviation", pk)


@require_POST
def act(request: Request, pk: int, move: str) -> HttpResponse:
    """Make a move: check, approve, turn back, close with proof, answer anew, let pay again."""
    one = queries.deviation_for(request.user, today(request), pk)
    opinion = request.POST.get("opinion", "").strip()
    more: dict[str, Any] = {"by": request.user, "at": request.at}
    name, data = data_of(request.FILES.get("file"))

    def go(key: str | None) -> None:
        match move:
            case "check":
                actions.check(one, opinion, key=key, **more)
            case "approve":
                actions.approve(one, opinion, key=key, **more)
            case "turn_back":
                actions.turn_back(one, opinion, key=key, **more)
            case "reopen":
                actions.reopen(one, opinion, key=key, **more)
            case "close":
                actions.close(one, opinion, name, data, key=key, **more)
            case "lift":
                actions.lift(one, opinion, key=key, **more)
            case _:
                raise Http404

    done(request, go, DONE.get(move, "已办理"))
    return redirect("monitoring:deviation", pk)


DONE = {
    "check": "审核通过，已送领导批准", "approve": "已批准，措施即时生效", "turn_back": "已退回经办", "reopen": "请重新说明和选措施",
    "close": "已核销关闭", "lift": "已恢复支付",
}  # fmt: skip


@require_POST
def change(request: Request, pk: int, row: int) -> HttpResponse:
    """Propose the change of quota a measure asks for."""
    one = queries.deviation_for(request.user, today(request), pk)
    measure = next((each for each in queries.measures_of(one) if each.pk == row), None)
    if measure is None:
        raise Http404
    form = forms.ChangeForm(request.POST)

    def go(said: Said) -> None:
        quota = next((each for each in queries.quotas_of(one) if each.pk == number(said["quota"])), None)
        other = next((each for each in queries.others_of(one) if each.pk == number(said["other"])), None) if said["other"] else None
        if quota is None:
            msg = "没有选指标，请选本项目的一条指标"
            raise Refused(msg)
        actions.change(one, measure, quota, said["document"], other=other, by=request.user, at=request.at, key=said["key"])

    if form.says(go):
        messages.success(request, "已提出，到支出的指标里待批")
        return redirect("monitoring:deviation", pk)
    return page_of(request, one, status=422, form=form)


PATHS: list[URLPattern] = [
    path("monitoring/deviations/", listing, name="deviations"),
    path("monitoring/deviations/<int:pk>/", show, name="deviation"),
    path("monitoring/deviations/<int:pk>/explain/", explain, name="explain"),
    path("monitoring/deviations/<int:pk>/change/<int:row>/", change, name="change"),
    path("monitoring/deviations/<int:pk>/<slug:move>/", act, name="dispose"),
]
