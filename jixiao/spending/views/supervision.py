"""The page of internal supervision: what the rules find in the year, with the payments behind each."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.accounts.context import Request
from jixiao.kernel.money import Money
from jixiao.kernel.refusal import Refused
from jixiao.kernel.roles import Permission
from jixiao.office.writers.listing import listing
from jixiao.organisations.queries import department_of
from jixiao.spending.actions import supervision as actions
from jixiao.spending.queries import supervision as queries
from jixiao.web.downloads import saved

PAGE = 20
COLUMNS = (
    ("等级", 8),
    ("规则", 10),
    ("名称", 20),
    ("疑点", 70),
    ("项目", 24),
    ("支出", 30),
    ("金额（元）", 16),
    ("依据", 24),
    ("说明", 40),
    ("说明人", 10),
)


def today(request: Request) -> date:
    """Return the day of a request."""
    return timezone.localdate(request.at)


def asked_in(said: QueryDict) -> queries.Asked:
    """Return what the address asks for."""
    severity, rule, words = (said.get(name, "").strip() for name in ("severity", "rule", "q"))
    return queries.Asked(severity, rule, words, left=said.get("left") == "1")


def supervises(request: Request) -> bool:
    """Say whether the person supervises where they stand; who only reads sees the year's findings, not the forms."""
    return request.user.may(Permission.SUPERVISE, department_of(request.standing.unit), today(request))


@require_GET
def home(request: Request) -> HttpResponse:
    """Show what the rules find in the year."""
    return page(request)


def page(request: Request, *, refused: str = "", at: str = "", typed: str = "", status: int = 200) -> HttpResponse:
    """Show the findings; a reason that was refused stands where it was typed."""
    on, unit, asked = today(request), request.standing.unit, asked_in(request.GET)
    filer = department_of(unit)
    seen = request.user.may(Permission.SPENDING_READ, filer, on)
    found = queries.findings(filer, request.standing.year, on) if seen and filer.kind == "department" else []
    shown = [one for one in found if asked.wants(one)]
    context = {
        "asked": asked,
        "filer": filer,
        "seen": seen,
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "counts": queries.counted(found),
        "left": sum(one.waiver is not None for one in found),
        "rules": queries.rules_run(found, on),
        "filtered": bool(asked.severity or asked.rule or asked.words),
        "supervises": supervises(request),
        "may_export": request.user.may(Permission.FILING_EXPORT, filer, on),
        "refused": refused,
        "refused_at": at,
        "typed": typed,
        "block": queries.GRADES[0],
    }
    return render(request, "spending/supervision.html", context, status=status)


@require_GET
def export(request: Request) -> HttpResponse:
    """Hand the year's findings out, open and explained, for auditors."""
    on, filer = today(request), department_of(request.standing.unit)
    seen = request.user.may(Permission.SPENDING_READ, filer, on) and filer.kind == "department"
    found = queries.findings(filer, request.standing.year, on) if seen else []
    rows = [
        (
            one.rule.severity.word,
            one.rule.code,
            one.rule.title,
            one.suspicion.message,
            one.suspicion.project,
            "、".join(row.code or row.title for row in one.payments),
            one.amount,
            one.basis,
            one.waiver.reason if one.waiver else "",
            one.waiver.by.name if one.waiver else "",
        )
        for one in found
    ]
    title = f"{filer.short}{request.standing.year}年度支出内部监督"
    total = ("", "", "合计", f"{len(rows)} 条", "", "", Money(sum(one.amount.fen for one in found)), "", "", "")
    return saved(listing("内部监督", COLUMNS, rows, title=title, total=total, yuan=True), f"{title}.xlsx")


@require_POST
def explain(request: Request) -> HttpResponse:
    """Leave a suspicion with a reason."""
    name, reason = request.POST.get("finding", ""), request.POST.get("reason", "")
    filer = department_of(request.standing.unit)
    try:
        actions.explain(filer, request.standing.year, name, reason, by=request.user, at=request.at, key=request.POST.get("key") or None)
    except Refused as refusal:
        if not supervises(request):
            raise
        return page(request, refused=str(refusal), at=name, typed=reason, status=409)
    messages.success(request, "已记下说明")
    return redirect(back(request))


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take a reason back."""
    waiver = queries.waiver_for(request.user, today(request), pk)
    actions.reopen(waiver, by=request.user, at=request.at, key=request.POST.get("key") or None)
    messages.success(request, "已撤回说明，疑点重新列出")
    return redirect(back(request))


def back(request: Request) -> str:
    """Return the list as it was filtered."""
    kept = request.GET.urlencode()
    return reverse("spending:supervision") + (f"?{kept}" if kept else "")


PATHS: list[URLPattern] = [
    path("spending/supervision/", home, name="supervision"),
    path("spending/supervision/export/", export, name="supervision_export"),
    path("spending/supervision/explain/", explain, name="supervision_explain"),
    path("spending/supervision/<int:pk>/reopen/", reopen, name="supervision_reopen"),
]
