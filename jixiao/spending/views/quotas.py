"""指标: what a department may spend, opened from approved targets, changed by two people, line by line with its movements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.accounts.context import Request
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.organisations.queries import Unit, department_of
from jixiao.spending.actions import quotas as actions
from jixiao.spending.facts import SOURCES
from jixiao.spending.forms import quotas as forms
from jixiao.spending.forms.payments import Keyed, Said
from jixiao.spending.forms.payments import asked as asked_in
from jixiao.spending.queries import ledger
from jixiao.spending.queries import quotas as queries
from jixiao.spending.renderings import quotas as renderings
from jixiao.spending.sums import codes
from jixiao.spending.sums.grouping import GROUPS, grouped
from jixiao.targets.queries import target_for
from jixiao.web.downloads import saved

from .ledger import day_of

both = require_http_methods(["GET", "POST"])
WORDS = {"agree": "已批准，指标已经变动", "refuse": "已不批，指标没有变动", "withdraw": "已撤回"}


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


def department(request: Request) -> Unit:
    """Return the department whose quotas are looked at; one whose spending a person may not read is not there."""
    unit = request.standing.unit
    if not request.user.may(Permission.SPENDING_READ, unit, today(request)):
        raise Http404
    return department_of(unit)


@require_GET
def home(request: Request) -> HttpResponse:
    """Show the quotas of the year by project, function, economic class or source, and what waits to be decided."""
    on, here, year = today(request), department(request), request.standing.year
    words, project, by = (request.GET.get(name, "").strip() for name in ("q", "project", "by"))
    by = by if by in GROUPS else "project"
    lines = list(queries.quotas_of(here, year, words=words, project=project))
    proposes = request.user.may(Permission.QUOTA_PROPOSE, here, on)
    context: dict[str, Any] = {
        "department": here,
        "year": year,
        "words": words,
        "project": project,
        "by": by,
        "ways": [(name, word) for name, (word, _of) in GROUPS.items()],
        "groups": grouped(lines, by),
        "total": grouped(lines, "")[0].sums if lines else None,
        "count": len(lines),
        "waiting": [(one, decision_of(request, one)) for one in queries.waiting_for(request.user, on, here)],
        "unopened": queries.unopened(request.user, on, here, year),
        "proposes": proposes,
        "may_export": bool(request.user.paths(Permission.FILING_EXPORT, on)),
    }
    return render(request, "spending/quotas.html", context)


def decision_of(request: Request, change: queries.QuotaChange) -> dict[str, Any]:
    """Return what a person may do with a change that waits: agree, or why not; take it back where it is theirs."""
    on, user = today(request), request.user
    decides = user.may(Permission.QUOTA_APPROVE, change.quota.unit, on)
    return {
        "refusal": queries.refusal_to_decide(change, user, on) or queries.refusal_to_agree(change),
        "barred": queries.refusal_to_decide(change, user, on),
        "decides": decides,
        "size": Money(abs(change.fen)),
        "mine": change.by.number == user.number and user.may(Permission.QUOTA_PROPOSE, change.quota.unit, on),
    }


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand the quotas out line by line."""
    here, year = department(request), request.standing.year
    if not request.user.paths(Permission.FILING_EXPORT, today(request)):
        raise Http404
    words, project = (request.GET.get(name, "").strip() for name in ("q", "project"))
    title = f"{here.short}{year}年度预算指标表"
    return saved(
        renderings.xlsx(title, [one.facts() for one in queries.quotas_of(here, year, words=words, project=project)]), f"{title}.xlsx"
    )


@require_GET
def target(request: Request, pk: int) -> HttpResponse:
    """Show one project: its quotas, its changes, and what was paid against its plan."""
    on = today(request)
    one = target_for(request.user, on, pk, Permission.SPENDING_READ)
    lines = [quota for quota in queries.quotas_of(one.filer, one.year) if quota.target_id == one.pk or quota.project == one.name]
    done = ledger.execution(one.filer, one.year, day_of(request), one.name)
    version = queries.version_of(one)
    total = grouped(lines, "")[0].sums if lines else None
    context = {
        "target": one,
        "lines": lines,
        "total": total,
        "version": version,
        "gap": version.amount - total.total if version and total else None,
        "curve": done.curves[0],
        "changes": queries.changes_of(one.filer, one.year, one),
        "waiting": [
            (each, decision_of(request, each))
            for each in queries.waiting_for(request.user, on, one.filer)
            if each.quota.project == one.name
        ],
        "refusal": queries.refusal_to_open(one),
        "proposes": request.user.may(Permission.QUOTA_PROPOSE, one.unit, on),
    }
    return render(request, "spending/quota_target.html", context)


