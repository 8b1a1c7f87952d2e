"""Taking in a list of units: template, upload, what each line asks for, all or nothing, the own workbook with its faults marked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.kernel.refusal import Refused
from jixiao.organisations import actions, queries
from jixiao.organisations.context import Request
from jixiao.organisations.forms import AskedForm, RosterForm
from jixiao.organisations.renderings import workbook
from jixiao.organisations.sums.roster import STATES, tally

from .looking import PAGE, saved, today


@require_http_methods(["GET", "POST"])
def receive(request: Request) -> HttpResponse:
    """Take a list of units in (导入单位清单); nothing is written to the units yet."""
    on, done = today(request), []
    refusal = queries.refusal_anywhere(request.user, on)
    top = queries.parent_asked(request.user, on, "")
    said = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RosterForm(request.user, on, said[0], files=said[1], initial={"parent": top.called if top else ""})

    def act(asked: dict[str, Any]) -> None:
        file = asked["file"]
        data = file.read(settings.FILE_LIMIT + 1)
        done.append(actions.read_roster(asked["parent"], file.name or "", data, by=request.user, at=request.at, key=asked["key"]))

    if request.method == "POST" and not refusal and form.says(act):
        return redirect("organisations:roster", done[0].pk)
    context = {"form": form, "refusal": refusal, "recent": queries.pending(request.user, on), "offered": form.parents}
    status = 403 if refusal and request.method == "POST" else 422 if form.errors else 200
    return render(request, "organisations/import.html", context, status=status)


@require_GET
def template(request: Request) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand out the workbook to fill (导入模板)."""
    return saved(workbook.template(), "单位清单导入模板.xlsx")


@require_GET
def roster(request: Request, pk: int) -> HttpResponse:
    """Show what each line of a list asks for, before it is applied."""
    one = queries.roster_for(request.user, today(request), pk)
    verdicts = queries.judged(one, today(request)) if one.applied is None else []
    state = request.GET.get("state", "")
    counts = tally(verdicts)
    state = state if state in STATES else ""
    shown = [verdict for verdict in verdicts if not state or verdict.state == state]
    shown.sort(key=lambda verdict: (verdict.state != "bad", verdict.number))
    context = {
        "roster": one,
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "state": state,
        "total": len(verdicts),
        "counts": [(code, word, counts[code]) for code, word in STATES.items()],
        "bad": counts["bad"],
        "refusal": queries.refusal_to_apply(verdicts) if one.applied is None else "这份清单已经导入过了",
    }
    return render(request, "organisations/roster.html", context)


@require_GET
def marked(request: Request, pk: int) -> HttpResponse:
    """Hand somebody's own workbook back, what is wrong marked in it."""
    one = queries.roster_for(request.user, today(request), pk)
    document, head, verdicts = queries.looked_at(one, today(request))
    return saved(workbook.marked(document, head, verdicts), f"{one.name.rpartition('.')[0] or one.name}-标注问题.xlsx")


@require_POST
def apply(request: Request, pk: int) -> HttpResponse:
    """Set up and change all units of a list, or none."""
    one = queries.roster_for(request.user, today(request), pk)
    form = AskedForm(request.POST)
    if not form.is_valid():
        msg = "页面不完整，请刷新后再办理"
        raise Refused(msg)
    actions.apply_roster(one, by=request.user, at=request.at, key=form.cleaned_data["key"])
    messages.success(request, "单位清单已全部导入")
    return redirect("organisations:roster", one.pk)
