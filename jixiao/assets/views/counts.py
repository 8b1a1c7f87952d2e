"""Stocktakes: those there are, one with its lines to tick off, the report of differences."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request, way_on
from jixiao.assets.actions import counts as actions
from jixiao.assets.forms import counts as forms
from jixiao.assets.queries import cards, counts
from jixiao.assets.queries.counts import Count
from jixiao.assets.renderings import lists
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.spending.forms.payments import Said, asked
from jixiao.web.downloads import saved

from .register import both, today

PAGE = 50
SHOWN = (("", "全部"), ("open", "未盘"), ("there", "在"), ("missing", "盘亏"), ("surplus", "盘盈"))


@both
def home(request: Request) -> HttpResponse:
    """Show the stocktakes, and begin one."""
    on, unit = today(request), request.standing.unit
    places = cards.places_for(request.user, on, unit)
    form = forms.IssueForm(request.POST if request.method == "POST" else None, places, initial={"on": on, "unit": unit.pk})
    refusal = cards.refusal_to_keep(request.user, on, unit)
    made: list[Count] = []

    def act(said: Said) -> None:
        made.append(actions.issue(said["unit"], said["on"], said["note"], key=said["key"], by=request.user, at=request.at))

    if request.method == "POST" and not refusal and form.says(act):
        messages.success(request, f"盘点表已发出，共 {made[0].lines.count()} 项")
        return redirect("assets:count", made[0].pk)
    page = Paginator(counts.counts_for(request.user, on, unit), PAGE).get_page(request.GET.get("page"))
    status = 403 if refusal and request.method == "POST" else 422 if form.errors else 200
    return render(request, "assets/counts.html", {"page": page, "form": form, "refusal": refusal}, status=status)


@require_GET
def count(request: Request, pk: int) -> HttpResponse:
    """Show one stocktake."""
    return page_of(request, counts.count_for(request.user, today(request), pk))


def page_of(request: Request, one: Count, *, status: int = 200, **typed: Any) -> HttpResponse:
    """Show the lines of a stocktake with a form each, and what it comes to; search, filter and page stand in the address."""
    on, user = today(request), request.user
    words, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    page = Paginator(counts.lines_of(one, words=words, show=show), PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "count": one,
        "words": words,
        "show": show,
        "shown": SHOWN,
        "page": page,
        "rows": [(line, counts.refusal_to_mark(line, user, on)) for line in page.object_list],
        "tally": counts.tally_of(one),
        "refusal": counts.refusal_to_count(one, user, on),
        "close_refusal": counts.refusal_to_close(one) or cards.refusal_to_keep(user, on, one.unit),
        "keeps": user.may(Permission.ASSET_KEEP, one.unit, on),
        "surplus": forms.SurplusForm(None, cards.below(one.unit, on)),
        "may_export": user.may(Permission.FILING_EXPORT, one.unit, on),
    }
    return render(request, "assets/count.html", context | typed, status=status)


@require_POST
def mark(request: Request, pk: int, number: int) -> HttpResponse:
    """Write down how many of an asset are there."""
    one = counts.count_for(request.user, today(request), pk)
    line = counts.line_of(one, number)
    data = request.POST.copy()
    if "all" in data:
        data["found"] = str(line.quantity)
    try:
        said = asked(forms.MarkForm(data))
        line = actions.mark(line, said["found"], said["note"], key=said["key"], by=request.user, at=request.at)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        return page_of(request, one, status=422, wrong=number, sentence=str(refusal), typed=data)
    if request.htmx:
        return render(
            request, "assets/_count_line.html", {"count": one, "line": line, "barred": None, "tally": counts.tally_of(one), "live": True}
        )
    return redirect(way_on(request, reverse("assets:count", args=[pk])))


@require_POST
def surplus(request: Request, pk: int) -> HttpResponse:
    """Write down what was found without a card."""
    on = today(request)
    one = counts.count_for(request.user, on, pk)
    form = forms.SurplusForm(request.POST, cards.below(one.unit, on))

    def act(said: Said) -> None:
        where = (said["section"], said["name"], said["found"], said["place"])
        actions.surplus(one, *where, note=said["note"], key=said["key"], by=request.user, at=request.at)

    if form.says(act):
        messages.success(request, "盘盈已登记")
        return redirect("assets:count", pk)
    return page_of(request, one, status=422, surplus=form)


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Close a stocktake for good."""
    one = counts.count_for(request.user, today(request), pk)
    try:
        actions.close(one, key=request.POST.get("key") or None, by=request.user, at=request.at)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        return page_of(request, one, status=422, sentence=str(refusal))
    messages.success(request, "盘点已结束，结果不再更改")
    return redirect("assets:count", pk)


@require_GET
def report(request: Request, pk: int) -> HttpResponse:
    """Hand a stocktake out with its differences."""
    on = today(request)
    one = counts.count_for(request.user, on, pk)
    if not request.user.may(Permission.FILING_EXPORT, one.unit, on):
        raise Http404
    lines = [line.facts() for line in counts.lines_of(one)]
    title = f"{one.unit.short}资产盘点表（{one.on:%Y-%m-%d}）"
    return saved(lists.counted(title, lines, counts.tally_of(one)), f"{title}.xlsx")


PATHS: list[URLPattern] = [
    path("assets/counts/", home, name="counts"),
    path("assets/counts/<int:pk>/", count, name="count"),
    path("assets/counts/<int:pk>/lines/<int:number>/", mark, name="mark"),
    path("assets/counts/<int:pk>/surplus/", surplus, name="surplus"),
    path("assets/counts/<int:pk>/close/", close, name="count_close"),
    path("assets/counts/<int:pk>/report.xlsx", report, name="count_report"),
]