@both
def opening(request: Request, pk: int) -> HttpResponse:
    """Split what was approved for a project into quotas (开设指标)."""
    on = today(request)
    one = target_for(request.user, on, pk, Permission.SPENDING_READ)
    barred = None if request.user.may(Permission.QUOTA_PROPOSE, one.unit, on) else "须由财务人员或财务负责人开设指标，您没有这个岗位"
    refusal, version = barred or queries.refusal_to_open(one), queries.version_of(one)
    posted = request.method == "POST"
    more = 4 if "more" in request.POST else 0
    rows = forms.rows_in(request.POST, more=more)
    form = forms.OpenForm(rows, request.POST if posted and not more else None, initial={"document": version.document if version else ""})

    def act(said: Said) -> None:
        actions.open_quotas(one, said["lines"], said["document"], by=request.user, at=request.at, key=said["key"])

    if posted and not more and not refusal and form.says(act):
        messages.success(request, f"「{one.name}」的指标已开设，可以申请支出了")
        return redirect("spending:quota_target", one.pk)
    context = {
        "target": one,
        "version": version,
        "form": form,
        "rows": rows,
        "document": request.POST.get("document", version.document if version else ""),
        "refusal": refusal,
        "functions": codes.functions().items(),
        "economics": codes.economics().items(),
        "sources": SOURCES,
    }
    status = 403 if barred and posted else 422 if form.errors or (posted and refusal) else 200
    return render(request, "spending/quota_open.html", context, status=status)


@both
def line(request: Request, pk: int) -> HttpResponse:
    """Show one quota with every movement, and the form to change it."""
    one = queries.quota_for(request.user, today(request), pk)
    form = change_form(one, request.POST if request.method == "POST" else None)

    def act(said: Said) -> None:
        own: dict[str, Any] = {"by": request.user, "at": request.at, "key": said["key"]}
        actions.propose(one, said["amount"], said["reason"], said["document"], other=said["other"], **own)

    barred = refusal_to_propose(request, one)
    if request.method == "POST" and not barred and form.says(act):
        messages.success(request, "已提出，等有权批准的人办理；批准前指标不变")
        return redirect("spending:quota", one.pk)
    return page_of(request, one, form, status=403 if barred and form.is_bound else 422 if form.errors else 200)


def change_form(one: queries.Quota, data: Any) -> forms.ChangeForm:
    """Return the form to change a quota; a transfer comes from another of the same department, year and source."""
    others = [each for each in queries.quotas_of(one.unit, one.year) if each.pk != one.pk and each.source == one.source]
    return forms.ChangeForm(others, data)


def refusal_to_propose(request: Request, one: queries.Quota) -> str | None:
    """Return why a person may not propose a change, or None."""
    may = request.user.may(Permission.QUOTA_PROPOSE, one.unit, today(request))
    return None if may else "须由财务人员或财务负责人提出，您没有这个岗位"


def page_of(request: Request, one: queries.Quota, form: forms.ChangeForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """Show one quota."""
    context = {
        "quota": one,
        "sums": one.facts(),
        "form": form,
        "barred": refusal_to_propose(request, one),
        "refusal": refusal,
        "postings": queries.postings_of(one),
        "changes": queries.changes_on(one),
        "waiting": [(each, decision_of(request, each)) for each in queries.waiting_on(one)],
    }
    return render(request, "spending/quota.html", context, status=status)


@require_POST
def decide(request: Request, pk: int, act: str) -> HttpResponse:
    """Agree to a change, refuse it, or take one's own back; where that may not be, the quota as it stands now says why (409)."""
    change = queries.change_for(request.user, today(request), pk)
    doors = {"agree": actions.agree, "refuse": actions.refuse, "withdraw": actions.withdraw}
    if act not in doors:
        raise Http404
    try:
        doors[act](change, by=request.user, at=request.at, key=asked_in(Keyed(request.POST))["key"])
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        one = queries.quota_for(request.user, today(request), change.quota_id)
        return page_of(request, one, change_form(one, None), refusal=refusal.sentence, status=409)
    messages.success(request, f"{Money(abs(change.fen)).grouped()} 元的{queries.CHANGES[change.kind]}{WORDS[act]}")
    return redirect("spending:quota", change.quota_id)


PATHS: list[URLPattern] = [
    path("spending/quotas/", home, name="quotas"),
    path("spending/quotas/list.xlsx", export, name="quotas_export"),
    path("spending/quotas/<int:pk>/", target, name="quota_target"),
    path("spending/quotas/<int:pk>/open/", opening, name="quota_open"),
    path("spending/quotas/lines/<int:pk>/", line, name="quota"),
    path("spending/quotas/changes/<int:pk>/<slug:act>/", decide, name="quota_decide"),
]
